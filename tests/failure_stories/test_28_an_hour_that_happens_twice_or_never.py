"""Story 28: in the hour that happens twice a job runs twice; in the one that does not, it hangs."""

from datetime import timedelta

import pytest

from tests.failure_stories.story import Story, errors, local, released

AUTUMN_2017 = ("5 November 2017", "1:30", "happens twice")
AUTUMN_2026 = ("1 November 2026", "1:30", "happens twice")
SPRING_2027 = ("14 March 2027", "2:30", "does not exist")


@pytest.mark.parametrize(("day", "hour", "what"), [AUTUMN_2017, AUTUMN_2026, SPRING_2027])
def test_a_rule_in_such_an_hour_is_held_and_says_why(story: Story, day: str, hour: str, what: str) -> None:
    """apscheduler #1021, #980, #1036, #606, #529, #1059: 02:30 ran twice, or never, or for ever.

    Nobody can know which of two half past ones is meant, so nobody guesses: the author chooses.
    """
    story.save(milestone="", when=f"{day}, 10:00", publish=f"on the day at {hour}")
    story.save("spelt-out", milestone="", when=f"{day}, 10:00", publish=f"{day} at {hour}")
    story.save("other", milestone="", when=f"{day}, 10:00", publish="2017-09-20 12:00")
    passes = story.live("2017-09-20 12:00")
    assert released(passes) == ["other announced"]
    assert len(errors(passes[-1])) == 2
    assert all(f"{hour} on {day} {what} in New York" in line for line in errors(passes[-1]))
    assert passes[-1].next_wakeup is None
    story.save(milestone="", when=f"{day}, 10:00", publish="2017-09-20 13:00")
    assert released(story.live("2017-09-20 13:00")) == ["first-reading announced"], "mended, it follows"


@pytest.mark.parametrize(("day", "hour", "what"), [AUTUMN_2017, AUTUMN_2026, SPRING_2027])
def test_a_meeting_in_such_an_hour_is_held_too(story: Story, day: str, hour: str, what: str) -> None:
    """apscheduler #606: the rule may be sound and the meeting's own hour not."""
    story.save(milestone="", when=f"{day}, {hour} a.m.", publish="2017-09-20 12:00")
    story.save("field", milestone="", when=day, time=f"{hour} to 5:00", publish="2017-09-20 12:00")
    passes = story.live("2017-09-20 12:00")
    assert released(passes) == []
    assert len(errors(passes[-1])) == 2
    assert all(what in line for line in errors(passes[-1]))


def test_moved_into_such_an_hour_what_was_released_stands_and_says_why(story: Story) -> None:
    """apscheduler #606: the fault comes with an edit just as well."""
    story.save()
    story.wait("2017-09-27 18:00")
    page = story.page()
    story.move(when="5 November, 1:30 a.m.", reason="Nobody sleeps")
    passes = story.live("2017-09-28 18:00")
    assert released(passes) == []
    (problem,) = errors(passes[-1])
    assert "happens twice" in problem
    assert story.page() == page


@pytest.mark.parametrize("day", ["2017-11-04", "2026-10-31", "2027-03-13"])
def test_a_day_of_passes_every_half_hour_across_the_change_releases_once(story: Story, day: str) -> None:
    """apscheduler #1036: an endless loop at the change; [test] 02:30 twice on the night of a change."""
    story.save(milestone="", when="1 June 2027 (morning)", publish=f"{day} 23:59")
    begin = local(f"{day} 22:00")
    passes = [story.wait(begin + number * timedelta(minutes=30)) for number in range(17)]
    assert released(passes) == ["first-reading announced"]
