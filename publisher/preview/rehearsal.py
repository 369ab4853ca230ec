"""A rehearsal: the same desk, with a simulated clock, a ledger and a folder of its own."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from publisher.config.config import Config
from publisher.desk.delivering import deliver
from publisher.desk.desk import Desk, Pass
from publisher.errors import PublisherError
from publisher.ledger.ledger import Ledger, sqlite_url
from publisher.outlets.directory import Directory
from publisher.roadmap.moving import apply_move, explain_missing
from publisher.schedule.script import Event

LEDGER, SITE = "ledger.sqlite", "public"
LARGEST_NUMBER_OF_STOPS = 100_000


class Rehearsal:
    """Plays the plan between two UTC instants into `folder`, which must be new or empty.

    Sources count as saved before it began; nothing outside `folder` is written. The site is printed at each
    stop where somebody watches, else once at the end: the bytes are the same.
    """

    def __init__(
        self,
        config: Config,
        folder: Path,
        begin: datetime,
        end: datetime,
        events: Sequence[Event] = (),
        *,
        watched: bool = False,
    ) -> None:
        if folder.exists() and any(folder.iterdir()):
            raise PublisherError(f"{folder} is not empty", "name a new folder with --into")
        folder.mkdir(parents=True, exist_ok=True)
        self.site = folder.resolve() / SITE
        self.begin, self.end = begin, end
        self.events = list(events)
        # One identity for all rehearsals: the same plan gives the same bytes.
        self.ledger = Ledger.open_to_write(sqlite_url(folder.resolve() / LEDGER), identity="rehearsal")
        self.shelf = Directory("rehearsal", self.site, serves=True)
        self.desk = Desk(config, self.ledger, [self.shelf] if watched else [], saved=begin)

    def play(self) -> Iterator[Pass]:
        """A pass at the beginning and whenever something becomes due; then the site is whole."""
        now = self.begin
        for _ in range(LARGEST_NUMBER_OF_STOPS):
            self._make_moves(now)
            done = self.desk.run_pass(now)
            self.desk.finish_paper(partial(_stand_still, now))
            yield done
            ahead = [done.next_wakeup, *(event.at for event in self.events)]
            moments = [moment for moment in ahead if moment and now < moment <= self.end]
            if not moments:
                break
            now = min(moments)
        deliver(self.ledger, [self.shelf], now)

    def _make_moves(self, now: datetime) -> None:
        """The events due by now, made as an author makes them: in the roadmap, the desk does the rest."""
        due = [event for event in self.events if event.at <= now]
        self.events = [event for event in self.events if event.at > now]
        for event in due:
            roadmaps = self.desk.config.roadmaps
            try:
                roadmaps = apply_move(roadmaps, event.move)
            except KeyError as error:
                what, mend = explain_missing(roadmaps, event.move.milestone)
                raise PublisherError(f"the script cannot be played: {what}", mend) from error
            self.desk.config = msgspec.structs.replace(self.desk.config, roadmaps=roadmaps)

    def close(self) -> None:
        self.desk.close()
        self.ledger.close()


def _stand_still(moment: datetime) -> datetime:
    """The clock of a rehearsal: at each stop it shows the same."""
    return moment
