"""The source of a new announcement: known fields as lines, the others as comments that show how they look."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from publisher.announcements.fields import FIELDS

NOTE_COLUMN = 46
_SIGNS = re.compile(r": |:$| #|[\"']|[\[\]{}]")


class Blank(msgspec.Struct, frozen=True):
    """One field: a `value` that is known, or an `example` for a line that stays a comment."""

    name: str
    value: str | tuple[str, ...] | None = None
    note: str = ""
    example: str = ""


def write_source(blanks: Sequence[Blank], body: str) -> str:
    """The file: front matter, an empty line, the text."""
    lines = [_write_line(blank) for blank in blanks]
    return "\n".join(["---", *lines, "---", "", body.strip("\n"), ""])


def _write_line(blank: Blank) -> str:
    if blank.value:
        line = f"{blank.name}: {write_value(blank.value)}"
    else:
        line = f"# {blank.name}: {blank.example}".rstrip()
    if len(line) >= NOTE_COLUMN and blank.note:
        return f"# {blank.note}:\n{line}"
    if blank.note:
        return f"{line:<{NOTE_COLUMN - 1}} # {blank.note}"
    return line


def write_value(value: str | tuple[str, ...]) -> str:
    """A value as YAML on one line: a list in brackets, and quotes wherever a sign would be misread."""
    if isinstance(value, tuple):
        return "[" + ", ".join(_quote(one, listed=True) for one in value) + "]"
    return _quote(value)


def _quote(text: str, *, listed: bool = False) -> str:
    text = " ".join(text.split())
    plain = text[:1].isalnum() and not _SIGNS.search(text) and not (listed and "," in text)
    if plain:
        return text
    return "'" + text.replace("'", "''") + "'"


def list_blanks(
    values: Mapping[str, str | tuple[str, ...]], notes: Mapping[str, str], examples: Mapping[str, str] = {}
) -> list[Blank]:
    """Every field that an author may want, in the order of the Journal.

    `notes` and `examples` go before the usual ones.
    """
    if "milestone" in values:
        dated = "milestone"
    else:
        dated = "when"
    return [
        Blank(name, values.get(name), notes.get(name) or field.note, examples.get(name) or field.example)
        for name, field in FIELDS.items()
        if field.offered and (name not in ("milestone", "when") or name == dated or name in values)
    ]
