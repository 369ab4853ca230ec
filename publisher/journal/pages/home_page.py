"""The home page of a language: what is to come by date, what lies behind, and the roadmaps."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from publisher.calendars.local_time import to_local
from publisher.journal.entry import Entry, choose_wording, typeset_entry
from publisher.journal.issue import number_issue
from publisher.journal.language import format_date, word
from publisher.journal.pages.page import Frame, render_page
from publisher.publication import Publication
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import TRANSLATED, Release

TURN = Turn.LISTING
PRINTS: Prints = (("root", "html"), ("home", "html"))

FORTHCOMING, EARLIER, NEWS = 40, 10, 5
RECENT = 50
"""Releases among which what is new is looked for: what lies further back is news to nobody."""


class HomeDay(msgspec.Struct, frozen=True):
    """The entries that stand under one date line."""

    days: str
    first: date | None
    entries: tuple[Entry, ...]


class HomeNews(msgspec.Struct, frozen=True):
    """One line of what was announced or changed: what happened, and the day on which readers were told."""

    page: Key
    title: str
    language: str
    word: str
    dated: str


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject != "paper":
        yield Key("root")
        yield from (Key("home", lang) for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    frame = Frame(key, publication, publication.title)
    lang = frame.language
    day = as_of(records, publication)
    earlier = records.earlier(day, EARLIER)
    # What is over is no news, and stands further down.
    over = {one.name for one in earlier}
    recent = records.news(lang, RECENT)
    issue = records.newest_issue()
    return render_page(
        "home.html",
        frame,
        today=typeset_today(issue, lang, records, publication) if issue else None,
        forthcoming=group_days(
            records.forthcoming(next_day(day) if issue else day, FORTHCOMING), lang, records, publication
        ),
        announced=[
            typeset_news(one, lang, publication) for one in recent if is_new(one) and one.name not in over
        ][:NEWS],
        changed=[typeset_news(one, lang, publication) for one in recent if is_changed(one)][:NEWS],
        earlier=group_days(earlier, lang, records, publication),
        roadmaps=[(roadmap.name, roadmap.roadmap.title_in(lang)) for roadmap in records.roadmaps()],
    )


def as_of(records: Records, publication: Publication) -> date:
    """The day of the newest issue; without issues, the local day of the newest release.

    With any other "today" no page would print the same twice (decision 0004).
    """
    issue = records.newest_issue()
    if issue is not None:
        return issue.issue.day
    newest = records.newest(1)
    if newest:
        return to_local(newest[0].released, publication.zone).date()
    return date.min


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


class Today(msgspec.Struct, frozen=True):
    """The day of the newest issue: what stands now, not what stood at the closing."""

    name: str
    page: Key
    day: str
    entries: tuple[Entry, ...]


def typeset_today(release: Release, lang: str, records: Records, publication: Publication) -> Today:
    issue = release.issue
    entries = [
        typeset_entry(records.history(one.name), lang, publication.zone) for one in records.on_day(issue.day)
    ]
    page = Key("issue", lang, issue.day.isoformat())
    return Today(number_issue(issue, lang), page, format_date(issue.day, lang), tuple(entries))


def is_new(release: Release) -> bool:
    """What was only archived was announced to nobody."""
    return release.subject == "announcement" and release.revision == 1 and not release.archived


def is_changed(release: Release) -> bool:
    return release.kind != TRANSLATED and bool(release.change and release.change.fields)


def typeset_news(release: Release, lang: str, publication: Publication) -> HomeNews:
    """A first announcement says of what kind it is, a change what it is."""
    wording, language = choose_wording(release.snapshot, lang)
    if release.change:
        what = release.kind
    else:
        what = release.snapshot.kind
    day = to_local(release.dated, publication.zone).date()
    return HomeNews(
        Key("entry", lang, release.name), wording.title, language, word(what, lang), format_date(day, lang)
    )


def group_days(
    releases: Sequence[Release], lang: str, records: Records, publication: Publication
) -> list[HomeDay]:
    """Entries in the given order, those of the same date under one line."""
    days: list[HomeDay] = []
    for release in releases:
        entry = typeset_entry(records.history(release.name), lang, publication.zone)
        if days and days[-1].days == entry.days:
            days[-1] = msgspec.structs.replace(days[-1], entries=(*days[-1].entries, entry))
        else:
            days.append(HomeDay(entry.days, release.snapshot.when.first, (entry,)))
    return days
