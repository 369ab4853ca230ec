"""How a running daemon is doing, held in memory: it can be asked while the ledger cannot."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from publisher.monitoring.status import Status

SILENT_AFTER = timedelta(minutes=5)
"""A pass is made every 30 seconds; one that prints everything anew may take a few minutes."""


class Health(msgspec.Struct, frozen=True):
    """`status` is that of the last pass which came to its end; `failing` says why a later one did not.

    `since` is the UTC instant at which the first of those failed; `quiet` is how long ago a pass came to its
    end, or the daemon was started, by a clock that nobody sets and that rests while the machine sleeps.
    """

    status: Status = Status()
    failing: str | None = None
    since: datetime | None = None
    quiet: timedelta = timedelta()

    @property
    def is_silent(self) -> bool:
        return self.quiet > SILENT_AFTER


class HealthCheck:
    """Notes how each pass of this process went; asked from other threads."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.lock = threading.Lock()
        self.health = Health()
        self.noted = seconds()

    def note(self, status: Status) -> None:
        with self.lock:
            self.health, self.noted = Health(status), self.seconds()

    def note_failure(self, why: str, now: datetime) -> None:
        with self.lock:
            since = self.health.since or now
            self.health = msgspec.structs.replace(self.health, failing=why, since=since)

    def look(self) -> Health:
        with self.lock:
            quiet = timedelta(seconds=self.seconds() - self.noted)
            return msgspec.structs.replace(self.health, quiet=quiet)
