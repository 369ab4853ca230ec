"""One daemon on one SQLite ledger: a lock of the operating system, gone with its process."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from publisher.errors import LedgerError


class DaemonLock:
    """Held for as long as a daemon runs, or within `with`; a ledger on PostgreSQL needs none."""

    def __init__(self, url: str) -> None:
        self.path: Path | None = None
        if url.startswith("sqlite:///"):
            self.path = Path(url.removeprefix("sqlite:///") + ".lock")
        self.handle: int | None = None

    def take(self) -> None:
        """Raises LedgerError when another daemon is at work on the same ledger."""
        if self.path is None:
            return
        try:
            self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            mend = "let this user write to its folder"
            raise LedgerError(f"the lock {self.path} cannot be taken: {error.strerror}", mend) from error
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.release()
            raise LedgerError(
                f"another daemon is at work on this ledger ({self.path})", "stop it first"
            ) from error

    def release(self) -> None:
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
