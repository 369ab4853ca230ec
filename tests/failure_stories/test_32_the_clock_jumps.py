"""Story 32: the machine sleeps, or its clock jumps, and the scheduler does not notice or runs wild."""

from datetime import timedelta

import pytest

from tests.failure_stories.story import Story, local, released

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


def test_ten_years_ahead_nobody_is_told_of_anything_and_the_right_clock_repeats_nothing(
    story: Story,
) -> None:
    """directus #25592: after a jump every run that had been "missed" was made up for.

    What lies ten years back is archived, not sent. Back on the right day the ledger is ahead of the clock:
    nothing is released, and the alarm says which of the two is to be looked at.
    """
    story.save()
    story.wait("2017-09-26 18:00")
    assert released(story.wait("2027-09-26 18:00")) == ["first-reading archived"]
    assert story.history()[0].told == ()
    story.save("other")
    back = story.wait("2017-09-27 18:00")
    assert released(back) == []
    assert back.alarm is not None
    assert "2027" in back.alarm
    assert back.exit_code == 1
