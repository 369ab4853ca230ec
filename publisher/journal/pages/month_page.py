"""The archive of one month of meetings, with the months before and after it that have any."""

from collections.abc import Iterator

from publisher.journal.entry import typeset_head
from publisher.journal.language import word
from publisher.journal.listing import say_month
from publisher.journal.pages.page import Frame, render_page
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING
PRINTS: Prints = (("month", "html"),)

LENGTH = 500


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    """The months of the entry, and, where one may be new or empty now, those that link to it."""
    if release.subject != "announcement":
        return
    months = [facets.month for facets in release.listed]
    moved = len(set(months)) > 1
    for month in filter(None, months):
        yield from (Key("month", lang, month) for lang in languages)
        if moved or release.revision == 1:
            for beside in filter(None, _find_neighbours(month, records)):
                yield from (Key("month", lang, beside) for lang in languages)


def _find_neighbours(month: str, records: Records) -> list[str | None]:
    """The months before and after that have entries; None where there is none on that side."""
    return [records.month_beside(month, after=after) for after in (False, True)]


def print_document(key: Key, records: Records) -> bytes:
    """A month that everything has left says so."""
    publication = records.edition().publication
    lang, month = key.language, key.name
    frame = Frame(
        key,
        publication,
        say_month(month, lang),
        crumbs=((word("Archives", lang), Key("archives", lang)),),
    )
    releases = records.listed(LENGTH, "month", (month,))
    entries = [typeset_head(release, lang, publication.zone, records) for release in reversed(releases)]
    # A month that is empty is a neighbour of none, and so would not be told of new ones.
    if entries:
        sides = _find_neighbours(month, records)
    else:
        sides = [None, None]
    before, after = [(Key("month", lang, side), say_month(side, lang)) if side else None for side in sides]
    return render_page("month.html", frame, entries=entries, before=before, after=after)
