"""The rules by which an announcement is released: "3 working days before at 18:00"."""

import re
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from publisher.calendars.local_time import OddHour, find_odd_hour, first_instant, parse_instant, to_instant
from publisher.calendars.working_days import Calendar
from publisher.problem import Fault
from publisher.years import SPAN, YEARS

DEFAULT_HOUR = time(18, 0)
"""Local hour of a rule that names none: the usual closing hour of a Journal's entries."""

LARGEST_AMOUNT = 1000
MEND = 'write "3 working days before at 18:00", "on the day at 9:00", "at once" or "2 October 2017 at 9:00"'
MEND_DATE = "write a date such as 2 October 2017 at 9:00"
Kind = Literal["offset", "at once", "when confirmed", "absolute"]

_AT = r"(?:\s+at\s+(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d))?"
_OFFSET = re.compile(
    r"(?P<distance>(?P<amount>\d+|an?|one|two|three|four|five)\s+(?P<unit>working\s+days?|days?|weeks?)\s+"
    rf"(?P<side>before|after))(?:\s+(?P<milestone>(?!at\b)[a-z0-9/-]+))?{_AT}",
    re.IGNORECASE,
)
_ON_THE_DAY = re.compile(rf"on\s+the\s+day(?:\s+of\s+(?P<milestone>[a-z0-9/-]+))?{_AT}", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?")
_WRITTEN = re.compile(
    r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\s+(?P<year>\d{4}),?\s+(?:at\s+)?"
    r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?"
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(),
        start=1,
    )
}


class Rule(msgspec.Struct, frozen=True):
    """When something is to be released, as its author wrote it.

    For an offset, `amount` is negative before and positive after; `milestone` names another line of
    the roadmap to count from; `distance` is "3 working days before" in the author's words, empty for the day
    itself. `at` is local wall time. An absolute rule holds `day`, `at` and, when an offset from UTC was
    written, the `instant` itself.
    """

    text: str
    kind: Kind
    amount: int = 0
    unit: str = "days"
    milestone: str | None = None
    day: date | None = None
    at: time = DEFAULT_HOUR
    instant: datetime | None = None
    distance: str = ""

    def means_the_same(self, other: "Rule") -> bool:
        """Whether both come to one instant whatever they are counted from: only the words differ."""
        return self == msgspec.structs.replace(other, text=self.text, distance=self.distance)


def read_rule(text: str) -> Rule | Fault:
    """The rule that `text` states; a Fault, never an exception, for anything else."""
    words = " ".join(text.split())
    lowered = words.lower()
    if lowered in ("at once", "when confirmed"):
        return Rule(words, "at once" if lowered == "at once" else "when confirmed")
    for pattern, read in ((_ON_THE_DAY, _read_offset), (_OFFSET, _read_offset), (_WRITTEN, _read_written)):
        match = pattern.fullmatch(words)
        if match:
            return read(words, match.groupdict())
    if _ISO.fullmatch(words):
        return _read_iso(words)
    return Fault("rule", f'"{words}" is not a rule that can be read', MEND)


def _read_offset(text: str, found: dict[str, str | None]) -> Rule | Fault:
    amount = _read_amount(found.get("amount"))
    if amount > LARGEST_AMOUNT:
        what = f'"{text}" counts {amount}, more than {LARGEST_AMOUNT}'
        return Fault("rule", what, "write an absolute date")
    unit = " ".join((found.get("unit") or "days").lower().split())
    return Rule(
        text,
        "offset",
        amount=-amount if (found.get("side") or "").lower() == "before" else amount,
        unit=unit if unit.endswith("s") else unit + "s",
        milestone=found.get("milestone"),
        at=_read_clock(found),
        distance=found.get("distance") or "",
    )


def _read_amount(word: str | None) -> int:
    if word is None:
        return 0
    return _NUMBERS.get(word.lower()) or int(word)


def _read_clock(found: dict[str, str | None]) -> time:
    hour, minute = found.get("hour"), found.get("minute")
    if hour and minute:
        return time(int(hour), int(minute), int(found.get("second") or 0))
    return DEFAULT_HOUR


def _read_written(text: str, found: dict[str, str | None]) -> Rule | Fault:
    month = _MONTHS.get((found["month"] or "").lower())
    try:
        day = date(int(found["year"] or 0), month or 0, int(found["day"] or 0))
    except ValueError:
        return Fault("rule", f'"{text}" is not a day of the calendar', MEND_DATE)
    if day.year not in YEARS:
        return _refuse_year(text)
    return Rule(text, "absolute", day=day, at=_read_clock(found))


def _refuse_year(text: str) -> Fault:
    return Fault("rule", f'"{text}" is of none of the years {SPAN}', MEND_DATE)


def _read_iso(text: str) -> Rule | Fault:
    if int(text[:4]) not in YEARS:
        return _refuse_year(text)
    try:
        if re.search(r"(?:Z|[+-]\d{2}:?\d{2})$", text) and len(text) > 10:
            instant = parse_instant(re.sub(r"\s+(?=[Z+-])", "", text), ZoneInfo("UTC"))
            return Rule(text, "absolute", instant=instant)
        moment = datetime.fromisoformat(text)
    except ValueError:
        mend = "write a date such as 2017-10-02 09:00"
        return Fault("rule", f'"{text}" is not a day of the calendar', mend)
    return Rule(text, "absolute", day=moment.date(), at=moment.time() if len(text) > 10 else DEFAULT_HOUR)


def shift_day(rule: Rule, day: date, calendar: Calendar) -> date:
    """The local day on which an offset rule falls, counted from `day`."""
    if rule.unit == "working days":
        return calendar.shift(day, rule.amount)
    return day + timedelta(days=rule.amount * (7 if rule.unit == "weeks" else 1))


def rule_instant(rule: Rule, day: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The UTC instant of an offset or absolute rule.

    An hour counted from a day comes whatever the clocks do, never early. A moment that a person wrote out is
    taken strictly: raises LocalTimeError where the clocks jump over it or pass it twice.
    """
    if rule.instant is not None:
        return rule.instant
    if rule.day is not None:
        return to_instant(rule.day, rule.at, zone)
    return first_instant(shift_day(rule, day, calendar), rule.at, zone, repeated="later")


def find_odd_rule(rule: Rule, day: date, calendar: Calendar, zone: ZoneInfo) -> OddHour | None:
    """What the clocks do to the hour of an offset rule; None where it comes once."""
    if rule.kind != "offset":
        return None
    return find_odd_hour(shift_day(rule, day, calendar), rule.at, zone)
