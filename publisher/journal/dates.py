"""Dates and times as the Journal prints them; wall time in, text out."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from publisher.languages.catalogue import find_text, join_names, read_texts
from publisher.languages.languages import find_language


def format_date(day: date, lang: str, *, weekday: bool = True, year: bool = True) -> str:
    """ "Monday, 2 October 2017", in the languages' own order and words.

    Never by CLDR: its Arabic months are not those of the United Nations, and its English is American.
    """
    text = add_month(day_number(day, lang), day, lang)
    if year:
        text = add_year(text, day, lang)
    if weekday:
        return find_text("date", "{weekday}, {date}", lang, weekday=weekday_name(day, lang), date=text)
    return text


def format_days(first: date, last: date, lang: str, *, weekday: bool = True) -> str:
    """ "Monday, 23 to Friday, 27 March 2015": what both days share is said once.

    "From" is left to the caller (`word("from {days}", ...)`). ValueError if `last` is before `first`.
    """
    if last < first:
        raise ValueError(f"a range of days ends before it starts: {first} to {last}")
    if first == last:
        return format_date(first, lang, weekday=weekday)
    days = [day_number(day, lang) for day in (first, last)]
    same_year = first.year == last.year
    by_day = weekday and find_language(lang).dates.month_by_day
    same_month = same_year and first.month == last.month and not by_day
    pieces = [
        range_end(text, day, lang, weekday=weekday, month=not same_month, year=not same_year)
        for text, day in zip(days, (first, last), strict=True)
    ]
    if same_month and not weekday:
        key = "{first} to {last} (figures)"
    else:
        key = "{first} to {last}"
    text = find_text("days", key, lang, first=pieces[0], last=pieces[1])
    if same_month:
        text = add_month(text, last, lang)
    if same_year:
        return add_year(text, last, lang)
    return text


def range_end(text: str, day: date, lang: str, *, weekday: bool, month: bool, year: bool) -> str:
    if month:
        text = add_month(text, day, lang)
    if year:
        text = add_year(text, day, lang)
    if weekday:
        return add_weekday(text, day, lang)
    return text


def format_day_list(days: Sequence[date], lang: str, *, weekday: bool | None = None) -> str:
    """ "2 and 5 October 2017"; days in a row: "Wednesday and Thursday, 27 and 28 September 2017".

    In order, each day once, whatever the order given. `weekday` overrides the choice. ValueError if empty.
    """
    ordered = sorted(set(days))
    if not ordered:
        raise ValueError("a list of days holds at least one day")
    if weekday is None:
        named = are_consecutive(ordered)
    else:
        named = weekday
    if len(ordered) == 1:
        return format_date(ordered[0], lang, weekday=named)
    by_day = named and find_language(lang).dates.weekday_by_day
    dates = join_years(ordered, lang, weekday=by_day)
    if not named or by_day:
        return dates
    weekdays = join_names([weekday_name(day, lang) for day in ordered], lang)
    return find_text("days", "{weekdays}, {dates}", lang, weekdays=weekdays, dates=dates)


def join_years(days: Sequence[date], lang: str, *, weekday: bool) -> str:
    years = [list(group) for _, group in groupby(days, lambda day: day.year)]
    return join_names([add_year(join_months(y, lang, weekday=weekday), y[0], lang) for y in years], lang)


def join_months(days: Sequence[date], lang: str, *, weekday: bool) -> str:
    months = [list(group) for _, group in groupby(days, lambda day: day.month)]
    return join_names([add_month(join_days(m, lang, weekday=weekday), m[0], lang) for m in months], lang)


def join_days(days: Sequence[date], lang: str, *, weekday: bool) -> str:
    numbers = [(day_number(day, lang), day) for day in days]
    return join_names([add_weekday(n, d, lang) if weekday else n for n, d in numbers], lang)


def are_consecutive(days: Sequence[date]) -> bool:
    return all((later - earlier).days == 1 for earlier, later in pairwise(days))


def format_month(day: date, lang: str) -> str:
    """ "October 2017": the month that holds `day`, standing alone."""
    return find_text("month", "{month} {year}", lang, month=month_alone(day, lang), year=str(day.year))


def month_alone(day: date, lang: str) -> str:
    """ "October", in the form that stands without a day."""
    dates = find_language(lang).dates
    return (dates.months_alone or dates.months)[day.month - 1]


def format_time(t: time, lang: str) -> str:
    """ "15:00": the 24-hour clock with a leading zero, the Journal's own in every language since 2015."""
    return find_text("time", "{hour}:{minute}", lang, hour=f"{t.hour:02}", minute=f"{t.minute:02}")


def format_times(start: time, end: time | None, lang: str) -> str:
    """ "15:00 to 18:00", or "15:00" where the end is not fixed (then the Journal leaves it blank)."""
    if end is None:
        return format_time(start, lang)
    return find_text(
        "time", "{start} to {end}", lang, start=format_time(start, lang), end=format_time(end, lang)
    )


def format_instant(moment: datetime, zone: ZoneInfo, lang: str) -> str:
    """An aware instant as wall time: "Wednesday, 27 September 2017, 18:00 (New York time)".

    ValueError for a moment without an offset, which could mean any hour of the day.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"an instant needs its offset: {moment}")
    local = moment.astimezone(zone)
    return find_text(
        *("time", "{date}, {time} ({zone})", lang),
        date=format_date(local.date(), lang),
        time=format_time(local.time(), lang),
        zone=zone_in_words(zone, lang),
    )


@cache
def zone_in_words(zone: ZoneInfo, lang: str) -> str:
    """ "New York time": as it stands in brackets after a time, and in `Dates and times are {zone}`."""
    if ("zone", zone.key) in read_texts(lang):
        return find_text("zone", zone.key, lang)
    from babel.dates import get_timezone_location

    city = get_timezone_location(zone, locale=lang, return_city=True)
    return find_text("zone", "{city} time", lang, city=city)


def day_number(day: date, lang: str) -> str:
    """The day of the month: "2", "1er", "2日"."""
    if day.day == 1:
        return find_text("date", "1", lang)
    return find_text("date", "{day}", lang, day=str(day.day))


def weekday_name(day: date, lang: str) -> str:
    return find_language(lang).dates.weekdays[day.weekday()]


def add_weekday(text: str, day: date, lang: str) -> str:
    return find_text("days", "{weekday}, {date}", lang, weekday=weekday_name(day, lang), date=text)


def add_month(text: str, day: date, lang: str) -> str:
    month = find_language(lang).dates.months[day.month - 1]
    return find_text("date", "{day} {month}", lang, day=text, month=month)


def add_year(text: str, day: date, lang: str) -> str:
    return find_text("date", "{date} {year}", lang, date=text, year=str(day.year))
