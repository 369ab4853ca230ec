"""Every night on which clocks change anywhere, 1990 to 2037: rules, reminders and closings go on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

import msgspec
import pytest

from publisher.calendars.local_time import first_instant, start_of_day, to_instant, to_local
from publisher.calendars.working_days import Calendar
from publisher.errors import LocalTimeError
from publisher.schedule.closing import Closings, IssueSettings, closing_of
from publisher.schedule.hours import begins_at, ends_at
from publisher.schedule.plan import make_plan
from publisher.schedule.rule import Rule, find_odd_rule, read_rule, rule_instant
from tests.builders import (
    EDITION,
    by_subject,
    make_announcement,
    make_situation,
    on_day,
    plan_one,
    release_of,
)
from tests.schedule.clock_changes import ClockChange, find_changes

WEEKENDS_ONLY = Calendar((), frozenset(range(1990, 2039)))
ONE_DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ODD_ZONES = (
    "America/New_York",
    "Africa/Cairo",  # skips midnight, before a Friday
    "Africa/Casablanca",  # goes back for Ramadan
    "America/St_Johns",  # went back at one past midnight, into the day before
    "Antarctica/Troll",  # two hours
    "Asia/Pyongyang",  # half an hour, up to midnight
    "Australia/Lord_Howe",  # half an hour
    "Europe/Zurich",
    "Pacific/Apia",  # left out the whole of 30 December 2011
    "Pacific/Kwajalein",  # left out a day too
)


@cache
def sample() -> tuple[ClockChange, ...]:
    return tuple(change for name in ODD_ZONES for change in list(find_changes(name))[-12:])


@cache
def every_change() -> tuple[ClockChange, ...]:
    """Those of every zone; places whose clocks changed alike all the time (links, mostly) are one."""
    alike: dict[tuple[object, ...], tuple[ClockChange, ...]] = {}
    for name in sorted(available_timezones()):
        changes = tuple(find_changes(name))
        alike.setdefault(tuple((change.at, change.before, change.after) for change in changes), changes)
    return tuple(change for changes in alike.values() for change in changes)


def wall_of(instant: datetime, change: ClockChange) -> datetime:
    return to_local(instant, change.zone).replace(tzinfo=None)


def check_instants(change: ClockChange) -> None:
    """The first is the first instant that shows the hour or a later one; after the later none shows less."""
    found = []
    for wall in change.walls:
        first = first_instant(wall.date(), wall.time(), change.zone, repeated="first")
        later = first_instant(wall.date(), wall.time(), change.zone, repeated="later")
        assert wall_of(first - SECOND, change) < wall <= wall_of(first, change)
        assert all(wall <= wall_of(later + ahead, change) for ahead in (SECOND, 60 * SECOND, ONE_DAY))
        try:
            assert to_instant(wall.date(), wall.time(), change.zone) == first == later
        except LocalTimeError:
            assert wall_of(first, change) != wall or first < later
        found.append((first, later))
    assert [first for first, _ in found] == sorted(first for first, _ in found)
    assert [later for _, later in found] == sorted(later for _, later in found)


def check_days(change: ClockChange) -> None:
    """A day begins with the first second of its date and ends with that of the next."""
    day = change.odd.date()
    begins = [start_of_day(day + number * ONE_DAY, change.zone) for number in range(-1, 4)]
    assert begins == sorted(begins)
    assert all(wall_of(begin - SECOND, change).date() < wall_of(begin, change).date() for begin in begins)
    when = on_day(day.isoformat())
    assert (begins_at(when, None, change.zone), ends_at(when, None, change.zone)) == (begins[1], begins[2])


def check_rules(change: ClockChange) -> None:
    """An hour counted from a day is never early, and a later one never before an earlier one."""
    day, found = change.odd.date(), []
    for wall in sorted(wall for wall in (*change.walls, change.odd) if wall.date() == day):
        rule = read_rule(f"1 day before at {wall:%H:%M}")
        assert isinstance(rule, Rule)
        found.append(rule_instant(rule, day + ONE_DAY, WEEKENDS_ONLY, change.zone))
        assert wall_of(found[-1], change) >= wall.replace(second=0)
        odd = find_odd_rule(rule, day + ONE_DAY, WEEKENDS_ONLY, change.zone)
        assert odd is not None or found[-1] == to_instant(day, rule.at, change.zone)
    assert found == sorted(found)


def check_plan(change: ClockChange) -> None:
    """An announcement and its reminder, counted into the odd hour, are planned, not early, with a note."""
    day, rule = change.odd.date() + 2 * ONE_DAY, f"2 days before at {change.odd:%H:%M}"
    now = change.at - 5 * ONE_DAY
    announcement = make_announcement(
        when=on_day(day.isoformat()), publish=rule, remind=(rule,), saved=now - ONE_DAY
    )
    context = make_situation(now, zone=change.zone, calendar=WEEKENDS_ONLY, roadmaps={})
    item = plan_one(announcement, context)
    assert item.draft is not None
    plan = make_plan([announcement], EDITION, by_subject(release_of(item.draft, now)), context)
    (reminder,) = (one for one in plan.items if one.subject == "reminder")
    for one in (item, reminder):
        assert one.state == "planned"
        assert one.at is not None
        assert wall_of(one.at, change) >= change.odd
        assert "clocks" in {problem.rule for problem in one.problems}
        assert all(problem.warning for problem in one.problems)


def check_closings(change: ClockChange) -> None:
    """The closings around the change come once each, in their order, and the odd one is told of."""
    settings = IssueSettings(close=change.odd.time())
    days = [change.odd.date() + number * ONE_DAY for number in range(-6, 8)]
    working = [day for day in days if WEEKENDS_ONLY.is_working(day)]
    at = [closing_of(day, settings, WEEKENDS_ONLY, change.zone).at for day in working]
    assert at == sorted(at)
    closings = Closings(settings, WEEKENDS_ONLY, change.zone, start=at[0], last=working[0] - ONE_DAY)
    assert [closing.day for closing in closings.due(at[-1])] == working
    for day in working:
        if WEEKENDS_ONLY.shift(day, -1) == change.odd.date():
            closing, _ = next(msgspec.structs.replace(closings, last=None).odd_hours())
            assert closing.day == day
            assert wall_of(closing.at - SECOND, change) < change.odd <= wall_of(closing.at, change)


CHECKS = (check_instants, check_days, check_rules, check_plan, check_closings)


@pytest.mark.parametrize("check", CHECKS)
def test_where_the_clocks_change_oddly_every_rule_goes_on(check: Callable[[ClockChange], None]) -> None:
    assert len(sample()) > 90
    for change in sample():
        check(change)


@pytest.mark.prove
@pytest.mark.parametrize("check", CHECKS)
def test_wherever_clocks_change_every_rule_goes_on(check: Callable[[ClockChange], None]) -> None:
    assert len(every_change()) > 5_000
    for change in every_change():
        check(change)
