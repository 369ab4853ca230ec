"""When an entry is, as the Journal prints it in each language: days, hours, “week of …”."""

from publisher.dates.when import Times, When
from publisher.journal.language import (
    format_date,
    format_day_list,
    format_days,
    format_times,
    join_names,
    word,
)

OWN_WORDS = ("alternatives", "part", "month", "quarter", "semester", "year", "span")
"""The precisions of a date that no words of ours say without claiming more than the letter does."""


def typeset_days(when: When, lang: str) -> str:
    """ "Monday, 2 October 2017", "Week of 23 October 2017"; an undated when in its own words."""
    first, last = when.first, when.last
    if when.precision == "by" and last:
        return word("by {date}", lang, date=format_date(last, lang))
    if when.precision == "week" and first:
        return word("week of {date}", lang, date=format_date(first, lang, weekday=False))
    if when.precision == "list" and when.days:
        return format_day_list(when.days, lang)
    if when.precision in OWN_WORDS or not first:
        return f"“{when.text}”"
    if not last:
        return word("from {date}", lang, date=format_date(first, lang))
    return format_days(first, last, lang)


def typeset_hours(when: When, hours: Times | None, lang: str) -> str | None:
    """ "15:00 to 18:00", "10:00 and 15:00", "afternoon", or None where no hour is known.

    `hours` are those of the announcement, which win over those of the roadmap.
    """
    if hours:
        return format_times(hours.start, hours.end, lang)
    if when.times:
        return join_names([format_times(time.start, time.end, lang) for time in when.times], lang)
    if when.part:
        return word(when.part, lang)
    return None


def typeset_when(when: When, hours: Times | None, lang: str) -> str:
    """Days and hours in one line, as a change says what was and what is."""
    days, clock = typeset_days(when, lang), typeset_hours(when, hours, lang)
    if clock:
        return word("{date}, {time}", lang, date=days, time=clock)
    return days
