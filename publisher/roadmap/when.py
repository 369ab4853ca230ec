"""The reading of a date as people write it: words in, days and sittings out."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from publisher.roadmap.notes import read_notes
from publisher.roadmap.pieces import Piece, cut_pieces
from publisher.roadmap.points import Item, Point
from publisher.roadmap.reading import Occasion, Times, When
from publisher.roadmap.tokens import read_tokens
from publisher.roadmap.vocabulary import HALF_DAYS, WEEKDAY_NAMES

__all__ = [
    "Occasion",
    "Times",
    "When",
    "describe_when",
    "find_condition",
    "read_when",
    "split_line",
    "when_to_json",
    "write_when",
]

EARLIEST, LATEST = timedelta(days=-92), timedelta(days=275)
LONGEST = 500


def read_when(text: str, *, letter: date | None) -> When:
    """The reading of `text`; `letter` gives a missing year (within -3..+9 months of it, rule 2)."""
    if len(text) > LONGEST:
        return When(text=text, faults=("the date is longer than 500 characters; keep only the date",))
    notes = read_notes(read_tokens(text), text)
    pieces = cut_pieces(notes.tokens)
    condition = (
        text[notes.conditions[0][0] : notes.conditions[0][1]].strip(" ()[],") if notes.conditions else None
    )
    dates = [piece for piece in pieces if piece.kind == "dates"]
    if not dates:
        precision = "undated" if condition else "unread"
        faults = () if condition else ("no date can be read in it; write a date such as 2 October 2017",)
        return When(text=text, precision=precision, condition=condition, faults=faults)
    return _assemble(text, pieces, dates[0], condition, letter, tuple(notes.faults))


def _assemble(
    text: str,
    pieces: list[Piece],
    piece: Piece,
    condition: str | None,
    letter: date | None,
    faults: tuple[str, ...],
) -> When:
    assert piece.dates is not None
    spans: list[tuple[date, date]] = []
    year = next(
        (
            p.year
            for i in reversed(piece.dates.items)
            for p in (i.end, i.start)
            if p and p.year and p.year > 0
        ),
        None,
    )
    for item in piece.dates.items:
        try:
            spans.append(_span(item, year, letter))
        except ValueError as error:
            faults = (*faults, str(error))
    if not spans or faults:
        return When(text=text, condition=condition, faults=faults or ("it cannot be read",))
    hours = [p.hours for p in pieces if p.kind == "hours" and p.hours]
    parts = [p.word for p in pieces if p.kind == "part" and p.word in HALF_DAYS]
    bound = next((p.word for p in pieces if p.kind in ("bound", "late")), None)
    times = tuple(Times(h.start_time, h.end_time) for h in hours)
    units = {i.start.unit for i in piece.dates.items}
    first, last = spans[0][0], spans[-1][1]
    part = parts[0] if parts else None
    precision = _precision(piece, units, spans, times, part)
    if bound in ("by", "before"):
        if bound == "before":
            last -= timedelta(days=1)
        end = times[0].start if times else None
        return When(
            text,
            None,
            last,
            part,
            times,
            "by",
            condition,
            not condition and units == {"day"},
            (),
            (Occasion(last, last, part, None, end),),
        )
    if bound == "from":
        return When(
            text, first, None, part, times, "from", condition, False, (), (Occasion(first, last, part),)
        )
    if piece.dates.either:
        return When(text=text, first=first, last=last, precision="alternatives", condition=condition)
    exact = condition is None and units == {"day"}
    days = tuple(_days(spans)) if units <= {"day", "week"} else ()
    return When(
        text,
        first,
        last,
        part,
        times,
        precision,
        condition,
        exact,
        days,
        tuple(_occasions(spans, days, times, part, precision)),
    )


def _precision(
    piece: Piece, units: set[str], spans: list[tuple[date, date]], times: tuple[Times, ...], part: str | None
) -> str:
    if units == {"day"}:
        if times:
            return "time"
        if part:
            return "half-day"
        if len(spans) > 1:
            return "list"
        return "day" if spans[0][0] == spans[0][1] else "range"
    start = piece.dates.items[0].start if piece.dates else Point("day")
    return "part" if start.portion else start.unit


def _days(spans: list[tuple[date, date]]) -> Iterator[date]:
    for first, last in spans:
        for number in range((last - first).days + 1):
            yield first + timedelta(days=number)


def _occasions(
    spans: list[tuple[date, date]],
    days: tuple[date, ...],
    times: tuple[Times, ...],
    part: str | None,
    precision: str,
) -> Iterator[Occasion]:
    if times:
        for day in days:
            for one in times:
                yield Occasion(day, day, part, one.start, one.end)
    elif part:
        start, end = HALF_DAYS[part]
        for day in days:
            yield Occasion(day, day, part, start, end)
    else:
        for first, last in spans:
            yield Occasion(first, last)


def _span(item: Item, year: int | None, letter: date | None) -> tuple[date, date]:
    first, last = _point(item.start, year, letter)
    if item.end:
        last = _point(item.end, year, letter)[1]
    if last < first:
        raise ValueError("it ends before it begins; write the earlier day first")
    return first, last


def _point(point: Point, year: int | None, letter: date | None) -> tuple[date, date]:
    month, day = point.month or 1, point.day or 1
    chosen = point.year if point.year and point.year > 0 else year
    if chosen is None:
        if letter is None:
            raise ValueError("the year is missing; write it out")
        chosen = _infer(month, day, letter)
    try:
        found = date(chosen, month, day)
    except ValueError:
        raise ValueError(f"there is no day {day} in month {month} of {chosen}; correct it") from None
    if point.weekday is not None and found.weekday() != point.weekday:
        right, wrong = WEEKDAY_NAMES[found.weekday()], WEEKDAY_NAMES[point.weekday]
        raise ValueError(
            f"{found.day} {found:%B %Y} is a {right}, not a {wrong}; write the right one or leave it out"
        )
    if point.unit == "week":
        monday = found - timedelta(days=found.weekday())
        return monday, monday + timedelta(days=4)
    if point.unit == "day":
        return found, found
    length = {"month": 1, "quarter": 3, "semester": 6, "year": 12}[point.unit]
    after = date(chosen + (month - 1 + length) // 12, (month - 1 + length) % 12 + 1, 1)
    return date(chosen, month, 1), after - timedelta(days=1)


def _infer(month: int, day: int, letter: date) -> int:
    for year in (letter.year, letter.year + 1, letter.year - 1):
        try:
            away = date(year, month, min(day, 28)) - letter
        except ValueError:
            continue
        if EARLIEST <= away <= LATEST:
            return year
    return letter.year


def describe_when(when: When, *, short: bool = False) -> str:
    if when.first is None and when.last is None:
        return f'"{when.text}"'

    def name(day: date) -> str:
        return f"{day:%a} {day.day} {day:%b}" if short else f"{day:%A} {day.day} {day:%B %Y}"

    if when.precision == "week" and when.first:
        words = "week of " + (
            f"{when.first.day} {when.first:%b}" if short else f"{when.first.day} {when.first:%B %Y}"
        )
    elif when.precision == "by" and when.last:
        words = "by " + name(when.last)
    elif when.first and when.last and when.first != when.last:
        words = f"{name(when.first)} to {name(when.last)}"
    else:
        words = name(when.first or when.last or date.min)
    if when.times:
        words += ", " + " and ".join(
            f"{t.start:%H:%M}" + (f" to {t.end:%H:%M}" if t.end else "") for t in when.times
        )
    elif when.part:
        words += f", {when.part}"
    return words + (f", {when.condition}" if when.condition else "")


def find_condition(words: str) -> str | None:
    notes = read_notes(read_tokens(words[:LONGEST]), words)
    return (
        words[notes.conditions[0][0] : notes.conditions[0][1]].strip(" ()[],") if notes.conditions else None
    )


def write_when(when: When) -> str:
    return when.text


def when_to_json(when: When) -> dict[str, object]:
    def iso(value: date | time | None) -> str | None:
        return value.isoformat()[:10] if isinstance(value, date) else f"{value:%H:%M}" if value else None

    return {
        "text": when.text,
        "first": iso(when.first),
        "last": iso(when.last),
        "part": when.part,
        "times": [{"start": iso(t.start), "end": iso(t.end)} for t in when.times],
        "precision": when.precision,
        "condition": when.condition,
        "exact": when.exact,
        "days": [iso(day) for day in when.days],
        "occasions": [
            {
                "first": iso(o.first),
                "last": iso(o.last),
                "part": o.part,
                "start": iso(o.start),
                "end": iso(o.end),
            }
            for o in when.occasions
        ],
        "problems": list(when.problems),
    }


def split_line(line: str, *, letter: date | None) -> tuple[str, str]:
    return ("", line)
