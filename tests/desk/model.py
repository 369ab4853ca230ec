"""What a person would expect of the desk, worked out apart from it: what is due, what may be seen."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from publisher.calendars.working_days import load_packaged
from tests.failure_stories.story import ZONE, Story

FIRST = timedelta(minutes=2)
"""A first release that is already due waits so long after the last save."""


class Day(NamedTuple):
    """A date as a person writes it, and the day that rules count from; None where none follows."""

    text: str
    day: date | None = None


LINES = [
    Day("2 October (afternoon)", date(2017, 10, 2)),
    Day("6 October (morning)", date(2017, 10, 6)),
    Day("10 October (morning)", date(2017, 10, 10)),
    Day("Week of 23 October", date(2017, 10, 23)),
    Day("31 October", date(2017, 10, 31)),
    Day("6 November, 10 a.m.", date(2017, 11, 6)),
    Day("20 December (afternoon)", date(2017, 12, 20)),
    Day("in due course"),
    Day("12 October (morning), as needed"),
]
OWN_DAYS = [
    Day("3 October 2017 (morning)", date(2017, 10, 3)),
    Day("7 November 2017, 10:00", date(2017, 11, 7)),
    Day("15 March 2018 (morning)", date(2018, 3, 15)),
]
RULES = {
    "3 working days before at 18:00": (-3, "working", time(18)),
    "1 working day before": (-1, "working", time(18)),
    "1 week before at 09:00": (-7, "days", time(9)),
    "on the day at 08:00": (0, "days", time(8)),
}
CONDITION = "as needed"


def due_at(rule: str, day: date) -> datetime:
    """The UTC instant at which a rule counted from `day` is due."""
    amount, unit, at = RULES[rule]
    calendar = load_packaged("un-headquarters")
    there = calendar.shift(day, amount) if unit == "working" else day + timedelta(days=amount)
    return datetime.combine(there, at, ZONE).astimezone(UTC)


class Line:
    """A milestone as it stands in config.toml."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.status = "proposed"

    @property
    def stands(self) -> bool:
        """Whether a day follows from it, and nobody has to be asked first."""
        open_condition = CONDITION in self.day.text and self.status != "confirmed"
        return self.day.day is not None and self.status != "cancelled" and not open_condition


class Source:
    """An announcement as it stands in its file; `own` is its own date where it hangs on no line."""

    def __init__(self, slug: str, line: str | None, own: Day | None, rule: str) -> None:
        self.slug, self.line, self.own, self.rule = slug, line, own, rule
        self.title = self.words = self.room = ""
        self.french = ""
        self.draft = False
        self.status, self.reason = "scheduled", ""
        self.present, self.broken = True, False
        self.saved = datetime.min.replace(tzinfo=UTC)

    @property
    def readable(self) -> bool:
        return self.present and not self.broken and not self.draft

    def write(self, story: Story) -> None:
        """Saves the file as the model has it; a broken one keeps its name and loses its sense."""
        self.saved = story.now
        if not self.present:
            story.delete(f"{self.slug}.md")
            return
        if self.broken:
            story.folder.write(f"{self.slug}.md", f"---\ntitle: [{self.title}\n---\n", story.now)
            return
        story.save(
            self.slug,
            self.words,
            title=self.title,
            milestone=self.line or "",
            when=self.own.text if self.own else "",
            publish=self.rule,
            room=self.room,
            draft="true" if self.draft else "",
            status=self.status if self.status != "scheduled" else "",
            reason=self.reason,
        )


class Model:
    """All sources and lines together."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.sources: dict[str, Source] = {}

    def day_of(self, source: Source) -> Day:
        if source.own is not None:
            return source.own
        assert source.line is not None
        return self.lines[source.line].day

    def may_be_released(self, source: Source, now: datetime) -> bool:
        """Whether a first release of it is right at `now`, leaving settling aside."""
        day = self.day_of(source).day
        stands = source.line is None or self.lines[source.line].stands
        if not source.readable or source.status != "scheduled" or not stands or day is None:
            return False
        return due_at(source.rule, day) <= now

    def must_be_released(self, source: Source, now: datetime, released: set[str]) -> bool:
        """Whether it has to be out by `now`: due, settled, and not perhaps another one renamed."""
        settled = source.saved + FIRST <= now
        return self.may_be_released(source, now) and settled and not self._has_twin(source, released)

    def _has_twin(self, source: Source, released: set[str]) -> bool:
        gone = [one for one in self.sources.values() if one.slug in released and not one.present]
        return any((one.line, one.own) == (source.line, source.own) for one in gone)
