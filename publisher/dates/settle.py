"""Years and days for what was written: the letter's year, the days of "early April", weekdays checked."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from publisher.dates.lists import ListedDate
from publisher.dates.points import NEXT_YEAR, THIS_YEAR, Point
from publisher.dates.vocabulary import MONTH_NAMES, WEEKDAY_NAMES
from publisher.problem import Fault
from publisher.years import SPAN, YEARS

BEFORE, AFTER = 3, 9  # months around the letter in which a date without a year lies
EDGE = timedelta(days=14)  # so near to the edge of those months, the year is worth a look
ONE_DAY = timedelta(days=1)


class Stretch(msgspec.Struct, frozen=True):
    """The days of one item, both ends included; `start` and `end` say how they were written."""

    first: date
    last: date
    start: Point
    end: Point | None = None

    @property
    def is_exact(self) -> bool:
        return self.start.unit == "day" and (self.end is None or self.end.unit == "day")

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class Settled(msgspec.Struct):
    """The stretches of a phrase, in the order written, with what is wrong (faults) or in doubt."""

    stretches: list[Stretch] = msgspec.field(default_factory=list)
    faults: list[Fault] = msgspec.field(default_factory=list)
    doubts: list[Fault] = msgspec.field(default_factory=list)


def settle_items(items: Sequence[ListedDate], beside: Sequence[Point], letter: date | None) -> Settled:
    """Give every item its days; `beside` are dates elsewhere in the line, whose year helps."""
    settled = Settled()
    points = [point for item in items for point in (item.start, item.end) if point is not None]
    if letter is not None and letter.year not in YEARS:
        letter = None
    years = choose_years(points, beside, range_ends(items), letter)
    if any(year is not None and year not in YEARS for year in years):
        settled.faults.append(
            Fault("date", f"the year is none of {SPAN}", "correct it, or write hours as in 15:00")
        )
        return settled
    if None in years:
        settled.faults.append(Fault("date", "no year is written, and no letter gives it", "write the year"))
        return settled
    given = iter([year or 0 for year in years])
    for item in items:
        settle_item(item, next(given), next(given) if item.end else None, settled)
    dated = [sketch(point, year or 0) for point, year in zip(points, years, strict=True)]
    if any(point.year for point in points):
        doubt_gaps(points, dated, settled)
    elif letter is not None:
        doubt_edges(points, dated, letter, settled)
    return settled


def range_ends(items: Sequence[ListedDate]) -> list[bool]:
    return [is_end for item in items for is_end in ((False, True) if item.end else (False,))]


def settle_item(item: ListedDate, year: int, end_year: int | None, settled: Settled) -> None:
    if item.end is not None and item.start.unit == "week" and item.end.unit == "day":
        # "Week of 23-27 October"; the end counts by its week too.
        item = ListedDate(item.start, replace(item.end, unit="week", portion="ending"))
    try:
        first, last = days_of(item.start, year)
        backwards = False
        if item.end is not None:
            start_last, (end_first, last) = last, days_of(item.end, end_year or year)
            backwards = end_first < first or (last <= start_last and item.end.portion != "ending")
    except ValueError:
        settled.faults.extend(
            impossible(point, chosen)
            for point, chosen in ((item.start, year), (item.end, end_year or year))
            if point is not None and not exists(point, chosen)
        )
        return
    check_weekday(item.start, year, settled)
    if item.end is not None:
        check_weekday(item.end, end_year or year, settled)
    check_week(item.start, year, settled)
    if backwards:
        settled.faults.append(
            Fault(
                "date",
                f"the range ends on {name_day(last)} and starts on {name_day(first)}",
                "correct one of them",
            )
        )
        return
    settled.stretches.append(Stretch(first, last, item.start, item.end))


# Years


def choose_years(
    points: Sequence[Point], beside: Sequence[Point], ends: Sequence[bool], letter: date | None
) -> list[int | None]:
    """A year for each point: its own, or by the next written year, or by the one before, or by the letter."""
    years = [written_year(point, letter) for point in points]
    after = [
        (point, point.year) for point in beside if point.year and point.year > 0 and point.unit != "year"
    ]
    if letter is None and after and not any(years):
        years[-1] = year_before(points[-1], after[0][0], after[0][1] or 0)
    fill_backwards(years, points)
    fill_forwards(years, points, ends, letter)
    return years


def fill_backwards(years: list[int | None], points: Sequence[Point]) -> None:
    """By the next written year."""
    for k in range(len(points) - 2, -1, -1):
        following = years[k + 1]
        if years[k] is None and following is not None:
            years[k] = year_before(points[k], points[k + 1], following)


def fill_forwards(
    years: list[int | None], points: Sequence[Point], ends: Sequence[bool], letter: date | None
) -> None:
    """By the year before, where one was written or the two belong together; else by the letter."""
    led = False  # whether a written year went before
    for k, point in enumerate(points):
        previous = None
        if k:
            previous = years[k - 1]
        if years[k] is not None:
            led = True
        elif previous is not None and (led or ends[k] or point.month == points[k - 1].month):
            years[k] = year_after(point, points[k - 1], previous)
        elif letter is not None:
            years[k] = year_near(point, letter)


def written_year(point: Point, letter: date | None) -> int | None:
    if point.year in (THIS_YEAR, NEXT_YEAR):
        if letter:
            return letter.year + (point.year == NEXT_YEAR)
        return None
    return point.year


def year_before(point: Point, following: Point, year: int) -> int:
    """ "November 2017-January 2018" read backwards: the latest year that is not after what follows."""
    if point.month and following.month and point.month > following.month:
        return year - 1
    return year


def year_after(point: Point, previous: Point, year: int) -> int:
    if point.month and previous.month and point.month < previous.month:
        return year + 1
    return year


def year_near(point: Point, letter: date) -> int:
    """The year that puts the date within -3 to +9 months of the letter: exactly one does."""
    low = shift_months(letter, -BEFORE)
    year = low.year
    if sketch(point, year) >= low:
        return year
    return year + 1


def sketch(point: Point, year: int) -> date:
    """A day in the stretch, good enough to choose its year by."""
    day = point.day or {"mid": 11, "late": 21, "end": 21, "second half": 16, "last week": 22}.get(
        point.portion or "", 1
    )
    month = point.month or 1
    return date(year, month, max(1, min(day, calendar.monthrange(year, month)[1])))


def shift_months(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def doubt_edges(points: Sequence[Point], dated: Sequence[date], letter: date, settled: Settled) -> None:
    """A year that only the letter gave, near the days on which the rule turns to another year."""
    early, late = shift_months(letter, -BEFORE) + EDGE, shift_months(letter, AFTER) - EDGE
    for point, day in zip(points, dated, strict=True):
        if not early <= day <= late:
            if day < letter:
                side = "before"
            else:
                side = "after"
            away = f"long {side} the letter of {name_day(letter)}"
            what = f"{name_point(point)} is read as {day.year}, {away}"
            settled.doubts.append(Fault("date", what, "write the year"))


def doubt_gaps(points: Sequence[Point], dated: Sequence[date], settled: Settled) -> None:
    """A year that a neighbour gave, and that is far from it: "2 October 2017 and 28 September"."""
    for point, day, (before, after) in zip(points, dated, neighbours(dated), strict=True):
        if point.year is None and (day > shift_months(before, AFTER) or shift_months(day, AFTER) < after):
            settled.doubts.append(
                Fault(
                    "date",
                    f"{name_point(point)} is read as {day.year}, far from its neighbour",
                    "write the year",
                )
            )


def neighbours(days: Sequence[date]) -> list[tuple[date, date]]:
    return [(days[max(n - 1, 0)], days[min(n + 1, len(days) - 1)]) for n in range(len(days))]


# Days


def days_of(point: Point, year: int) -> tuple[date, date]:
    """First and last day; raises ValueError for a day that does not exist."""
    if point.unit == "day":
        day = date(year, point.month or 0, point.day or 0)
        return day, day
    if point.unit == "week":
        monday = monday_of(date(year, point.month or 0, point.day or 0), ending=point.portion == "ending")
        return week_portion(monday, point.portion)
    months = {"month": 1, "quarter": 3, "semester": 6, "year": 12}[point.unit]
    first = date(year, point.month or 1, 1)
    return months_portion(first, months, point.portion)


def monday_of(day: date, *, ending: bool = False) -> date:
    """The Monday of the week that a day stands for; a Saturday or Sunday announces the week after it."""
    monday = day - timedelta(days=day.weekday())
    if day.weekday() < 5 or ending:
        return monday
    return monday + timedelta(days=7)


def week_portion(monday: date, portion: str | None) -> tuple[date, date]:
    start, end = {
        "early": (0, 1),
        "beginning": (0, 1),
        "mid": (2, 2),
        "late": (3, 4),
        "end": (3, 4),
        "first half": (0, 2),
        "second half": (2, 4),
    }.get(portion or "", (0, 4))
    return monday + timedelta(days=start), monday + timedelta(days=end)


MONTH_PORTIONS = {
    "early": (1, 10),
    "beginning": (1, 7),
    "mid": (11, 20),
    "late": (21, 0),
    "end": (21, 0),
    "first half": (1, 15),
    "second half": (16, 0),
    "first week": (1, 7),
    "second week": (8, 14),
    "third week": (15, 21),
    "fourth week": (22, 28),
    "last week": (-6, 0),
}
# Of 12, 6 or 3 months: how many are early (and late), and which are in the middle.
EARLY_MONTHS = {12: 3, 6: 2, 3: 1}
MIDDLE_MONTHS = {12: (4, 8), 6: (2, 4), 3: (1, 2)}


def months_portion(first: date, months: int, portion: str | None) -> tuple[date, date]:
    """A portion of a month, quarter, semester or year."""
    last = shift_months(first, months) - ONE_DAY
    if portion is None:
        return first, last
    if months > 1 and portion not in ("first half", "second half") and "week" not in portion:
        return many_months_portion(first, months, portion)
    if months > 1 and "half" in portion:
        middle = shift_months(first, months // 2) + timedelta(days=15 if months % 2 else 0)
        if portion == "first half":
            return (first, middle - ONE_DAY)
        return (middle, last)
    start, end = MONTH_PORTIONS[portion]
    if portion in ("last week", "late", "end") and months > 1:
        return last - timedelta(days=6), last
    if start > 0:
        begin = first + timedelta(days=start - 1)
    else:
        begin = last + timedelta(days=start)
    return begin, first + timedelta(days=end - 1) if end else last


def many_months_portion(first: date, months: int, portion: str) -> tuple[date, date]:
    start, end = MIDDLE_MONTHS[months]
    if portion in ("early", "beginning"):
        start, end = 0, EARLY_MONTHS[months]
    elif portion in ("late", "end"):
        start, end = months - EARLY_MONTHS[months], months
    return shift_months(first, start), shift_months(first, end) - ONE_DAY


# What is wrong


def exists(point: Point, year: int) -> bool:
    try:
        days_of(point, year)
    except ValueError:
        return False
    return True


def impossible(point: Point, year: int) -> Fault:
    month = point.month or 0
    if not 1 <= month <= 12 or point.day == 99:
        return Fault("date", "there is no such day in the calendar", "correct the date")
    name = MONTH_NAMES[month - 1]
    length = calendar.monthrange(year, month)[1]
    return Fault("date", f"{point.day} {name} {year} does not exist: {name} has {length} days")


def check_weekday(point: Point, year: int, settled: Settled) -> None:
    """A weekday that does not fit its date is the commonest human mistake."""
    if point.weekday is None or point.unit not in ("day", "week"):
        return
    day = date(year, point.month or 1, point.day or 1)
    if day.weekday() != point.weekday:
        right, wrong = WEEKDAY_NAMES[day.weekday()], WEEKDAY_NAMES[point.weekday]
        settled.faults.append(
            Fault(
                "weekday",
                f"{name_day(day)} is a {right}, not a {wrong}",
                "write the right weekday or leave it out",
            )
        )


def check_week(point: Point, year: int, settled: Settled) -> None:
    if point.unit != "week" or point.portion == "ending":
        return
    day = date(year, point.month or 1, point.day or 1)
    if day.weekday() != 0:
        monday = monday_of(day)
        settled.doubts.append(
            Fault(
                "date",
                f"{name_day(day)} is not a Monday; it is read as the week of {name_day(monday)}",
                "write the Monday",
            )
        )


def name_day(day: date) -> str:
    """ "2 October 2017", as the Journal writes it."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def name_point(point: Point) -> str:
    if point.month is None:
        return str(point.year)
    if point.day:
        words = f"{point.day} "
    elif point.portion:
        words = f"{point.portion} "
    else:
        words = ""
    return words + MONTH_NAMES[point.month - 1]
