"""One listing a kind, an organ, and one each for open and closed meetings: the latest date first."""

from collections.abc import Iterator

from publisher.journal.entry import typeset_head
from publisher.journal.language import word
from publisher.journal.listing import LISTINGS, find_values, listings_of, say_head
from publisher.journal.pages.page import Frame, render_page
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING
PRINTS: Prints = tuple((kind, "html") for kind in LISTINGS.values())

HEADS = {kind: head for head, kind in LISTINGS.items()}

LENGTH = 200


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject == "announcement":
        for facets in release.listed:
            for head, value in listings_of(facets):
                yield from (Key(LISTINGS[head], lang, value) for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    """A listing that everything has left says so: its address was given out and must not be lost."""
    publication = records.edition().publication
    lang, head, value = key.language, HEADS[key.kind], key.name
    frame = Frame(
        key,
        publication,
        say_head(head, value, records, lang),
        crumbs=((word("Archives", lang), Key("archives", lang)),),
    )
    releases = records.listed(LENGTH, head, find_values(head, value, records))
    entries = [typeset_head(release, lang, publication.zone, records) for release in releases]
    return render_page("listing.html", frame, entries=entries, limit=LENGTH)
