"""Which documents a release touches, and printing them: from the ledger's records alone."""

import importlib
import logging
import pkgutil
from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from publisher import feeds
from publisher.errors import LedgerError
from publisher.journal import pages
from publisher.releases.document import Document, Misprint, Turn
from publisher.releases.keys import Format, Key, Kind, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

log = logging.getLogger("publisher")


@runtime_checkable
class Printer(Protocol):
    """A kind of page or feed: one file of `journal/pages/` or `feeds/`, with these two functions.

    All that it prints comes in the same turn.
    """

    TURN: Turn
    PRINTS: Prints

    def touched_by(self, release: Release, languages: tuple[str, ...], records: Records) -> Iterable[Key]:
        """The documents that a release changes; some of them may come to nothing."""

    def print_document(self, key: Key, records: Records) -> bytes | None:
        """The bytes of a document, or None while there is nothing to show there."""


@runtime_checkable
class ClosingPrinter(Printer, Protocol):
    """Some of its documents close as the ledger grows, whatever is released."""

    def closed_between(self, since: int, newest: int, languages: tuple[str, ...]) -> Iterable[Key]:
        """Those that closed after the sequence `since`, up to `newest`."""


def _load_printers() -> Iterator[Printer]:
    for room in (pages, feeds):
        for file in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(file.name)
            if isinstance(module, Printer):
                yield module


PRINTERS = tuple(_load_printers())
PRINTER_OF: dict[tuple[Kind, Format], Printer] = {
    what: printer for printer in PRINTERS for what in printer.PRINTS
}


def find_printer(key: Key) -> Printer | None:
    """Who prints such documents; None for a kind in a format that nobody prints."""
    return PRINTER_OF.get((key.kind, key.format))


def touched_by(releases: Iterable[Release], languages: tuple[str, ...], records: Records) -> set[Key]:
    """Every document that these releases touch."""
    return {
        key
        for release in releases
        for printer in PRINTERS
        for key in printer.touched_by(release, languages, records)
    }


def closed_between(since: int, newest: int, languages: tuple[str, ...]) -> set[Key]:
    """Every document that closed between two sequences."""
    return {
        key
        for printer in PRINTERS
        if isinstance(printer, ClosingPrinter)
        for key in printer.closed_between(since, newest, languages)
    }


def order_keys(touched: Iterable[Key]) -> list[Key]:
    """In the order of their turns, and in one turn by their paths."""
    return sorted(touched, key=lambda key: (_turn_of(key), key.path))


def _turn_of(key: Key) -> Turn:
    return PRINTER_OF[key.kind, key.format].TURN


def print_document(key: Key, records: Records) -> Document | None:
    """None while there is nothing to show there; the same records give the same bytes."""
    printer = PRINTER_OF[key.kind, key.format]
    body = printer.print_document(key, records)
    if body is None:
        return None
    return Document(key, body, printer.TURN)


def print_documents(touched: Iterable[Key], records: Records) -> Iterator[Document]:
    """Prints each once, in the order of the turns."""
    for key in order_keys(touched):
        document = print_document(key, records)
        if document is not None:
            yield document


def print_apart(keys: Iterable[Key], records: Records) -> Iterator[Document | Misprint]:
    """The same in the given order, whatever goes wrong with one of them. Raises LedgerError."""
    for key in keys:
        try:
            document = print_document(key, records)
        except LedgerError:
            raise
        except Exception as error:
            log.debug("the fault in full", exc_info=True)
            yield Misprint(key.path, f"{type(error).__name__}: {error}")
            continue
        if document is not None:
            yield document
