"""Story 23: the date is cancelled under something scheduled, which is published all the same."""

from datetime import timedelta

from tests.failure_stories.story import Story, released


def test_a_milestone_cancelled_or_made_unsure_under_a_plan_holds_what_hangs_on_it(story: Story) -> None:
    """ONS dis-wagtail PR #367: the calendar page could be cancelled after a bundle had been scheduled."""
    story.save()
    story.wait("2017-09-26 12:00")
    story.move(status="cancelled", reason="No agreement")
    passes = story.live("2017-09-27 18:20")
    assert (released(passes), passes[-1].next_wakeup) == ([], None)
    item = story.plan("2017-09-27 18:00")["first-reading"]
    assert (item.state, item.reason) == ("held", "its milestone is cancelled")
    story.move(status="", when="2 October (afternoon), as needed")
    assert released(story.wait("2017-09-28 09:00")) == []
    assert story.plan("2017-09-28 09:00")["first-reading"].state == "held"
    story.move(status="confirmed")
    assert released(story.wait("2017-09-28 10:00")) == ["first-reading announced"]


def test_cancelled_after_the_release_it_is_told_as_cancelled(story: Story) -> None:
    """ONS refuses to cancel while a bundle hangs on the page; we tell readers, with the reason."""
    story.save()
    story.wait("2017-09-27 18:00")
    story.move(status="cancelled", reason="No agreement")
    story.wait("2017-09-28 10:00")
    assert released(story.wait(timedelta(minutes=5))) == ["first-reading cancelled"]
    assert story.event()["STATUS"] == "CANCELLED"
    assert "CANCELLED" in str(story.event()["SUMMARY"]).upper(), "Google ignores STATUS (story 25)"
    assert "No agreement" in story.page()
