"""Which documents a release touches, and printing them: from the ledger's records alone."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, runtime_checkable

from publisher.errors import LedgerError
from publisher.feeds import archive, atom, calendar, jsonfeed, outline, rss
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
from publisher.releases.document import Document, Misprint, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

log = logging.getLogger("publisher")


class Printer(Protocol):
    """A kind of page or feed: one file with these two functions.

    The documents of all its paths come in the same turn.
    """

    __name__: str
    TURN: Turn

    def touched_by(self, release: Release, languages: tuple[str, ...]) -> Iterable[str]:
        """The paths of the documents that a release changes."""

    def print_document(self, path: str, records: Records) -> Document | None:
        """The document at a path, or None while there is nothing to show there."""


Task = tuple[Printer, str]
"""A printer and the path of the document it is to print."""


@runtime_checkable
class AskingPrinter(Printer, Protocol):
    """Some of its paths are questions that only the ledger answers: "the month before this one"."""

    def settle_path(self, path: str, records: Records) -> str:
        """Where the document lies that is asked for; the path itself where there is none."""


@runtime_checkable
class ClosingPrinter(Printer, Protocol):
    """Some of its documents close as the ledger grows, whatever is released."""

    def closed_between(self, since: int, newest: int, languages: tuple[str, ...]) -> Iterable[str]:
        """The paths of those that closed after the sequence `since`, up to `newest`."""


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
    archive,
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


def closed_between(since: int, newest: int, languages: tuple[str, ...]) -> dict[str, Printer]:
    """Every path that closed between two sequences, with its printer."""
    return {
        path: printer
        for printer in PRINTERS
        if isinstance(printer, ClosingPrinter)
        for path in printer.closed_between(since, newest, languages)
    }


def print_documents(touched: Mapping[str, Printer], records: Records) -> Iterator[Document]:
    """Prints each path once, in the order of the turns; the same records give the same bytes."""
    return print_each(order_tasks(touched, records), records)


def order_tasks(touched: Mapping[str, Printer], records: Records) -> list[Task]:
    """Every document that is touched, once, in the order of the turns."""
    asking = {printer for printer in PRINTERS if isinstance(printer, AskingPrinter)}
    paths = {
        printer.settle_path(path, records) if printer in asking else path: printer
        for path, printer in touched.items()
    }
    tasks = [(printer, path) for path, printer in paths.items()]
    return sorted(tasks, key=lambda task: (task[0].TURN, task[1]))


def print_each(tasks: Iterable[Task], records: Records) -> Iterator[Document]:
    """The documents that these printers have to show at these paths."""
    for printer, path in tasks:
        document = printer.print_document(path, records)
        if document is not None:
            yield document


def print_apart(tasks: Iterable[Task], records: Records) -> Iterator[Document | Misprint]:
    """The same; whatever goes wrong with one document, the others are printed. Raises LedgerError."""
    for printer, path in tasks:
        try:
            document = printer.print_document(path, records)
        except LedgerError:
            raise
        except Exception as error:
            log.debug("the fault in full", exc_info=True)
            yield Misprint(printer.__name__, path, f"{type(error).__name__}: {error}")
            continue
        if document is not None:
            yield document
