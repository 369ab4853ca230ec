"""A reading written back as text that reads to the same reading again, every year written out."""

from datetime import date, time
from itertools import groupby

from publisher.dates.naming import (
    join_words,
    name_alternatives,
    name_last,
    name_range,
    name_stretches,
    name_unit,
    name_vague,
    name_week_end,
    name_weeks,
    portions_of,
)
from publisher.dates.reading import Occasion, Times, When
from publisher.dates.settle import ONE_DAY, name_day
from publisher.dates.vocabulary import HALF_DAYS


def write_when(when: When) -> str:
    """The text with every year written out: `read_when` gives the same reading again, without a letter.

    A reading that could not be made, or has a fault, has no such text: its own words are returned.
    So are words of 500 characters and more. Doubts about a year that nobody wrote, or about a week
    that was named by another day than its Monday, are settled by the new wording.
    """
    if when.faults or when.precision in ("relative", "undated", "unread"):
        return when.text
    return write_body(when) + (f", {when.condition}" if when.condition else "")


def write_body(when: When) -> str:
    first, last = when.first, when.last
    if when.precision == "by" and last:
        return write_deadline(when, last)
    if when.precision == "from" and first:
        return f"starting on {name_day(first)}" + write_sittings(when)
    if first is None or last is None:
        return when.text
    if when.precision == "duration":
        return write_duration(when, first)
    if when.precision == "alternatives":
        return write_alternatives(when, first, last)
    if when.precision == "week":
        return name_weeks(when) + write_sittings(when)
    if when.precision in ("part", "month", "quarter", "semester", "year", "span"):
        return name_vague(when, first, last) + write_sittings(when)
    return write_days(when, first, last)


def write_sittings(when: When) -> str:
    """Part and hours that were written for the whole reading."""
    part = ""
    if when.part:
        part = f" ({when.part})"
    return part + (" at " + " and ".join(name_hours(one) for one in when.times) if when.times else "")


def name_hours(one: Times) -> str:
    return f"{one.start:%H:%M}" + (f" to {one.end:%H:%M}" if one.end else "")


# Deadlines, durations, alternatives


def write_deadline(when: When, last: date) -> str:
    hours = write_part(when) + (f" at {deadline_hour(when)}" if when.times else "")
    if when.is_about("one-day"):
        return f"by {name_day(last - ONE_DAY)} and {name_day(last)}{hours}"
    if when.is_about("or-before"):
        return f"by {name_last(last) or name_unit('week', last)}{hours}"
    if when.exact or when.condition or when.part or is_close_of_business(when) or when.is_about("eleven-59"):
        return f"by {name_day(last)}{hours}"
    return name_vague_end(last) + hours


def is_close_of_business(when: When) -> bool:
    return bool(when.times) and when.times[0].start == time(18) and when.condition is None and not when.exact


def deadline_hour(when: When) -> str:
    if is_close_of_business(when):
        return "close of business"
    start = when.times[0].start
    meant = start == time(11, 59) and not when.is_about("eleven-59")
    if meant:
        return "11:59 a.m."
    return f"{start:%H:%M}"


def name_vague_end(last: date) -> str:
    """ "By the end of January 2018": a deadline on this day that does not name the day."""
    following = last + ONE_DAY
    if following.day == 1:
        return f"by the end of {name_last(last)}"
    named = name_last(last) or next((name for name, _, end, _ in portions_of(last) if end == last), None)
    named = named or name_week_end(last, whole="the end of {}")
    if named:
        return f"by {named}"
    if following.weekday() == 0:
        return f"before the week of {name_day(following)}"
    return f"before the last week of {name_unit('month', last)}"


def write_duration(when: When, first: date) -> str:
    one = when.occasions[0]
    hours = (one.last - one.first).days * 24
    if one.start and one.end:
        hours += (one.end.hour - one.start.hour) + (one.end.minute - one.start.minute) // 60
        return f"{hours} hours starting at {one.start:%H:%M} on {name_day(first)}"
    if 0 < hours <= 96:
        length = f"{hours} hours"
    else:
        length = f"{hours // 24 + 1} days"
    return f"{length} starting on {name_day(first)}" + write_sittings(when)


