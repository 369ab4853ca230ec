"""Every command, option, setting, field and outlet is documented, and what is documented exists."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import msgspec
import pytest

from publisher.announcements.fields import FIELDS, TRANSLATED_FIELDS
from publisher.cli.main import COMMANDS, publisher
from publisher.config import shapes
from publisher.outlets.kinds import KINDS
from publisher.press import PRINTER_OF
from publisher.releases.keys import FORMATS, Key, read_path

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference.md"


@cache
def documentation() -> str:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def list_commands(group: click.Command, name: str = "publisher") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, those of groups within groups too."""
    yield name, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for child in group.list_commands(context):
            command = group.get_command(context, child)
            assert command is not None
            yield from list_commands(command, f"{name} {child}")


ALL_COMMANDS = dict(list_commands(publisher))
OPTIONS = sorted(
    (name, option)
    for name, command in ALL_COMMANDS.items()
    for parameter in command.params
    if isinstance(parameter, click.Option)
    for option in parameter.opts
)
SHAPES = [
    shape for shape in vars(shapes).values() if isinstance(shape, type) and issubclass(shape, msgspec.Struct)
    if shape.__name__.endswith("Shape") and shape.__struct_fields__
]  # fmt: skip
KEYS = sorted({(shape.__name__, key) for shape in SHAPES for key in shape.__struct_encode_fields__})
OUTLET_KEYS = [(kind, key) for kind, one in KINDS.items() for key in one.settings.__struct_encode_fields__]


def is_documented(word: str) -> bool:
    """Whether a word stands in code type, by itself or with what follows it: `--at INSTANT`."""
    return re.search(rf"`[^`\n]*(?<![\w-]){re.escape(word)}(?![\w-])[^`\n]*`", documentation()) is not None


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_a_command_is_documented(name: str) -> None:
    assert is_documented(name), f"`{name}` stands in neither README.md nor docs/"


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_an_option_is_documented(command: str, option: str) -> None:
    assert is_documented(option), f"`{option}` of `{command}` stands in neither README.md nor docs/"


@pytest.mark.parametrize(("shape", "key"), KEYS)
def test_a_key_of_the_config_is_documented(shape: str, key: str) -> None:
    assert is_documented(key), f"`{key}` ({shape}) stands in neither README.md nor docs/"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_outlet_is_documented(kind: str) -> None:
    assert re.search(rf"^\| `{kind}` \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("kind", "key"), OUTLET_KEYS)
def test_a_key_of_an_outlet_is_documented(kind: str, key: str) -> None:
    assert is_documented(key)


@pytest.mark.parametrize("field", sorted({*FIELDS, *TRANSLATED_FIELDS}))
def test_a_field_of_an_announcement_is_documented(field: str) -> None:
    assert is_documented(field)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_a_heading_in_the_reference(command: str) -> None:
    headings = re.findall(r"^### (.*)$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert any(f"`publisher {command}" in heading for heading in headings)


def test_the_reference_names_no_option_that_is_not_there() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", REFERENCE.read_text(encoding="utf-8")))
    assert named - {option for _, option in OPTIONS} == {"--help"}


def test_the_reference_names_no_command_that_is_not_there() -> None:
    named = set(re.findall(r"`publisher ([a-z]+)", documentation()))
    assert named <= set(COMMANDS)


def test_the_defaults_in_the_reference_are_those_of_the_program() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `(\"[^`]*\"|\d+)` \|", text, re.MULTILINE))
    schedule = shapes.ScheduleShape()
    for key in schedule.__struct_fields__:
        assert rows[key] == msgspec.json.encode(getattr(schedule, key)).decode(), key
    assert rows["holidays"] == f'"{shapes.CalendarShape().holidays}"'
    assert rows["ledger"] == f'"{shapes.DEFAULT_LEDGER}"'


def list_documents() -> dict[Key, str]:
    """Every document of the reference, and the type that it names."""
    text = REFERENCE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^|]+)` \| `(\w+/[\w+-]+(?:; charset=utf-8)?)` \|", text, re.MULTILINE)
    keys = {}
    for paths, content_type in rows:
        for path in paths.replace("`", "").split(", "):
            key = read_path(path.replace("LANG", "en"))
            assert key is not None, path
            keys[key] = content_type
    return keys


def test_the_types_in_the_reference_are_those_that_are_served() -> None:
    for key, content_type in list_documents().items():
        assert FORMATS[key.format].content_type == content_type, key.path


def test_every_kind_of_document_is_in_the_reference_in_every_format() -> None:
    assert {(key.kind, key.format) for key in list_documents()} == PRINTER_OF.keys()
