"""The archive of one month of meetings, with the months before and after it that have any."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from publisher.journal.entry import typeset_head
from publisher.journal.language import word
from publisher.journal.listing import say_month
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import archive_index_path, month_path
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Facets, Release

TURN = Turn.LISTING

LENGTH = 500
BESIDE = re.compile(r"(before|after)-(\d{4}-\d\d)")


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    """The months of the entry, and, where one may be new or empty now, those that link to it.

    Which those are only the ledger knows, so they are named by where they lie: "before-2017-10".
    """
    if release.subject != "announcement":
        return
    moved = len({facets.month for facets in release.listed}) > 1
    for facets in release.listed:
        for lang in languages:
            yield from _paths_of(facets, lang, neighbours=moved or release.revision == 1)


def _paths_of(facets: Facets, lang: str, *, neighbours: bool) -> Iterator[str]:
    if facets.month:
        yield month_path(lang, facets.month)
        if neighbours:
            yield month_path(lang, f"before-{facets.month}")
            yield month_path(lang, f"after-{facets.month}")


def print_document(path: str, records: Records) -> Document | None:
    """None where there is no month on that side; a month that everything has left says so."""
    lang, month = path.split("/")[0], PurePosixPath(path).stem
    if BESIDE.fullmatch(month):
        return None
    publication = records.edition().publication
    frame = Frame(
        month_path(lang, month),
        lang,
        publication,
        {other: month_path(other, month) for other in publication.languages},
        say_month(month, lang),
        crumbs=((word("Archives", lang), archive_index_path(lang)),),
    )
    releases = records.listed(LENGTH, "month", (month,))
    entries = [typeset_head(one, lang, publication.zone, records) for one in reversed(releases)]
    # A month that is empty is a neighbour of none, and so would not be told of new ones.
    sides = [records.month_beside(month, after=after) if entries else None for after in (False, True)]
    before, after = [(month_path(lang, one), say_month(one, lang)) if one else None for one in sides]
    return render_page("month.html", frame, TURN, entries=entries, before=before, after=after)


def settle_path(path: str, records: Records) -> str:
    beside = BESIDE.fullmatch(PurePosixPath(path).stem)
    month = records.month_beside(beside[2], after=beside[1] == "after") if beside else None
    return month_path(path.split("/")[0], month) if month else path
