"""A directory as outlet: whole files only, in an order in which no reader finds a dead link."""

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import msgspec

from publisher.errors import DeliveryError
from publisher.journal.document import Document
from publisher.outlets.outlet import Printing

MARK = ".printing.json"
TEMPORARY = ".new"


class Directory:
    """A folder that a web server shows, or that somebody copies on."""

    def __init__(self, name: str, path: Path, *, serves: bool = False) -> None:
        self.name = name
        self.path = path
        self.serves = serves

    def printing(self) -> Printing | None:
        try:
            return msgspec.json.decode((self.path / MARK).read_bytes(), type=Printing)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise DeliveryError(f"{self.path / MARK} cannot be read: {error}") from error

    def holds_pages(self) -> bool:
        """Whether documents lie here, with or without a mark that says whose."""
        return any(self.path.glob("*/entries/*.html"))

    def put(
        self, documents: Iterable[Document], printing: Printing, *, replacing: Printing | None = None
    ) -> int:
        # Printed before the outlet is touched: a fault of the press is not a fault of the folder.
        ordered = sorted(documents, key=lambda document: (document.turn, document.path))
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with self._alone(), self._workshop():
                there = self.printing()
                if there != replacing and _is_newer(there, printing):
                    return 0
                return self._put_in_turn(ordered, printing)
        except OSError as error:
            raise DeliveryError(f"{self.path} cannot be written: {error.strerror or error}") from error

    def _put_in_turn(self, ordered: Iterable[Document], printing: Printing) -> int:
        written = 0
        for _, batch in groupby(ordered, key=lambda document: document.turn):
            changed = [
                folder for document in batch if (folder := self._put_one(document.path, document.body))
            ]
            written += len(changed)
            for folder in set(changed):
                _sync_folder(folder)
        self._put_one(MARK, msgspec.json.encode(printing))
        return written

    def _put_one(self, path: str, body: bytes) -> Path | None:
        """Writes one file whole, unless it is there with the same bytes; returns the folder that changed."""
        target = self.path / path
        if _same_bytes(target, body):
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.path / TEMPORARY)
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, 0o644)
                file.write(body)
                file.flush()
                os.fsync(handle)
            os.replace(temporary, target)
        except BaseException:
            # On a full disk what was half written would keep it full.
            Path(temporary).unlink(missing_ok=True)
            raise
        return target.parent

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
