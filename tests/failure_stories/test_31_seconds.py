"""Story 31: due at 37 seconds past the minute, looked at on the minute."""

import pytest

from tests.failure_stories.story import Story, local, released

DUE = "2017-09-27 18:00:37"


@pytest.mark.parametrize("rule", [DUE, "27 September 2017 at 18:00:37", "2017-09-27T22:00:37Z"])
def test_it_is_met_to_the_second_by_whoever_is_woken(story: Story, rule: str) -> None:
    """gutenberg #13898: times had random seconds, so that the job on the minute came before them."""
    story.save(publish=rule)
    assert released(story.wait("2017-09-27 18:00:36")) == []
    assert story.wait(story.now).next_wakeup == local(DUE)
    assert released(story.wait(DUE)) == ["first-reading announced"]


def test_a_job_on_the_minute_finds_it_on_the_next_minute(story: Story) -> None:
    """gutenberg #13898: due means at or before now, not now."""
    story.save(publish=DUE)
    told = [released(story.wait(f"2017-09-27 18:0{minute}:00")) for minute in range(4)]
    assert told == [[], ["first-reading announced"], [], []]
    assert story.history()[0].due == local(DUE)


def test_an_instant_exactly_now_is_due(story: Story) -> None:
    """WordPress compared with "less than" in one place and "less or equal" in another."""
    story.save()
    assert released(story.wait("2017-09-27 18:00:00")) == ["first-reading announced"]
