"""The home page of a language: what is to come by date, what lies behind, and the roadmaps."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from publisher.calendars.local_time import to_local
from publisher.journal.document import Document, Turn
from publisher.journal.entry import Entry, typeset_entry
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import ROOT, home_path
from publisher.ledger.records import Records
from publisher.ledger.release import Release
from publisher.publication import Publication

FORTHCOMING, EARLIER = 60, 20


class Day(msgspec.Struct, frozen=True):
    """The entries that stand under one date line."""

    days: str
    first: date | None
    entries: tuple[Entry, ...]


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    yield ROOT
    yield from (home_path(lang) for lang in languages)


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    lang = publication.default_language if path == ROOT else path.split("/")[0]
    alternates = {other: home_path(other) for other in publication.languages}
    frame = Frame(path, lang, publication, alternates, publication.title)
    day = as_of(records, publication)
    return render_page(
        "home.html",
        frame,
        Turn.LISTING,
        forthcoming=group_days(records.forthcoming(day, FORTHCOMING), lang, records, publication),
        earlier=group_days(records.earlier(day, EARLIER), lang, records, publication),
        roadmaps=[(one.name, one.roadmap.title_in(lang)) for one in records.roadmaps()],
    )


def as_of(records: Records, publication: Publication) -> date:
    """The local day of the newest release: with any other "today" no page would print the same twice."""
    newest = records.newest(1)
    return to_local(newest[0].released, publication.zone).date() if newest else date.min


def group_days(
    releases: Sequence[Release], lang: str, records: Records, publication: Publication
) -> list[Day]:
    """Entries in the given order, those of the same date under one line."""
    days: list[Day] = []
    for release in releases:
        entry = typeset_entry(records.history(release.name), lang, publication.zone)
        if days and days[-1].days == entry.days:
            days[-1] = msgspec.structs.replace(days[-1], entries=(*days[-1].entries, entry))
        else:
            days.append(Day(entry.days, release.snapshot.when.first, (entry,)))
    return days
