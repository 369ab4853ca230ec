"""Meetings that meet: two in one room, or two by one convener, at the same time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time

import msgspec

from publisher.releases.release import Snapshot
from publisher.schedule.words import describe_day


class Collision(msgspec.Struct, frozen=True):
    """Two announcements at one time; `what` is the room or the convener that both name."""

    one: str
    other: str
    what: str
    day: date

    def describe(self, slug: str) -> str:
        """For the author of `slug`, which is one of the two."""
        if slug == self.one:
            other = self.other
        else:
            other = self.one
        return f"it meets `{other}` on {describe_day(self.day)}: both claim {self.what} at one time"


def find_collisions(snapshots: Iterable[Snapshot], today: date) -> Iterator[Collision]:
    """Meetings from `today` (local) on that claim one room or one convener at overlapping hours of one day.

    Each is told with one that it meets and not with all of them, in one go over the meetings of a room or a
    convener as they begin: 10,000 in one room make 10,000 collisions, where pairs would be fifty million.
    """
    claims: dict[tuple[date, str], list[Snapshot]] = defaultdict(list)
    for snapshot in snapshots:
        if _takes_place(snapshot):
            for day in snapshot.when.days:
                for what in _name_claims(snapshot):
                    if day >= today:
                        claims[day, what].append(snapshot)
    for (day, what), meetings in sorted(claims.items()):
        yield from _sweep(day, what, sorted(meetings, key=lambda meeting: (_hours(meeting), meeting.slug)))


def is_collision(found: Collision, one: Snapshot, other: Snapshot) -> bool:
    """Whether two announcements, as they stand in these snapshots, meet as `found` says."""
    for snapshot in (one, other):
        if not _takes_place(snapshot) or found.day not in snapshot.when.days:
            return False
        if found.what not in _name_claims(snapshot):
            return False
    return _overlap(_hours(one), _hours(other))


def _takes_place(snapshot: Snapshot) -> bool:
    return snapshot.kind == "meeting" and snapshot.status == "scheduled" and snapshot.when.exact


def _name_claims(snapshot: Snapshot) -> set[str]:
    """The room and the conveners that nobody else can have at the same time."""
    return {what for what in (snapshot.original.room, *snapshot.original.convened_by) if what}


def _sweep(day: date, what: str, meetings: list[Snapshot]) -> Iterator[Collision]:
    latest = meetings[0]
    for one in meetings[1:]:
        if _overlap(_hours(one), _hours(latest)):
            yield Collision(one.slug, latest.slug, what, day)
        latest = max(latest, one, key=lambda meeting: _hours(meeting)[1])


def _hours(snapshot: Snapshot) -> tuple[time, time]:
    """The hours that a meeting may take; without any, the whole day."""
    occasion = None
    if snapshot.when.occasions:
        occasion = snapshot.when.occasions[0]
    hours = snapshot.hours or occasion
    start = (hours.start if hours else None) or time.min
    return start, (hours.end if hours else None) or time.max


def _overlap(one: tuple[time, time], other: tuple[time, time]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
