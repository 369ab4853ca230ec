"""Looks into an SQLite file and leaves no trace: no file beside it, no lock, no new time on anything."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from publisher.errors import LedgerError

LOOK_SECONDS = 2
"""A reader is kept waiting only while a file is put in order, at the end of a daemon or after a crash."""

TRIES = 3

IMMUTABLE = "immutable=1"
"""SQLite takes no lock and looks for no other file: for one that nobody has open."""

THROUGH = "mode=ro&readonly_shm=1"
"""Through the files beside it, a crashed daemon's too; of what they hold nothing is put in order.

`mode=ro` alone makes them where they are missing, and rebuilds a crashed daemon's (SQLite 3.40).
"""

BEING_WRITTEN = "it is being written at this moment; look again"

Stamp = tuple[int, int]


class Look(sqlite3.Connection):
    """A connection that writes nothing; `stamp` is set where it keeps nobody else from writing."""

    path: Path
    stamp: Stamp | None

    def is_overtaken(self) -> bool:
        """Whether the file was written while it was read as if nobody would: what was read may be torn."""
        return self.stamp is not None and self.stamp != _take_stamp(self.path)


@contextmanager
def refuse_torn(connection: object) -> Iterator[None]:
    """Raises LedgerError in the place of whatever came of a file that was written while it was read."""
    try:
        yield
    except Exception as error:
        if isinstance(connection, Look) and connection.is_overtaken():
            raise LedgerError(f"the ledger {connection.path} cannot be read: {BEING_WRITTEN}") from error
        raise
    if isinstance(connection, Look) and connection.is_overtaken():
        raise LedgerError(f"the ledger {connection.path} cannot be read: {BEING_WRITTEN}")


def look_into_file(path: Path) -> Look:
    """Opens the file to be read. Raises sqlite3.Error, or LedgerError where it cannot be found.

    Tries again: a daemon that begins or ends at this moment makes or takes away the files beside it.
    """
    for _ in range(TRIES - 1):
        try:
            return _open(path)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CANTOPEN:
                raise
    return _open(path)


def _open(path: Path) -> Look:
    stamp = _take_stamp(path)
    still = not any(_list_work(path))
    if still:
        question = IMMUTABLE
    else:
        question = THROUGH
    address = f"file:{quote(str(path.absolute()))}?{question}"
    look = sqlite3.connect(
        address, uri=True, timeout=LOOK_SECONDS, isolation_level=None, check_same_thread=False, factory=Look
    )
    look.path, look.stamp = path, stamp if still else None
    try:
        with closing(look.execute("PRAGMA schema_version")) as cursor:
            cursor.fetchall()
    except sqlite3.Error:
        look.close()
        raise
    return look


def _take_stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError as error:
        raise LedgerError(f"the ledger {path} cannot be read: {error.strerror}") from error
    return status.st_mtime_ns, status.st_size


def _list_work(path: Path) -> Iterator[str]:
    """The files beside it that hold, or soon may, what was written and does not stand in itself yet."""
    sizes = {end: _find_size(path.with_name(path.name + end)) for end in ("-wal", "-shm", "-journal")}
    # An empty log without its index was left by somebody who wrote nothing.
    if sizes["-wal"] or (sizes["-wal"] is not None and sizes["-shm"] is not None):
        yield f"{path.name}-wal"
    if sizes["-journal"] is not None:
        yield f"{path.name}-journal"


def _find_size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def explain_refusal(path: Path) -> str:
    """What to do where the file cannot be looked into."""
    work = list(_list_work(path))
    if work and os.access(path, os.R_OK):
        mend = "`publisher publish` or `publisher run` takes it up"
        return f"{' and '.join(work)} holds what a process left undone: {mend}"
    return "let this user read it and what lies beside it"
