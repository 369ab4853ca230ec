"""Follows the health of the daemon, tells of alarms and beats; what it told is kept in the ledger."""

import logging
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from publisher.config.config import Config
from publisher.errors import DeliveryError, LedgerError
from publisher.ledger.facts import StoredFact
from publisher.ledger.ledger import Ledger
from publisher.monitoring.alarms.alarm_state import AlarmNews, Book, settle, take_up
from publisher.monitoring.alarms.finding import Alarm, find_alarms
from publisher.monitoring.alarms.telling import AlarmReport, beat, tell_authors, tell_operators
from publisher.monitoring.health import Health

SHARED, AUTHORS = StoredFact[Book]("alarms", Book, {}), StoredFact[Book]("alarms of authors", Book, {})
"""The books that the machines of one publication have in common; of the first each has one of its own too."""

BEAT_EVERY = timedelta(seconds=50)
"""A little less than the minute for which a dead man's switch is mostly set."""

log = logging.getLogger("publisher")


class Notifier:
    """One for each process. What concerns the publication is told by one machine of several.

    What concerns this machine alone, a ledger that cannot be reached before all, is told from memory.
    """

    def __init__(self, ledger: Ledger, machine: str | None = None) -> None:
        self.ledger = ledger
        self.machine = machine or platform.node()
        self.own: Book | None = None
        self.beaten: datetime | None = None
        self.faults: dict[str, tuple[str, ...]] = {}

    def announce(self, config: Config, health: Health, now: datetime) -> None:
        """Tells what is news at `now` (UTC), and beats when all is well enough to go on."""
        found = find_alarms(health, now)
        if config.alarms.tells:
            self._tell(config, found, now)
        if config.alarms.authors:
            self._tell_authors(config, found, now)
        if not health.failing and not health.is_silent:
            self._beat(config, now)

    def _tell(self, config: Config, found: dict[str, Alarm], now: datetime) -> None:
        own = {key: alarm.text for key, alarm in found.items() if alarm.kind == "machine"}
        shared = {key: alarm.text for key, alarm in found.items() if key not in own}
        self.own, news = take_up(self._own_book(), own, now)
        more = self._take_up_shared(SHARED, shared, now)
        everything = AlarmNews(news.begun | more.begun, news.over | more.over)
        if not everything:
            return
        report = AlarmReport(config.publication.title, self.machine, now, everything)
        told = tell_operators(report, config.alarms)
        self._complain("nobody is told of alarms", told.faults)
        self._settle_own(news, told.reached)
        self._settle_shared(SHARED, more, told.reached)

    def _tell_authors(self, config: Config, found: dict[str, Alarm], now: datetime) -> None:
        """What is wrong in the sources, to those who write them; that operators know does not help them."""
        problems = {key: alarm.text for key, alarm in found.items() if alarm.kind == "source"}
        news = self._take_up_shared(AUTHORS, problems, now)
        if not news:
            return
        report = AlarmReport(config.publication.title, self.machine, now, news, "problem")
        told = tell_authors(report, config.alarms)
        self._complain("authors are not told of problems", told.faults)
        self._settle_shared(AUTHORS, news, told.reached)

    def _own_book(self) -> Book:
        if self.own is None:
            try:
                return self.ledger.fact(SHARED.of(self.machine))
            except LedgerError:
                return {}
        return self.own

    def _take_up_shared(self, shared: StoredFact[Book], found: dict[str, str], now: datetime) -> AlarmNews:
        """Looks first: most of the time there is nothing to be changed, and nobody need wait for anybody."""
        try:
            known = self.ledger.fact(shared)
            if take_up(known, found, now, self.machine)[0] == known:
                return AlarmNews()
            taken: list[AlarmNews] = []

            def change(book: Book) -> Book:
                changed, news = take_up(book, found, now, self.machine)
                taken.append(news)
                return changed

            self.ledger.change_fact(shared, change)
            return taken[-1]
        except LedgerError:
            return AlarmNews()  # that the ledger cannot be reached is an alarm of its own

    def _settle_own(self, news: AlarmNews, told: bool) -> None:
        self.own = settle(self.own or {}, news, told=told)
        if news:
            with self._unkept():
                self.ledger.set_fact(SHARED.of(self.machine), self.own)

    def _settle_shared(self, shared: StoredFact[Book], news: AlarmNews, told: bool) -> None:
        if news:
            with self._unkept():
                self.ledger.change_fact(shared, lambda book: settle(book, news, told=told))

    @contextmanager
    def _unkept(self) -> Iterator[None]:
        """A ledger that cannot be reached is an alarm of its own; what was told is known from memory."""
        try:
            yield
        except LedgerError as error:
            log.debug("the book of alarms is not kept: %s", error)

    def _beat(self, config: Config, now: datetime) -> None:
        if self.beaten is not None and timedelta() <= now - self.beaten < BEAT_EVERY:
            return
        try:
            beat(config.alarms)
            self.beaten = now
        except DeliveryError as fault:
            log.warning("%s", fault)

    def _complain(self, what: str, faults: tuple[str, ...]) -> None:
        """Once in the log for each fault, not every half minute."""
        for fault in faults:
            if fault not in self.faults.get(what, ()):
                log.error("%s: %s", what, fault)
        self.faults[what] = faults
