"""The preview's desk: reads the sources again when a file changed, and writes nothing anywhere."""

import threading
import time
from pathlib import PurePosixPath

import msgspec

from publisher.config.config import Config, load_config
from publisher.desk.desk import Clock
from publisher.desk.renderings import Renderings
from publisher.errors import ConfigError
from publisher.ledger.ledger import Ledger
from publisher.preview.future_site import FutureSite
from publisher.preview.sources import read_sources, take_stamp
from publisher.preview.waiting import open_book
from publisher.problem import Problem


class Preview:
    """Gives the newest scene; reads again when a file changed, keeping the last config.toml that was good.

    Nothing is written anywhere: the ledger is one in memory. The real one is asked for approvals, and only
    where the publication wants them.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self.config, self.clock = config, clock
        self.ledger = Ledger.in_memory()
        self.renderings = Renderings(self.ledger.cache)
        self._turn = threading.Lock()
        self._stamp: object = None
        # A page of an earlier process must not take this one's first reading for the one it shows.
        self._started, self._number = time.time_ns(), 0
        self._scene: FutureSite | None = None
        self._book: Ledger | None = None

    def look(self) -> FutureSite:
        with self._turn:
            # Asked at each request: should watching the folder fail, the page is still the newest.
            self._book = self._book or open_book(self.config)
            approved = 0
            if self._book:
                approved = self._book.approvals.newest()
            stamp = (take_stamp(self.config.path, self.config.announcements), approved)
            if self._scene is None or stamp != self._stamp:
                self._scene, self._stamp = self._read(), stamp
            return self._scene

    def _read(self) -> FutureSite:
        faults: tuple[Problem, ...] = ()
        try:
            self.config = load_config(self.config.path)
        except ConfigError as error:
            faults = tuple(
                msgspec.structs.replace(problem, path=PurePosixPath(problem.path).name)
                for problem in error.problems
            )
        self._number += 1
        now = self.clock()
        sources = read_sources(self.config, self.renderings, now)
        return FutureSite(self.config, sources, f"{self._started}-{self._number}", now, faults, self._book)

    def close(self) -> None:
        self.renderings.worker.close()
        self.ledger.close()
        if self._book is not None:
            self._book.close()
