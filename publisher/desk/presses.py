"""Further presses: an executor's workers print in portions when there is much to print."""

import logging
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager
from functools import lru_cache

import msgspec

from publisher.errors import PublisherError
from publisher.ledger.database import Database
from publisher.ledger.ledger import Ledger
from publisher.ledger.printing import PrintingRecords
from publisher.press import print_apart
from publisher.releases.document import Document, Misprint
from publisher.releases.keys import Key
from publisher.workers import Pool, StartError

log = logging.getLogger("publisher")

WORTH_A_PROCESS = 1_500
"""Documents; starting a press takes as long as printing some hundred (measured: 0.4 s and 0.4 ms)."""

PORTION = 200
AHEAD = 2
"""Portions that a press has before it, so that it need not wait while the shelf is written."""

PATIENCE = 120.0
"""Seconds for one portion; a PDF takes one or two."""


class Job(msgspec.Struct, frozen=True):
    """Where the ledger is (an SQLAlchemy URL, password and all), and the newest sequence it should have."""

    ledger: str
    newest: int


class Portion(msgspec.Struct, frozen=True):
    """Documents to print; `expected` are slugs of entries among them."""

    keys: list[Key]
    expected: list[str]


class PressError(PublisherError):
    """A press that sees other records than ours."""


def count_worthwhile(documents: int) -> int:
    """How many presses so many documents are worth; fewer than two are none."""
    return min(os.cpu_count() or 1, documents // WORTH_A_PROCESS)


def print_on_presses(
    ledger: Ledger, keys: Sequence[Key], slugs: set[str], records: PrintingRecords
) -> Iterator[Document | Misprint]:
    """All documents in the order of `keys`; `slugs` are those whose entries are printed.

    Where there is little to print, no ledger that a second process could open, or a press fails, they are
    printed here: the bytes are the same.
    """
    address, wanted = ledger.database.address, count_worthwhile(len(keys))
    if address is None or wanted < 2:
        yield from print_apart(keys, records)
        return
    job = Job(address, records.newest_sequence())
    done = 0
    try:
        with Pool(wanted, PATIENCE) as presses:
            for printed in print_in_portions(presses, job, make_portions(keys, slugs), AHEAD * wanted):
                yield from printed
                done += PORTION
    except StartError as error:
        log.warning("the rest is printed without further presses: a press did not start: %s", error)
    except BrokenExecutor:
        log.warning("the rest is printed without further presses: a press ended, or took too long")
    except Exception as error:  # noqa: BLE001 - whatever it meets there, here it is printed or said
        log.warning("the rest is printed without further presses: %s", error)
    yield from print_apart(keys[done:], records)


def make_portions(keys: Sequence[Key], slugs: set[str]) -> Iterator[Portion]:
    for start in range(0, len(keys), PORTION):
        some = list(keys[start : start + PORTION])
        entries = {key.name for key in some if key.kind == "entry"}
        yield Portion(some, sorted(entries & slugs))


def print_in_portions(
    executor: Executor, job: Job, portions: Iterator[Portion], ahead: int
) -> Iterator[list[Document | Misprint]]:
    """What became of each portion, in their order; so many are in the making ahead of it."""
    coming: deque[Future[list[Document | Misprint]]] = deque()
    try:
        for portion in portions:
            coming.append(executor.submit(print_portion, job, portion))
            if len(coming) > ahead:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()
    finally:
        for future in coming:
            future.cancel()


# What follows runs in a press.


def print_portion(job: Job, portion: Portion) -> list[Document | Misprint]:
    """Raises PressError where the ledger is not as the desk sees it, and LedgerError."""
    _, records = open_records(job)
    if records.newest_sequence() != job.newest:
        raise PressError("a press found that something was recorded meanwhile")
    records.expect(portion.expected)
    return list(print_apart(portion.keys, records))


@lru_cache(maxsize=1)
def open_records(job: Job) -> tuple[AbstractContextManager[PrintingRecords], PrintingRecords]:
    """The same for all portions of a job: what was asked for one is known to the next."""
    reading = Ledger(Database.look_into(job.ledger)).printing()
    return reading, reading.__enter__()
