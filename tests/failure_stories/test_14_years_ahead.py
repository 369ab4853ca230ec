"""Story 14: what lies too far ahead never runs."""

import pytest

from tests.failure_stories.story import Story, local, released

AHEAD = {
    "2017-11-27 18:00": "30 November 2017 (morning)",
    "2019-09-13 18:00": "18 September 2019 (morning)",
}


@pytest.mark.parametrize("due", AHEAD)
def test_sixty_days_or_two_years_ahead_are_waited_for_and_met(story: Story, due: str) -> None:
    """Ghost #8975: whatever lay more than ten minutes ahead never ran; timers have limits of their own.

    No timer holds our schedule: the desk says when it wants to be woken, and looks again each time.
    """
    story.save(milestone="", when=AHEAD[due])
    assert story.wait(story.now).next_wakeup == local(due)
    story.restart()
    passes = story.live(due)
    assert released(passes) == ["first-reading announced"]
    assert released(passes[:-2]) == []
    assert story.history()[0].released == local(due)
