"""A reading in English words for people who look at a plan, and as JSON."""

from datetime import date, time

from publisher.dates.naming import name_stretches, name_vague, name_weeks
from publisher.dates.reading import Occasion, When
from publisher.dates.vocabulary import APPROXIMATE, MONTH_NAMES, WEEKDAY_NAMES
from publisher.dates.writing import name_hours, write_body, write_days, write_deadline

VAGUE = ("part", "month", "quarter", "semester", "year", "span")
MONTH_STARTS = frozenset(name[:3] for name in MONTH_NAMES)


def describe_when(when: When, *, short: bool = False) -> str:
    """For a plan: "Monday 2 October 2017, afternoon"; short, without the year: "Mon 2 Oct, afternoon".

    Hours are local wall time. What has no date is given in its own words, in quotation marks.
    """
    if when.first is None and when.last is None:
        return f"“{when.text}”"
    days = describe_days(when, short=short)
    if is_mixed(when):
        hours = ""
    else:
        hours = describe_hours(when)
    if when.condition and when.condition.lower() in APPROXIMATE:
        return f"{when.condition} " + ", ".join(part for part in (days, hours) if part)
    return ", ".join(part for part in (days, hours, when.condition) if part)


def describe_days(when: When, *, short: bool) -> str:
    first, last = when.first, when.last
    if when.precision == "by" and last:
        return describe_deadline(when, last, short=short)
    if last is None and first:
        return "from " + name_with_weekday(first, short=short)
    if first is None or last is None:
        return f"“{when.text}”"
    if when.precision in ("week", "list", "alternatives", *VAGUE) or is_mixed(when):
        if short:
            return shorten(name_several(when, first, last))
        return name_several(when, first, last)
    begin, end = name_with_weekday(first, short=short), name_with_weekday(last, short=short)
    if first == last:
        return begin
    return f"{begin} to {end}"


def describe_deadline(when: When, last: date, *, short: bool) -> str:
    vague = not (when.exact or when.condition or when.times or when.part or when.faults)
    words = ""
    if vague:
        words = write_deadline(when, last)
    if vague and not words.removeprefix("by ")[0].isdigit():
        if short:
            return shorten(words)
        return words
    return "by " + name_with_weekday(last, short=short)


def name_several(when: When, first: date, last: date) -> str:
    if when.precision == "week":
        return name_weeks(when)
    if when.precision in VAGUE:
        return name_vague(when, first, last)
    if when.precision == "alternatives":
        return write_body(when)
    if is_mixed(when):
        return write_days(when, first, last)
    return name_stretches(list(dict.fromkeys((one.first, one.last) for one in day_stretches(when))))


def day_stretches(when: When) -> list[Occasion]:
    """Ranges within a list as they are; days with hours one by one, whatever night they end in."""
    return [
        Occasion(occasion.first, occasion.first) if occasion.start else occasion
        for occasion in when.occasions
    ]


def is_mixed(when: When) -> bool:
    """Whether the sittings differ from day to day, so that days and hours are told together."""
    if len(when.days) < 2 or when.precision not in ("list", "range"):
        return when.precision == "alternatives"
    by_day: dict[date, set[tuple[time | None, time | None, str | None]]] = {}
    for occasion in when.occasions:
        by_day.setdefault(occasion.first, set()).add((occasion.start, occasion.end, occasion.part))
    several = len(set(map(frozenset, by_day.values()))) > 1
    return several or any(
        occasion.first < occasion.last and occasion.start and occasion.last in when.days
        for occasion in when.occasions
    )


def name_with_weekday(day: date, *, short: bool) -> str:
    weekday, month = WEEKDAY_NAMES[day.weekday()], MONTH_NAMES[day.month - 1]
    if short:
        return f"{weekday[:3]} {day.day} {month[:3]}"
    return f"{weekday} {day.day} {month} {day.year}"


def shorten(words: str) -> str:
    """Months to three letters, years left out; a year that stands alone is all there is, and stays."""
    for month in MONTH_NAMES:
        words = words.replace(month, month[:3])
    pieces = words.split(" ")
    return (
        " ".join(
            piece.replace(piece.strip(","), "")
            if is_year(piece) and pieces[n - 1][-3:] in MONTH_STARTS
            else piece
            for n, piece in enumerate(pieces)
        )
        .replace(" ,", ",")
        .replace("  ", " ")
        .strip()
    )


def is_year(word: str) -> bool:
    return len(word.strip(",")) == 4 and word.strip(",").isdigit()


def describe_hours(when: When) -> str:
    if when.times:
        return " and ".join(name_hours(one) for one in when.times)
    parts = list(dict.fromkeys(occasion.part for occasion in when.occasions if occasion.part))
    if not parts and when.precision == "half-day":
        return "half day"
    return " and ".join(parts or ([when.part] if when.part else []))


def when_to_json(when: When) -> dict[str, object]:
    """The reading for `roadmap read --json`: ISO dates or null, hours as "15:00", problems in words."""
    return {
        "text": when.text,
        "first": iso_day(when.first),
        "last": iso_day(when.last),
        "part": when.part,
        "times": [{"start": iso_hour(one.start), "end": iso_hour(one.end)} for one in when.times],
        "precision": when.precision,
        "condition": when.condition,
        "exact": when.exact,
        "days": [day.isoformat() for day in when.days],
        "occasions": [occasion_to_json(occasion) for occasion in when.occasions],
        "problems": list(when.problems),
    }


def occasion_to_json(one: Occasion) -> dict[str, object]:
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "part": one.part,
        "start": iso_hour(one.start),
        "end": iso_hour(one.end),
    }


def iso_day(day: date | None) -> str | None:
    if day:
        return day.isoformat()
    return None


def iso_hour(hour: time | None) -> str | None:
    if hour is not None:
        return f"{hour:%H:%M}"
    return None
