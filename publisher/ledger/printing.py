"""The records as they stood at one moment, for one printing: what was asked once is not asked again."""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection

from publisher.ledger.database import Database
from publisher.ledger.sql_records import LedgerRecords, select_histories, select_standing
from publisher.ledger.tables import standing
from publisher.releases.records import Facet
from publisher.releases.release import Edition, Release

T = TypeVar("T")
AHEAD = 200
"""Histories read in one question when many entries are printed one after another."""

MOST_ANSWERS = 100
"""Of other answers the latest so many are held."""

MOST_HISTORIES = 2_000
"""More are not held at a time, so that a reprint of everything takes no more memory than one of a year."""

MOST_CACHED = 4_000
"""Of what is good for later printings: some lists of a few hundred entries, and the calendar of a year."""


class LruCache:
    """The latest values that were made or asked for, at most so many; the threads that print share one."""

    def __init__(self, most: int = MOST_CACHED) -> None:
        self.most = most
        self.values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get_or_make(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self.values:
                self.values.move_to_end(key)
                cached: T = self.values[key]
                return cached
        # Outside of the lock: what is made may ask for other things. Two threads may make the same.
        made = make()
        with self._lock:
            self.values[key] = made
            self.values.move_to_end(key)
            if len(self.values) > self.most:
                self.values.popitem(last=False)
        return made


class PrintingRecords(LedgerRecords):
    """Answers from one transaction; `expected` names the announcements whose pages are to be printed.

    `lasting` outlives it: what is made of releases alone is good for every printing of the edition.
    """

    def __init__(
        self,
        database: Database,
        connection: Connection,
        lasting: LruCache,
        expected: Iterable[str] = (),
    ) -> None:
        super().__init__(database)
        self.connection = connection
        self.lasting = lasting
        self.expected = sorted(expected)
        self.answers = LruCache(MOST_ANSWERS)
        self.histories: dict[str, list[Release]] = {}

    def cache_in_printing(self, key: Hashable, make: Callable[[], T]) -> T:
        return self.answers.get_or_make(key, make)

    def cache_across_printings(self, key: Hashable, make: Callable[[], T]) -> T:
        edition = self.cache_in_printing("edition sequence", self._find_edition)
        return self.lasting.get_or_make((edition, key), make)

    def _find_edition(self) -> int:
        return self._read(select_standing().where(standing.c.subject == "edition"))[0].sequence

    def _connect(self) -> AbstractContextManager[Connection]:
        return nullcontext(self.connection)

    def edition(self) -> Edition:
        return self.cache_in_printing("edition", super().edition)

    def newest_sequence(self) -> int:
        return self.cache_in_printing("newest sequence", super().newest_sequence)

    def roadmaps(self) -> list[Release]:
        return self.cache_in_printing("roadmaps", super().roadmaps)

    def counts(self, facet: Facet) -> dict[str, int]:
        return self.cache_in_printing(("counts", facet), lambda: super(PrintingRecords, self).counts(facet))

    def month_beside(self, month: str, *, after: bool) -> str | None:
        return self.cache_in_printing(
            ("month beside", month, after),
            lambda: super(PrintingRecords, self).month_beside(month, after=after),
        )

    def newest_issue(self, connection: Connection | None = None) -> Release | None:
        return self.cache_in_printing(
            "newest issue", lambda: super(PrintingRecords, self).newest_issue(self.connection)
        )

    def on_day(self, day: date) -> list[Release]:
        return self.cache_in_printing(("on day", day), lambda: super(PrintingRecords, self).on_day(day))

    def expect(self, slugs: Iterable[str]) -> None:
        self._read_histories([slug for slug in slugs if slug not in self.histories])

    def history(self, slug: str) -> list[Release]:
        if slug not in self.histories:
            # Pages are printed in the order of their paths, so the next ones are asked for next.
            start = bisect_right(self.expected, slug)
            self.expect([slug, *self.expected[start : start + AHEAD]])
        return self.histories[slug]

    def _read_histories(self, slugs: Sequence[str]) -> None:
        if len(self.histories) > MOST_HISTORIES:
            self.histories.clear()
        self.histories |= {slug: [] for slug in slugs}
        for start in range(0, len(slugs), AHEAD):
            for release in self._read(select_histories(slugs[start : start + AHEAD])):
                self.histories[release.name].append(release)
