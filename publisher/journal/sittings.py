"""When an entry takes place, as instants where an hour is known and as whole days where none is."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from publisher.calendars.local_time import to_instant
from publisher.dates.when import Occasion, Times, When
from publisher.errors import LocalTimeError


class Sitting(msgspec.Struct, frozen=True):
    """One sitting: UTC instants, or local days of which `end` is the last."""

    start: datetime | date
    end: datetime | date | None = None

    @property
    def is_timed(self) -> bool:
        return isinstance(self.start, datetime)


def find_sittings(when: When, hours: Times | None, zone: ZoneInfo) -> list[Sitting]:
    """Each sitting in order; `hours` of the announcement win over those of the roadmap."""
    found = [find_sitting(occasion, hours, zone) for occasion in when.occasions]
    if not found and when.first and when.last:
        found.append(Sitting(when.first, when.last))
    return found


def find_sitting(occasion: Occasion, hours: Times | None, zone: ZoneInfo) -> Sitting:
    """A deadline is the instant at which it ends; an hour that does not exist leaves the day."""
    start, end = occasion.start, occasion.end
    if hours:
        start, end = hours.start, hours.end
    try:
        return _at_hours(occasion, start, end, zone) or Sitting(occasion.first, occasion.last)
    except LocalTimeError:
        return Sitting(occasion.first, occasion.last)


def _at_hours(occasion: Occasion, start: time | None, end: time | None, zone: ZoneInfo) -> Sitting | None:
    if start:
        last = None
        if end:
            last = to_instant(occasion.last, end, zone)
        return Sitting(to_instant(occasion.first, start, zone), last)
    if end:
        return Sitting(to_instant(occasion.last, end, zone))
    return None
