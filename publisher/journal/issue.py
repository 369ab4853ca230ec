"""The issue of a day as it closed: its parts in the Journal's order, each entry at the revision it had."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

import msgspec

from publisher.calendars.local_time import iso_z
from publisher.journal.entry import Entry, Notice, typeset_entry
from publisher.journal.language import format_date, format_instant, word
from publisher.publication import Publication
from publisher.releases.records import Records
from publisher.releases.release import Issue, IssueLine, Release

SECTIONS = {
    "official": ("Official meetings", "Forthcoming official meetings"),
    "informal": ("Informal consultations", "Forthcoming informal consultations"),
    "other": ("Other meetings", "Forthcoming other meetings"),
}
"""The parts of a programme in the order in which the Journal prints them (as in No. 2017/173)."""


class IssueRow(msgspec.Struct, frozen=True):
    """An entry in an issue; `later` are the changes after the issue closed."""

    entry: Entry
    later: tuple[Notice, ...] = ()


class IssueSection(msgspec.Struct, frozen=True):
    """Entries that follow one another under one organ; its name is printed once, and so is the day's."""

    days: str | None
    organ: str | None
    session: str | None
    lines: tuple[IssueRow, ...]


class Part(msgspec.Struct, frozen=True):
    """A part of the issue; `dated` says that its entries are of several days, each to be named.

    `full` says that the text of each entry is printed; elsewhere it would stand in issue after issue.
    """

    name: str
    dated: bool
    lines: tuple[IssueRow, ...]
    full: bool = False

    @property
    def groups(self) -> list[IssueSection]:
        """The same entries as the Journal sets them: day, then organ with its session, then meetings."""
        found: list[IssueSection] = []
        before = None
        for (days, organ, session), lines in groupby(self.lines, key=head_of):
            told = self.dated and days != before
            found.append(IssueSection(days if told else None, organ, session, tuple(lines)))
            before = days
        return found


class Typeset(msgspec.Struct, frozen=True):
    """An issue in one language.

    `revision` counts the changes after it closed: 1 where there was none. `instant` (RFC 3339, UTC) and
    `released` are the moment of the newest of these, or of the closing.
    """

    number: str
    dated: str
    day: str
    parts: tuple[Part, ...]
    empty: str | None
    revision: int
    instant: str
    released: str


def typeset_issue(release: Release, lang: str, records: Records, publication: Publication) -> Typeset:
    """The issue's parts; programme, forthcoming, then announcements and changes."""
    issue = release.issue
    parts = [
        *_sections(issue.programme, 0, issue.day, lang, records, publication),
        *_sections(issue.forthcoming, 1, None, lang, records, publication),
        _part("Announcements", issue.announcements, None, lang, records, publication, full=True),
        _part("Changed", issue.changes, None, lang, records, publication),
    ]
    instants = list_instants(release, parts)
    return Typeset(
        number=number_issue(issue, lang),
        dated=format_date(issue.dated, lang),
        day=format_date(issue.day, lang),
        parts=tuple(part for part in parts if part.lines),
        empty=None if issue.programme else word("No meetings are announced for this day", lang),
        revision=len(instants),
        instant=iso_z(instants[-1]),
        released=format_instant(instants[-1], publication.zone, lang),
    )


def list_instants(release: Release, parts: Sequence[Part]) -> list[datetime]:
    """The UTC instants at which the issue became what it is: its closing, and each change marked in it."""
    later = {notice.instant for part in parts for line in part.lines for notice in line.later}
    return [release.released, *sorted(later)]


def head_of(line: IssueRow) -> tuple[str, str | None, str | None]:
    return line.entry.days, line.entry.organ, line.entry.session


def number_issue(issue: Issue, lang: str) -> str:
    """ "No. 2017/188": issues are numbered within the year of the date that they bear."""
    return word("No. {number}", lang, number=f"{issue.dated.year}/{issue.number}")


def name_issue(issue: Issue, lang: str) -> str:
    return f"{number_issue(issue, lang)} · {format_date(issue.day, lang)}"


def _sections(
    lines: Sequence[IssueLine],
    name: int,
    day: date | None,
    lang: str,
    records: Records,
    publication: Publication,
) -> list[Part]:
    return [
        _part(
            names[name],
            [line for line in lines if line.section == section],
            day,
            lang,
            records,
            publication,
            full=not name,
        )
        for section, names in SECTIONS.items()
    ]


def _part(
    name: str,
    lines: Sequence[IssueLine],
    day: date | None,
    lang: str,
    records: Records,
    publication: Publication,
    *,
    full: bool = False,
) -> Part:
    typeset = [typeset_line(line, records.history(line.slug), day, lang, publication) for line in lines]
    return Part(word(name, lang), day is None, tuple(typeset), full)


def typeset_line(
    line: IssueLine, history: Sequence[Release], day: date | None, lang: str, publication: Publication
) -> IssueRow:
    """The entry as the issue held it; for the programme of `day`, also what was changed after it closed."""
    then = [release for release in history if release.revision <= line.revision]
    entry = typeset_entry(then, lang, publication.zone)
    if day is None:
        return IssueRow(entry)
    later = typeset_entry(history[: count_concerning(line, history, day)], lang, publication.zone)
    return IssueRow(entry, later.history[len(entry.history) :])


def count_concerning(line: IssueLine, history: Sequence[Release], day: date) -> int:
    """How many revisions concern the day: once it has left the day, what follows is another issue's."""
    for place, release in enumerate(history):
        if release.revision > line.revision and day not in release.snapshot.facets.days:
            return place + 1
    return len(history)
