"""The issue of a day as it closed: its parts in the Journal's order, each entry at the revision it had."""

from collections.abc import Sequence
from datetime import date

import msgspec

from publisher.journal.entry import Entry, typeset_entry
from publisher.journal.language import format_date, word
from publisher.ledger.records import Records
from publisher.ledger.release import Issue, IssueLine, Release
from publisher.publication import Publication

SECTIONS = {
    "official": ("Official meetings", "Forthcoming official meetings"),
    "informal": ("Informal consultations", "Forthcoming informal consultations"),
    "other": ("Other meetings", "Forthcoming other meetings"),
}
"""The parts of a programme in the order in which the Journal prints them (un-journal.md 1.2)."""


class Line(msgspec.Struct, frozen=True):
    """An entry in an issue; `later` tells in words of a change after the issue closed."""

    entry: Entry
    later: str | None = None


class Part(msgspec.Struct, frozen=True):
    name: str
    lines: tuple[Line, ...]


class Typeset(msgspec.Struct, frozen=True):
    """An issue in one language."""

    number: str
    dated: str
    day: str
    parts: tuple[Part, ...]
    empty: str | None


def issue_path(lang: str, day: date) -> str:
    return f"{lang}/issues/{day.isoformat()}.html"


def typeset_issue(issue: Issue, lang: str, records: Records, publication: Publication) -> Typeset:
    """The issue's parts; programme, forthcoming, then announcements and changes."""
    parts = [
        *_section_parts(issue.programme, 0, lang, records, publication),
        *_section_parts(issue.forthcoming, 1, lang, records, publication),
        _part("Announcements", issue.announcements, lang, records, publication),
        _part("Changed", issue.changes, lang, records, publication),
    ]
    return Typeset(
        number=word("No. {number}", lang, number=f"{issue.dated.year}/{issue.number}"),
        dated=format_date(issue.dated, lang),
        day=format_date(issue.day, lang),
        parts=tuple(part for part in parts if part.lines),
        empty=None if issue.programme else word("No meetings are announced for this day", lang),
    )


def _section_parts(
    references: Sequence[IssueLine], name: int, lang: str, records: Records, publication: Publication
) -> list[Part]:
    return [
        _part(names[name], [one for one in references if one.section == section], lang, records, publication)
        for section, names in SECTIONS.items()
    ]


def _part(
    name: str, references: Sequence[IssueLine], lang: str, records: Records, publication: Publication
) -> Part:
    lines = [typeset_line(one, records.history(one.slug), lang, publication) for one in references]
    return Part(word(name, lang), tuple(lines))


def typeset_line(
    reference: IssueLine, history: Sequence[Release], lang: str, publication: Publication
) -> Line:
    """The entry as the issue held it, and what was changed after the issue closed."""
    then = [one for one in history if one.revision <= reference.revision]
    entry = typeset_entry(then, lang, publication.zone)
    changed = [
        one for one in history if one.revision > reference.revision and one.change and one.change.fields
    ]
    if not changed:
        return Line(entry)
    newest = typeset_entry(history, lang, publication.zone).notice
    return Line(entry, newest.word if newest else None)
