"""Story 1: due while the program was down, and dropped."""

from tests.failure_stories.story import Story, local, released
from tests.folders import Fragile, Listener

DUE = local("2017-09-27 18:00")


def test_what_was_due_while_down_is_released_once_and_the_ledger_says_it_was_late(story: Story) -> None:
    """apscheduler #296, #292, #182, #146, #273; deleterr #292: a job missed by more than a second is dropped.

    We release it at the next start, once, with the moment it was due beside the moment it went out.
    """
    story.save()
    assert story.wait("2017-09-26 18:00").next_wakeup == DUE
    story.restart()
    assert released(story.wait("2017-09-28 09:00")) == ["first-reading announced"]
    (release,) = story.history()
    assert (release.due, release.released) == (DUE, local("2017-09-28 09:00"))
    assert story.guids() == ["tag:example.org,2017:test/first-reading/en"]
    story.restart()
    assert released(story.wait("2017-09-28 09:01")) == []
    assert len(story.guids()) == 1


def test_down_until_the_meeting_was_over_it_is_archived_dated_when_due_and_nobody_is_told(
    story: Story,
) -> None:
    """deleterr #292: late news of a meeting that is over helps nobody; losing it from the record is worse."""
    hook = Listener()
    story.outlets = [Fragile("site", story.folder.public, serves=True), hook]
    story.save()
    story.wait("2017-09-26 18:00")
    story.restart()
    assert released(story.wait("2017-10-02 18:00")) == ["first-reading archived"]
    assert hook.told == []
    assert (story.history()[0].dated, story.history()[0].told) == (DUE, ())
    assert "27 September 2017" in story.page()