def write_alternatives(when: When, first: date, last: date) -> str:
    if not when.days:
        pair = name_alternatives(first, last)
        if pair:
            return " or ".join(pair) + write_sittings(when)
        return when.text
    days = " or ".join(name_day(day) for day in when.days)
    if len(when.days) > 1:
        return days + write_sittings(when)
    if len(when.times) > 1:
        return days + write_part(when) + " at " + " or ".join(name_hours(one) for one in when.times)
    if when.times:
        return f"{days}{write_part(when) or ' (morning)'} or {name_hours(when.times[0])}"
    return f"{days} (morning or afternoon)"


def write_part(when: When) -> str:
    if when.part:
        return f" ({when.part})"
    return ""


# Days and their sittings


def write_days(when: When, first: date, last: date) -> str:
    if len(when.occasions) == 1 and is_long(when, when.occasions[0]):
        return write_long(when, when.occasions[0])
    if when.precision == "range":
        return name_range(first, last) + write_day_sittings(
            when, [o for o in when.occasions if o.first == first]
        )
    plain = [
        occasion
        for occasion in when.occasions
        if occasion.start is None and occasion.end is None and occasion.part is None
    ]
    words = [
        name_stretches([(day, day) for day in days]) + sittings
        for sittings, days in days_by_sittings(when, plain)
    ]
    if plain:
        half = write_day_sittings(when, plain)
        words.append(name_stretches([(one.first, one.last) for one in plain]) + half)
    return " and ".join(words)


def days_by_sittings(when: When, plain: list[Occasion]) -> list[tuple[str, list[date]]]:
    """Days with hours, those with the same hours together; days without hours come after them in the text."""
    timed = [occasion for occasion in when.occasions if occasion not in plain]
    found: dict[tuple[str, int, int], list[date]] = {}
    for day, run in groupby(timed, key=lambda one: one.first):
        # By months too: "1 July and 1 August (evening)" may be meant for the last day only.
        found.setdefault((write_day_sittings(when, list(run)), day.year, day.month), []).append(day)
    return [(sittings, days) for (sittings, _, _), days in found.items()]


def write_day_sittings(when: When, occasions: list[Occasion]) -> str:
    """ " (morning) at 10:00 to 11:30": the sittings of one day, hours only where hours were written."""
    parts = list(dict.fromkeys(occasion.part for occasion in occasions if occasion.part))
    hours = [Times(occasion.start, occasion.end) for occasion in occasions if occasion.start]
    hours = [hour for hour in hours if hour in when.times]
    unsure = when.is_about("which-half") or (not when.exact and when.condition is None)
    if parts:
        words = f" ({join_words(parts)})"
    elif unsure:
        words = ", half day"
    else:
        words = ""
    closing = Times(time(18))
    if unsure and closing in hours:
        words = ""
        if parts:
            words = f" ({join_words(parts)})"
    names = ["close of business" if unsure and hour == closing else name_hours(hour) for hour in hours]
    return words + (" at " + " and ".join(names) if names else "")


def is_long(when: When, one: Occasion) -> bool:
    return (
        when.precision == "range" and one.first < one.last and (one.start is not None or one.end is not None)
    )


def write_long(when: When, one: Occasion) -> str:
    """ "From 10:00 on 5 October 2017 to 18:00 on 6 October 2017": one sitting over several days."""
    written = None
    if when.times:
        written = when.times[0]
    first, last = name_day(one.first), name_day(one.last)
    end_written = written is not None and one.end in (written.end, None if one.start else written.start)
    if one.end and end_written:
        end = f"{one.end:%H:%M} on "
    elif one.end:
        end = f"the {part_until(one.end)} of "
    else:
        end = ""
    if one.start is None:
        return f"from {first} to {end}{last}"
    timed = written is not None and written.start == one.start
    if not end:
        if timed:
            return f"{first} at {one.start:%H:%M} to {last}"
        return f"{first} ({part_from(one.start)}) to {last}"
    if timed:
        start = f"{one.start:%H:%M} on"
    else:
        start = f"the {part_from(one.start)} of"
    return f"from {start} {first} to {end}{last}"


def part_from(start: time) -> str:
    return next((part for part, hours in HALF_DAYS.items() if hours[0] == start), "morning")


def part_until(end: time | None) -> str:
    return next((part for part, hours in HALF_DAYS.items() if hours[1] == end), "afternoon")
