"""A directory as outlet: whole files only, in an order in which no reader finds a dead link."""

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path

import msgspec

from publisher.errors import DeliveryError
from publisher.outlets.outlet import Printing
from publisher.releases.document import Document
from publisher.releases.keys import Key

MARK = ".printing.json"
TEMPORARY = ".new"

PORTION = 500
"""Documents held in memory at a time: a reprint of everything needs no more than that."""

MANY = 20
"""Files from which on one sync of the whole disk is quicker than one for each (measured: 0.2 ms a file)."""


class Directory:
    """A folder that a web server shows, or that somebody copies on."""

    def __init__(self, name: str, path: Path, *, serves: bool = False) -> None:
        self.name = name
        self.path = path
        self.serves = serves
        self.local = True

    def printing(self) -> Printing | None:
        try:
            return msgspec.json.decode((self.path / MARK).read_bytes(), type=Printing)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise DeliveryError(f"{self.path / MARK} cannot be read: {error}") from error

    def holds_pages(self) -> bool:
        return any(self.path.glob(Key("entry", "*", "*").path))

    def put(
        self, documents: Iterable[Document], printing: Printing, *, replacing: Printing | None = None
    ) -> int:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with self._alone(), self._workshop():
                there = self.printing()
                if there != replacing and _is_newer(there, printing):
                    return 0
                return self._put_in_turn(documents, printing)
        except OSError as error:
            raise DeliveryError(f"{self.path} cannot be written: {error.strerror or error}") from error

    def _put_in_turn(self, documents: Iterable[Document], printing: Printing) -> int:
        written = 0
        for _, turn in groupby(documents, key=lambda document: document.turn):
            while portion := list(islice(turn, PORTION)):
                written += self._write({one.path: one.body for one in portion})
        self._write({MARK: msgspec.json.encode(printing)})
        return written

    def _write(self, wanted: Mapping[str, bytes]) -> int:
        """Writes what differs, whole: on the disk before it gets its name, and the names before any later."""
        bodies = {path: body for path, body in wanted.items() if not _same_bytes(self.path / path, body)}
        folders = {(self.path / path).parent for path in bodies}
        made: dict[str, str] = {}
        try:
            for path, body in bodies.items():
                made[path] = self._write_aside(body, durable=len(bodies) < MANY)
            if len(bodies) >= MANY:
                os.sync()
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            for path in bodies:
                self._give_name(made[path], path)
                del made[path]
        finally:
            # On a full disk what was half written would keep it full.
            for temporary in made.values():
                Path(temporary).unlink(missing_ok=True)
        for folder in folders:
            _sync_folder(folder)
        return len(bodies)

    def _give_name(self, temporary: str, path: str) -> None:
        os.replace(temporary, self.path / path)

    def _write_aside(self, body: bytes, *, durable: bool) -> str:
        handle, temporary = tempfile.mkstemp(dir=self.path / TEMPORARY)
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, 0o644)
                file.write(body)
                file.flush()
                if durable:
                    os.fsync(handle)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return temporary

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process prints at a time; the lock goes with the process that holds it."""
        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _workshop(self) -> Iterator[None]:
        """A folder for files being written; what a killed process left in it is swept."""
        workshop = self.path / TEMPORARY
        workshop.mkdir(exist_ok=True)
        try:
            _empty(workshop)
            yield
        finally:
            _empty(workshop)
            workshop.rmdir()


def _empty(workshop: Path) -> None:
    for left in workshop.iterdir():
        left.unlink()


def _is_newer(there: Printing | None, printing: Printing) -> bool:
    return there is not None and there.ledger == printing.ledger and there.sequence > printing.sequence


def _same_bytes(target: Path, body: bytes) -> bool:
    try:
        return target.stat().st_size == len(body) and target.read_bytes() == body
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
