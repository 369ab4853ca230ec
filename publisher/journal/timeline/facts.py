"""What the timeline of a roadmap says: the shape of each line, where it stood before, what is announced."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

import msgspec

from publisher.dates.when import When, find_condition
from publisher.releases.release import Release
from publisher.roadmap.roadmap import Milestone, Roadmap

Shape = Literal["day", "morning", "afternoon", "days", "bar", "band", "haze", "edge", "start", "undated"]
"""A day or half-day is a mark, several days are several; a range is a bar, a week a band, a month or a part
of one a band with soft ends; a deadline is the edge at which time runs out, "from" one at which it begins."""

POINTS = ("time", "half-day", "day")
VAGUE = ("part", "month", "quarter", "semester", "year", "span")
LIMITS = ("deadline", "silence")
"""The kinds of milestone that are over at their date instead of taking place on it."""
MOST_MARKS = 7


class Ghost(msgspec.Struct, frozen=True):
    """Where a line stood before it moved away, and the reason that was given for the move."""

    when: When
    shape: Shape
    reason: str | None


class TimelineLine(msgspec.Struct, frozen=True):
    """A milestone in the picture; `ghosts` are its earlier dates, oldest first.

    `past`: it lay behind when the letter was written, so it will never be announced.
    """

    milestone: Milestone
    shape: Shape
    announced: bool = False
    unsure: bool = False
    cancelled: bool = False
    past: bool = False
    ghosts: tuple[Ghost, ...] = ()

    @property
    def moves(self) -> list[tuple[When, When, str | None]]:
        """Each move as was, is now, and why; oldest first."""
        stops = [*(ghost.when for ghost in self.ghosts), self.milestone.when]
        reasons = [ghost.reason for ghost in self.ghosts]
        return [(was, now, why) for (was, now), why in zip(pairwise(stops), reasons, strict=True)]


class Timeline(msgspec.Struct, frozen=True):
    """The picture's facts; `lines` are in the order of their dates, what has none at the end."""

    roadmap: Roadmap
    lines: tuple[TimelineLine, ...]

    def line(self, milestone_id: str) -> TimelineLine:
        """KeyError for a line that is not there."""
        for line in self.lines:
            if line.milestone.id == milestone_id:
                return line
        raise KeyError(milestone_id)


def tell_timeline(history: Sequence[Release], entries: Iterable[Release]) -> Timeline:
    """The facts from every revision of a roadmap (oldest first, at least one) and what is announced of it."""
    versions = [release.roadmap for release in history]
    standing = list(entries)
    lines = [_tell_line(line, versions, standing) for line in versions[-1].milestones]
    return Timeline(versions[-1], tuple(sorted(lines, key=_date_order)))


def _date_order(line: TimelineLine) -> date:
    return line.milestone.when.first or line.milestone.when.last or date.max


def _tell_line(line: Milestone, versions: list[Roadmap], entries: list[Release]) -> TimelineLine:
    mine = [entry.snapshot for entry in entries if entry.snapshot.milestone == line.id]
    announced = any(one.status != "withdrawn" for one in mine)
    last = line.when.last
    called_off = bool(mine) and all(one.status in ("cancelled", "withdrawn") for one in mine)
    return TimelineLine(
        milestone=line,
        shape=shape_of(line.when, line.kind),
        announced=announced,
        unsure=is_unsure(line),
        cancelled=line.status == "cancelled" or called_off,
        past=not announced and last is not None and last < versions[-1].letter,
        ghosts=tuple(find_ghosts(line.id, versions)),
    )


def is_unsure(line: Milestone) -> bool:
    """Whether it depends on something that nobody has confirmed, or names no day that it will be on."""
    if line.status == "confirmed":
        return False
    open_ended = line.when.precision == "alternatives" or shape_of(line.when, line.kind) == "undated"
    return open_ended or bool(line.when.condition or find_condition(line.what))


def find_ghosts(milestone_id: str, versions: Iterable[Roadmap]) -> list[Ghost]:
    """Its earlier dates, oldest first. A date that is only written in other words is the same date."""
    known = [line for version in versions if (line := version.milestone(milestone_id))]
    return [
        Ghost(before.when, shape_of(before.when, before.kind), after.reason)
        for before, after in pairwise(known)
        if not is_same_date(before.when, after.when)
    ]


def is_same_date(one: When, other: When) -> bool:
    if one.first is None and one.last is None and other.first is None and other.last is None:
        return one.text == other.text
    return _date_of(one) == _date_of(other)


def _date_of(when: When) -> tuple[object, ...]:
    return when.first, when.last, when.part, when.times, when.precision, when.days


def shape_of(when: When, kind: str) -> Shape:
    """How a date is drawn, so that the picture claims no more than the words do."""
    if when.first is None or when.last is None:
        return _shape_of_one_end(when)
    is_one_day = when.first == when.last
    if when.precision == "by" or (kind in LIMITS and is_one_day):
        return "edge"
    if when.precision in VAGUE:
        return "haze"
    if when.precision == "week":
        return "band"
    if when.precision in ("list", "alternatives") and 1 < len(when.days) <= MOST_MARKS:
        return "days"
    if is_one_day or when.precision in POINTS:
        return _shape_of_day(when)
    if when.exact:
        return "bar"
    return "band"


def _shape_of_one_end(when: When) -> Shape:
    if when.last:
        return "edge"
    if when.first:
        return "start"
    return "undated"


def _shape_of_day(when: When) -> Shape:
    if when.part == "morning":
        return "morning"
    if when.part == "afternoon":
        return "afternoon"
    return "day"
