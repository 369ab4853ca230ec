"""The rules of release: every shape that people write, and the ones that are refused."""

from datetime import date

import pytest

from publisher.calendars.working_days import load_packaged
from publisher.errors import LocalTimeError
from publisher.problem import Fault
from publisher.schedule.rule import Rule, read_rule, rule_instant
from publisher.schedule.settings import read_delay
from tests.builders import ZONE, utc

MEETING = date(2017, 10, 2)
HOLIDAYS = load_packaged("un-headquarters")


def instant_of(text: str, day: date = MEETING) -> str:
    rule = read_rule(text)
    assert isinstance(rule, Rule), rule
    return rule_instant(rule, day, HOLIDAYS, ZONE).strftime("%Y-%m-%d %H:%M:%S")


SHAPES = {
    "3 working days before at 18:00": "2017-09-27 22:00:00",
    "3 working days before": "2017-09-27 22:00:00",
    "1 working day before at 9.30": "2017-09-29 13:30:00",
    "three Working Days before AT 18:00": "2017-09-27 22:00:00",
    "1 day before at 9:00": "2017-10-01 13:00:00",
    "a day before at 09:00": "2017-10-01 13:00:00",
    "a week before at 9:30": "2017-09-25 13:30:00",
    "two weeks before at 09:30": "2017-09-18 13:30:00",
    "0 days before at 9:00": "2017-10-02 13:00:00",
    "on the day": "2017-10-02 22:00:00",
    "on the day at 9:00": "2017-10-02 13:00:00",
    "1 working day after at 8:00": "2017-10-03 12:00:00",
    "2017-09-20": "2017-09-20 22:00:00",
    "2017-09-20 09:15": "2017-09-20 13:15:00",
    "2017-09-20T09:15:30": "2017-09-20 13:15:30",
    "2017-09-20T09:15Z": "2017-09-20 09:15:00",
    "2017-09-20T09:15:30+02:00": "2017-09-20 07:15:30",
    "2017-09-20 09:15 -04:00": "2017-09-20 13:15:00",
    "20 September 2017 at 9:15": "2017-09-20 13:15:00",
    "20 September 2017, 09:15": "2017-09-20 13:15:00",
    "20 September 2017 9:15:30": "2017-09-20 13:15:30",
    "  20   september  2017  at 9.15 ": "2017-09-20 13:15:00",
}


@pytest.mark.parametrize(("text", "instant"), SHAPES.items())
def test_a_rule_gives_its_instant(text: str, instant: str) -> None:
    assert instant_of(text) == instant


@pytest.mark.parametrize(("text", "kind"), [("at once", "at once"), ("When confirmed", "when confirmed")])
def test_a_rule_may_name_no_day_at_all(text: str, kind: str) -> None:
    rule = read_rule(text)
    assert isinstance(rule, Rule)
    assert rule.kind == kind


@pytest.mark.parametrize(
    ("text", "milestone", "amount"),
    [
        ("2 days after zero-draft at 10:00", "zero-draft", 2),
        ("1 week before modalities/zero-draft", "modalities/zero-draft", -1),
        ("on the day of zero-draft at 9:00", "zero-draft", 0),
    ],
)
def test_a_rule_may_count_from_another_milestone(text: str, milestone: str, amount: int) -> None:
    rule = read_rule(text)
    assert isinstance(rule, Rule)
    assert (rule.milestone, rule.amount) == (milestone, amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "3 days",
        "before the meeting",
        "-1 days before",
        "3 working days before at 25:00",
        "3 working days before at 6pm",
        "3 months before",
        "1001 days before",
        "31 September 2017 at 9:00",
        "20 Setpember 2017 at 9:15",
        "2017-02-30",
        "2017-09-20T24:30",
        "2017-13-01 09:00",
        "at once and again",
        "0000-00-00",
    ],
)
def test_what_is_no_rule_is_a_fault_with_a_mend(text: str) -> None:
    fault = read_rule(text)
    assert isinstance(fault, Fault)
    assert fault.what
    assert fault.mend.startswith(("write ", "name "))


def test_the_largest_count_is_still_a_rule() -> None:
    assert isinstance(read_rule("1000 days before"), Rule)


def test_columbus_day_is_worked_at_headquarters_and_thanksgiving_is_not() -> None:
    assert instant_of("1 working day before", date(2017, 10, 10)).startswith("2017-10-09")
    assert instant_of("1 working day before", date(2017, 11, 24)).startswith("2017-11-22")


@pytest.mark.parametrize(
    ("meeting", "instant"),
    [("2017-11-08", "2017-11-03 22:00:00"), ("2017-11-09", "2017-11-06 23:00:00")],
    ids=["still summer time", "winter time since Sunday"],
)
def test_an_hour_of_the_wall_clock_stays_one_when_the_clocks_change(meeting: str, instant: str) -> None:
    assert instant_of("3 working days before at 18:00", date.fromisoformat(meeting)) == instant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018-03-11 02:30", "does not exist"),
        ("2017-11-05 01:30", "happens twice"),
        ("11 March 2018 at 2:30", "does not exist"),
    ],
)
def test_an_hour_that_the_clock_does_not_show_once_is_refused(text: str, words: str) -> None:
    with pytest.raises(LocalTimeError, match=words):
        instant_of(text)


def test_an_offset_from_utc_says_which_of_two_hours_is_meant() -> None:
    assert instant_of("2017-11-05T01:30-04:00") == "2017-11-05 05:30:00"
    assert instant_of("2017-11-05T01:30-05:00") == "2017-11-05 06:30:00"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("after 5 minutes", 300),
        ("After 1 hour", 3600),
        ("after  20 seconds", 20),
        ("after 0 minutes", 0),
    ],
)
def test_a_delay_is_read(text: str, seconds: int) -> None:
    delay = read_delay(text)
    assert not isinstance(delay, Fault)
    assert delay.total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "5 minutes", "after a while", "after -5 minutes", "after 2 days"])
def test_what_is_no_delay_is_a_fault(text: str) -> None:
    assert isinstance(read_delay(text), Fault)


def test_utc_of_the_builders_is_utc() -> None:
    assert utc("2017-09-27 22:00").utcoffset() is not None


@pytest.mark.parametrize(
    ("text", "distance"),
    [
        ("3  working days before at 18:00", "3 working days before"),
        ("two weeks after zero-draft AT 9:00", "two weeks after"),
        ("3 days before days at 9:00", "3 days before"),
        ("on the day of zero-draft at 9:00", ""),
    ],
)
def test_the_distance_of_a_rule_stands_without_its_milestone_and_its_hour(text: str, distance: str) -> None:
    """It was cut out of the text a second time: at " at ", and at the first mention of the milestone."""
    rule = read_rule(text)
    assert isinstance(rule, Rule)
    assert rule.distance == distance
