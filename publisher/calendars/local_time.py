"""Local time on the nights the clocks change: what a person wrote is taken strictly, a rule goes on."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from publisher.errors import LocalTimeError
from publisher.years import SPAN, YEARS

_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<clock>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?P<offset>[Zz]|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)

Repeated = Literal["first", "later"]
"""Which of the two is meant where the clocks pass an hour twice."""


class OddHour(msgspec.Struct, frozen=True):
    """A wall time that the clocks skip, or else repeat.

    `what` says so: "2:30 on 14 March 2027 does not exist in New York (clocks go forward at 2:00)".
    """

    skipped: bool
    what: str


def to_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall time that a person wrote.

    Raises LocalTimeError, with words for the author, for a time that the clocks jump over or pass twice.
    zoneinfo itself never refuses: on 14 March 2027 it takes 2:30 in New York for 3:30.
    """
    odd = find_odd_hour(day, at, zone)
    if odd is not None:
        raise LocalTimeError(odd.what, "choose another time")
    return first_instant(day, at, zone, repeated="first")


def first_instant(day: date, at: time, zone: ZoneInfo, *, repeated: Repeated) -> datetime:
    """The UTC instant at which a rule's wall time comes, whatever the clocks do.

    A time that they jump over, be it with its whole day, comes at the first instant after it. Of one that
    they pass twice, `repeated` takes the "first" (a closing, a day's beginning) or the "later" (a release,
    which is never early). A later wall time never comes at an earlier instant. Raises LocalTimeError only
    for an instant outside the years 1 to 9999.
    """
    wall = _join(day, at)
    before, after = _offset_at(wall, 0, zone), _offset_at(wall, 1, zone)
    try:
        if after > before:
            return _find_change(wall, zone, before, after)
        return (wall - (before if repeated == "first" else after)).replace(tzinfo=UTC)
    except OverflowError as error:
        raise LocalTimeError(f"{_in_words(wall)} is out of range", "choose another date") from error


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first UTC instant of a local day, also where the clocks jump over its midnight.

    A day that a place left out begins when the next one does.
    """
    return first_instant(day, time(0), zone, repeated="first")


def find_odd_hour(day: date, at: time, zone: ZoneInfo) -> OddHour | None:
    """What the clocks do to a wall time; None for one that comes once, as nearly all do."""
    wall = _join(day, at)
    # PEP 495: fold 0 has the offset before the change, fold 1 the one after it, in a gap and in a fold.
    before, after = _offset_at(wall, 0, zone), _offset_at(wall, 1, zone)
    if before == after:
        return None
    skipped = after > before
    changed = (_find_change(wall, zone, before, after) + before).replace(tzinfo=None)
    if skipped:
        what = "does not exist"
    else:
        what = "happens twice"
    if skipped:
        way = "forward"
    else:
        way = "back"
    clocks = f"clocks go {way} at {_clock(changed)}"
    return OddHour(skipped, f"{_in_words(wall)} {what} in {zone_city(zone)} ({clocks})")


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The aware local time of an aware instant. Raises ValueError for a naive one."""
    return _require_aware(instant).astimezone(zone)


def iso_z(instant: datetime) -> str:
    """An aware instant in UTC to the second (RFC 3339), as in '2017-09-27T22:00:00Z'.

    Microseconds are dropped. Raises ValueError for a naive instant.
    """
    return _require_aware(instant).astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """The UTC instant that `text` names, to the second.

    Read are '2017-09-20T12:00-04:00', '2017-09-20T16:00Z', '2017-09-20 12:00' or '12:00:30' and
    '2017-09-20' (midnight); without an offset the time is local in `zone`. Raises ValueError with a
    sentence for the author, also for a year far off and a local time that does not exist or exists twice.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is not a date and time; write it as 2017-09-20 12:00")
    try:
        day = date.fromisoformat(match["day"])
        at = time.fromisoformat(match["clock"] or "00:00")
        if day.year not in YEARS:
            raise LocalTimeError(f"“{text}” is no date and time of the years {SPAN}", "correct it")
        if match["offset"] is None:
            return to_instant(day, at, zone)
        aware = datetime.fromisoformat(f"{day}T{at}{match['offset'].upper()}")
        return aware.astimezone(UTC)
    except LocalTimeError as error:
        raise ValueError(str(error)) from error
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{text}” is no date and time of the calendar; correct it") from error


def zone_city(zone: ZoneInfo) -> str:
    """The city a zone is named for, as in 'New York' for America/New_York."""
    return str(zone).rsplit("/", 1)[-1].replace("_", " ")


def _offset_at(wall: datetime, fold: int, zone: ZoneInfo) -> timedelta:
    offset = wall.replace(fold=fold, tzinfo=zone).utcoffset()
    assert offset is not None, "ZoneInfo always has an offset"
    return offset


def _join(day: date, at: time) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None, fold=0))


def _find_change(wall: datetime, zone: ZoneInfo, before: timedelta, after: timedelta) -> datetime:
    """The UTC instant, to the second, at which the clocks change around a wall time in a gap or a fold."""
    early, late = sorted((wall - after, wall - before))
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.replace(tzinfo=UTC).astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0, tzinfo=UTC)


def _require_aware(instant: datetime) -> datetime:
    # A naive value would be read in the zone of the machine: right on the author's desk, wrong on a server.
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs its zone, but {instant.isoformat()} has none")
    return instant


def _in_words(wall: datetime) -> str:
    return f"{_clock(wall)} on {wall.day} {wall:%B} {wall.year}"


def _clock(wall: datetime) -> str:
    return f"{wall.hour}:{wall.minute:02}"
