"""One listing a kind, an organ, and one each for open and closed meetings: the latest date first."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import cast

from publisher.journal.entry import typeset_head
from publisher.journal.language import word
from publisher.journal.listing import Head, find_values, listing_paths, say_head
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import archive_index_path, listing_path
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING

LENGTH = 200


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject == "announcement":
        for facets in release.listed:
            yield from listing_paths(facets, languages)


def print_document(path: str, records: Records) -> Document:
    """A listing that everything has left says so: its address was given out and must not be lost."""
    publication = records.edition().publication
    lang, stem = path.split("/")[0], PurePosixPath(path).stem
    name, _, value = stem.partition("-")
    head = cast(Head, name)
    frame = Frame(
        path,
        lang,
        publication,
        {other: listing_path(other, head, value) for other in publication.languages},
        say_head(head, value, records, lang),
        crumbs=((word("Archives", lang), archive_index_path(lang)),),
    )
    releases = records.listed(LENGTH, head, find_values(head, value, records))
    entries = [typeset_head(one, lang, publication.zone, records) for one in releases]
    return render_page("listing.html", frame, TURN, entries=entries, limit=LENGTH)
