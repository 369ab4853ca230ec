"""Strict local time: a wall time that does not exist, or exists twice, is refused and never guessed."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from publisher.errors import LocalTimeError

_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<clock>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?P<offset>[Zz]|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


def to_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall time in `zone`.

    Raises LocalTimeError, with words for the author, for a time that the clocks jump over or pass twice.
    zoneinfo itself never refuses: on 14 March 2027 it takes 2:30 in New York for 3:30.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    first, second = _offset_at(wall, 0, zone), _offset_at(wall, 1, zone)
    if first != second:
        _refuse(wall, zone, first, second)
    try:
        return (wall - first).replace(tzinfo=UTC)
    except OverflowError as error:
        raise LocalTimeError(f"{_in_words(wall)} is out of range; choose another date") from error


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
    sentence for the author, also for a local time that does not exist or exists twice.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is not a date and time; write it as 2017-09-20 12:00")
    try:
        day = date.fromisoformat(match["day"])
        at = time.fromisoformat(match["clock"] or "00:00")
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


def _refuse(wall: datetime, zone: ZoneInfo, before: timedelta, after: timedelta) -> NoReturn:
    # PEP 495: fold 0 has the offset before the change, fold 1 the one after it, in a gap and in a fold.
    gap = after > before
    changed = _find_change(wall, zone, before, after)
    what = "does not exist" if gap else "happens twice"
    way = "forward" if gap else "back"
    raise LocalTimeError(
        f"{_in_words(wall)} {what} in {zone_city(zone)} "
        f"(clocks go {way} at {_clock(changed)}); choose another time"
    )


def _find_change(wall: datetime, zone: ZoneInfo, before: timedelta, after: timedelta) -> datetime:
    """The wall time, by the clock before the change, at which the clocks change (naive, to the second)."""
    early, late = sorted((wall - after, wall - before))
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.replace(tzinfo=UTC).astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return (late + before).replace(microsecond=0)


def _require_aware(instant: datetime) -> datetime:
    # A naive value would be read in the zone of the machine: right on the author's desk, wrong on a server.
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs its zone, but {instant.isoformat()} has none")
    return instant


def _in_words(wall: datetime) -> str:
    return f"{_clock(wall)} on {wall.day} {wall:%B} {wall.year}"


def _clock(wall: datetime) -> str:
    return f"{wall.hour}:{wall.minute:02}"
