"""Story 24: a reminder of a meeting that was cancelled."""

import pytest

from tests.failure_stories.story import Story, released
from tests.folders import Fragile, Listener

EVE = "[1 working day before at 18:00]"
OFF = {
    "cancelled by the roadmap": {"status": "cancelled", "reason": "No agreement"},
    "postponed to a vague date": {"when": "in due course", "reason": "No agreement"},
}


def test_the_eve_of_a_meeting_is_told_once(story: Story) -> None:
    """Indico #5554: what a reminder should be, before what it should not."""
    hook = Listener()
    story.outlets = [Fragile("site", story.folder.public, serves=True), hook]
    story.save(remind=EVE)
    story.wait("2017-09-27 18:00")
    assert released(story.live("2017-09-29 17:59")) == []
    assert released(story.wait("2017-09-29 18:00")) == ["first-reading reminder"]
    story.restart()
    assert released(story.live("2017-10-05 18:00")) == []
    assert len(hook.told) == len(set(hook.told)) == 2
    assert story.titles()[0] == "Reminder: Meeting first-reading"


@pytest.mark.parametrize("change", OFF)
def test_a_meeting_that_is_off_is_not_reminded_of(story: Story, change: str) -> None:
    """Indico #5285: reminders of cancelled meetings were mailed, because the job knew nothing of them."""
    story.save(remind=EVE)
    story.wait("2017-09-27 18:00")
    story.wait("2017-09-28 10:00")
    story.move(**OFF[change])
    assert [line for line in released(story.live("2017-10-05 18:00")) if "reminder" in line] == []


def test_cancelled_on_the_very_eve_it_is_not_reminded_of_either(story: Story) -> None:
    """Indico #5285: a change that still waits to be told must already silence the reminder."""
    story.save(remind=EVE)
    story.wait("2017-09-27 18:00")
    story.wait("2017-09-29 17:58")
    story.move(status="cancelled", reason="No agreement")
    assert released(story.live("2017-10-01 18:00")) == ["first-reading cancelled"]


def test_a_meeting_that_moved_is_reminded_of_on_its_new_eve(story: Story) -> None:
    """Indico #5554: a reminder follows the meeting, and each start has its own."""
    story.save(remind=EVE)
    story.wait("2017-09-27 18:00")
    story.wait("2017-09-29 18:00")
    story.move(when="5 October (morning)", reason="Room not available")
    assert released(story.live("2017-10-04 17:59")) == ["first-reading rescheduled"]
    assert released(story.live("2017-10-05 18:00")) == ["first-reading reminder"]
