"""A publication under a clock that the test sets: save, move, wait, and look at what readers see."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import icalendar

from publisher.config.config import load_config
from publisher.desk import guard
from publisher.desk.desk import Desk, Pass
from publisher.outlets.outlet import Outlet
from publisher.releases.release import Release
from publisher.schedule.item import Item
from tests.folders import Folder
from tests.sample_config import FIRST_READING, PUBLICATION, ROADMAP, SITE, write_milestone

ZONE = ZoneInfo("America/New_York")
MOST_PASSES = 1000


def local(text: str, zone: ZoneInfo = ZONE) -> datetime:
    """ "2017-09-27 18:00" on a wall clock, in New York unless another zone is given, as a UTC instant."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A folder in memory where the system has one: these tests are of time, not of disks."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


class Story:
    """One publication, one roadmap, one desk; the clock stands where the last `wait` put it.

    `lines` are the milestones as config.toml has them, by id; `roadmap` writes them anew.
    """

    def __init__(self, path: Path, *, letter: str = "2017-09-13", zone: str = "America/New_York",
                 settings: str = "") -> None:  # fmt: skip
        self.zone = ZoneInfo(zone)
        publication = PUBLICATION.replace("America/New_York", zone)
        self.head = f"{publication}\n{settings}\n{SITE}" + ROADMAP.replace("2017-09-13", letter)
        self.lines: dict[str, dict[str, str]] = {"first-reading": dict(FIRST_READING)}
        self.now = local("2017-09-14 12:00")
        self.outlets: Sequence[Outlet] | None = None
        self.folder = Folder(path / "publication", self._config())
        self.opened: Desk | None = None

    # What people write

    def save(self, slug: str = "first-reading", text: str | None = None, **fields: str) -> None:
        """Writes an announcement of the first reading at the present moment; an empty field is left out."""
        fields = {"title": f"Meeting {slug}", "milestone": "first-reading"} | fields
        lines = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
        self.folder.write(f"{slug}.md", f"---\n{lines}---\n\n{text or f'Words on {slug}.'}\n", self.now)

    def translate(self, slug: str, language: str, **fields: str) -> None:
        lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
        self.folder.write(f"{slug}.{language}.md", f"---\n{lines}---\n\nMots.\n", self.now)

    def delete(self, name: str) -> None:
        (self.folder.announcements / name).unlink()

    def move(self, milestone: str = "first-reading", **keys: str) -> None:
        """Sets keys of a milestone's table, as an author does in config.toml; an empty one is taken out."""
        line = self.lines.setdefault(milestone, {}) | keys
        self.lines[milestone] = {key: value for key, value in line.items() if value}
        self.folder.config.write_text(self._config(), encoding="utf-8")

    def _config(self) -> str:
        return self.head + "".join(write_milestone(name, **keys) for name, keys in self.lines.items())

    # What the program does

    @property
    def desk(self) -> Desk:
        if self.opened is None:
            self.opened = self.folder.open(self.outlets)
        return self.opened

    def restart(self) -> None:
        """The process ends; the next pass is made by a new one."""
        self.folder.close()
        self.opened = None

    def wait(self, moment: str | datetime | timedelta) -> Pass:
        """The next pass: at a local time, at an instant, or that much later; config.toml is read again."""
        if isinstance(moment, str):
            moment = local(moment, self.zone)
        self.now = self.now + moment if isinstance(moment, timedelta) else moment
        self.desk.config = load_config(self.folder.config)
        return self.desk.run_pass(self.now)

    def tick_along(self, moment: datetime) -> None:
        """The daemon was up all the time until `moment`: its many passes in between had nothing to do."""
        guard.note_pass(self.desk.ledger, moment)

    def live(self, until: str) -> list[Pass]:
        """Passes as the daemon makes them, at every moment it wants to be woken, up to a local time."""
        end = local(until, self.zone)
        passes = [self.wait(self.now)]
        while (wakeup := passes[-1].next_wakeup) and self.now < wakeup <= end:
            self.tick_along(wakeup)
            passes.append(self.wait(wakeup))
            assert len(passes) < MOST_PASSES, "the desk wakes itself without end"
        self.tick_along(end)
        return [*passes, self.wait(end)]

    def plan(self, moment: str) -> dict[str, Item]:
        """The plan at a local time, by announcement; nothing is done."""
        self.desk.config = load_config(self.folder.config)
        survey = self.desk.survey(local(moment, self.zone), keep=False)
        return {item.name: item for item in survey.plan.announcements}

    # What is public

    def history(self, slug: str = "first-reading") -> list[Release]:
        return self.desk.ledger.records.history(slug)

    def kinds(self, slug: str = "first-reading") -> list[str]:
        return [one.kind for one in self.history(slug)]

    def page(self, slug: str = "first-reading", language: str = "en") -> str:
        return (self.folder.public / language / "entries" / f"{slug}.html").read_text(encoding="utf-8")

    def items(self, language: str = "en", suffix: str = "rss") -> list[Any]:
        """The entries of a feed, newest first."""
        feed = feedparser.parse((self.folder.public / language / f"journal.{suffix}").read_bytes())
        assert not feed.bozo, feed.bozo_exception
        return list(feed.entries)

    def titles(self, language: str = "en") -> list[str]:
        return [item.title for item in self.items(language)]

    def guids(self, language: str = "en") -> list[str]:
        return [item.id for item in self.items(language)]

    def event(self, slug: str = "first-reading") -> Any:
        """The one event of an entry's own calendar."""
        text = (self.folder.public / "en" / "entries" / f"{slug}.ics").read_bytes()
        (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        return event

    def text(self) -> str:
        """All that is public, in one string."""
        return "\n".join(body.decode() for body in self.folder.files().values())


def released(done: Pass | Iterable[Pass]) -> list[str]:
    """The announcements and reminders that passes released: "first-reading announced"."""
    passes = [done] if isinstance(done, Pass) else done
    return [
        f"{one.snapshot.slug} {'archived' if one.archived else one.kind}"
        for each in passes
        for one in each.released
        if one.subject in ("announcement", "reminder")
    ]


def errors(done: Pass) -> list[str]:
    return [str(one) for one in done.survey.problems if not one.warning]


def warnings(done: Pass) -> list[str]:
    return [str(one) for one in done.survey.problems if one.warning]
