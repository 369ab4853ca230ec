"""The index of the archives: every month, process, organ and kind that has entries, open or closed."""

from collections.abc import Iterator
from itertools import groupby

from publisher.journal.language import word
from publisher.journal.listing import HEADS, Group, group_head, say_month
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import archive_index_path, listing_path, month_path, roadmap_path
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING

HEADINGS = {"organ": "By organ", "kind": "By kind", "access": "Open or closed"}


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject in ("announcement", "roadmap", "edition"):
        yield from (archive_index_path(lang) for lang in languages)


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    lang = path.split("/")[0]
    alternates = {other: archive_index_path(other) for other in publication.languages}
    frame = Frame(path, lang, publication, alternates, word("Archives", lang))
    return render_page(
        "archive.html",
        frame,
        TURN,
        years=list_years(records, lang),
        processes=[(roadmap_path(lang, one.name), one.roadmap.title_in(lang)) for one in records.roadmaps()],
        listings=[(word(HEADINGS[head], lang), list_groups(records, head, lang)) for head in HEADS],
    )


def list_years(records: Records, lang: str) -> list[tuple[str, list[tuple[str, Group]]]]:
    """The months under their years, the latest year first and the months of each in order."""
    months = [
        (month_path(lang, month), Group(month, say_month(month, lang), count))
        for month, count in records.counts("month").items()
    ]
    years = [(year, list(found)) for year, found in groupby(months, lambda one: one[1].value[:4])]
    return years[::-1]


def list_groups(records: Records, head: str, lang: str) -> list[tuple[str, Group]]:
    groups = next(group_head(one, records, lang) for one in HEADS if one == head)
    return [(listing_path(lang, head, group.value), group) for group in groups]
