"""Names of days in English, to write a date back: "early April 2018", "the week of 23 October 2017"."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from publisher.dates.points import Point
from publisher.dates.reading import WEEKS, When
from publisher.dates.settle import ONE_DAY, days_of, monday_of, name_day
from publisher.dates.vocabulary import MONTH_NAMES

ORDINAL_WORDS = ("first", "second", "third", "fourth")
PORTION_NAMES = {
    "early": "early {}",
    "beginning": "the beginning of {}",
    "mid": "mid-{}",
    "late": "late {}",
    "first half": "the first half of {}",
    "second half": "the second half of {}",
    "first week": "the first week of {}",
    "second week": "the second week of {}",
    "third week": "the third week of {}",
    "fourth week": "the fourth week of {}",
    "last week": "the last week of {}",
}
# A week or a quarter is never "early" or "mid-" by name: "the middle of the second quarter".
LONG_NAMES = PORTION_NAMES | {
    "early": "the beginning of {}",
    "mid": "the middle of {}",
    "late": "the end of {}",
}


def join_words(words: Sequence[str], last: str = " and ") -> str:
    if len(words) > 1:
        return last.join([", ".join(words[:-1]), words[-1]])
    return "".join(words)


def name_stretches(stretches: Sequence[tuple[date, date]]) -> str:
    """Days and ranges, those of one month sharing its name: "20 and 22 to 23 February 2018"."""
    groups: list[str] = []
    for month, run in groupby(stretches, key=shared_month):
        found = list(run)
        if month is None:
            groups.extend(name_range(first, last) for first, last in found)
        else:
            numbers = [f"{a.day}" if a == b else f"{a.day} to {b.day}" for a, b in found]
            groups.append(f"{join_words(numbers)} {MONTH_NAMES[month[1] - 1]} {month[0]}")
    return join_words(groups)


def shared_month(stretch: tuple[date, date]) -> tuple[int, int] | None:
    first, last = stretch
    if (first.year, first.month) == (last.year, last.month):
        return (first.year, first.month)
    return None


def name_range(first: date, last: date) -> str:
    if first == last:
        return name_day(first)
    return f"{name_day(first)} to {name_day(last)}"


def name_month(day: date) -> str:
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def name_unit(unit: str, day: date) -> str:
    """The month, quarter, semester or year that holds a day, or the week."""
    if unit == "month":
        return name_month(day)
    if unit == "year":
        return str(day.year)
    if unit == "week":
        return f"the week of {name_day(monday_of(day))}"
    if unit == "quarter":
        length = 3
    else:
        length = 6
    return f"the {ORDINAL_WORDS[(day.month - 1) // length]} {unit} of {day.year}"


def start_of_unit(unit: str, day: date) -> Point:
    if unit == "week":
        monday = monday_of(day)
        return Point("week", monday.day, monday.month, monday.year)
    length = {"month": 1, "quarter": 3, "semester": 6, "year": 12}[unit]
    return Point(unit, None, (day.month - 1) // length * length + 1, day.year)


def portions_of(day: date) -> Iterator[tuple[str, date, date, str]]:
    """Every portion of what holds a day, from month to semester: name, first, last, kind of portion."""
    for unit in ("month", "week", "year", "quarter", "semester"):
        whole = start_of_unit(unit, day)
        if unit in ("month", "year"):
            names = PORTION_NAMES
        else:
            names = LONG_NAMES
        for portion, form in names.items():
            if unit == "week" and portion.endswith("week"):
                continue
            point = Point(unit, whole.day, whole.month, whole.year, portion=portion)
            first, last = days_of(point, point.year or 0)
            yield form.format(name_unit(unit, day)), first, last, portion


def name_portion(when: When, first: date, last: date) -> str:
    """ "Early April 2018": the portion with just these days; "first week" only if the reading doubts it."""
    names = [(name, kind) for name, begin, end, kind in portions_of(first) if (begin, end) == (first, last)]
    doubted = [name for name, kind in names if kind in WEEKS and when.is_about(WEEKS[kind])]
    plain = [name for name, kind in names if not kind.endswith("week")]
    return (doubted or plain or [name for name, _ in names] or [name_range(first, last)])[0]


def name_last(day: date) -> str | None:
    """The vague name of a stretch that ends on this day, if there is one."""
    if (day + ONE_DAY).day == 1:
        return name_month(day)
    forms = {10: "early {}", 20: "mid-{}", 7: "the beginning of {}", 15: "the first half of {}"}
    form = forms.get(day.day)
    if form:
        return form.format(name_month(day))
    return None


def name_alternatives(first: date, last: date) -> tuple[str, str] | None:
    """Two different vague names, one beginning on `first` and one ending on `last`, neither going beyond."""
    begins = [one for one in stretches_of(first) if one[1] == first and one[2] <= last]
    ends = [one for one in stretches_of(last) if one[2] == last and one[1] >= first]
    pairs = [(a[0], b[0]) for a in begins for b in ends if a[1:] != b[1:]]
    if pairs:
        return pairs[0]
    if begins or ends:
        return begins[0][0] if begins else name_day(first), ends[0][0] if ends else name_day(last)
    return None


def name_span(first: date, last: date) -> str:
    """ "October 2017 to early January 2018": vague at one end at least, or else loose."""
    begins = [one for one in stretches_of(first) if one[1] == first]
    ends = [one for one in stretches_of(last) if one[2] == last]
    named = [
        (a[0], b[0])
        for a in [*begins, (name_day(first), first, first)]
        for b in [*ends, (name_day(last), last, last)]
        if a[1] < b[1]
        and a[2] < b[2]
        # "The week of 23 October to 2 November" would be read as two weeks.
        and (b in ends or (a in begins and "week of" not in a[0]))
    ]
    if named:
        return " to ".join(named[0])
    return f"between {name_day(first)} and {name_day(last)}"


def stretches_of(day: date) -> list[tuple[str, date, date]]:
    """The month, week and year that hold a day, and their portions, with their first and last days."""
    wholes = [(name_unit(unit, day), start_of_unit(unit, day)) for unit in ("month", "week", "year")]
    found = [(name, *days_of(point, point.year or 0)) for name, point in wholes]
    return found + [(name, a, b) for name, a, b, kind in portions_of(day) if not kind.endswith("week")]


def name_week_end(day: date, *, whole: str = "{}") -> str | None:
    """The week, or its beginning or middle, that ends on this day; `whole` is said of a Friday."""
    form = {1: "the beginning of {}", 2: "the middle of {}", 4: whole}.get(day.weekday())
    if form:
        return form.format(name_unit("week", day))
    return None


def name_weeks(when: When) -> str:
    mondays = list(dict.fromkeys(day - timedelta(days=day.weekday()) for day in when.days))
    names = [(monday, monday) for monday in mondays]
    return ("weeks of " if len(names) > 1 else "week of ") + name_stretches(names)


def name_vague(when: When, first: date, last: date) -> str:
    """A part, month, quarter, semester, year or span, by its first and last day."""
    if when.precision in ("month", "quarter", "semester", "year"):
        return name_unit(when.precision, first)
    if when.precision == "part":
        return name_portion(when, first, last)
    return name_span(first, last)
