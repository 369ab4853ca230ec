"""Working days: Saturdays, Sundays and official holidays are left out, floating holidays are not."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import msgspec

from publisher.errors import ConfigError

_HERE = Path(__file__).parent
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class Holiday(msgspec.Struct, frozen=True):
    """One holiday on the local date on which it is observed.

    `kind`: on an official holiday the offices are closed; on a floating one they stay open and organs are
    invited to avoid meetings (General Assembly resolution 69/250), so it is a working day.
    `provisional`: not yet checked against the year's information circular (ST/IC).
    """

    day: date
    name: str
    kind: Literal["official", "floating"]
    source: str
    provisional: bool = False


class Calendar(msgspec.Struct, frozen=True, dict=True):
    """The holidays of one place, and the years for which they are known. All days are local dates."""

    holidays: tuple[Holiday, ...]
    years: frozenset[int]

    # Looked up for every day of every plan, hence an index; `dict=True` above leaves room for it.
    @cached_property
    def _by_day(self) -> dict[date, Holiday]:
        floating_first = sorted(self.holidays, key=lambda holiday: holiday.kind == "official")
        return {holiday.day: holiday for holiday in floating_first}

    def is_working(self, day: date) -> bool:
        """Whether `day` is neither a Saturday, a Sunday nor an official holiday."""
        holiday = self.holiday_on(day)
        return day.weekday() < _SATURDAY and (holiday is None or holiday.kind == "floating")

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday of `day`, floating ones too; the official one where two fall together."""
        return self._by_day.get(day)

    def shift(self, day: date, working_days: int) -> date:
        """The day that many working days after `day`, or before it when negative; for 0 `day` itself.

        `day` may be a non-working day: from a Saturday, -1 is the Friday before and 1 the Monday after.
        Takes time in proportion to the distance; raises OverflowError beyond the years 1 to 9999.
        """
        if working_days > 0:
            step = _ONE_DAY
        else:
            step = -_ONE_DAY
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def skipped_between(self, earlier: date, later: date) -> tuple[Holiday, ...]:
        """Official holidays on weekdays strictly between the two days, in order of date."""
        found = (holiday for day, holiday in self._by_day.items() if earlier < day < later)
        wanted = (each for each in found if each.kind == "official" and each.day.weekday() < _SATURDAY)
        return tuple(sorted(wanted, key=lambda holiday: holiday.day))

    def covers(self, year: int) -> bool:
        """Whether the holidays of `year` are known; if not, only weekends are left out of it."""
        return year in self.years

    def count_working_days(self, first: date, last: date) -> int:
        """How many working days lie strictly between: neither `first` nor `last` is counted.

        These are the clear days of notice. Wednesday, 27 September to Monday, 2 October 2017 gives 2
        (the Thursday and the Friday), although the first is 3 working days before the last as `shift`
        steps. 0 when `last` is not after `first`.
        """
        days = range(first.toordinal() + 1, last.toordinal())
        return sum(self.is_working(date.fromordinal(day)) for day in days)


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    day: date
    name: str
    kind: Literal["official", "floating"] = "official"
    source: str | None = None
    provisional: bool | None = None


class _Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    year: int
    source: str
    holidays: tuple[_Row, ...]
    provisional: bool = False


class _Packaged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    years: tuple[_Year, ...]


@cache
def load_packaged(name: str) -> Calendar:
    """The calendar shipped under `name`, such as `un-headquarters`.

    Raises ConfigError for an unknown name, naming the nearest known one.
    """
    # Compared with the names that exist, never joined to a path first: `../x` is just an unknown name.
    known = sorted(path.stem for path in _HERE.glob("*.toml"))
    if name not in known:
        raise ConfigError(f'calendar "{name}" is unknown', _name_nearest(name, known))
    packaged = msgspec.toml.decode((_HERE / f"{name}.toml").read_bytes(), type=_Packaged)
    rows = tuple(_read_row(year, row) for year in packaged.years for row in year.holidays)
    return Calendar(rows, frozenset(year.year for year in packaged.years))


def amend(calendar: Calendar, *, also: Sequence[date], except_: Sequence[date]) -> Calendar:
    """The calendar without the days of `except_` and with those of `also` as official holidays.

    A day in both is a holiday. A year that `also` names counts as covered. A day of `except_` that is no
    holiday changes nothing: a provisional date taken out by hand may since have been corrected.
    """
    kept = tuple(holiday for holiday in calendar.holidays if holiday.day not in set(except_))
    added = from_dates(also)
    return Calendar(kept + added.holidays, calendar.years | added.years)


def from_dates(days: Sequence[date]) -> Calendar:
    """A calendar with `days` as its official holidays, covering the years in which they lie."""
    holidays = tuple(Holiday(day, "holiday", "official", "config.toml") for day in sorted(set(days)))
    return Calendar(holidays, frozenset(day.year for day in days))


def _read_row(year: _Year, row: _Row) -> Holiday:
    if row.provisional is None:
        provisional = year.provisional
    else:
        provisional = row.provisional
    return Holiday(row.day, row.name, row.kind, row.source or year.source, provisional)


def _name_nearest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f'did you mean "{near[0]}"?'
    return "known are: " + ", ".join(known)
