"""When a meeting is over: one test for each ruling."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from publisher.dates.when import Occasion, Times, When
from publisher.schedule.hours import anchor_day, begins_at, ends_at
from tests.builders import ZONE, at_hour, by_day, in_week, on_day, utc


def end_of(when: When, hours: Times | None = None) -> str:
    instant = ends_at(when, hours, ZONE)
    assert instant is not None
    return instant.astimezone(ZONE).strftime("%d %H:%M")


def test_a_morning_ends_at_13() -> None:
    assert end_of(on_day("2017-10-05", "morning")) == "05 13:00"


def test_an_afternoon_ends_at_18() -> None:
    assert end_of(on_day("2017-10-02", "afternoon")) == "02 18:00"


@pytest.mark.parametrize("start", ["10:00", "11:30", "15:00", "17:30"])
def test_a_meeting_at_a_clock_time_without_an_end_closes_at_18(start: str) -> None:
    assert end_of(at_hour("2017-10-02", start)) == "02 18:00"
    assert end_of(on_day("2017-10-02"), Times(time.fromisoformat(start))) == "02 18:00"


def test_an_evening_closes_with_the_day() -> None:
    evening = (Occasion(date(2017, 10, 2), date(2017, 10, 2), "evening", time(18)),)
    assert end_of(on_day("2017-10-02", occasions=evening)) == "03 00:00"
    assert end_of(at_hour("2017-10-02", "19:00")) == "03 00:00"


def test_hours_that_name_an_end_are_believed() -> None:
    assert end_of(at_hour("2017-10-02", "10:00", "11:00")) == "02 11:00"


def test_a_meeting_that_runs_past_midnight_is_over_on_the_day_after() -> None:
    """It was taken for past 21 hours before it began: nobody was told of it."""
    day = date(2017, 10, 2)
    night = (Occasion(day, date(2017, 10, 3), None, time(22), time(1)),)
    assert end_of(on_day("2017-10-02", precision="time", occasions=night)) == "03 01:00"


def test_the_announcement_s_hours_win_over_the_roadmap_s() -> None:
    afternoon = on_day("2017-10-02", "afternoon")
    assert end_of(afternoon, Times(time(16), time(17))) == "02 17:00"
    assert begins_at(afternoon, Times(time(16), time(17)), ZONE) == utc("2017-10-02 20:00")


def test_a_day_is_over_when_it_is_over() -> None:
    assert end_of(on_day("2017-10-31")) == "01 00:00"


def test_a_week_is_over_at_the_end_of_its_last_day() -> None:
    assert end_of(in_week("2017-10-23")) == "28 00:00"


def test_a_deadline_is_over_at_its_instant_and_counts_from_its_last_day() -> None:
    assert end_of(by_day("2017-10-31", "12:00")) == "31 12:00"
    assert end_of(by_day("2017-10-31")) == "01 00:00"
    assert anchor_day(by_day("2017-10-31")) == date(2017, 10, 31)


def test_a_placeholder_counts_from_its_first_day() -> None:
    assert anchor_day(in_week("2017-10-23")) == date(2017, 10, 23)


def test_several_sittings_end_with_the_last() -> None:
    first, last = date(2017, 10, 2), date(2017, 10, 4)
    sittings = (
        Occasion(first, first, "morning", time(10), time(13)),
        Occasion(last, last, "afternoon", time(15), time(18)),
    )
    when = When(text="2 and 4 October", first=first, last=last, precision="list", occasions=sittings)
    assert end_of(when) == "04 18:00"


def test_the_end_is_local_whatever_the_clocks_do_that_day() -> None:
    assert ends_at(on_day("2017-11-05"), None, ZONE) == utc("2017-11-06 05:00")
    assert begins_at(on_day("2017-11-05"), None, ZONE) == utc("2017-11-05 04:00")


def test_what_has_no_day_has_no_hours() -> None:
    undated = When(text="as needed", precision="undated")
    assert begins_at(undated, None, ZONE) is None
    assert ends_at(undated, None, ZONE) is None


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("America/Sao_Paulo", "2017-10-15", "2017-10-15 03:00"),
        ("America/Havana", "2017-11-05", "2017-11-05 04:00"),
    ],
    ids=["no midnight", "midnight twice"],
)
def test_a_day_begins_and_ends_even_where_its_midnight_is_odd(zone: str, day: str, begins: str) -> None:
    """No author wrote that midnight, so there is nobody to ask."""
    eve = date.fromisoformat(day).replace(day=int(day[-2:]) - 1)
    assert begins_at(on_day(day), None, ZoneInfo(zone)) == utc(begins)
    assert ends_at(on_day(eve.isoformat()), None, ZoneInfo(zone)) == utc(begins)
