"""Further presses: processes that print in portions, one for each core, when there is much to print."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Pipe
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from publisher.errors import PublisherError
from publisher.ledger.ledger import Ledger
from publisher.ledger.printing import PrintingRecords
from publisher.press import print_apart
from publisher.releases.document import Document, Misprint
from publisher.releases.keys import Key

log = logging.getLogger("publisher")

WORTH_A_PROCESS = 1_500
"""Documents; starting a press takes as long as printing some hundred (measured: 0.4 s and 0.4 ms)."""

PORTION = 200
AHEAD = 2
"""Portions that a press has before it, so that it need not wait while the shelf is written."""

PATIENCE = 120.0
"""Seconds for one portion; a PDF takes one or two."""

_ROOT = Path(__file__).parents[2]
_CODE = """
import sys
sys.path.append(sys.argv[1])
from publisher.desk.press_process import serve
serve(int(sys.argv[2]))
"""


class Job(msgspec.Struct, frozen=True):
    """Where the ledger is (an SQLAlchemy URL, password and all), and the newest sequence it should have."""

    ledger: str
    newest: int


class Portion(msgspec.Struct, frozen=True):
    """Documents to print; `expected` are slugs of entries among them."""

    keys: list[Key]
    expected: list[str]


class Printed(msgspec.Struct, frozen=True):
    """What became of a portion."""

    documents: list[Document]
    misprints: list[Misprint]


class PressError(PublisherError):
    """A press that is gone, hangs, or sees other records than ours."""


class Press:
    """One process and the pipe to it. It ends when the pipe does, so none is left behind by a killed desk."""

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        try:
            # A process group of its own: Ctrl-C is for the desk.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _CODE, str(_ROOT), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd=os.sep,
                process_group=0,
            )
        except OSError as error:
            self._pipe.close()
            raise PressError(f"a press did not start: {error.strerror}") from error
        finally:
            theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.wait()

    def send(self, message: Job | Portion) -> None:
        """The job first, then portions. Raises PressError."""
        try:
            self._pipe.send_bytes(msgspec.msgpack.encode(message))
        except OSError as error:
            raise PressError("a press ended") from error

    def receive(self) -> Printed:
        """What became of the oldest portion not received yet. Raises PressError."""
        try:
            if not self._pipe.poll(PATIENCE):
                raise PressError(f"a press did not answer for {PATIENCE:g} seconds")
            return msgspec.msgpack.decode(self._pipe.recv_bytes(), type=Printed)
        except (EOFError, OSError) as error:
            raise PressError("a press ended, or found that something was recorded meanwhile") from error


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
        for portion in _print_portions(job, list(_make_portions(keys, slugs)), wanted):
            yield from portion.documents
            yield from portion.misprints
            done += PORTION
    except PressError as error:
        log.warning("the rest is printed without further presses: %s", error)
        yield from print_apart(keys[done:], records)


def _make_portions(keys: Sequence[Key], slugs: set[str]) -> Iterator[Portion]:
    for start in range(0, len(keys), PORTION):
        some = list(keys[start : start + PORTION])
        entries = {key.name for key in some if key.kind == "entry"}
        yield Portion(some, sorted(entries & slugs))


def _print_portions(job: Job, portions: Sequence[Portion], wanted: int) -> Iterator[Printed]:
    """In their order: each press has every so many-th portion."""
    with ExitStack() as stack:
        presses = [stack.enter_context(Press()) for _ in range(wanted)]
        for press in presses:
            press.send(job)
        ahead = AHEAD * wanted
        for number, portion in enumerate(portions[:ahead]):
            presses[number % wanted].send(portion)
        for number in range(len(portions)):
            press = presses[number % wanted]
            printed = press.receive()
            if number + ahead < len(portions):
                press.send(portions[number + ahead])
            yield printed
