"""Dates in the words of a text: the weekday has to be that of the date, in six languages."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import msgspec

from publisher.announcements.rules.prose import line_at
from publisher.dates.vocabulary import MONTH_NAMES, WEEKDAY_NAMES

_DAY, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<year>[0-9]{4})(?![0-9])"


class _Calendar(msgspec.Struct, frozen=True):
    """How a language writes a date: forms of the weekdays from Monday and of the months, parted by bars."""

    weekdays: str
    months: str
    shapes: tuple[str, ...]


_CALENDARS = {
    "en": _Calendar(
        "monday tuesday wednesday thursday friday saturday sunday",
        "january february march april may june july august september october november december",
        (
            rf"{{weekday}},?\s+(?:the\s+)?{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{{month}},?\s+{_YEAR}",
            rf"{{weekday}},?\s+{{month}}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
        ),
    ),
    "fr": _Calendar(
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        (rf"{{weekday}},?\s+{_DAY}(?:er)?\s+{{month}}\s+{_YEAR}",),
    ),
    "es": _Calendar(
        "lunes martes miércoles jueves viernes sábado domingo",
        "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
        (rf"{{weekday}},?\s+{_DAY}\s+de\s+{{month}}\s+(?:de|del)\s+{_YEAR}",),
    ),
    "ru": _Calendar(
        "понедельник вторник среда|среду четверг пятница|пятницу суббота|субботу воскресенье",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        (rf"{{weekday}},?\s+{_DAY}\s+{{month}}\s+{_YEAR}",),
    ),
    "ar": _Calendar(
        "الاثنين|الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
        "كانون_الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيه تموز/يوليه آب/أغسطس"
        " أيلول/سبتمبر تشرين_الأول/أكتوبر تشرين_الثاني/نوفمبر كانون_الأول/ديسمبر",
        (rf"{{weekday}}[،,]?\s+{_DAY}\s+{{month}}\s+{_YEAR}",),
    ),
    "zh": _Calendar(
        "星期一|周一 星期二|周二 星期三|周三 星期四|周四 星期五|周五 星期六|周六 星期日|周日|星期天",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        (rf"{_YEAR}\s?年\s?{{month}}\s?月\s?{_DAY}\s?日\s?[,,、((]?\s?{{weekday}}",),
    ),
}


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
    names = _CALENDARS[language].months.split()
    return {
        form.replace("_", " "): number for number, name in enumerate(names, 1) for form in name.split("|")
    }


@cache
def _forms_of(language: str) -> tuple[tuple[str, int, tuple[re.Pattern[str], ...]], ...]:
    """Each form of a weekday, its number and its patterns: most texts hold none and are passed over."""
    calendar = _CALENDARS.get(language)
    if calendar is None:
        return ()
    # The longest first: 10 begins with 1.
    names = sorted(_months_of(language), key=len, reverse=True)
    months = "(?P<month>" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + ")"
    forms = [(form, n) for n, name in enumerate(calendar.weekdays.split()) for form in name.split("|")]
    return tuple(
        (
            form,
            number,
            tuple(
                re.compile(shape.replace("{weekday}", form).replace("{month}", months))
                for shape in calendar.shapes
            ),
        )
        for form, number in forms
    )
