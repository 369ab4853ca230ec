"""One announcement at one moment, joined with the line of the roadmap that gives its date."""

from datetime import date, datetime

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.calendars.local_time import start_of_day
from publisher.dates.when import When, find_condition
from publisher.problem import Problem
from publisher.releases.release import Snapshot, copy_written
from publisher.roadmap.moving import explain_missing
from publisher.roadmap.roadmap import Milestone, Roadmap
from publisher.schedule.hours import anchor_day, begins_at, ends_at
from publisher.schedule.plan_context import PlanContext
from publisher.schedule.rule import Rule


class Candidate(msgspec.Struct, frozen=True):
    """What decisions about one announcement look at; `roadmap` and `milestone` come both or not at all."""

    announcement: Announcement
    when: When
    roadmap: Roadmap | None
    milestone: Milestone | None
    context: PlanContext

    @property
    def name(self) -> str:
        """What the date is the date of, in the roadmap's words; never the title, which may not be public yet.

        The reasons of a plan go to the log.
        """
        if self.milestone:
            return self.milestone.what
        return "its own date"

    @property
    def day(self) -> date | None:
        return anchor_day(self.when)

    def find_day(self, rule: Rule) -> date | None:
        """The local day that `rule` counts from: its own, or that of the milestone that the rule names."""
        if rule.milestone is None:
            return self.day
        name = rule.milestone
        if self.roadmap is not None and "/" not in name:
            name = f"{self.roadmap.id}/{name}"
        line = self.context.find_milestone(name)
        if line:
            return anchor_day(line[1].when)
        return None

    @property
    def begins(self) -> datetime | None:
        return begins_at(self.when, self.announcement.time, self.context.zone)

    @property
    def ends(self) -> datetime | None:
        return ends_at(self.when, self.announcement.time, self.context.zone)

    @property
    def is_past(self) -> bool:
        return self.ends is not None and self.ends <= self.context.now

    @property
    def letter(self) -> datetime | None:
        """The UTC instant before which nothing of the roadmap is due: the day on which it was written."""
        if self.roadmap:
            return start_of_day(self.roadmap.letter, self.context.zone)
        return None

    @property
    def condition(self) -> str | None:
        """A condition still open, in the line's date or in its text; a person's "confirmed" closes it."""
        if self.milestone is None:
            return self.when.condition
        if self.milestone.status == "confirmed":
            return None
        return self.when.condition or find_condition(self.milestone.what)

    @property
    def confirmed(self) -> datetime | None:
        """Since when (UTC) the line has stood as it does."""
        if self.roadmap is None or self.milestone is None:
            return None
        return self.context.seen.get(f"{self.roadmap.id}/{self.milestone.id}")

    def problem(self, field: str, what: str, mend: str, *, rule: str, warning: bool = False) -> Problem:
        """A problem of a field, or of the date where the field is left out and a default stands in."""
        lines = self.announcement.lines
        line = next((lines[name] for name in (field, "milestone", "when") if name in lines), 1)
        return Problem(self.announcement.path, line, what, mend, warning, rule)

    def take_snapshot(self) -> Snapshot:
        """What readers would see if it were released as its sources stand.

        A line that is cancelled cancels what hangs on it.
        """
        announcement, milestone = self.announcement, self.milestone
        cancelled = (
            milestone is not None and milestone.status == "cancelled" and announcement.status == "scheduled"
        )
        written = copy_written(announcement)
        if cancelled:
            written["status"] = "cancelled"
        return Snapshot(
            slug=announcement.slug,
            when=self.when,
            roadmap=self.roadmap.id if self.roadmap else None,
            milestone=milestone.id if milestone else None,
            hours=announcement.time,
            reason=milestone.reason if milestone else None,
            **written,
        )


def open_case(announcement: Announcement, context: PlanContext) -> Candidate | Problem:
    """The case of `announcement`, or what is wrong with the milestone that it names."""
    if announcement.milestone is None:
        assert announcement.when is not None
        return Candidate(announcement, announcement.when, None, None, context)
    found = context.find_milestone(announcement.milestone)
    if found is None:
        return _unknown_milestone(announcement, context)
    return Candidate(announcement, found[1].when, *found, context)


def _unknown_milestone(announcement: Announcement, context: PlanContext) -> Problem:
    what, mend = explain_missing(context.roadmaps, announcement.milestone or "")
    return Problem(announcement.path, announcement.line_of("milestone"), what, mend, rule="milestone")
