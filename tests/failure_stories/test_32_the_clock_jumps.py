"""Story 32: the machine sleeps, or its clock jumps, and the scheduler does not notice or runs wild."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from publisher.desk import guard
from publisher.monitoring.status import keep_status
from tests.failure_stories.story import Story, local, released
from tests.folders import Fragile, Listener

EVENING = "2017-09-27 18:00"


@pytest.mark.parametrize("slept", [timedelta(hours=7), timedelta(hours=60)])
def test_after_a_sleep_or_a_jump_ahead_all_that_was_due_goes_out_in_one_pass(
    story: Story, slept: timedelta
) -> None:
    """apscheduler #794, #351, #752: the timer of before the jump ran on; directus #25592: thousands of runs.

    A suspended process and a clock set ahead look the same from here: the next pass has a later now.
    """
    story.save()
    story.save("other", publish="2017-09-27 21:00")
    story.wait("2017-09-27 17:59")
    done = story.wait(slept)
    assert released(done) == ["first-reading announced", "other announced"]
    assert released(story.wait(timedelta(seconds=30))) == []


def test_two_hours_back_undo_nothing_and_repeat_nothing(story: Story) -> None:
    """apscheduler #1066, #526: a clock put back ran everything again."""
    story.save()
    story.save("other", publish="2017-09-27 17:00")
    story.wait(EVENING)
    files = story.folder.files()
    for minutes in range(0, 121, 20):
        done = story.wait(local("2017-09-27 16:00") + timedelta(minutes=minutes))
        assert (released(done), done.alarm) == ([], None)
    assert story.folder.files() == files
    assert len(story.guids()) == 2


def test_an_edit_made_by_the_clock_of_before_the_jump_is_told_and_not_forgotten(story: Story) -> None:
    """apscheduler #351: after a step back the file is "saved in the future"; that counts as now."""
    story.save()
    story.wait(EVENING)
    story.save(room="Conference Room 4")
    story.wait("2017-09-27 16:00")
    assert released(story.wait("2017-09-27 16:04")) == []
    assert released(story.wait("2017-09-27 16:05")) == ["first-reading venue-announced"]
    assert released(story.live("2017-09-28 18:00")) == []


def test_ten_years_ahead_nothing_is_released_and_the_right_clock_goes_on_as_if_nothing_had_been(
    story: Story,
) -> None:
    """directus #25592: after a jump every run that had been "missed" was made up for.

    What lies ten years back would be archived, and nobody could take that back (decision 0006). So nothing is
    done until a person has set the clock right, and then nobody has to do anything more.
    """
    story.save()
    story.wait("2017-09-26 18:00")
    files = story.folder.files()
    ahead = story.wait("2027-09-26 18:00")
    assert (released(ahead), ahead.exit_code) == ([], 1)
    assert ahead.alarm is not None
    assert "2027-09-26 22:00 UTC, 3652 days after the last pass" in ahead.alarm
    assert "publisher resume" in ahead.alarm
    assert story.folder.files() == files
    story.restart()
    back = story.wait("2017-09-27 18:00")
    assert (released(back), back.alarm) == (["first-reading announced"], None)


def test_ten_days_ahead_and_back_is_said_doubles_nothing_and_goes_on_at_a_person_s_word(story: Story) -> None:
    """Less than a season ahead looks like a machine that was off (decision 0006); the way back does not."""
    hook = Listener()
    story.outlets = [Fragile("site", story.folder.public, serves=True), hook]
    story.save()
    story.save("later", milestone="", when="5 October 2017 (morning)", publish="2017-10-03 10:00")
    story.save("right", milestone="", when="29 September 2017 (morning)", publish="2017-09-26 19:00")
    story.wait("2017-09-26 18:00")
    hook.broken = "no answer"
    ahead = story.wait("2017-10-06 18:00")
    assert ahead.alarm is None
    assert sorted(released(ahead)) == ["first-reading archived", "later archived", "right archived"]
    story.save("next", milestone="", when="28 September 2017 (afternoon)", publish="at once")
    back = story.wait("2017-09-26 18:02")
    assert (released(back), back.exit_code) == ([], 1)
    assert back.alarm == (
        "the clock says 2017-09-26 22:02 UTC, but the ledger holds a release of 2017-10-06 22:00;"
        " set it right, or say `publisher resume` if it is"
    )
    hook.broken = None
    assert guard.believe_clock(story.desk.ledger, story.now)  # as `publisher resume` does
    assert released(story.wait("2017-09-26 18:05")) == ["next announced"]
    for moment in ("2017-09-27 18:00", "2017-10-03 10:00", "2017-10-07 18:00"):
        done = story.wait(moment)
        assert (released(done), done.alarm, done.notice) == ([], None, None)
    assert len(hook.told) == len(set(hook.told))
    assert "next/1" in hook.told


