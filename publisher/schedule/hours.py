"""When a meeting begins and ends, for what is late and what is past."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from publisher.calendars.local_time import to_instant
from publisher.roadmap.when import Occasion, Times, When

MORNING_ENDS, AFTERNOON_ENDS = time(13, 0), time(18, 0)
"""The normal hours of meetings at Headquarters: 10 a.m. to 1 p.m. and 3 to 6 p.m."""


def anchor_day(when: When) -> date | None:
    """The local day that a rule counts from: the first, or for a deadline the last."""
    return when.last if when.precision == "by" else when.first or when.last


def begins_at(when: When, hours: Times | None, zone: ZoneInfo) -> datetime | None:
    """The UTC instant at which it begins; the start of the day when no hour is known."""
    day = anchor_day(when)
    if day is None:
        return None
    start = hours.start if hours else when.occasions[0].start if when.occasions else None
    return to_instant(day, start, zone) if start else start_of_day(day, zone)


def ends_at(when: When, hours: Times | None, zone: ZoneInfo) -> datetime | None:
    """The UTC instant after which it is past: a deadline at its instant, else its end."""
    last = when.last or when.first
    if last is None:
        return None
    occasion = when.occasions[-1] if when.occasions else None
    if hours is None and occasion is None:
        return end_of_day(last, zone)
    start, end = (hours.start, hours.end) if hours else (_start(occasion), occasion.end if occasion else None)
    if when.precision == "by" and start:
        return to_instant(last, end or start, zone)
    end = end or _usual_end(start, occasion.part if occasion else None)
    return to_instant(last, end, zone) if end else end_of_day(last, zone)


def _start(occasion: Occasion | None) -> time | None:
    return occasion.start if occasion else None


def _usual_end(start: time | None, part: str | None) -> time | None:
    if start is None and part is None:
        return None
    if part == "morning":
        return MORNING_ENDS
    return AFTERNOON_ENDS if start is None or start < AFTERNOON_ENDS else None


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which a local day begins, also where the clocks jump over its midnight.

    No author wrote that midnight, so there is nobody whom a refusal could ask for another.
    """
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    return start_of_day(day + timedelta(days=1), zone)
