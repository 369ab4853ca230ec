"""What raises an alarm, and what does not."""

from datetime import timedelta

import pytest

from publisher.calendars.local_time import iso_z
from publisher.desk.faults import SourceFault
from publisher.monitoring.alarms.finding import SETTLED_AFTER, Alarm, find_alarms, find_urgent
from publisher.monitoring.health import SILENT_AFTER, Health, HealthCheck
from publisher.monitoring.status import Status
from tests.builders import DUE

MINUTE = timedelta(minutes=1)
WELL = Status(last_pass="2017-09-27T22:00:00Z", planned=3, held=2, on_hold=("one: the room is not known",))


@pytest.mark.parametrize(
    ("health", "said"),
    [
        (Health(Status(overdue=("one",))), "one is overdue: it should have been released by now"),
        (Health(Status(held_past=("one",))), "one is held, and its date is past"),
        (Health(Status(alarm="the clock is wrong")), "nothing is released: the clock is wrong"),
        (Health(Status(config_problem="config.toml:3: no")), "config.toml cannot be used: config.toml:3: no"),
        (Health(Status(failed_deliveries=("site: disk full",))), "not delivered: site: disk full"),
        (Health(WELL, "disk full", DUE - 2 * MINUTE), "no pass comes to its end: disk full"),
        (Health(WELL, quiet=SILENT_AFTER + MINUTE), "no pass has come to its end for 6 minutes"),
        (Health(quiet=SILENT_AFTER + MINUTE), "no pass has come to its end yet"),
    ],
)
def test_what_goes_wrong_is_said(health: Health, said: str) -> None:
    assert [alarm.text for alarm in find_alarms(health, DUE).values()] == [said]


@pytest.mark.parametrize(
    "health", [Health(WELL), Health(WELL, quiet=SILENT_AFTER), Health(WELL, "database starting", DUE)]
)
def test_what_people_wanted_or_is_over_in_a_moment_is_no_alarm(health: Health) -> None:
    assert find_alarms(health, DUE) == {}


def test_an_outlet_that_fails_with_other_words_is_the_same_alarm() -> None:
    first, second = (Health(Status(failed_deliveries=(f"site: try {number}",))) for number in (1, 2))
    assert list(find_alarms(first, DUE)) == list(find_alarms(second, DUE))


def test_what_waited_too_long_is_told_but_is_not_urgent() -> None:
    health = Health(Status(held_past=("one",), overdue=("two",)))
    assert len(find_alarms(health, DUE)) == 2
    assert find_urgent(health, DUE) == ["two is overdue: it should have been released by now"]


BROKEN = Status(
    errors=(SourceFault("announcements/one.md", "announcements/one.md:3: what; mend", iso_z(DUE)),)
)


def test_an_error_in_a_source_is_an_alarm_once_it_has_stood_for_a_minute() -> None:
    assert find_alarms(Health(BROKEN), DUE + SETTLED_AFTER - timedelta(seconds=1)) == {}
    key, text = "problem announcements/one.md", "held back: announcements/one.md:3: what; mend"
    assert find_alarms(Health(BROKEN), DUE + SETTLED_AFTER) == {key: Alarm("source", key, text)}


def test_whoever_asks_is_told_of_it_at_once() -> None:
    assert find_urgent(Health(BROKEN), DUE) == ["held back: announcements/one.md:3: what; mend"]


def test_the_pulse_counts_from_the_last_pass_that_came_to_its_end() -> None:
    seconds = [100.0]
    health_check = HealthCheck(lambda: seconds[0])
    seconds[0] += 400
    assert health_check.look().is_silent
    health_check.note(WELL)
    health_check.note_failure("disk full", DUE)
    health_check.note_failure("disk fuller", DUE + MINUTE)
    seconds[0] += 30
    health = health_check.look()
    assert (health.status, health.failing, health.since) == (WELL, "disk fuller", DUE)
    assert health.quiet == timedelta(seconds=30)
    health_check.note(WELL)
    assert health_check.look().failing is None
