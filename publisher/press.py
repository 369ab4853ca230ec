"""Which documents a release touches, and printing them: from the ledger's records alone."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, runtime_checkable

from publisher.feeds import atom, calendar, jsonfeed, outline, rss
from publisher.journal.document import Document, Turn
from publisher.journal.pages import (
    all_page,
    archive_page,
    assets,
    entry_page,
    home_page,
    issue_page,
    issue_paper,
    issues_page,
    listing_page,
    month_page,
    not_found_page,
    roadmap_page,
    roadmaps_page,
    robots,
    sitemap,
    sitemap_index,
    subscribe_page,
    timeline_picture,
)
from publisher.ledger.records import Records
from publisher.ledger.release import Release


class Printer(Protocol):
    """A kind of page or feed: one file with these two functions.

    The documents of all its paths come in the same turn.
    """

    TURN: Turn

    def touched_by(self, release: Release, languages: tuple[str, ...]) -> Iterable[str]:
        """The paths of the documents that a release changes."""

    def print_document(self, path: str, records: Records) -> Document | None:
        """The document at a path, or None while there is nothing to show there."""


@runtime_checkable
class AskingPrinter(Printer, Protocol):
    """Some of its paths are questions that only the ledger answers: "the month before this one"."""

    def settle_path(self, path: str, records: Records) -> str:
        """Where the document lies that is asked for; the path itself where there is none."""


PRINTERS: tuple[Printer, ...] = (
    assets,
    entry_page,
    issue_page,
    issue_paper,
    issues_page,
    timeline_picture,
    roadmap_page,
    roadmaps_page,
    month_page,
    archive_page,
    listing_page,
    all_page,
    subscribe_page,
    not_found_page,
    home_page,
    sitemap,
    sitemap_index,
    robots,
    outline,
    rss,
    atom,
    jsonfeed,
    calendar,
)


def touched_by(releases: Iterable[Release], languages: tuple[str, ...]) -> dict[str, Printer]:
    """Every path that these releases touch, with its printer."""
    return {
        path: printer
        for release in releases
        for printer in PRINTERS
        for path in printer.touched_by(release, languages)
    }


def print_documents(touched: Mapping[str, Printer], records: Records) -> Iterator[Document]:
    """Prints each path once, in the order of the turns; the same records give the same bytes."""
    paths = {_settle(path, printer, records): printer for path, printer in touched.items()}
    for path, printer in sorted(paths.items(), key=lambda pair: (pair[1].TURN, pair[0])):
        document = printer.print_document(path, records)
        if document is not None:
            yield document


def _settle(path: str, printer: Printer, records: Records) -> str:
    return printer.settle_path(path, records) if isinstance(printer, AskingPrinter) else path
