"""Story 13: a job fires at the old time after its release was put off, and publishes early."""

from datetime import timedelta

import pytest

from tests.failure_stories.story import Story, local, released


@pytest.mark.parametrize("early", [timedelta(microseconds=1), timedelta(seconds=1), timedelta(days=3)])
def test_a_pass_before_its_time_does_nothing_at_all(story: Story, early: timedelta) -> None:
    """Ghost #29306: an alarm that fires for nothing must be a quiet success, or it is repeated in a storm."""
    story.save()
    story.wait("2017-09-20 12:00")
    files, stamps = story.folder.files(), story.folder.stamps()
    done = story.wait(local("2017-09-27 18:00") - early)
    assert (done.released, done.delivered.documents, done.exit_code) == ((), 0, 0)
    assert done.next_wakeup == local("2017-09-27 18:00")
    assert (story.folder.files(), story.folder.stamps()) == (files, stamps)


def test_put_off_at_the_last_second_it_is_not_released(story: Story) -> None:
    """WordPress looks again when a job fires ("someone jumped the gun"); so does every pass of ours."""
    story.save()
    story.wait("2017-09-27 17:59:59")
    story.save(draft="true")
    assert released(story.wait("2017-09-27 18:00")) == []
    story.save(publish="1 working day before at 18:00")
    assert released(story.wait("2017-09-27 18:10")) == []
    assert released(story.wait("2017-09-29 18:00")) == ["first-reading announced"]
