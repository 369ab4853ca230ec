"""Every night on which the clocks of a place changed or will change, found by looking at the zone itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

BEGIN, END = datetime(1990, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
STEP = timedelta(days=7)
"""No zone of these years changed its clocks twice within a week."""


class ClockChange(msgspec.Struct, frozen=True):
    """`at` is the UTC instant of the change; the offsets are those before and from it on."""

    zone: ZoneInfo
    at: datetime
    before: timedelta
    after: timedelta

    def __str__(self) -> str:
        return f"{self.zone} {self.at:%Y-%m-%d}"

    @property
    def skips(self) -> bool:
        return self.after > self.before

    @property
    def walls(self) -> list[datetime]:
        """Wall times (naive) before, at the edges of, within and behind what is odd; in order."""
        low, high = sorted(self.at.replace(tzinfo=None) + offset for offset in (self.before, self.after))
        second, middle = timedelta(seconds=1), low + (high - low) / 2
        found = [low - timedelta(hours=1), low - second, low, middle, high - second, high]
        return [*found, high + timedelta(hours=1)]

    @property
    def odd(self) -> datetime:
        """A wall time (naive, to the minute) that does not exist or happens twice."""
        low = min(self.at.replace(tzinfo=None) + offset for offset in (self.before, self.after))
        return low + abs(self.after - self.before) / 2


def find_changes(name: str) -> Iterator[ClockChange]:
    """The changes of one zone in the years 1990 to 2037, in order."""
    zone, moment = ZoneInfo(name), BEGIN
    offset = offset_at(zone, moment)
    while moment < END:
        following = moment + STEP
        if offset_at(zone, following) != offset:
            at = halve(zone, moment, following)
            changed = offset_at(zone, at)
            yield ClockChange(zone, at, offset, changed)
            offset = changed
        moment = following


def halve(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first second with the offset of `late`."""
    before = offset_at(zone, early)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if offset_at(zone, middle) == before:
            early = middle
        else:
            late = middle
    return late


def offset_at(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
