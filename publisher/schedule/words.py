"""Instants and days in the words of plans and messages; readers' dates are the Journal's business."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from publisher.calendars.local_time import to_local, zone_city


def describe_instant(instant: datetime, zone: ZoneInfo) -> str:
    """ "Wed 27 Sep 2017 18:00 New York" for a UTC instant; seconds only where there are any."""
    local = to_local(instant, zone)
    seconds = ""
    if local.second:
        seconds = ":%S"
    return local.strftime(f"%a %-d %b %Y %H:%M{seconds} ") + zone_city(zone)


def describe_day(day: date) -> str:
    """ "Monday 2 October 2017"."""
    return f"{day:%A} {day.day} {day:%B %Y}"
