"""Finds what stands above a roadmap: the day of the letter and the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from publisher.dates.vocabulary import MONTH_NAMES, MONTHS
from publisher.importing.letter_lines import tidy
from publisher.years import YEARS

MAX_TITLE = 300  # characters
LOOKED_AT = 8  # paragraphs above the roadmap

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})\.?"
_DAY = r"(?P<day>\d{1,2})\s?(?:st|nd|rd|th)?"
DATE_LINE = re.compile(
    r"(?:date[d]?\s*:?\s*)?(?:[^\W\d][\w .’'-]{1,40},\s*)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?"
    rf"(?:the\s+)?(?:{_DAY}\s+(?:of\s+)?{_MONTH},?|{_MONTH.replace('month', 'month2')}\s+"
    rf"{_DAY.replace('day', 'day2')},?)\s+(?P<year>\d{{4}})\.?|(?:date[d]?\s*:?\s*)?"
    r"(?P<iso>\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"(?:the )?(?:(?:proposed|tentative|indicative|provisional|draft|updated|revised|preliminary|possible) )*"
    r"(?:road ?-?map|time ?-?line|time ?-?table|calendar|schedule|programme of work|work programme|work ?plan"
    r"|milestones|(?:key |important )?dates|next steps|annex|attachment|enclosure|appendix|page)"
    r"(?: of (?:meetings|events|work))?(?: [ivx\d]{1,4})?(?: of \d+)?",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:your )?excellenc|sincerely|yours |ambassador|(?:all )?permanent|new york|geneva|vienna|nairobi|dear "
    r"|please accept|co-?facilitator|president of|to the united nations|h\.e\.|\d+$",
    re.IGNORECASE,
)


def find_date(lines: Sequence[str], first: int | None) -> tuple[date | None, str | None]:
    """The day the letter was written, and what is doubtful about it.

    Taken from lines that are nothing but a date, perhaps after a place. Of several, the nearest above line
    `first` (counted from 0) is taken: a covering letter stands above the letter that it encloses.
    """
    found = [(number, day) for number, line in enumerate(lines) if (day := read_date_line(line))]
    above = [day for number, day in found if first is None or number < first]
    if not found:
        return None, "no letter date was found; without it a line that has no year cannot be read"
    if not above:
        below = found[0][1]
        return below, f"took {write_date(below)}, which stands below the roadmap, as the letter's date"
    taken = above[-1]
    others = [write_date(day) for day in dict.fromkeys(above)]
    if len(others) == 1:
        return taken, None
    listed = f"{', '.join(others[:-1])} and {others[-1]}"
    return taken, (
        f"{len(others)} letter dates found: {listed}; "
        f"took {write_date(taken)}, the one nearest above the roadmap"
    )


def find_title(lines: Sequence[str], first: int) -> tuple[str | None, str | None]:
    """The heading nearest above line `first`, and what is doubtful about it.

    A marked heading ("**…**", "# …") is certain; a line that only looks like one is taken with a doubt.
    "Proposed roadmap" and its like are passed over.
    """
    passed_prose = False
    for text in _paragraphs_above(lines, first):
        title = tidy(text.lstrip("# ")).strip("*_ ")
        if not title or GENERIC.fullmatch(title.rstrip(" :.")) or read_date_line(title):
            continue
        if len(title) <= MAX_TITLE and text.startswith(("#", "**", "__")):
            return title, None
        if passed_prose or len(title) > MAX_TITLE or title[-1] in ".;:,?" or ADDRESS.match(title):
            passed_prose = True
            continue
        return title, f"took “{title}” as the title because it stands right above the roadmap"
    return None, "no title was found above the roadmap"


def read_date_line(line: str) -> date | None:
    """The day that a line names when it says nothing else but, at most, a place."""
    found = None
    if len(line) < MAX_TITLE:
        found = DATE_LINE.fullmatch(tidy(line))
    if found is None:
        return None
    try:
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
        else:
            month = MONTHS[(found["month"] or found["month2"]).lower()]
            day = date(int(found["year"]), month, int(found["day"] or found["day2"]))
    except ValueError:
        return None  # "31 September 2017"
    if day.year in YEARS:
        return day
    return None


def write_date(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _paragraphs_above(lines: Sequence[str], first: int) -> Iterator[str]:
    """Paragraphs from the roadmap upwards; a heading is one by itself, and so is each "Proposed roadmap"."""
    gathered: list[str] = []
    given = 0
    for line in [*reversed(lines[max(0, first - 200) : first]), ""]:
        text = line.strip()
        is_alone = text.startswith("#") or GENERIC.fullmatch(tidy(text).rstrip(" :.")) is not None
        if gathered and (not text or is_alone):
            yield " ".join(reversed(gathered))
            gathered, given = [], given + 1
        if given >= LOOKED_AT:
            return
        if is_alone:
            yield text
        elif text and "\t" not in text:
            gathered.append(text)
