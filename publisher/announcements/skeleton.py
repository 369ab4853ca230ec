"""The source of a new announcement: known fields as lines, the others as comments that show how they look."""

import re
from collections.abc import Mapping, Sequence

import msgspec

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
    lines = [_write_line(one) for one in blanks]
    return "\n".join(["---", *lines, "---", "", body.strip("\n"), ""])


def _write_line(blank: Blank) -> str:
    if blank.value:
        line = f"{blank.name}: {write_value(blank.value)}"
    else:
        line = f"# {blank.name}: {blank.example}".rstrip()
    if len(line) >= NOTE_COLUMN and blank.note:
        return f"# {blank.note}:\n{line}"
    return f"{line:<{NOTE_COLUMN - 1}} # {blank.note}" if blank.note else line


def write_value(value: str | tuple[str, ...]) -> str:
    """A value as YAML on one line: a list in brackets, and quotes wherever a sign would be misread."""
    if isinstance(value, tuple):
        return "[" + ", ".join(_quote(one, listed=True) for one in value) + "]"
    return _quote(value)


def _quote(text: str, *, listed: bool = False) -> str:
    text = " ".join(text.split())
    plain = text[:1].isalnum() and not _SIGNS.search(text) and not (listed and "," in text)
    return text if plain else "'" + text.replace("'", "''") + "'"


def list_blanks(
    values: Mapping[str, str | tuple[str, ...]], notes: Mapping[str, str], examples: Mapping[str, str] = {}
) -> list[Blank]:
    """Every field that an author may want, in the order of the Journal.

    `notes` and `examples` go before the usual ones.
    """
    usual = dict(_USUAL)
    chosen = [one for one in ("milestone", "when") if one in values] or ["when"]
    names = ["title", *chosen, *(name for name in usual if name not in ("title", "milestone", "when"))]
    return [
        Blank(name, values.get(name), notes.get(name) or usual[name][1], examples.get(name) or usual[name][0])
        for name in names
    ]


_USUAL: tuple[tuple[str, tuple[str, str]], ...] = (
    ("title", ("", "")),
    ("milestone", ("first-reading", "a line of a roadmap, which gives the date")),
    ("when", ("1 December 2026 (afternoon)", "the date with its year")),
    ("kind", ("meeting", "meeting, text, deadline or silence")),
    ("publish", ("3 working days before at 18:00", "when readers learn of it, if not by the default rule")),
    ("organ", ("General Assembly", "")),
    ("session", ("Eighty-first session", "")),
    ("room", ("Conference Room 1", 'without it "venue to be announced" is printed')),
    ("time", ("15:00 to 18:00", "else the morning or afternoon of the date")),
    ("access", ("closed", "open is not marked")),
    ("convened_by", ("[Mexico, Switzerland]", "")),
    ("documents", ("[A/RES/71/280]", "symbols; they are linked")),
    ("contact", ("somebody@example.org", "")),
    ("remind", ("[1 working day before at 9:00]", "readers are told again")),
    ("draft", ("true", "")),
)
