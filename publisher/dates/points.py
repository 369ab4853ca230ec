"""The grammar of one date: a day, a week, a month, "early April", "the second quarter"."""

from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from publisher.dates.tokens import Token
from publisher.dates.vocabulary import (
    COUNTED,
    JOIN_SOFT,
    JOIN_WORDS,
    ORDINALS,
    PORTIONS,
    RANGE_WORDS,
    STRETCHES,
    WEEK_PREFIXES,
    YEAR_LEADS,
)
from publisher.years import YEARS

THIS_YEAR, NEXT_YEAR = -1, -2


class Point(msgspec.Struct, frozen=True):
    """One date as far as it was written; what is None comes from its neighbours or from the letter.

    `unit` is day, week, month, quarter, semester or year. A quarter or semester is known by its first
    month. `year` may be THIS_YEAR or NEXT_YEAR, or none of YEARS where such a number was written in its
    place. `american` says that the month stood first.
    """

    unit: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    portion: str | None = None
    american: bool = False


NOTHING = Token("end", "", 0, 0, 0)


def at(tokens: Sequence[Token], i: int) -> Token:
    if 0 <= i < len(tokens):
        return tokens[i]
    return NOTHING


def skip(tokens: Sequence[Token], i: int, words: frozenset[str] | tuple[str, ...]) -> int:
    """The place after any number of these words."""
    while at(tokens, i).word in words and i < len(tokens):
        i += 1
    return i


