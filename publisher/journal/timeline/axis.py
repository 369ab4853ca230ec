"""The axis of a timeline: days to places, months and weeks to columns and ticks."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from publisher.dates.when import When
from publisher.journal.dates import month_alone
from publisher.journal.language import format_month
from publisher.journal.timeline.facts import Timeline
from publisher.journal.timeline.measure import width_of

ONE_DAY = timedelta(days=1)
MARGIN = 12.0
SMALL = 12.0
"""The size of the axis's words."""

LEAST_WEEK, LEAST_MONTH = 23.0, 16.0
"""Below these widths of a week and a month the ticks bear no numbers."""

MOST_NAMELESS = 0.4
"""With a greater share of months too narrow for their names, the columns are years."""


class Column(msgspec.Struct, frozen=True):
    """A month or a year between two places; `label` is empty where it would not fit."""

    start: float
    end: float
    label: str
    odd: bool


class Tick(msgspec.Struct, frozen=True):
    """The beginning of a week (or of a month, on a long axis) with the number that it is called by."""

    place: float
    label: str


class Axis(msgspec.Struct, frozen=True):
    """Local days from a Monday through a Sunday laid out over `width`; places count from where time begins.

    Which side that is, the drawing decides: left, or right in Arabic.
    """

    first: date
    last: date
    width: float

    @property
    def day_width(self) -> float:
        return (self.width - 2 * MARGIN) / ((self.last - self.first).days + 1)

    def place(self, day: date, share: float = 0.0) -> float:
        """Where a day begins, or a share of it has passed."""
        return MARGIN + ((day - self.first).days + share) * self.day_width

    def by_years(self, lang: str) -> bool:
        """Whether too few months are wide enough for their names in this language."""
        months = list(self._columns(lang, months=True))[1:-1]
        nameless = sum(not month.label for month in months)
        return nameless > len(months) * MOST_NAMELESS

    def columns(self, lang: str) -> list[Column]:
        """The months that it touches, or the years."""
        return list(self._columns(lang, months=not self.by_years(lang)))

    def _columns(self, lang: str, *, months: bool) -> Iterator[Column]:
        named = False
        for number, start in enumerate(self._starts(months=months)):
            end = self._next(start, months=months) - ONE_DAY
            left = 0.0
            if start > self.first:
                left = self.place(start)
            if end < self.last:
                right = self.place(end, 1)
            else:
                right = self.width
            year = not named or start.month == 1
            if months:
                labels = _name_month(start, lang, year=year)
            else:
                labels = [str(start.year)]
            label = next((one for one in labels if width_of(one, SMALL, bold=True) + 5 <= right - left), "")
            named = named or str(start.year) in label
            yield Column(left, right, label, number % 2 == 1)

    def ticks(self, lang: str) -> Iterator[Tick]:
        """Mondays by their day of the month; on a long axis the months by their number."""
        if self.by_years(lang):
            numbered = self.day_width * 30 >= LEAST_MONTH
            for start in self._starts(months=True):
                if start >= self.first:
                    yield Tick(self.place(start), str(start.month) if numbered else "")
            return
        numbered = self.day_width * 7 >= LEAST_WEEK
        day = self.first
        while day <= self.last:
            yield Tick(self.place(day), str(day.day) if numbered else "")
            day += 7 * ONE_DAY

    def _starts(self, *, months: bool) -> Iterator[date]:
        if months:
            start = self.first.replace(day=1)
        else:
            start = self.first.replace(month=1, day=1)
        while start <= self.last:
            yield start
            start = self._next(start, months=months)

    def _next(self, start: date, *, months: bool) -> date:
        if months:
            return (start + 31 * ONE_DAY).replace(day=1)
        return start.replace(year=start.year + 1)


def _name_month(start: date, lang: str, *, year: bool) -> list[str]:
    """The names that its column may bear, the fullest first; of an Arabic pair the second at a pinch."""
    name = month_alone(start, lang)
    return [*([format_month(start, lang)] if year else []), name, name.split("/")[-1]]


def make_axis(timeline: Timeline, width: float) -> Axis:
    """From the Monday before everything that is dated to the Sunday after it."""
    days = [timeline.roadmap.letter]
    for line in timeline.lines:
        for when in (line.milestone.when, *(ghost.when for ghost in line.ghosts)):
            days += [day for day in (when.first, when.last) if day]
    first, last = min(days), max(days)
    begin = first - first.weekday() * ONE_DAY
    return Axis(begin, max(last + (6 - last.weekday()) * ONE_DAY, begin + 27 * ONE_DAY), width)


def year_matters(axis: Axis) -> bool:
    """Whether a date without its year could be taken for another on this axis."""
    return axis.first.year != axis.last.year


def span_of(when: When, axis: Axis) -> tuple[float, float]:
    """Where a date begins and ends on the axis; what has no date may be anywhere on it."""
    if when.first is None and when.last is None:
        return MARGIN, axis.width - MARGIN
    first, last = when.first or when.last, when.last or when.first
    assert first is not None
    assert last is not None
    return axis.place(first), axis.place(last, 1)
