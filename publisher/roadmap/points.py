"""The grammar of dates: a day, a week, a month, "early April", "the second quarter", and lists and ranges of them."""

from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from publisher.roadmap.tokens import Token
from publisher.roadmap.vocabulary import (
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

THIS_YEAR, NEXT_YEAR = -1, -2


class Point(msgspec.Struct, frozen=True):
    """One date as far as it was written; what is None comes from its neighbours or from the letter.

    `unit` is day, week, month, quarter, semester or year. A quarter or semester is known by its first
    month. `year` may be THIS_YEAR or NEXT_YEAR. `american` says that the month stood first.
    """

    unit: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    portion: str | None = None
    american: bool = False


class Item(msgspec.Struct, frozen=True):
    """One date, or a range from `start` to `end`."""

    start: Point
    end: Point | None = None


class Dates(msgspec.Struct, frozen=True):
    """Dates that stand together: a list, or alternatives joined by "or"; `between` is a loose range."""

    items: tuple[Item, ...]
    either: bool = False
    between: bool = False


NOTHING = Token("end", "", 0, 0, 0)


def at(tokens: Sequence[Token], i: int) -> Token:
    return tokens[i] if 0 <= i < len(tokens) else NOTHING


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
    """A year after a month or a day: ", 2017", "of 2017", "-2017", "of this year"."""
    j = i + 1 if at(tokens, i).word in (",", "of", "in", "-") else i
    token = at(tokens, j)
    if token.kind == "number" and len(token.word) == 4 and 1900 < token.value < 2200:
        if at(tokens, i).word == "-" and token.start - at(tokens, i - 1).end > 1:
            return None, i
        return token.value, j + 1
    j = skip(tokens, j, ("the",))
    relative = {"this": THIS_YEAR, "current": THIS_YEAR, "same": THIS_YEAR, "next": NEXT_YEAR}
    if at(tokens, j).word in relative and at(tokens, j + 1).word == "year":
        return relative[at(tokens, j).word], j + 2
    return None, i


def read_weekday(tokens: Sequence[Token], i: int) -> tuple[int | None, int]:
    token = at(tokens, i)
    return (token.value, i + 1) if token.kind == "weekday" else (None, i)


def read_day(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """A day in either order, with or without weekday, month and year: "Tuesday, October 3, 2017", "the 23rd"."""
    weekday, j = read_weekday(tokens, i)
    j = skip(tokens, j, (",", "the")) if weekday is not None else skip(tokens, j, ("the",))
    token = at(tokens, j)
    if token.kind == "iso":
        day = date.fromordinal(token.value) if token.value else None
        found = Point("day", day.day, day.month, day.year, weekday) if day else Point("day", 99, 1, 1, weekday)
        return found, j + 1
    if is_small_number(token):
        return read_day_first(tokens, j, weekday)
    if token.kind == "month":
        return read_month_first(tokens, j, weekday)
    return None, i


def read_day_first(tokens: Sequence[Token], i: int, weekday: int | None) -> tuple[Point | None, int]:
    number = at(tokens, i)
    j = skip(tokens, i + 1, ("of", "the"))
    if at(tokens, j).word == "-" and at(tokens, j + 1).kind == "month" and at(tokens, j + 1).start - number.end == 1:
        j += 1  # 02-Oct-2017
    if at(tokens, j).kind != "month":
        follower = at(tokens, i + 1)
        if follower.kind == "meridian" or follower.word in COUNTED or not 1 <= number.value <= 31:
            return None, i
        year, end = read_year(tokens, i + 1) if follower.word == "," else (None, i + 1)
        return Point("day", number.value, year=year, weekday=weekday), end
    year, end = read_year(tokens, j + 1)
    point = Point("day", number.value, at(tokens, j).value, year, weekday)
    return (read_weekday_after(tokens, end, point)) if weekday is None else (point, end)


def read_weekday_after(tokens: Sequence[Token], i: int, point: Point) -> tuple[Point, int]:
    """"2 October 2017 (Monday)" and "2 October, Monday", but not "2 October, Monday 9 October"."""
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
    return (read_weekday_after(tokens, end, point)) if weekday is None else (point, end)


def is_counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number counts something ("in May 6 meetings"), tells the time, or begins another date."""
    follower = at(tokens, i + 1)
    if follower.kind in ("meridian", "month") or follower.word in COUNTED:
        return True
    return follower.word == "-" and at(tokens, i + 2).word in COUNTED


def read_week(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """"The week of 23 October", "w/c 23 October": a day that stands for its week."""
    j = skip(tokens, i, ("the", "in", "during"))
    for prefix in WEEK_PREFIXES:
        if match_words(tokens, j, prefix):
            point, end = read_day(tokens, skip(tokens, j + len(prefix), ("the", "on", "of", ":")))
            return (replace(point, unit="week"), end) if point else (None, i)
    return None, i


def read_portion_name(tokens: Sequence[Token], i: int) -> tuple[str | None, int]:
    for size in (2, 1):
        words = tuple(at(tokens, i + n).word for n in range(size))
        if words in PORTIONS:
            return PORTIONS[words], i + size
    return None, i


def read_portion(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """"Early April", "the end of the week of 25 September", "mid-2018"; "early" alone before "to late May"."""
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
    for read in (read_week, read_quarter, read_month, read_bare_year):
        point, end = read(tokens, j)
        if point:
            return (replace(point, portion=name), end) if point.portion is None else (None, i)
    return read_bare_portion(tokens, i, name)


def read_bare_portion(tokens: Sequence[Token], i: int, name: str) -> tuple[Point | None, int]:
    """"Early" and "mid-" before "to late May": the month follows the next portion."""
    after = read_portion_name(tokens, skip(tokens, i, ("the",)))[1]
    j = skip(tokens, after, ("-",))
    second, _ = read_portion_name(tokens, skip(tokens, j, ("to", "or", "and", "/", "the")))
    if second is None:
        return None, i
    return Point("month", portion=name), j if at(tokens, j).word in ("or", "and", "/") else after


def read_quarter(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """"The second quarter of 2018", "Q1 2024", "the first semester"."""
    j = skip(tokens, i, ("the",))
    token = at(tokens, j)
    number = token.value if token.kind == "ordinal" else ORDINALS.get(token.word, 0)
    unit = STRETCHES.get(at(tokens, j + 1).word)
    if unit is None or number == 0:
        return None, i
    length = 3 if unit == "quarter" else 6
    number = 12 // length if number == -1 else number
    if not 1 <= number <= 12 // length:
        return None, i
    year, end = read_year(tokens, j + 2)
    return Point(unit, month=(number - 1) * length + 1, year=year), end


def read_month(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    j = skip(tokens, i, ("the", "month", "of")) if at(tokens, i).word in ("the", "month") else i
    token = at(tokens, j)
    if token.kind != "month":
        return None, i
    year, end = read_year(tokens, j + 1)
    return Point("month", month=token.value, year=year), end


def read_bare_year(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """A year by itself, where the words before it say so: "in 2018", but not "the 2030 Agenda"."""
    j = skip(tokens, i, ("the", "year"))
    token = at(tokens, j)
    if token.kind == "number" and len(token.word) == 4 and 1900 < token.value < 2200:
        led = i == 0 or j > i or at(tokens, j - 1).word in YEAR_LEADS
        named = at(tokens, j + 1)
        plain = named.kind != "word" or named.word in JOIN_SOFT or named.word in RANGE_WORDS | JOIN_WORDS | {"or"}
        return (Point("year", year=token.value), j + 1) if led and (plain or i > 0) else (None, i)
    if match_words(tokens, i, ("the", "year")) or at(tokens, j).word in ("this", "next"):
        year, end = read_year(tokens, j)
        return (Point("year", year=year or THIS_YEAR), end) if year or j > i + 1 else (None, i)
    return None, i


def read_point(tokens: Sequence[Token], i: int) -> tuple[Point | None, int]:
    """Any one date; a week before a day, a portion before a month, a day before a month."""
    for read in (read_week, read_quarter, read_portion, read_day, read_month, read_bare_year):
        point, end = read(tokens, i)
        if point:
            return point, end
    return None, i


def read_dates(tokens: Sequence[Token], i: int, *, between: bool = False) -> tuple[Dates | None, int]:
    """Dates that stand together from here, months filled in from their neighbours; None if there are none."""
    weekdays, start = read_weekday_run(tokens, i)
    items: list[Item] = []
    ends: list[int] = []
    either, linked, j = False, "", start
    while True:
        item, end = read_item(tokens, j, between=between)
        if item is None:
            break
        either = either or linked == "or"
        items.append(item)
        ends.append(end)
        linked, j = read_joiner(tokens, end)
        if not linked:
            break
    kept = fill_months(items, weeks=bool(items) and items[0].start.unit == "week")
    if not kept:
        return None, max(ends, default=i)
    return Dates(spread_weekdays(kept, weekdays), either, between), ends[len(kept) - 1]


def read_item(tokens: Sequence[Token], i: int, *, between: bool) -> tuple[Item | None, int]:
    start, j = read_point(tokens, i)
    if start is None:
        return None, i
    dash = at(tokens, j).word
    if dash in RANGE_WORDS or (dash == "and" and between) or match_words(tokens, j, ("up", "to")):
        k = skip(tokens, j + 1, ("-", "to", "the", "and", "including", "on", "end"))
        end, after = read_point(tokens, j + 1)
        if end is None:
            end, after = read_point(tokens, k)
        if end is not None and (is_whole(end) or start.american):
            return Item(start, end), after
    return Item(start), j


def is_whole(point: Point) -> bool:
    return point.month is not None or point.unit == "year"


def read_joiner(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """The link to a next date: "and", "or", or "" when nothing joins; notes between do not part a list."""
    j, link = i, ""
    for words in (("as", "well", "as"), ("followed", "by"), ("and", "also")):
        if match_words(tokens, j, words):
            return "and", skip(tokens, j + len(words), JOIN_SOFT)
    while j < len(tokens):
        token = at(tokens, j)
        if token.word == "or":
            link = "or"
        elif token.word in JOIN_WORDS:
            link = link or "and"
        elif not (token.kind == "note" or (link and token.word in JOIN_SOFT)):
            break
        j += 1
    return link, j


def read_weekday_run(tokens: Sequence[Token], i: int) -> tuple[list[int], int]:
    """"Wednesday and Thursday, 27 and 28 September": weekdays named before their days."""
    found: list[int] = []
    j = i
    while at(tokens, j).kind == "weekday":
        found.append(at(tokens, j).value)
        linked = skip(tokens, j + 1, ("and", ",", "to", "-", "&"))
        if linked == j + 1 or at(tokens, linked).kind != "weekday":
            j = linked if len(found) > 1 else j + 1
            break
        j = linked
    return (found, j) if len(found) > 1 else ([], i)


def spread_weekdays(items: list[Item], weekdays: list[int]) -> tuple[Item, ...]:
    points = [point for item in items for point in (item.start, item.end) if point]
    if len(points) != len(weekdays) or any(point.weekday is not None for point in points):
        return tuple(items)
    named = iter(weekdays)
    return tuple(
        Item(
            replace(item.start, weekday=next(named)),
            replace(item.end, weekday=next(named)) if item.end else None,
        )
        for item in items
    )


def fill_months(items: list[Item], *, weeks: bool) -> list[Item]:
    """Give each bare number the month that follows it (or, in American order, went before)."""
    filled: list[Item] = []
    later: Point | None = None
    for item in reversed(items):
        end = fill_point(item.end, later) if item.end else None
        start = fill_point(item.start, end or later)
        later = start if is_whole(start) else later
        filled.append(Item(start, end))
    filled.reverse()
    return keep_whole(filled, weeks=weeks)


def fill_point(point: Point, other: Point | None) -> Point:
    if is_whole(point) or other is None or other.american:
        return point
    if point.unit == "month":
        return replace(point, unit=other.unit, month=other.month, year=other.year)
    return replace(point, month=other.month, year=other.year) if other.unit in ("day", "week") else point


def keep_whole(items: list[Item], *, weeks: bool) -> list[Item]:
    """Carry an American month onwards, and stop at the first number that belongs to no month."""
    kept: list[Item] = []
    before: Point | None = None
    for item in items:
        start = carry_month(item.start, before)
        end = carry_month(item.end, start) if item.end else None
        if not is_whole(start) or (end and not is_whole(end)):
            break
        if weeks and start.unit == "day":
            start = replace(start, unit="week")
        kept.append(Item(start, end))
        before = end or start
    return kept


def carry_month(point: Point, before: Point | None) -> Point:
    if is_whole(point) or before is None or not before.american or point.unit != "day":
        return point
    return replace(point, month=before.month, year=point.year or before.year, american=True)
