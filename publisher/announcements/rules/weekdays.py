"""Dates in the words of a text: the weekday has to be that of the date."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from publisher.announcements.rules.prose import line_at
from publisher.dates.vocabulary import MONTH_NAMES, WEEKDAY_NAMES
from publisher.languages.languages import LANGUAGES, find_language

_DAY, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<year>[0-9]{4})(?![0-9])"
_PLACE = re.compile(r"\{(\w+)\}")


def find_weekday_faults(text: str, language: str) -> Iterator[tuple[int, str, str]]:
    """Line (from 0), fault and mend of each written-out date whose weekday is another's.

    Only a weekday with day, month and year is judged: without the year nobody knows which date is meant.
    """
    small = text.lower()
    for form, weekday, shapes in _forms_of(language):
        if form not in small:
            continue
        for shape in shapes:
            for found in shape.finditer(small):
                fault = _judge(found, weekday, language)
                if fault:
                    written = " ".join(text[found.start() : found.end()].split())
                    mend = "write the right weekday, or the right date"
                    yield line_at(small, found.start()), f'"{written}": {fault}', mend


def _judge(found: re.Match[str], weekday: int, language: str) -> str | None:
    month = _months_of(language)[" ".join(found["month"].split())]
    name = f"{int(found['day'])} {MONTH_NAMES[month - 1]} {found['year']}"
    try:
        day = date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return f"{name} does not exist"
    if day.weekday() == weekday:
        return None
    return f"{name} is a {WEEKDAY_NAMES[day.weekday()]}, not a {WEEKDAY_NAMES[weekday]}"


@cache
def _months_of(language: str) -> dict[str, int]:
    """Each spelling of a month in small letters, and its number from 1."""
    dates = find_language(language).dates
    return {spelling: number + 1 for spelling, number in dates.number_spellings(dates.months).items()}


@cache
def _forms_of(language: str) -> tuple[tuple[str, int, tuple[re.Pattern[str], ...]], ...]:
    """Each form of a weekday, its number and its patterns: most texts hold none and are passed over."""
    if language not in LANGUAGES:
        return ()
    dates = find_language(language).dates
    # The longest first: 10 begins with 1.
    names = sorted(_months_of(language), key=len, reverse=True)
    months = "(?P<month>" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + ")"
    weekdays = dates.number_spellings(dates.weekdays)
    forms = []
    for form, number in sorted(weekdays.items(), key=lambda item: item[1]):
        shapes = tuple(_compile(written, form, months) for written in dates.written)
        forms.append((form, number, shapes))
    return tuple(forms)


def _compile(written: str, weekday: str, months: str) -> re.Pattern[str]:
    parts = {"weekday": weekday, "month": months, "day": _DAY, "year": _YEAR}
    return re.compile(_PLACE.sub(lambda place: parts[place[1]], written))
