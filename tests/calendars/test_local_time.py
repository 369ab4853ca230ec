"""Local time on the nights the clocks change, and the ways an instant is written."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.calendars.local_time import (
    Repeated,
    find_odd_hour,
    first_instant,
    iso_z,
    parse_instant,
    start_of_day,
    to_instant,
    to_local,
    zone_city,
)
from publisher.errors import LocalTimeError

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [NEW_YORK, *map(ZoneInfo, ("Europe/Zurich", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"))]


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2017, 9, 27), time(18), "2017-09-27T22:00:00Z"),
        (date(2017, 11, 5), time(0, 59), "2017-11-05T04:59:00Z"),
        (date(2017, 11, 5), time(2), "2017-11-05T07:00:00Z"),
        (date(2026, 11, 1), time(2), "2026-11-01T07:00:00Z"),
        (date(2027, 3, 14), time(1, 59), "2027-03-14T06:59:00Z"),
        (date(2027, 3, 14), time(3), "2027-03-14T07:00:00Z"),
    ],
)
def test_a_wall_time_in_new_york_has_one_instant(day: date, at: time, expected: str) -> None:
    assert iso_z(to_instant(day, at, NEW_YORK)) == expected


@pytest.mark.parametrize("day", [date(2017, 11, 5), date(2026, 11, 1)])
@pytest.mark.parametrize("at", [time(1), time(1, 30), time(1, 59, 59), time(1, 30, fold=1)])
def test_a_time_that_happens_twice_is_refused(day: date, at: time) -> None:
    with pytest.raises(LocalTimeError, match=r"happens twice in New York \(clocks go back at 2:00\)"):
        to_instant(day, at, NEW_YORK)


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59, 59), time(2, 30, fold=1)])
def test_a_time_that_is_jumped_over_is_refused(at: time) -> None:
    with pytest.raises(LocalTimeError, match=r"does not exist in New York \(clocks go forward at 2:00\)"):
        to_instant(date(2027, 3, 14), at, NEW_YORK)


def test_the_refusal_is_a_sentence_that_says_what_to_do() -> None:
    with pytest.raises(LocalTimeError) as caught:
        to_instant(date(2027, 3, 14), time(2, 30), NEW_YORK)
    assert str(caught.value) == (
        "2:30 on 14 March 2027 does not exist in New York (clocks go forward at 2:00); choose another time"
    )


def test_a_change_of_half_an_hour_is_found_at_its_own_time() -> None:
    with pytest.raises(LocalTimeError, match=r"clocks go back at 2:00"):
        to_instant(date(2017, 4, 2), time(1, 45), ZoneInfo("Australia/Lord_Howe"))


def test_a_day_that_a_place_left_out_is_refused() -> None:
    with pytest.raises(LocalTimeError, match=r"12:00 on 30 December 2011 does not exist in Apia"):
        to_instant(date(2011, 12, 30), time(12), ZoneInfo("Pacific/Apia"))


@pytest.mark.parametrize(
    ("zone", "wall", "repeated", "expected"),
    [
        ("America/New_York", "2027-03-14 02:30", "first", "2027-03-14T07:00:00Z"),
        ("America/New_York", "2027-03-14 02:30", "later", "2027-03-14T07:00:00Z"),
        ("America/New_York", "2027-03-14 03:00", "later", "2027-03-14T07:00:00Z"),
        ("America/New_York", "2026-11-01 01:30", "first", "2026-11-01T05:30:00Z"),
        ("America/New_York", "2026-11-01 01:30", "later", "2026-11-01T06:30:00Z"),
        ("America/New_York", "2026-11-01 02:00", "first", "2026-11-01T07:00:00Z"),
        ("Africa/Cairo", "2024-04-26 00:30", "first", "2024-04-25T22:00:00Z"),
        ("Australia/Lord_Howe", "2017-04-02 01:45", "later", "2017-04-01T15:15:00Z"),
        ("Pacific/Apia", "2011-12-30 12:00", "later", "2011-12-30T10:00:00Z"),
    ],
)
def test_an_hour_of_a_rule_comes_whatever_the_clocks_do(
    zone: str, wall: str, repeated: Repeated, expected: str
) -> None:
    moment = datetime.fromisoformat(wall)
    assert iso_z(first_instant(moment.date(), moment.time(), ZoneInfo(zone), repeated=repeated)) == expected


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/New_York", date(2017, 9, 27), "2017-09-27T04:00:00Z"),
        ("America/Sao_Paulo", date(2017, 10, 15), "2017-10-15T03:00:00Z"),
        ("America/Havana", date(2017, 11, 5), "2017-11-05T04:00:00Z"),
        ("America/St_Johns", date(2010, 11, 7), "2010-11-07T02:30:00Z"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00:00Z"),
    ],
    ids=["plain", "no midnight", "midnight twice", "the day before comes back", "no such day", "after it"],
)
def test_a_day_begins_with_its_first_instant(zone: str, day: date, expected: str) -> None:
    assert iso_z(start_of_day(day, ZoneInfo(zone))) == expected


def test_most_hours_come_once() -> None:
    assert find_odd_hour(date(2027, 3, 14), time(1, 59), NEW_YORK) is None
    assert find_odd_hour(date(2027, 3, 14), time(3), NEW_YORK) is None
    assert find_odd_hour(date(2026, 11, 1), time(2), NEW_YORK) is None


def test_a_date_at_the_edge_of_the_calendar_is_refused_in_words() -> None:
    with pytest.raises(LocalTimeError, match="out of range"):
        to_instant(date.min, time(0), ZoneInfo("Asia/Kolkata"))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)), st.sampled_from(ZONES))
def test_an_accepted_wall_time_comes_back_as_it_was(wall: datetime, zone: ZoneInfo) -> None:
    try:
        instant = to_instant(wall.date(), wall.time(), zone)
    except LocalTimeError:
        offsets = {wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
        assert len(offsets) == 2
    else:
        assert instant.tzinfo is UTC
        assert to_local(instant, zone).replace(tzinfo=None) == wall


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017-09-20T12:00-04:00", "2017-09-20T16:00:00Z"),
        ("2017-09-20T12:00:30-0400", "2017-09-20T16:00:30Z"),
        ("2017-09-20T16:00:00Z", "2017-09-20T16:00:00Z"),
        ("2017-09-20t16:00z", "2017-09-20T16:00:00Z"),
        ("2017-09-20 12:00", "2017-09-20T16:00:00Z"),
        ("2017-09-20 12:00:05", "2017-09-20T16:00:05Z"),
        ("2017-09-20T12:00", "2017-09-20T16:00:00Z"),
        (" 2017-09-20 ", "2017-09-20T04:00:00Z"),
        ("2017-11-05T01:30-05:00", "2017-11-05T06:30:00Z"),  # an offset settles which of the two is meant
        ("2017-11-05T01:30-04:00", "2017-11-05T05:30:00Z"),
    ],
)
def test_an_instant_is_read_as_people_write_it(text: str, expected: str) -> None:
    instant = parse_instant(text, NEW_YORK)
    assert instant.tzinfo is UTC
    assert iso_z(instant) == expected


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2017-9-20", "20170920", "2017-W38-3", "2017-09-20 24:00", "2017-09-20 12:60",
     "2017-09-20 12", "2017-09-20Z", "2017-02-29", "2017-13-01", "2017-09-20T12:00+25:00", "0000-01-01",
     "0001-01-01T00:00+14:00", "2017-09-20 12:00\n13:00", "٢٠١٧-٠٩-٢٠"],
)  # fmt: skip
def test_what_is_no_instant_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"“[^”]*” is (not a|no) date and time"):
        parse_instant(text, NEW_YORK)


@pytest.mark.parametrize("text", ["2017-11-05 01:30", "2027-03-14T02:30"])
def test_a_naive_text_in_the_gap_or_the_fold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="choose another time"):
        parse_instant(text, NEW_YORK)


def test_printing_an_instant_drops_microseconds_and_the_zone() -> None:
    in_new_york = datetime(2017, 9, 27, 18, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=-4)))
    assert iso_z(in_new_york) == "2017-09-27T22:00:00Z"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)))
def test_a_printed_instant_is_read_back_to_the_second(instant: datetime) -> None:
    assert parse_instant(iso_z(instant), NEW_YORK) == instant.replace(microsecond=0)


def test_a_naive_value_is_no_instant() -> None:
    naive = datetime(2017, 9, 27, 18)
    with pytest.raises(ValueError, match="needs its zone"):
        to_local(naive, NEW_YORK)
    with pytest.raises(ValueError, match="needs its zone"):
        iso_z(naive)


@pytest.mark.parametrize(
    ("key", "city"),
    [
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Europe/Zurich", "Zurich"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city(key: str, city: str) -> None:
    assert zone_city(ZoneInfo(key)) == city
