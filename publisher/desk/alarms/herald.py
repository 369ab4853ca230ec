"""Follows the health of the daemon, tells of alarms and beats; what it told is kept in the ledger."""

import logging
import platform
from datetime import datetime, timedelta

from publisher.config.config import Config
from publisher.desk.alarms.book import Book, News, read_book, settle, take_up, write_book
from publisher.desk.alarms.finding import OWN, find_alarms
from publisher.desk.alarms.telling import Report, beat, tell
from publisher.desk.health import Health
from publisher.errors import DeliveryError, LedgerError
from publisher.ledger.ledger import Ledger

SHARED = "alarms"
BEAT_EVERY = timedelta(seconds=50)
"""A little less than the minute for which a dead man's switch is mostly set."""

log = logging.getLogger("publisher")


class Herald:
    """One for each process. What concerns the publication is told by one machine of several.

    What concerns this machine alone, a ledger that cannot be reached before all, is told from memory.
    """

    def __init__(self, ledger: Ledger, machine: str | None = None) -> None:
        self.ledger = ledger
        self.machine = machine or platform.node()
        self.own: Book | None = None
        self.beaten: datetime | None = None
        self.faults: list[str] = []

    def announce(self, config: Config, health: Health, now: datetime) -> None:
        """Tells what is news at `now` (UTC), and beats when all is well enough to go on."""
        if config.alarms.tells:
            self._tell(config, find_alarms(health, now), now)
        if not health.failing and not health.is_silent:
            self._beat(config, now)

    def _tell(self, config: Config, found: dict[str, str], now: datetime) -> None:
        own = {key: text for key, text in found.items() if key.startswith(OWN)}
        shared = {key: text for key, text in found.items() if key not in own}
        self.own, news = take_up(self._own_book(), own, now)
        more = self._take_up_shared(shared, now)
        everything = News(news.begun | more.begun, news.over | more.over)
        if not everything:
            return
        report = Report(config.publication.title, self.machine, now, everything)
        self._complain(tell(report, config.alarms))
        # One way of two is enough: through it the same would be told again and again for the other's sake.
        ways = (config.alarms.webhook is not None) + (config.alarms.email is not None)
        told = len(self.faults) < ways
        self._settle(news, more, told)

    def _own_book(self) -> Book:
        if self.own is None:
            try:
                return read_book(self.ledger.fact(self._own_key()))
            except LedgerError:
                return {}
        return self.own

    def _take_up_shared(self, found: dict[str, str], now: datetime) -> News:
        """Looks first: most of the time there is nothing to be changed, and nobody need wait for anybody."""
        try:
            if not take_up(read_book(self.ledger.fact(SHARED)), found, now)[1]:
                return News()
            taken: list[News] = []

            def change(text: str | None) -> str:
                book, news = take_up(read_book(text), found, now)
                taken.append(news)
                return write_book(book)

            self.ledger.change_fact(SHARED, change)
            return taken[-1]
        except LedgerError:
            return News()  # that the ledger cannot be reached is an alarm of its own

    def _settle(self, own: News, shared: News, told: bool) -> None:
        self.own = settle(self.own or {}, own, told=told)
        try:
            if own:
                self.ledger.set_fact(self._own_key(), write_book(self.own))
            if shared:
                self.ledger.change_fact(
                    SHARED, lambda text: write_book(settle(read_book(text), shared, told=told))
                )
        except LedgerError as error:
            log.debug("the book of alarms is not kept: %s", error)

    def _own_key(self) -> str:
        return f"{SHARED} {self.machine}"[:60]

    def _beat(self, config: Config, now: datetime) -> None:
        if self.beaten is not None and timedelta() <= now - self.beaten < BEAT_EVERY:
            return
        try:
            beat(config.alarms)
            self.beaten = now
        except DeliveryError as fault:
            log.warning("%s", fault)

    def _complain(self, faults: list[str]) -> None:
        """Once in the log for each fault, not every half minute."""
        for fault in faults:
            if fault not in self.faults:
                log.error("nobody is told of alarms: %s", fault)
        self.faults = faults
