"""Dates that stand together: lists, ranges and alternatives, the month filled in from its neighbours."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from publisher.dates.points import Point, at, match_words, read_point, skip
from publisher.dates.tokens import Token
from publisher.dates.vocabulary import JOIN_SOFT, JOIN_WORDS, RANGE_WORDS


class ListedDate(msgspec.Struct, frozen=True):
    """One date, or a range from `start` to `end`."""

    start: Point
    end: Point | None = None


class Dates(msgspec.Struct, frozen=True):
    """Dates that stand together: a list, or alternatives joined by "or"; `between` is a loose range.

    `apart` says that several were written out with their months ("3 October and 5 October").
    """

    items: tuple[ListedDate, ...]
    either: bool = False
    between: bool = False
    apart: bool = False


def read_dates(tokens: Sequence[Token], i: int, *, between: bool = False) -> tuple[Dates | None, int]:
    """Dates that stand together from here, months filled in from their neighbours; None if there are none."""
    weekdays, start = read_weekday_run(tokens, i)
    items: list[ListedDate] = []
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
    apart = sum(item.start.month is not None for item in items[: len(kept)]) > 1
    return Dates(spread_weekdays(kept, weekdays), either, between, apart), ends[len(kept) - 1]


def read_item(tokens: Sequence[Token], i: int, *, between: bool) -> tuple[ListedDate | None, int]:
    start, j = read_point(tokens, i)
    if start is None:
        return None, i
    dash = at(tokens, j).word
    if dash in RANGE_WORDS or (dash == "and" and between) or match_words(tokens, j, ("up", "to")):
        k = skip(tokens, j + 1, ("-", "to", "the", "and", "including", "on", "end"))
        end, after = read_point(tokens, j + 1)
        if end is None:
            end, after = read_point(tokens, k)
        if end is not None and (is_whole(end) or start.american or not is_whole(start)):
            return ListedDate(start, end), after
    return ListedDate(start), j


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
    """ "Wednesday and Thursday, 27 and 28 September": weekdays named before their days."""
    found: list[int] = []
    j = i
    while at(tokens, j).kind == "weekday":
        found.append(at(tokens, j).value)
        linked = skip(tokens, j + 1, ("and", ",", "to", "-", "&"))
        if linked == j + 1 or at(tokens, linked).kind != "weekday":
            if len(found) > 1:
                j = linked
            else:
                j = j + 1
            break
        j = linked
    if len(found) > 1:
        return (found, j)
    return ([], i)


def spread_weekdays(items: list[ListedDate], weekdays: list[int]) -> tuple[ListedDate, ...]:
    points = [point for item in items for point in (item.start, item.end) if point]
    if len(points) != len(weekdays) or any(point.weekday is not None for point in points):
        return tuple(items)
    named = iter(weekdays)
    return tuple(
        ListedDate(
            replace(item.start, weekday=next(named)),
            replace(item.end, weekday=next(named)) if item.end else None,
        )
        for item in items
    )


def fill_months(items: list[ListedDate], *, weeks: bool) -> list[ListedDate]:
    """Give each bare number the month that follows it (or, in American order, went before)."""
    filled: list[ListedDate] = []
    later: Point | None = None
    for item in reversed(items):
        end = None
        if item.end:
            end = fill_point(item.end, later)
        start = fill_point(item.start, end or later)
        if is_whole(start):
            later = start
        filled.append(ListedDate(start, end))
    filled.reverse()
    return keep_whole(filled, weeks=weeks)


def fill_point(point: Point, other: Point | None) -> Point:
    if is_whole(point) or other is None or other.american:
        return point
    if point.unit == "month":
        return replace(point, unit=other.unit, month=other.month, year=other.year)
    if other.unit in ("day", "week"):
        return replace(point, month=other.month, year=other.year)
    return point


def keep_whole(items: list[ListedDate], *, weeks: bool) -> list[ListedDate]:
    """Carry an American month onwards, and stop at the first number that belongs to no month."""
    kept: list[ListedDate] = []
    before: Point | None = None
    for item in items:
        start = carry_month(item.start, before)
        end = None
        if item.end:
            end = carry_month(item.end, start)
        if not is_whole(start) or (end and not is_whole(end)):
            break
        if weeks and start.unit == "day":
            start = replace(start, unit="week")
        kept.append(ListedDate(start, end))
        before = end or start
    return kept


def carry_month(point: Point, before: Point | None) -> Point:
    if is_whole(point) or before is None or not before.american or point.unit != "day":
        return point
    return replace(point, month=before.month, year=point.year or before.year, american=True)
