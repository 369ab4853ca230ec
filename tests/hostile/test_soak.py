"""A year of fifty negotiations in minutes: 5,000 announcements, slips, corrections; all that holds, daily."""

import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from publisher.config.config import load_config
from publisher.outlets.directory import Directory
from publisher.releases.release import Release
from tests.failure_stories.story import folder_in_memory
from tests.folders import Folder, Listener

PROCESSES, LINES, ANNOUNCEMENTS, DAYS = 50, 8, 5_000, 365
BEGIN = datetime(2017, 1, 2, 13, tzinfo=UTC)  # 8 in the morning in New York
BASE = "https://example.org/journal/"
CONFIG = f"""roadmaps = "roadmaps/*.toml"

[publication]
id = "example.org,2017:soak"
title = "Journal of a year"
base_url = "{BASE}"
timezone = "America/New_York"
languages = ["en"]

[issue]
close = "18:30"

[outlets.site]
kind = "directory"
serves = true
"""
AHEAD = timedelta(days=9)
"""A meeting is announced so long before at the latest; its file is there the day before that."""

MOST_MEGABYTES_MORE = 60
MOST_HANDLES_MORE = 8


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class Year:
    """The publication, what people do to it on each day, and what is known of it."""

    def __init__(self, path: Path, seed: int, *, processes: int, announcements: int, days: int) -> None:
        self.chance = random.Random(seed)
        self.processes, self.days = processes, days
        self.folder = Folder(path / "year", CONFIG)
        (self.folder.path / "roadmaps").mkdir()
        self.lines = {number: [self.draw_day() for _ in range(LINES)] for number in range(processes)}
        for number in self.lines:
            self.write_roadmap(number)
        self.hook = Listener()
        site = Directory("site", self.folder.public, serves=True)
        self.desk = self.folder.open([site, self.hook])
        by_day = sorted(self.chance.randrange(days) for _ in range(announcements))
        self.plan = {day: by_day.count(day) for day in set(by_day)}
        self.slugs: list[str] = []
        self.days_of: dict[str, date] = {}
        self.sequence = 0
        self.revisions: dict[tuple[str, str], int] = {}
        self.told: set[str] = set()
        self.moves = self.corrections = 0

    def draw_day(self) -> date:
        return BEGIN.date() + timedelta(days=self.chance.randrange(20, self.days + 60))

    def write_roadmap(self, number: int, reason: str = "") -> None:
        # The last line's keys stand last: the reason is that line's, the slip may be another's.
        why = f'reason = "{reason}"\n' if reason else ""
        lines = "".join(
            f'\n[[milestones]]\nid = "line-{at}"\nwhen = "{written(day)} (morning)"\nwhat = "Line {at}"\n'
            for at, day in enumerate(self.lines[number])
        )
        lines += why
        text = f'title = "Process {number}"\nletter = 2017-01-02\n{lines}'
        (self.folder.path / "roadmaps" / f"process-{number:02}.toml").write_text(text)

    # What people do on one day

    def write_new(self, day: int, now: datetime) -> None:
        for _ in range(self.plan.get(day, 0)):
            number = len(self.slugs)
            process = number % self.processes
            slug = f"p{process:02}-{number:04}"
            self.slugs.append(slug)
            if number % 10 == 0:
                dated = f"milestone: process-{process:02}/line-{self.chance.randrange(LINES)}"
            else:
                self.days_of[slug] = (now + AHEAD + timedelta(days=self.chance.randrange(1, 20))).date()
                dated = f"when: {written(self.days_of[slug])} (afternoon)"
            self.save(slug, dated, now, "")

    def save(self, slug: str, dated: str, now: datetime, more: str) -> None:
        text = f"---\ntitle: Meeting {slug}\n{dated}\n{more}---\n\nAgenda of {slug}.\n"
        self.folder.write(f"{slug}.md", text, now)

    def correct(self, now: datetime) -> None:
        """Rooms named, meetings closed, postponed or called off, some of them long after."""
        for slug in self.chance.sample(sorted(self.days_of), k=min(4, len(self.days_of))):
            more = self.chance.choice(
                ("room: Conference Room 4\n", "access: closed\n", "correction: The agenda was incomplete\n",
                 "status: cancelled\nreason: No quorum\n", "organ: General Assembly\n")
            )  # fmt: skip
            if self.chance.random() < 0.3:
                self.days_of[slug] += timedelta(days=self.chance.randrange(1, 9))
                more += "reason: The room was taken\n" if "reason" not in more else ""
            self.save(slug, f"when: {written(self.days_of[slug])} (afternoon)", now, more)
            self.corrections += 1

    def slip(self, day: int) -> None:
        number = self.chance.randrange(self.processes)
        at = self.chance.randrange(LINES)
        self.lines[number][at] += timedelta(days=self.chance.randrange(1, 30))
        self.write_roadmap(number, f"Slip of day {day}")
        self.desk.config = load_config(self.folder.config)
        self.moves += 1

    # What has to hold

    def live(self, day: int) -> None:
        now = BEGIN + timedelta(days=day)
        self.write_new(day, now)
        self.correct(now)
        self.slip(day)
        # One pass a day, in the evening after the issue: how long printing takes is measured elsewhere.
        done = self.desk.run_pass(now + timedelta(hours=11))
        assert (done.alarm, done.delivered.failed) == (None, ())
        self.judge(now + timedelta(hours=11))

    def judge(self, now: datetime) -> None:
        ledger = self.desk.ledger
        self.read_on(ledger.since(self.sequence))
        assert ledger.deliveries.printed_through("site") == ledger.newest_sequence()
        assert ledger.deliveries.count_owed() == 0
        assert self.told == set(self.hook.told)
        assert len(self.hook.told) == len(self.told), "told twice"
        assert self.desk.survey(now, keep=False, scope="awake").plan.due == ()
        feed = feedparser.parse((self.folder.public / "en" / "journal.rss").read_bytes())
        assert not feed.bozo
        ids = [entry.id for entry in feed.entries]
        assert len(ids) == len(set(ids))
        for entry in feed.entries:
            assert (self.folder.public / entry.link.removeprefix(BASE)).exists(), entry.link

    def read_on(self, releases: list[Release]) -> None:
        for one in releases:
            key = (str(one.subject), one.name)
            assert one.revision == self.revisions.get(key, 0) + 1, key
            assert one.due <= one.released
            self.revisions[key] = one.revision
            self.sequence = one.sequence
            if one.told:
                self.told.add(f"{one.name}/{one.revision}")
            if one.subject == "announcement":
                assert (self.folder.public / "en" / "entries" / f"{one.name}.html").exists()


