"""When the issue of a day closes: at its hour on the working day before, and none before the start."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import msgspec

from publisher.calendars.local_time import OddHour, find_odd_hour, first_instant, to_local
from publisher.calendars.working_days import Calendar

MOST_AT_ONCE = 400
"""Issues closed in one pass after a long downtime; the next pass goes on."""

LOOKED_AHEAD = timedelta(days=366)
"""So far closings are looked through for odd hours: the clocks change twice within it, where they do."""

SATURDAY = 5


class IssueSettings(msgspec.Struct, frozen=True):
    """`close` is local wall time on the previous working day.

    No page of the United Nations states it; the Journal of 2019 lists speakers as known at 18:30.

    `next_number` is the number of the next issue of `numbered_year`, where the counter is set by hand:
    numbers cannot be worked out, for a day of snow closes Headquarters (14 March 2017).
    `pdf_seconds` is the limit for one sheet, the start of the process that typesets it included.
    """

    close: time = time(18, 30)
    next_number: int = 1
    numbered_year: int | None = None
    pdf: bool = False
    pdf_seconds: int = 120


class Closing(msgspec.Struct, frozen=True):
    """An issue about to close: the local `day` of its programme, the date it bears, the UTC instant."""

    day: date
    dated: date
    at: datetime


def closing_of(day: date, settings: IssueSettings, calendar: Calendar, zone: ZoneInfo) -> Closing:
    """The closing of the issue for `day`: where the clocks skip its hour right after it, else the first."""
    at = first_instant(calendar.shift(day, -1), settings.close, zone, repeated="first")
    return Closing(day, issue_date(day, calendar), at)


def issue_date(day: date, calendar: Calendar) -> date:
    """The date that an issue bears: its day, or the Saturday between it and the working day before.

    Monday's programme stands in the issue of the Saturday before, other days' in that of the day
    (No. 2017/173 of 9 September for 11 September 2017); after a holiday on Monday it is the Saturday too.
    """
    before = calendar.shift(day, -1)
    between = (date.fromordinal(number) for number in range(day.toordinal() - 1, before.toordinal(), -1))
    return next((one for one in between if one.weekday() == SATURDAY), day)


class Closings(msgspec.Struct, frozen=True):
    """The closings of a publication, in order and without end: after that for `last`, none before `start`.

    `start` is a UTC instant, `last` the local day of an issue.
    """

    settings: IssueSettings
    calendar: Calendar
    zone: ZoneInfo
    start: datetime
    last: date | None = None

    def __iter__(self) -> Iterator[Closing]:
        day = self.last or to_local(self.start, self.zone).date() - timedelta(days=1)
        while True:
            day = self.calendar.shift(day, 1)
            closing = closing_of(day, self.settings, self.calendar, self.zone)
            if closing.at >= self.start:
                yield closing

    def due(self, now: datetime) -> list[Closing]:
        """Every issue to close by `now` (UTC), but no more than one pass closes."""
        return list(islice(takewhile(lambda closing: closing.at <= now, self), MOST_AT_ONCE))

    def next_after(self, now: datetime) -> datetime:
        """The UTC instant at which the first issue after `now` closes."""
        return next(closing.at for closing in self if closing.at > now)

    def odd_hours(self) -> Iterator[tuple[Closing, OddHour]]:
        """The closings of a year from `start` whose hour the clocks skip or repeat, and how."""
        for closing in takewhile(lambda closing: closing.at <= self.start + LOOKED_AHEAD, self):
            odd = find_odd_hour(self.calendar.shift(closing.day, -1), self.settings.close, self.zone)
            if odd is not None:
                yield closing, odd
