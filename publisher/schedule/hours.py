"""When a meeting begins and ends, for what is late and what is past."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from publisher.calendars.local_time import first_instant, start_of_day, to_instant, zone_city
from publisher.dates.when import Occasion, Times, When
from publisher.errors import LocalTimeError
from publisher.schedule.words import describe_day

MORNING_ENDS, AFTERNOON_ENDS = time(13, 0), time(18, 0)
"""The normal hours of meetings at Headquarters: 10 a.m. to 1 p.m. and 3 to 6 p.m."""


def anchor_day(when: When) -> date | None:
    """The local day that a rule counts from: the first, or for a deadline the last."""
    if when.precision == "by":
        return when.last
    return when.first or when.last


def begins_at(when: When, hours: Times | None, zone: ZoneInfo) -> datetime | None:
    """The UTC instant at which it begins; the start of the day when no hour is known.

    Raises LocalTimeError for a written hour that the clocks jump over or pass twice, as `ends_at` does.
    """
    day = anchor_day(when)
    if day is None:
        return None
    start: time | None = None
    if hours:
        start = hours.start
    elif when.occasions:
        start = when.occasions[0].start
    if start:
        return to_instant(day, start, zone)
    return start_of_day(day, zone)


def ends_at(when: When, hours: Times | None, zone: ZoneInfo) -> datetime | None:
    """The UTC instant after which it is past: a deadline at its instant, else its end.

    An end that nobody wrote is a usual one, and comes whatever the clocks do.
    """
    last = when.last or when.first
    if last is None:
        return None
    occasion = None
    if when.occasions:
        occasion = when.occasions[-1]
    if hours is None:
        if occasion is None:
            return end_of_day(last, zone)
        last = max(last, occasion.last)  # a sitting past midnight ends on the day after
    start, end = _start(occasion), _end(occasion)
    if hours:
        start, end = hours.start, hours.end
    if when.precision == "by" and start:
        return to_instant(last, end or start, zone)
    if end is not None:
        return to_instant(last, end, zone)
    usual = _usual_end(start, occasion.part if occasion else None)
    if usual:
        return first_instant(last, usual, zone, repeated="first")
    return end_of_day(last, zone)


def _start(occasion: Occasion | None) -> time | None:
    if occasion:
        return occasion.start
    return None


def _end(occasion: Occasion | None) -> time | None:
    if occasion:
        return occasion.end
    return None


def _usual_end(start: time | None, part: str | None) -> time | None:
    if start is None and part is None:
        return None
    if part == "morning":
        return MORNING_ENDS
    if start is None or start < AFTERNOON_ENDS:
        return AFTERNOON_ENDS
    return None


def check_hours(when: When, hours: Times | None, zone: ZoneInfo) -> None:
    """Raises LocalTimeError for the first hour or day that a person wrote and that the clocks leave out.

    Nobody guesses which other was meant; an hour that they pass twice is refused as well.
    """
    for occasion in when.occasions:
        start, end = occasion.start, occasion.end
        if hours:
            start, end = hours.start, hours.end
        for day, at in ((occasion.first, start), (occasion.last, end)):
            if at is not None:
                to_instant(day, at, zone)
            elif when.exact and start_of_day(day, zone) == end_of_day(day, zone):
                where = zone_city(zone)
                raise LocalTimeError(f"{describe_day(day)} is left out in {where}", "choose another day")


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    return start_of_day(day + timedelta(days=1), zone)
