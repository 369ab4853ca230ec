"""Reminders: their hours, those that nobody would get, and rules that say the same twice."""

from datetime import datetime, timedelta

import pytest

from publisher.announcements.announcement import Announcement
from publisher.releases.release import Release
from publisher.schedule.item import Item
from publisher.schedule.plan import Plan, make_plan
from tests.builders import (
    DUE,
    EDITION,
    by_subject,
    in_week,
    make_announcement,
    make_line,
    make_situation,
    on_day,
    plan_one,
    release_first,
    release_of,
    utc,
)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EVE = utc("2017-09-30 13:00")
"""Two days before the meeting at 9:00 in New York."""


def reminded(*rules: str, publish: str | None = None) -> Announcement:
    lines = {"title": 2, "milestone": 3, "publish": 4, "remind": 5}
    return make_announcement(remind=rules, lines=lines, publish=publish)


def plan_at(now: datetime, announcement: Announcement, *heads: Release) -> Plan:
    return make_plan([announcement], EDITION, by_subject(*heads), make_situation(now))


def reminders_of(plan: Plan) -> list[Item]:
    return [item for item in plan.items if item.subject == "reminder"]


def send(item: Item, at: datetime) -> Release:
    assert item.draft is not None
    return release_of(item.draft, at, sequence=2)


def release(announcement: Announcement) -> Release:
    """What stands once it was released, whatever its reminders."""
    return release_first(make_announcement(publish=announcement.publish, milestone=announcement.milestone))


@pytest.mark.parametrize(
    "rules",
    [
        ("2 days before at 9:00", "2 days before at 9:00"),
        ("2 days before at 9:00", "two  Days before at 09:00"),
        ("2 days before at 9:00", "1 week before", "2 days before at 9:00"),
    ],
)
def test_a_repeated_rule_holds_the_announcement_before_its_release_and_names_its_line(
    rules: tuple[str, ...],
) -> None:
    item = plan_one(reminded(*rules), make_situation(DUE - HOUR))
    assert item.state == "held"
    (problem,) = item.problems
    assert str(problem) == (
        f'announcements/first-reading.md:5: "{" ".join(rules[-1].split())}" says what "2 days before at 9:00"'
        " says already; leave one of them out"
    )


def test_a_repeated_rule_of_something_released_makes_one_reminder_and_a_problem() -> None:
    announcement = reminded("2 days before at 9:00", "2 days before at 9:00")
    plan = plan_at(EVE, announcement, release(announcement))
    assert [(item.state, item.at) for item in reminders_of(plan)] == [("due", EVE), ("held", None)]
    assert len(plan.due) == len({(draft.subject, draft.name) for draft in plan.due})
    assert ["says already" in problem.what for problem in plan.problems] == [True]


@pytest.mark.parametrize(
    "rules",
    [
        ("2 working days before at 9:00", "4 days before at 9:00"),  # from a Monday both come to the Thursday
        ("1 week before at 9:00", "7 days before at 9:00"),
    ],
)
def test_rules_that_come_to_one_instant_are_one_reminder(rules: tuple[str, ...]) -> None:
    announcement = reminded(*rules)
    line = make_line(when=on_day("2017-10-09", "afternoon"))
    head = release_first(make_announcement(), line, now=utc("2017-09-25 22:00"))
    context = make_situation(utc("2017-09-26 12:00"), line)
    plan = make_plan([announcement], EDITION, by_subject(head), context)
    (item,) = reminders_of(plan)
    assert item.at is not None
    assert not [problem for problem in plan.problems if problem.rule == "remind"]
    sent = send(item, item.at)
    later = make_situation(item.at + MINUTE, line)
    assert reminders_of(make_plan([announcement], EDITION, by_subject(head, sent), later)) == []


def test_a_rule_spelt_otherwise_once_it_was_sent_is_not_sent_again() -> None:
    announcement = reminded("2 days before at 9:00")
    head = release(announcement)
    (item,) = reminders_of(plan_at(EVE, announcement, head))
    sent = send(item, EVE)
    assert reminders_of(plan_at(EVE + MINUTE, reminded("Two days before at 09:00"), head, sent)) == []


def test_a_reminder_due_before_the_release_is_not_told_after_it() -> None:
    announcement = reminded("2 days before at 9:00", publish="1 day before at 9:00")
    head = release_first(announcement, now=EVE + timedelta(days=1))
    assert reminders_of(plan_at(EVE + timedelta(days=1, minutes=5), announcement, head)) == []


@pytest.mark.parametrize(
    ("rule", "what", "mend"),
    [
        ("tomorrow", '"tomorrow" is not a rule that can be read', "3 working days before at 18:00"),
        ("at once", '"at once" does not count from the meeting', "1 working day before at 9:00"),
        ("2017-10-01 09:00", '"2017-10-01 09:00" does not count', "1 working day before at 9:00"),
        (
            "1 day before no-such-line at 9:00",
            "counts from no-such-line, which gives no day",
            "name a milestone",
        ),
    ],
)
def test_a_rule_that_no_reminder_can_follow_holds_the_announcement_before_its_release(
    rule: str, what: str, mend: str
) -> None:
    item = plan_one(reminded(rule), make_situation(DUE - HOUR))
    assert item.state == "held"
    (problem,) = item.problems
    assert what in problem.what
    assert mend in problem.mend
    assert (problem.line, problem.rule, problem.warning) == (5, "remind", False)


def test_a_rule_that_no_reminder_can_follow_is_told_while_the_announcement_waits_for_a_person() -> None:
    waits = make_situation(DUE - HOUR, make_line(when=in_week("2017-10-02", condition="if needed")))
    assert "not a rule" in plan_one(reminded("tomorrow"), waits).problems[0].what


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("on the day at 16:00", "when the meeting has begun"),
        ("1 day after at 9:00", "when the meeting has begun"),
        ("1 week before at 9:00", "before it is released"),
        ("3 working days before at 18:00", "before it is released"),
    ],
)
def test_a_reminder_that_nobody_would_get_is_a_warning_before_the_release(rule: str, what: str) -> None:
    item = plan_one(reminded(rule), make_situation(DUE - HOUR))
    assert item.state == "planned"
    (problem,) = item.problems
    assert what in problem.what
    assert (problem.line, problem.rule, problem.warning) == (5, "remind", True)


def test_a_reminder_in_time_is_no_problem() -> None:
    assert plan_one(reminded("1 day before at 9:00"), make_situation(DUE - HOUR)).problems == ()


def test_a_reminder_that_counts_from_another_milestone_comes_at_its_hour() -> None:
    lines = (make_line(), make_line("zero-draft", on_day("2017-09-29")))
    announcement = reminded("on the day of zero-draft at 9:00")
    head = release_first(make_announcement(), *lines)
    plan = make_plan([announcement], EDITION, by_subject(head), make_situation(DUE + HOUR, *lines))
    assert [item.at for item in reminders_of(plan)] == [utc("2017-09-29 13:00")]


def test_of_a_meeting_that_is_over_no_broken_rule_is_told_any_more() -> None:
    announcement = reminded("tomorrow")
    head = release(announcement)
    assert [item.state for item in reminders_of(plan_at(EVE, announcement, head))] == ["held"]
    assert reminders_of(plan_at(utc("2017-10-02 19:00"), announcement, head)) == []