def match_words(tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> bool:
    return all(at(tokens, i + n).word == word for n, word in enumerate(words))


def is_small_number(token: Token) -> bool:
    return token.kind in ("number", "ordinal") and len(token.word) <= 2


def read_year(tokens: Sequence[Token], i: int) -> tuple[int | None, int]:
    """A year after a month or a day: ", 2017", "of 2017", "-2017", "of this year".

    A number in its place that is no year, such as 2206 or the 1500 of an hour, is not passed over.
    """
    if at(tokens, i).word in (",", "of", "in", "-"):
        j = i + 1
    else:
        j = i
    token = at(tokens, j)
    if is_year(token) or is_like_year(token, direct=j == i):
        if at(tokens, i).word == "-" and token.start - at(tokens, i - 1).end > 1:
            return None, i
        # Of nine figures and more the reader of tokens keeps no value.
        return max(token.value, 0), j + 1
    j = skip(tokens, j, ("the",))
    relative = {"this": THIS_YEAR, "current": THIS_YEAR, "same": THIS_YEAR, "next": NEXT_YEAR}
    if at(tokens, j).word in relative and at(tokens, j + 1).word == "year":
        return relative[at(tokens, j).word], j + 2
    return None, i


def is_year(token: Token) -> bool:
    return token.kind == "number" and len(token.word) == 4 and token.value in YEARS


def is_like_year(token: Token, *, direct: bool) -> bool:
    """A number of four figures or more in the place of a year; right after the month, of three."""
    return token.kind == "number" and len(token.word) >= (3 if direct else 4)


def read_weekday(tokens: Sequence[Token], i: int) -> tuple[int | None, int]:
    token = at(tokens, i)
    if token.kind == "weekday":
        return (token.value, i + 1)
    return (None, i)


def read_day(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """A day in either order, whole or in part: "Tuesday, October 3, 2017", "2nd of October", "23"."""
    weekday, j = read_weekday(tokens, i)
    if weekday is not None:
        j = skip(tokens, j, (",", "the"))
    else:
        j = skip(tokens, j, ("the",))
    token = at(tokens, j)
    if token.kind == "iso":
        day = None
        if token.value:
            day = date.fromordinal(token.value)
        if day:
            found = Point("day", day.day, day.month, day.year, weekday)
        else:
            found = Point("day", 99, 1, YEARS.start, weekday)
        return found, j + 1
    if is_small_number(token):
        return read_day_first(tokens, j, weekday)
    if token.kind == "month":
        return read_month_first(tokens, j, weekday)
    return None, i


def read_day_first(tokens: Sequence[Token], i: int, weekday: int | None) -> tuple[Point | None, int]:
    number = at(tokens, i)
    j = skip(tokens, i + 1, ("of", "the"))
    if (
        at(tokens, j).word == "-"
        and at(tokens, j + 1).kind == "month"
        and at(tokens, j + 1).start - number.end == 1
    ):
        j += 1  # 02-Oct-2017
    if at(tokens, j).kind != "month":
        follower = at(tokens, i + 1)
        if follower.kind == "meridian" or follower.word in COUNTED or not 1 <= number.value <= 31:
            return None, i
        if follower.word == ",":
            year, end = read_year(tokens, i + 1)
        else:
            year, end = None, i + 1
        return Point("day", number.value, year=year, weekday=weekday), end
    year, end = read_year(tokens, j + 1)
    point = Point("day", number.value, at(tokens, j).value, year, weekday)
    if weekday is None:
        return read_weekday_after(tokens, end, point)
    return (point, end)


def read_weekday_after(tokens: Sequence[Token], i: int, point: Point) -> tuple[Point, int]:
    """ "2 October 2017 (Monday)" and "2 October, Monday", but not "2 October, Monday 9 October"."""
    j = skip(tokens, i, (",", "("))
    token = at(tokens, j)
    if token.kind != "weekday" or is_small_number(at(tokens, skip(tokens, j + 1, (",", "the")))):
        return point, i
    opened = at(tokens, j - 1).word == "("
    if at(tokens, j + 1).kind == "month" or (opened and at(tokens, j + 1).word != ")"):
        return point, i
    return replace(point, weekday=token.value), j + 2 if opened else j + 1


def read_month_first(tokens: Sequence[Token], i: int, weekday: int | None) -> tuple[Point | None, int]:
    j = skip(tokens, i + 1, ("the",))
    number = at(tokens, j)
    if not is_small_number(number) or is_counted(tokens, j):
        return None, i
    year, end = read_year(tokens, j + 1)
    point = Point("day", number.value, at(tokens, i).value, year, weekday, american=True)
    if weekday is None:
        return read_weekday_after(tokens, end, point)
    return (point, end)


def is_counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number counts something ("in May 6 meetings"), tells the time, or begins another date."""
    follower = at(tokens, i + 1)
    if follower.kind in ("meridian", "month") or follower.word in COUNTED:
        return True
    return follower.word == "-" and at(tokens, i + 2).word in COUNTED


def read_week(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """ "The week of 23 October", "w/c 23 October": a day that stands for its week."""
    j = skip(tokens, i, ("the", "in", "during"))
    for prefix in WEEK_PREFIXES.get(at(tokens, j).word, ()):
        if match_words(tokens, j, prefix):
            point, end = read_day(tokens, skip(tokens, j + len(prefix), ("the", "on", "of", ":")))
            portion = None
            if "ending" in prefix:
                portion = "ending"
            if point:
                return (replace(point, unit="week", portion=portion), end)
            return (None, i)
    return None, i


def read_portion_name(tokens: Sequence[Token], i: int) -> tuple[str | None, int]:
    for size in (2, 1):
        words = tuple(at(tokens, i + n).word for n in range(size))
        if words in PORTIONS:
            return PORTIONS[words], i + size
    return None, i


def read_portion(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """ "Early April", "the end of the week of 25 September", "mid-2018", "early" before "to late May"."""
    name, j = read_portion_name(tokens, skip(tokens, i, ("the",)))
    if name is None:
        return None, i
    linked = at(tokens, j).word
    # "Beginning in March" and "beginning 7 March" are open starts, not portions.
    if name in ("beginning", "end") and linked == "in":
        return None, i
    j = skip(tokens, j, ("-", "part", "of", "in", "the", "month"))
    if name == "beginning" and linked not in ("of", "-"):
        return None, i
    for read in (read_week, read_quarter, read_month, read_bare_year, read_far_year):
        point, end = read(tokens, j)
        if point:
            twice = point.portion is not None or (point.unit == "week" and name.endswith("week"))
            if twice:
                return (None, i)
            return (replace(point, portion=name), end)
    return read_bare_portion(tokens, i, name)


def read_bare_portion(tokens: Sequence[Token], i: int, name: str) -> tuple[Point | None, int]:
    """ "Early" and "mid-" before "to late May": the month follows the next portion."""
    after = read_portion_name(tokens, skip(tokens, i, ("the",)))[1]
    j = skip(tokens, after, ("-",))
    second, _ = read_portion_name(tokens, skip(tokens, j, ("to", "or", "and", "/", "the")))
    if second is None:
        return None, i
    return Point("month", portion=name), j if at(tokens, j).word in ("or", "and", "/") else after


def read_quarter(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """ "The second quarter of 2018", "Q1 2024", "the first semester"."""
    j = skip(tokens, i, ("the",))
    number = ordinal_at(tokens, j)
    unit = STRETCHES.get(at(tokens, j + 1).word)
    shared = unit is None
    if shared:  # "the second and third quarters": the unit stands after the last
        k = skip(tokens, j + 1, ("and", "to", "or", "-", ",", "/", "the"))
        unit = None
        if k > j + 1 and ordinal_at(tokens, k):
            unit = STRETCHES.get(at(tokens, k + 1).word)
    if unit is None or number == 0:
        return None, i
    if unit == "quarter":
        length = 3
    else:
        length = 6
    if number == -1:
        number = 12 // length
    if not 1 <= number <= 12 // length:
        return None, i
    if shared:
        year, end = None, j + 1
    else:
        year, end = read_year(tokens, j + 2)
    return Point(unit, month=(number - 1) * length + 1, year=year), end


def ordinal_at(tokens: Sequence[Token], i: int) -> int:
    token = at(tokens, i)
    if token.kind == "ordinal":
        return token.value
    return ORDINALS.get(token.word, 0)


def read_month(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    if at(tokens, i).word in ("the", "month"):
        j = skip(tokens, i, ("the", "month", "of"))
    else:
        j = i
    token = at(tokens, j)
    if token.kind != "month":
        return None, i
    year, end = read_year(tokens, j + 1)
    return Point("month", month=token.value, year=year), end


def read_bare_year(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """A year by itself, where the words before it say so: "in 2018", but not "the 2030 Agenda"."""
    j = skip(tokens, i, ("the", "year"))
    token = at(tokens, j)
    if is_year(token):
        led = i == 0 or j > i or at(tokens, j - 1).word in YEAR_LEADS or at(tokens, j - 1).kind == "note"
        named = at(tokens, j + 1)
        plain = (
            named.kind != "word" or named.word in JOIN_SOFT or named.word in RANGE_WORDS | JOIN_WORDS | {"or"}
        )
        if led and (plain or i > 0):
            return (Point("year", year=token.value), j + 1)
        return (None, i)
    worded = (
        j > i and at(tokens, j - 1).word == "year" and "the" in (at(tokens, j - 2).word, at(tokens, i).word)
    )
    if worded or token.word in ("this", "next"):
        year, end = read_year(tokens, j)
        if year or worded:
            return (Point("year", year=year or THIS_YEAR), end)
        return (None, i)
    return None, i


def read_far_year(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """ "The end of 2206": what is no year, where only a year can stand."""
    token = at(tokens, i)
    if at(tokens, i - 1).word == "of" and is_like_year(token, direct=False):
        return Point("year", year=max(token.value, 0)), i + 1
    return None, i


def read_point(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """Any one date; a week before a day, a portion before a month, a day before a month."""
    if is_year(at(tokens, i)) and at(tokens, i + 1).kind == "month":  # "2017 October 2"
        point, end = read_point(tokens, i + 1)
        if point and point.year is None:
            return (replace(point, year=at(tokens, i).value), end)
        return (None, i)
    for read in (read_week, read_quarter, read_portion, read_day, read_month, read_bare_year):
        point, end = read(tokens, i)
        if point:
            return point, end
    return None, i
