"""What a reading of a date holds: the days, the sittings, and what is wrong or in doubt."""

import re
from datetime import date, time

import msgspec

from publisher.problem import Code

WEEKS: dict[str | None, Code] = {
    "first week": "first week", "second week": "second week", "third week": "third week",
    "fourth week": "fourth week", "last week": "last week",
}  # fmt: skip
"""Portions of a month that have no fixed days, each under its own code."""


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
    say how to mend the words. `codes` say to programs what each of these is about, faults first; they are
    left out where there is nothing to say.
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
    codes: tuple[Code, ...] | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        if self.codes is msgspec.UNSET and (self.faults or self.doubts):
            msgspec.structs.force_setattr(self, "codes", tuple(map(recall_code, self.problems)))

    def is_about(self, code: Code) -> bool:
        return self.codes is not msgspec.UNSET and code in self.codes

    @property
    def coded_faults(self) -> list[tuple[str, Code]]:
        """Each fault, and the rule of the house that it breaks."""
        return list(zip(self.faults, self.codes or (), strict=False))

    @property
    def problems(self) -> tuple[str, ...]:
        """Faults first, then doubts."""
        return self.faults + self.doubts


# Before readings had codes the ledger kept their sentences alone. These are the words of that time, whatever
# is said today: the reading of a release of then equals today's, and is written as it was.
_OF_THAT_TIME: tuple[tuple[str, Code], ...] = (
    (r".* is a \w+, not a ", "weekday"),
    (r"\d\d:\d\d is not in the ", "half-day"),
    (r"it does not say which half of the day", "which-half"),
    (r"a deadline names one day", "one-day"),
    (r"it may mean .* or the time before it", "or-before"),
    (r"11\.59 is probably p\.m\.", "eleven-59"),
    (r"a first week has", "first week"),
    (r"a second week has", "second week"),
    (r"a third week has", "third week"),
    (r"a fourth week has", "fourth week"),
    (r"a last week has", "last week"),
)


def recall_code(sentence: str) -> Code:
    """What a sentence in a ledger of before there were codes is about."""
    return next((code for words, code in _OF_THAT_TIME if re.match(words, sentence)), "date")
