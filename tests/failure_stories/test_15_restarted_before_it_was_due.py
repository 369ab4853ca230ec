"""Story 15: a restart forgets the schedule."""

from datetime import timedelta

from tests.failure_stories.story import Story, local, released


def test_any_number_of_restarts_between_planning_and_release_changes_nothing(story: Story) -> None:
    """Ghost #10726, #10674: since a new version every restart lost what was scheduled."""
    story.save()
    for day in range(20, 28):
        done = story.wait(f"2017-09-{day} 12:00")
        assert (released(done), done.next_wakeup) == ([], local("2017-09-27 18:00"))
        story.restart()
    assert released(story.wait("2017-09-27 18:00")) == ["first-reading announced"]
    story.restart()
    assert released(story.wait(timedelta(minutes=1))) == []


def test_a_restart_does_not_begin_the_settling_of_a_change_anew(story: Story) -> None:
    """Ghost #10726: what was waiting in memory was gone; ours is worked out from the file itself."""
    story.save()
    story.wait("2017-09-27 18:00")
    story.save(room="Conference Room 4")
    story.move(what="First reading")
    for _ in range(4):
        assert released(story.wait(timedelta(minutes=1))) == []
        story.restart()
    assert released(story.wait(timedelta(minutes=2))) == ["first-reading venue-announced"]
