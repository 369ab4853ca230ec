"""The grammar of hours: "10-11:30 a.m.", "at 10:00 and 15:00", noon, close of business."""

from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

from publisher.dates.points import at, match_words, skip
from publisher.dates.tokens import Token
from publisher.dates.vocabulary import MONTHS
from publisher.problem import Fault

RANGE = frozenset({"-", "to", "until", "till", "til", "through"})
NAMED = {"noon": 12 * 60, "midday": 12 * 60, "midnight": 24 * 60}
CLOSE_OF_BUSINESS = 18 * 60
END_OF_DAY = 24 * 60


class Clock(NamedTuple):
    """A time of day as written: `minute` counts from midnight on the face that was written."""

    minute: int
    meridian: str | None = None
    plain: bool = True  # in figures, without a.m. or p.m.
    early: bool = False  # "3:00": in the night, if it is meant as written
    named: str = ""
    text: str = ""


class Hours(NamedTuple):
    """The hours of one sitting, in minutes from midnight; what is wrong or uncertain in words."""

    start: int
    end: int | None = None
    fault: Fault | None = None
    named: str = ""  # "midnight" or "cob": not quite an instant
    plain: bool = False

    @property
    def start_time(self) -> time:
        return time_of(self.start)

    @property
    def end_time(self) -> time | None:
        if self.end is None:
            return None
        return time_of(self.end)


def time_of(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def read_clock(tokens: Sequence[Token], i: int) -> tuple[Clock | None, int]:
    """One time of day: "10:00", "10.30 a.m.", "3pm", "12 noon", "3 o'clock p.m."."""
    token = at(tokens, i)
    if token.word in NAMED:
        return Clock(NAMED[token.word], plain=False, named=token.word, text=token.word), i + 1
    if token.word in ("cob", "cop") or match_words(tokens, i, ("close", "of", "business")):
        return Clock(CLOSE_OF_BUSINESS, plain=False, named="cob", text="COB"), i + (
            3 if token.word == "close" else 1
        )
    if token.kind == "clock":
        return read_clock_in_figures(tokens, i)
    if token.kind == "number" and token.value <= 24:
        return read_hour(tokens, i)
    return None, i


def read_clock_in_figures(tokens: Sequence[Token], i: int) -> tuple[Clock, int]:
    token = at(tokens, i)
    after = at(tokens, i + 1)
    meridian = None
    if after.kind == "meridian":
        meridian = after.word
    if after.word in NAMED:
        return Clock(NAMED[after.word], plain=False, named=after.word, text=after.word), i + 2
    early = 0 <= token.value < 8 * 60 and not token.word.startswith("0") and meridian is None
    if meridian:
        end = i + 2
    else:
        end = skip(tokens, i + 1, ("hours", "hrs", "h"))
    return Clock(token.value, meridian, meridian is None, early, text=token.word), end


def read_hour(tokens: Sequence[Token], i: int) -> tuple[Clock | None, int]:
    token = at(tokens, i)
    if match_words(tokens, i + 1, ("o", "clock")):
        j = i + 3
    else:
        j = i + 1
    after = at(tokens, j)
    if after.kind == "meridian":
        return Clock(token.value * 60, after.word, plain=False, text=token.word), j + 1
    if after.word in NAMED and token.value == 12:
        return Clock(NAMED[after.word], plain=False, named=after.word, text=after.word), j + 1
    if j > i + 1:
        return Clock(token.value * 60, early=token.value < 8, text=token.word + " o'clock"), j
    return None, i


def read_hours(tokens: Sequence[Token], i: int) -> tuple[Hours | None, int]:
    """One time or a range of times from here; "3-6 p.m." shares its meridian."""
    start, j = read_clock(tokens, i)
    if start is None:
        return read_shared_hours(tokens, i)
    if at(tokens, j).word in RANGE:
        k = j + 1
    else:
        k = j
    if at(tokens, j).word == "and" and at(tokens, i - 1).word == "between":
        k = j + 1
    if k > j:
        end, after = read_clock(tokens, k)
    else:
        end, after = None, j
    if end is None or starts_a_date(tokens, k):
        return hours_of(start, None), j
    return hours_of(start, end), after


def starts_a_date(tokens: Sequence[Token], i: int) -> bool:
    return at(tokens, i).kind == "number" and at(tokens, i + 1).word in MONTHS


def read_shared_hours(tokens: Sequence[Token], i: int) -> tuple[Hours | None, int]:
    """A bare number that takes the meridian of the time after it: "10-11:30 a.m.", "at 3 and 6 p.m."."""
    token, link = at(tokens, i), at(tokens, i + 1)
    if token.kind != "number" or token.value > 24:
        return None, i
    end, after = read_clock(tokens, i + 2)
    start = Clock(token.value * 60, plain=False, text=token.word)
    if end is None or starts_a_date(tokens, i + 2):
        return None, i
    if link.word in RANGE or (link.word == "and" and at(tokens, i - 1).word == "between"):
        if end.meridian is None and not end.named:
            start = start._replace(plain=True, early=token.value < 8)
        return hours_of(start, end), after
    if link.word in ("and", "&", ",") and at(tokens, i - 1).word == "at" and end.meridian:
        return hours_of(start._replace(meridian=end.meridian), None), i + 1
    return None, i


def hours_of(start: Clock, end: Clock | None) -> Hours:
    """Two written times as minutes; a start without meridian takes the end's, or the other if that fails."""
    named = ""
    if end is None:
        named = start.named
    if end is None:
        minute, fault = minute_of(start, start.meridian)
        return Hours(minute, None, fault, named, start.plain)
    finish, fault_of_end = minute_of(end, end.meridian)
    meridian = start.meridian or end.meridian
    if end.named and not start.meridian and not start.named:
        if end.named == "noon" or start.minute >= 13 * 60:
            meridian = "am"
        else:
            meridian = "pm"
    if start.minute >= 13 * 60 and not start.meridian:
        meridian = None
    begin, fault = minute_of(start, meridian)
    if not start.meridian and meridian == "pm" and begin >= finish:
        begin, fault = minute_of(start, "am")
    if begin == finish:
        what = f"{start.text} is written as start and as end"
        fault = fault or Fault("date", what, "write the hour at which it ends")
    if finish == 0 and end.minute == 0:
        finish = END_OF_DAY
    return Hours(begin, finish, fault or fault_of_end, "", start.plain)


def minute_of(clock: Clock, meridian: str | None) -> tuple[int, Fault | None]:
    """Minutes from midnight, with a fault if there is no such time or it could be either half of the day."""
    minute = clock.minute
    if minute < 0 or (minute >= END_OF_DAY and not clock.named and minute > END_OF_DAY):
        mend = "write hours up to 23 and minutes up to 59"
        return 0, Fault("date", f"{clock.text} is not a time of day", mend)
    if clock.named:
        return minute, None
    if meridian is None:
        if clock.early:
            mend = f"write a.m. or p.m., or {night(minute)}"
            return minute, Fault("date", f"{clock.text} may be in the night or p.m.", mend)
        return minute, None
    if minute == 12 * 60 and meridian == "am":
        return 0, Fault("date", "12 a.m. may be noon or midnight", "write 12 noon, 00:01 or 23:59")
    if minute >= 13 * 60:
        if meridian == "pm" and minute < END_OF_DAY:
            return minute, None
        return minute, Fault("date", f"{clock.text} a.m. is not a time of day", "write one or the other")
    return minute % (12 * 60) + (12 * 60 if meridian == "pm" else 0), None


def night(minute: int) -> str:
    return f"{time_of(minute + 12 * 60):%H:%M}"