def megabytes() -> int:
    """What the process holds in memory now, not at its largest."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024**2


def handles() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(os, "sync", lambda: None)
    with folder_in_memory() as path:
        yield path


def live_through(year: Year) -> list[tuple[int, int]]:
    """Memory and handles at the end of each month."""
    marks = []
    for day in range(year.days):
        year.live(day)
        if day % 30 == 29:
            marks.append((megabytes(), handles()))
    return marks


def test_a_week_of_three_negotiations_keeps_every_promise_every_day(memory: Path) -> None:
    year = Year(memory, 2017, processes=3, announcements=16, days=7)
    live_through(year)
    year.folder.close()
    assert len(year.slugs) == 16


@pytest.mark.prove
def test_a_year_of_fifty_negotiations_keeps_every_promise_every_day(memory: Path) -> None:
    year = Year(memory, 2017, processes=PROCESSES, announcements=ANNOUNCEMENTS, days=DAYS)
    marks = live_through(year)
    released = [name for subject, name in year.revisions if subject == "announcement"]
    year.folder.close()
    print(f"{year.moves} slips, {year.corrections} corrections, {year.sequence} releases, {marks}")
    assert len(year.slugs) == ANNOUNCEMENTS
    assert len(released) > ANNOUNCEMENTS * 0.85
    assert marks[-1][0] - marks[2][0] < MOST_MEGABYTES_MORE, marks
    assert marks[-1][1] - marks[2][1] < MOST_HANDLES_MORE, marks
