"""A thread that carries what nobody waits for, so that a slow outlet delays no release."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from publisher.errors import PublisherError

LONGEST_REST = timedelta(seconds=30)
"""As often as the daemon's own tick: the longest time that a jump of the clock goes unnoticed."""

log = logging.getLogger("publisher")


class BackgroundWorker:
    """Does its work whenever it is woken, at the moment its work names, and every half minute.

    The thread ends with the process: what it was at is under a lease and is taken up at the next start.
    """

    def __init__(self, name: str, work: Callable[[], datetime | None], clock: Callable[[], datetime]) -> None:
        self.work = work
        self.clock = clock
        self.woken, self.stopping = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def wake(self) -> None:
        self.woken.set()

    def stop(self, seconds: float = 1) -> None:
        """Begins nothing more; waits no longer than `seconds` for what is under way."""
        self.stopping.set()
        self.woken.set()
        if self.thread.is_alive():
            self.thread.join(seconds)

    def _run(self) -> None:
        rest = LONGEST_REST
        while not self.stopping.is_set():
            self.woken.wait(rest.total_seconds())
            self.woken.clear()
            if not self.stopping.is_set():
                rest = self._work_once()

    def _work_once(self) -> timedelta:
        """One round, whatever comes of it; returns how long to rest."""
        try:
            moment = self.work()
        except PublisherError as error:
            self._complain("%s", error)
            return LONGEST_REST
        except Exception as error:  # noqa: BLE001 - the thread must live: the next round tries again
            self._complain("%s: %s: %s", self.thread.name, type(error).__name__, error)
            return LONGEST_REST
        if moment:
            rest = moment - self.clock()
        else:
            rest = LONGEST_REST
        return min(max(rest, timedelta()), LONGEST_REST)

    def _complain(self, form: str, *values: object) -> None:
        if not self.stopping.is_set():  # at the end of the process the ledger closes under its hands
            log.error(form, *values)
            log.debug("the fault in full", exc_info=True)
