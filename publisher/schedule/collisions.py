"""Meetings that meet: two in one room, or two by one convener, at the same time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import combinations

import msgspec

from publisher.ledger.release import Snapshot


class Collision(msgspec.Struct, frozen=True):
    """Two announcements at one time; `what` is the room or the convener that both name."""

    one: str
    other: str
    what: str
    day: date


def find_collisions(snapshots: Iterable[Snapshot]) -> Iterator[Collision]:
    """Every pair that claims one room or one convener at overlapping hours of one local day."""
    by_day: dict[date, list[Snapshot]] = defaultdict(list)
    for snapshot in snapshots:
        if snapshot.kind == "meeting" and snapshot.status == "scheduled" and snapshot.when.exact:
            for day in snapshot.when.days:
                by_day[day].append(snapshot)
    for day, meetings in sorted(by_day.items()):
        for one, other in combinations(meetings, 2):
            if _overlap(_hours(one), _hours(other)):
                yield from (Collision(one.slug, other.slug, what, day) for what in _shared(one, other))


def find_crowded(snapshots: Iterable[Snapshot], today: date) -> Iterator[Collision]:
    """The same from `today` (local) on, each meeting with one that it meets and not with all of them.

    In one go over the meetings of a room or a convener as they begin: 10,000 in one room make 10,000
    collisions, where pairs would be fifty million.
    """
    claims: dict[tuple[date, str], list[Snapshot]] = defaultdict(list)
    for snapshot in snapshots:
        if snapshot.kind == "meeting" and snapshot.status == "scheduled" and snapshot.when.exact:
            for day in snapshot.when.days:
                for what in (snapshot.original.room, *snapshot.original.convened_by):
                    if what and day >= today:
                        claims[day, what].append(snapshot)
    for (day, what), meetings in sorted(claims.items()):
        yield from _sweep(day, what, sorted(meetings, key=lambda one: (_hours(one), one.slug)))


def _sweep(day: date, what: str, meetings: list[Snapshot]) -> Iterator[Collision]:
    latest = meetings[0]
    for one in meetings[1:]:
        if _overlap(_hours(one), _hours(latest)):
            yield Collision(one.slug, latest.slug, what, day)
        latest = max(latest, one, key=lambda meeting: _hours(meeting)[1])


def _shared(one: Snapshot, other: Snapshot) -> list[str]:
    rooms = [one.original.room] if one.original.room and one.original.room == other.original.room else []
    return rooms + [name for name in one.original.convened_by if name in other.original.convened_by]


def _hours(snapshot: Snapshot) -> tuple[time, time]:
    """The hours that a meeting may take; without any, the whole day."""
    occasion = snapshot.when.occasions[0] if snapshot.when.occasions else None
    hours = snapshot.hours or occasion
    start = (hours.start if hours else None) or time.min
    return start, (hours.end if hours else None) or time.max


def _overlap(one: tuple[time, time], other: tuple[time, time]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
