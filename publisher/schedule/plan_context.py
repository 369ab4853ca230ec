"""All that a plan depends on besides the announcements: the moment, the roadmaps, the settings."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from publisher.announcements.held import HeldSource
from publisher.calendars.working_days import Calendar
from publisher.errors import LocalTimeError
from publisher.releases.release import Snapshot
from publisher.roadmap.moving import find_line
from publisher.roadmap.roadmap import Milestone, Roadmap
from publisher.schedule.archiving import Archiving
from publisher.schedule.hours import begins_at, ends_at
from publisher.schedule.settings import Schedule

CLOSE_TO_MEETING = timedelta(hours=1)


class PlanContext(msgspec.Struct, frozen=True):
    """One moment, seen from the desk.

    `now` is a UTC instant. `seen` tells since when (UTC) each `roadmap/milestone` has its present value;
    `held` are the sources that errors hold back; `brakes` gives reasons by slug, EVERYTHING for all;
    `approvals` gives the names by slug and digest (approval.py); `refused` says why the last pass could not
    record something, by subject and name; `places` gives path and line of what is no announcement;
    `archiving` is a person's word that what was due then is archived.
    """

    now: datetime
    zone: ZoneInfo
    calendar: Calendar
    schedule: Schedule
    roadmaps: Mapping[str, Roadmap]
    seen: Mapping[str, datetime] = {}
    brakes: Mapping[str, str] = {}
    held: tuple[HeldSource, ...] = ()
    approvals: Mapping[tuple[str, str], tuple[str, ...]] = {}
    refused: Mapping[tuple[str, str], str] = {}
    places: Mapping[tuple[str, str], tuple[str, int]] = {}
    archiving: Archiving | None = None

    def find_milestone(self, name: str | None) -> tuple[Roadmap, Milestone] | None:
        """The line that `first-reading` or `modalities/first-reading` names; None when none or several do."""
        if name is not None:
            return find_line(self.roadmaps, name)
        return None

    def roadmap_seen(self, roadmap: Roadmap) -> datetime | None:
        return self.seen.get(roadmap.id)

    def settled_at(self, *changed: datetime | None) -> datetime:
        """The UTC instant at which a change has lain long enough; a future time counts as now."""
        known = [min(moment, self.now) for moment in changed if moment]
        if known:
            return max(known) + self.schedule.changes
        return self.now

    def is_near(self, snapshot: Snapshot) -> bool:
        """Within the hour before it begins a change cannot wait for another edit."""
        begins = begins_at(snapshot.when, snapshot.hours, self.zone)
        return begins is not None and self.now <= begins <= self.now + CLOSE_TO_MEETING

    def is_past(self, roadmap: Roadmap) -> bool:
        """Whether every line that has a date is over."""
        try:
            ends = [ends_at(line.when, None, self.zone) for line in roadmap.milestones]
        except LocalTimeError:
            return False
        return all(end < self.now for end in ends if end)
