"""Working days of UN Headquarters, as the sample letter needs them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.calendars.working_days import Calendar, amend, from_dates, load_packaged
from publisher.errors import ConfigError

UN = load_packaged("un-headquarters")
DAYS = st.dates(date(2016, 1, 1), date(2028, 12, 31))
STEPS = st.integers(-60, 60)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2017, 9, 29), True),  # Yom Kippur (observed), floating
        (date(2017, 9, 30), False),  # a Saturday
        (date(2017, 10, 1), False),  # a Sunday
        (date(2017, 10, 2), True),
        (date(2017, 9, 4), False),  # Labour Day
        (date(2017, 10, 24), True),  # United Nations Day is no holiday at Headquarters
        (date(2017, 4, 14), False),  # official and floating on one day
        (date(2026, 7, 3), False),  # observed on the Friday
        (date(2027, 7, 5), False),  # observed on the Monday
    ],
)
def test_weekends_and_official_holidays_are_not_working_days(day: date, working: bool) -> None:
    assert UN.is_working(day) is working


@pytest.mark.parametrize(
    ("day", "steps", "expected"),
    [
        (date(2017, 10, 2), -3, date(2017, 9, 27)),  # the first reading: over a floating holiday
        (date(2017, 9, 25), -3, date(2017, 9, 20)),  # the zero draft
        (date(2017, 10, 5), -3, date(2017, 10, 2)),  # the informal consultations
        (date(2017, 10, 23), -3, date(2017, 10, 18)),  # over Diwali, floating
        (date(2017, 10, 31), -3, date(2017, 10, 26)),  # the conclusion
        (date(2017, 9, 5), -1, date(2017, 8, 31)),  # over Labour Day, a weekend and Eid al-Adha
        (date(2017, 8, 31), 1, date(2017, 9, 5)),
        (date(2017, 9, 30), -1, date(2017, 9, 29)),  # from a Saturday
        (date(2017, 9, 30), 1, date(2017, 10, 2)),
        (date(2017, 9, 30), 0, date(2017, 9, 30)),
        (date(2018, 1, 2), -1, date(2017, 12, 29)),  # over New Year
    ],
)
def test_shift_counts_working_days_only(day: date, steps: int, expected: date) -> None:
    assert UN.shift(day, steps) == expected


@given(DAYS.filter(UN.is_working), STEPS)
def test_shift_there_and_back_returns_to_a_working_day(day: date, steps: int) -> None:
    assert UN.shift(UN.shift(day, steps), -steps) == day


@given(DAYS, STEPS.filter(bool))
def test_shift_always_lands_on_a_working_day(day: date, steps: int) -> None:
    assert UN.is_working(UN.shift(day, steps))


@given(DAYS, st.integers(1, 60))
def test_clear_days_of_notice_are_one_less_than_the_steps(day: date, steps: int) -> None:
    assert UN.count_working_days(day, UN.shift(day, steps)) == steps - 1


@given(DAYS, st.integers(0, 400))
def test_days_between_are_working_weekend_or_skipped(day: date, length: int) -> None:
    last = day + timedelta(days=length)
    between = [day + timedelta(days=n) for n in range(1, length)]
    weekend = sum(each.weekday() >= 5 for each in between)
    skipped = len(UN.skipped_between(day, last))
    assert UN.count_working_days(day, last) + weekend + skipped == len(between)


def test_neither_end_counts_as_notice() -> None:
    assert UN.count_working_days(date(2017, 9, 27), date(2017, 10, 2)) == 2
    assert UN.count_working_days(date(2017, 10, 2), date(2017, 10, 2)) == 0
    assert UN.count_working_days(date(2017, 10, 2), date(2017, 9, 27)) == 0


def test_official_holidays_passed_over_are_named_in_order() -> None:
    skipped = UN.skipped_between(date(2017, 8, 31), date(2017, 9, 5))
    assert [holiday.name for holiday in skipped] == ["Eid al-Adha", "Labour Day"]
    assert UN.skipped_between(date(2017, 9, 1), date(2017, 9, 4)) == ()


def test_floating_holidays_passed_over_are_named_but_not_skipped() -> None:
    assert UN.skipped_between(date(2017, 9, 27), date(2017, 10, 2)) == ()
    floating = UN.holiday_on(date(2017, 9, 29))
    assert floating is not None
    assert (floating.name, floating.kind) == ("Yom Kippur (observed)", "floating")
    assert UN.is_working(date(2017, 9, 29))


def test_a_floating_holiday_on_an_official_one_gives_way() -> None:
    good_friday = UN.holiday_on(date(2017, 4, 14))
    assert good_friday is not None
    assert (good_friday.name, good_friday.kind) == ("Good Friday", "official")


def test_a_holiday_on_a_weekend_is_not_passed_over() -> None:
    saturday = from_dates([date(2017, 9, 30)])
    assert saturday.skipped_between(date(2017, 9, 27), date(2017, 10, 2)) == ()


def test_only_the_years_of_the_data_are_covered() -> None:
    assert [year for year in range(2010, 2035) if UN.covers(year)] == [2017, 2018, 2026, 2027]


@pytest.mark.parametrize("year", [2017, 2018, 2026, 2027])
def test_each_year_has_nine_official_holidays_on_weekdays(year: int) -> None:
    official = {h.day for h in UN.holidays if h.kind == "official" and h.day.year == year}
    assert len(official) == 9
    assert all(day.weekday() < 5 for day in official)


def test_every_holiday_lies_in_a_covered_year_once_and_has_a_source() -> None:
    assert all(UN.covers(holiday.day.year) and holiday.source for holiday in UN.holidays)
    assert len({(h.day, h.kind) for h in UN.holidays}) == len(UN.holidays)


def test_only_the_year_with_its_circular_at_hand_is_not_provisional() -> None:
    assert {h.day.year for h in UN.holidays if not h.provisional} == {2017}
    assert {h.day.year for h in UN.holidays if h.provisional} == {2018, 2026, 2027}


def test_an_unknown_calendar_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match='"un-headquarter" is unknown; did you mean "un-headquarters"'):
        load_packaged("un-headquarter")


@pytest.mark.parametrize("name", ["", "../calendars/un-headquarters", "geneva"])
def test_a_name_far_from_any_calendar_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="un-headquarters"):
        load_packaged(name)


def test_amending_adds_and_takes_away_without_touching_the_original() -> None:
    closed, open_ = date(2017, 3, 14), date(2017, 9, 4)
    amended = amend(UN, also=[closed], except_=[open_])
    assert (amended.is_working(closed), amended.is_working(open_)) == (False, True)
    assert (UN.is_working(closed), UN.is_working(open_)) == (True, False)


def test_a_floating_holiday_can_be_made_official() -> None:
    yom_kippur = date(2017, 9, 29)
    amended = amend(UN, also=[yom_kippur], except_=[])
    assert amended.shift(date(2017, 10, 2), -3) == date(2017, 9, 26)
    made = amended.holiday_on(yom_kippur)
    assert made is not None
    assert made.kind == "official"


def test_a_day_both_added_and_excepted_is_a_holiday() -> None:
    day = date(2017, 9, 4)
    assert not amend(UN, also=[day], except_=[day]).is_working(day)


def test_a_year_given_by_hand_is_covered() -> None:
    assert amend(UN, also=[date(2028, 1, 3)], except_=[]).covers(2028)
    assert from_dates([date(2028, 1, 3)]).covers(2028)
    assert not from_dates([date(2028, 1, 3)]).covers(2027)


def test_a_calendar_without_holidays_knows_weekends() -> None:
    bare = Calendar((), frozenset())
    assert bare.shift(date(2017, 9, 5), -1) == date(2017, 9, 4)
    assert bare.shift(date(2017, 9, 4), -1) == date(2017, 9, 1)