@pytest.mark.parametrize(("hours", "said"), [(2, True), (9 * 24, True), (0.5, False)])
def test_a_clock_that_goes_back_is_said_once_where_nothing_was_released_under_it(
    story: Story, hours: float, said: bool
) -> None:
    story.save()
    right = story.wait("2017-09-17 18:00").at
    story.wait(right + timedelta(hours=hours))
    back = story.wait(right + timedelta(minutes=1))
    assert back.alarm is None
    assert bool(back.notice and "the clock was put back" in back.notice) == said
    keep_status(story.desk.ledger, back)
    again = story.wait(right + timedelta(minutes=2))
    assert again.notice is None
    # Who looks later sees it too.
    assert keep_status(story.desk.ledger, again).notice == back.notice
    assert keep_status(story.desk.ledger, story.wait(right + timedelta(days=2))).notice is None
    assert released(story.wait("2017-09-27 18:00")) == ["first-reading announced"]


def test_what_failed_under_a_clock_that_ran_ahead_is_tried_again_by_the_right_one(story: Story) -> None:
    """Its next try was ten days off."""
    hook = Listener()
    story.outlets = [Fragile("site", story.folder.public, serves=True), hook]
    story.save()
    story.wait("2017-09-27 18:00")
    told = list(hook.told)
    hook.broken = "no answer"
    story.save(room="Conference Room 4")
    story.wait("2017-09-28 18:00")
    assert hook.told == told
    hook.broken = None
    ledger = story.desk.ledger
    ahead = story.now + timedelta(days=10)
    with ledger.database.transaction(write=True) as connection:
        for table, column in (
            ("delivery", "next_try"),
            ("delivery", "leased_until"),
            ("messenger", "next_try"),
        ):
            owed = " WHERE state = 'queued'" if table == "delivery" else ""
            query = text(f"UPDATE {table} SET {column} = :ahead{owed}")
            connection.execute(query, {"ahead": f"{ahead:%Y-%m-%d %H:%M:%S.000000}"})
    assert story.wait("2017-09-28 18:01").delivered.failed == ()
    assert hook.told == [*told, "first-reading/2"]


def test_after_months_switched_off_a_person_says_that_the_clock_is_right(story: Story) -> None:
    """Decision 0006: from outside, a machine that was off and a wrong clock look the same."""
    story.save()
    story.save("later", milestone="", when="5 March 2018 (morning)", publish="2018-03-01 10:00")
    story.wait("2017-09-26 18:00")
    assert story.wait("2018-03-01 12:00").alarm is not None
    assert guard.believe_clock(story.desk.ledger, story.now)  # as `publisher resume` does
    done = story.wait(story.now)
    assert done.alarm is None
    assert released(done) == ["first-reading archived", "later announced"]


@pytest.mark.parametrize(("days", "alarmed"), [(89, False), (91, True)])
def test_a_summer_switched_off_is_caught_up_with_and_a_season_is_asked_about(
    story: Story, days: int, alarmed: bool
) -> None:
    story.save()
    first = story.wait("2017-09-26 18:00")
    assert bool(story.wait(first.at + timedelta(days=days)).alarm) == alarmed


def test_a_ledger_of_an_older_program_counts_from_its_newest_release(story: Story) -> None:
    story.save()
    story.wait("2017-09-27 18:00")
    with story.desk.ledger.database.transaction(write=True) as connection:
        connection.execute(text("DELETE FROM fact WHERE key = 'last pass'"))
    assert story.wait("2017-12-20 18:00").alarm is None
    assert story.wait("2027-12-20 18:00").alarm is not None
