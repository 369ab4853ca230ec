"""The JSON Schemas: current, described as the reference describes, and of one mind with the program."""

import tomllib
from pathlib import Path
from typing import Any

import fastjsonschema
import msgspec
import pytest
import yaml
from click.testing import CliRunner

from publisher.announcements.fields import FIELDS
from publisher.announcements.front_matter import split_source
from publisher.announcements.parse import parse_announcement, parse_translation
from publisher.cli.main import publisher
from publisher.config.config import load_config
from publisher.config.notes import NOTES as KEY_NOTES
from publisher.config.schema import make_schemas, write_schema
from publisher.config.shapes import FileShape
from publisher.errors import ConfigError
from tests.builders import WRITTEN
from tests.sample import SAMPLE_ANNOUNCEMENTS, SAMPLE_CONFIG

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
SCHEMAS = make_schemas()
VALIDATE = {name: fastjsonschema.compile(schema) for name, schema in SCHEMAS.items()}


def is_valid(name: str, value: Any) -> bool:
    try:
        VALIDATE[name](value)
    except fastjsonschema.JsonSchemaException:
        return False
    return True


def read_fields(text: str) -> Any:
    """The front matter as an editor's YAML 1.2 reads it: a time or a date is text there too."""

    class Loader(yaml.SafeLoader):
        """PyYAML is YAML 1.1, where 15:00 is the number 900."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, found) for tag, found in pairs if tag.endswith((":bool", ":null"))]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
        if first not in "yYnNoO"
    }
    return yaml.load(text.split("---\n")[1], Loader=Loader)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_in_the_docs_is_the_one_that_the_program_makes(name: str) -> None:
    """If this fails: `publisher schema --into docs/schema`."""
    path = ROOT / "docs" / "schema" / f"{name}.json"
    assert path.read_text(encoding="utf-8") == write_schema(SCHEMAS[name])


def test_every_key_is_described_and_as_in_the_reference() -> None:
    undescribed = [
        f"{shape}.{key}"
        for shape, part in msgspec.json.schema(FileShape)["$defs"].items()
        if shape.endswith("Shape")
        for key in part["properties"]
        if key not in KEY_NOTES.get(shape, {})
    ]
    assert undescribed == []
    words = " ".join(REFERENCE.split())
    missing = [
        f"{shape}.{key}"
        for shape, notes in KEY_NOTES.items()
        for key, note in notes.items()
        if shape != "FileShape" and note not in words and f"| `{key}` | required | |" not in REFERENCE
    ]
    assert missing == ["PublicationShape.timezone", "MilestoneShape.kind", "MilestoneShape.status"]


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_described_as_in_the_reference(field: str) -> None:
    assert f"| `{field}` | {FIELDS[field].about} |" in REFERENCE


def test_the_shipped_files_are_valid() -> None:
    config = tomllib.loads(SAMPLE_CONFIG.read_text(encoding="utf-8"), parse_float=str)
    assert is_valid("config", as_json(config))
    for path in sorted(SAMPLE_ANNOUNCEMENTS.glob("*.md")):
        name = "translation" if "." in path.stem else "front-matter"
        assert is_valid(name, read_fields(path.read_text(encoding="utf-8"))), path


def as_json(value: Any) -> Any:
    """TOML's dates as JSON has them."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value if isinstance(value, str | int | bool) else str(value)


GOOD = (
    "when: 1 December 2026\ntime: 15:00 to 18:00\naccess: closed\nconvened_by: [Mexico, Switzerland]",
    "when: 2026-12-01\ntime: 9:30\ndocuments: A/RES/71/280\ndraft: yes\nkind: deadline",
    "milestone: first-reading\nstatus: cancelled\nreason: snow\ndraft: true\nremind: [1 day before]",
    "milestone: first-reading\nroom: 4\nsection: official",
)
BAD = (
    "when: 1 December 2026\nrooom: x",
    "when: 1 December 2026\ntime: 15h",
    "when: 1 December 2026\nkind: party",
    "when: 1 December 2026\ndraft: perhaps",
    "when: 1 December 2026\nroom: [a, b]",
    "when: 1 December 2026\nmilestone: first-reading",
    "room: x",
)


@pytest.mark.parametrize(("fields", "good"), [*((one, True) for one in GOOD), *((one, False) for one in BAD)])
def test_the_schema_of_the_fields_and_the_program_are_of_one_mind(fields: str, good: bool) -> None:
    text = f"---\ntitle: X\n{fields}\n---\nWords.\n"
    parsed, _ = parse_announcement("a/x.md", "x", text, WRITTEN, "en", lambda source, language: "")
    assert (parsed is not None, is_valid("front-matter", read_fields(text))) == (good, good)


def test_the_schema_of_a_translation_refuses_what_the_program_refuses() -> None:
    for fields, good in (("title: X\nroom: Salle 1\ndraft: no", True), ("title: X\npublish: at once", False)):
        text = f"---\n{fields}\n---\nMots.\n"
        parsed, _ = parse_translation("a/x.fr.md", text, "fr", lambda source, language: "")
        assert (parsed is not None, is_valid("translation", read_fields(text))) == (good, good)


CHANGES = (
    ("languages = [", 'languages = ["xx", ', False),
    ('kind = "deadline"', 'kind = "party"', False),
    ("letter = 2017-09-13", "leter = 2017-09-13", False),
    ('kind = "directory"', 'kind = "pigeon"', False),
    ('close = "18:30"', 'close = "18:30"\nnext_number = "2017/188"', True),
    ('holidays = "un-headquarters"', "holidays = [2017-10-02]", True),
    ('late = "until the meeting ends"', 'late = "whenever"', False),
)


@pytest.mark.parametrize(("old", "new", "good"), CHANGES)
def test_the_schema_of_the_config_and_the_program_are_of_one_mind(
    tmp_path: Path, old: str, new: str, good: bool
) -> None:
    text = SAMPLE_CONFIG.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "config.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        load_config(path)
        read = True
    except ConfigError:
        read = False
    assert (read, is_valid("config", as_json(tomllib.loads(path.read_text("utf-8"))))) == (good, good)


def test_nothing_in_a_schema_is_a_reference_or_null() -> None:
    """Taplo gives no help behind a `$ref`, and TOML knows no null."""
    for schema in SCHEMAS.values():
        text = write_schema(schema)
        assert "$ref" not in text
        assert "null" not in text


def test_schema_prints_one_or_writes_all(tmp_path: Path) -> None:
    printed = CliRunner().invoke(publisher, ["schema", "config"])
    assert printed.output == write_schema(SCHEMAS["config"])
    written = CliRunner().invoke(publisher, ["schema", "--into", str(tmp_path / "schema")])
    assert len(written.output.splitlines()) == len(list((tmp_path / "schema").iterdir())) == 3
    assert CliRunner().invoke(publisher, ["schema"]).exit_code == 2


def test_the_fields_of_the_schema_are_those_that_the_program_reads() -> None:
    source = split_source("a/x.md", "---\n" + "".join(f"{name}: x\n" for name in FIELDS) + "---\n")
    assert list(source.fields) == list(SCHEMAS["front-matter"]["properties"])
