"""The index of the archives: every month, process, organ and kind that has entries, open or closed."""

from collections.abc import Iterator
from itertools import groupby

from publisher.journal.language import word
from publisher.journal.listing import LISTINGS, DayListing, Head, group_head, say_month
from publisher.journal.pages.page import Frame, render_page
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING
PRINTS: Prints = (("archives", "html"),)

HEADINGS: dict[Head, str] = {"organ": "By organ", "kind": "By kind", "access": "Open or closed"}


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject in ("announcement", "roadmap", "edition"):
        yield from (Key("archives", lang) for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    lang = key.language
    frame = Frame(key, publication, word("Archives", lang))
    return render_page(
        "archive.html",
        frame,
        years=list_years(records, lang),
        processes=[
            (Key("roadmap", lang, roadmap.name), roadmap.roadmap.title_in(lang))
            for roadmap in records.roadmaps()
        ],
        listings=[(word(HEADINGS[head], lang), list_groups(records, head, lang)) for head in LISTINGS],
    )


def list_processes(records: Records, lang: str) -> list[tuple[Key, str]]:
    """The roadmaps, each with its title."""
    return [
        (Key("roadmap", lang, roadmap.name), roadmap.roadmap.title_in(lang)) for roadmap in records.roadmaps()
    ]


def list_years(records: Records, lang: str) -> list[tuple[str, list[tuple[Key, DayListing]]]]:
    """The months under their years, the latest year first and the months of each in order."""
    months = [
        (Key("month", lang, month), DayListing(month, say_month(month, lang), count))
        for month, count in records.counts("month").items()
    ]
    years = [(year, list(found)) for year, found in groupby(months, lambda one: one[1].value[:4])]
    return years[::-1]


def list_groups(records: Records, head: Head, lang: str) -> list[tuple[Key, DayListing]]:
    return [(Key(LISTINGS[head], lang, group.value), group) for group in group_head(head, records, lang)]
