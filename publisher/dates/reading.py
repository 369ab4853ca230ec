"""What a reading of a date holds: the days, the sittings, and what is wrong or in doubt."""

from datetime import date, time

import msgspec


class Times(msgspec.Struct, frozen=True):
    """One sitting's hours as they were written, in local wall time of the publication."""

    start: time
    end: time | None = None


class Occasion(msgspec.Struct, frozen=True):
    """One sitting, or one stretch of days without hours; all in local wall time.

    `start` is on `first` and `end` is on `last`, so a sitting that runs past midnight ends on the
    next day. A half-day has the usual hours of United Nations Headquarters, a deadline only its `end`.
    """

    first: date
    last: date
    part: str | None = None
    start: time | None = None
    end: time | None = None


class When(msgspec.Struct, frozen=True):
    """The reading of a date as people write it; the words themselves are always kept in `text`.

    `first` and `last` are None where an end is open or nothing is dated. `precision` is time, half-day,
    day, range or list (these, and "by" with a day, may be `exact`), week, part, month, quarter, semester,
    year, span, by, from, duration, alternatives, relative, undated or unread. `exact` says that an
    instant may be derived without asking a person. `days` are the single days that were named, and a
    week's Monday to Friday. `faults` hold the line back, `doubts` only warn; both are sentences that
    say how to mend the words.
    """

    text: str
    first: date | None = None
    last: date | None = None
    part: str | None = None
    times: tuple[Times, ...] = ()
    precision: str = "unread"
    condition: str | None = None
    exact: bool = False
    days: tuple[date, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Faults first, then doubts."""
        return self.faults + self.doubts
