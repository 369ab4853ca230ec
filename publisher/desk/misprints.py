"""Documents that could not be printed: the others are on their shelf, these are told and tried again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from publisher.ledger.facts import StoredFact
from publisher.ledger.ledger import Ledger
from publisher.releases.document import Misprint
from publisher.releases.keys import Key, read_path

RETRY = timedelta(hours=1)
"""With every printing they are tried too; what fails for want of room or a font may work without one."""

SHOWN = 3

MOST_APART = 200
"""More than so many are a fault of the press, for which the whole shelf waits."""


class Misprints(msgspec.Struct, frozen=True):
    """Those of one shelf, and the UTC instant at which they were tried last."""

    tried: datetime
    documents: tuple[Misprint, ...]

    def are_due(self, now: datetime) -> bool:
        return bool(self.documents) and abs(now - self.tried) >= RETRY


MISPRINTS = StoredFact[dict[str, Misprints]]("misprints", dict[str, Misprints], {})
"""By the name of the shelf."""

NO_MISPRINTS = Misprints(datetime.min.replace(tzinfo=UTC), ())


def describe_misprints(misprints: Sequence[Misprint]) -> Iterator[str]:
    """A line for each of the first, and how many more there are."""
    for misprint in misprints[:SHOWN]:
        yield f"{misprint.path} cannot be printed: {misprint.why}"
    if len(misprints) > SHOWN:
        yield f"{len(misprints) - SHOWN} more documents cannot be printed"


def read_misprints(ledger: Ledger) -> dict[str, Misprints]:
    """What stands, by the name of the shelf."""
    return ledger.fact(MISPRINTS)


def find_keys(misprints: Iterable[Misprint]) -> set[Key]:
    """The documents that are to be tried again; a kind that is no more is not."""
    # What prints takes a sixth of a second to import, and mostly nothing was misprinted.
    from publisher.press import find_printer

    keys = map(read_path, (misprint.path for misprint in misprints))
    return {key for key in keys if key is not None and find_printer(key) is not None}


def note_misprints(ledger: Ledger, shelf: str, misprints: Sequence[Misprint], now: datetime) -> None:
    """What could not be printed on this shelf at `now` (UTC), in place of what was noted before."""
    if not misprints and shelf not in read_misprints(ledger):
        return

    def change(book: dict[str, Misprints]) -> dict[str, Misprints]:
        others = {name: noted for name, noted in book.items() if name != shelf}
        if misprints:
            return others | {shelf: Misprints(now, tuple(misprints))}
        return others

    ledger.change_fact(MISPRINTS, change)


def find_unprinted(ledger: Ledger, shelves: Iterable[str]) -> frozenset[str]:
    """The slugs of announcements whose page is missing on one of these shelves, in whatever language."""
    book = read_misprints(ledger)
    found = set()
    for shelf in shelves:
        for misprint in book[shelf].documents if shelf in book else ():
            key = read_path(misprint.path)
            if key is not None and (key.kind, key.format) == ("entry", "html"):
                found.add(key.name)
    return frozenset(found)
