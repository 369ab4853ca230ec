"""Story 27: on the other side of a change of the clocks everything is an hour off."""

import pytest

from tests.failure_stories.story import Story, folder_in_memory, local, released

# The rule, the meeting, and in UTC when it is due and begins: by hand, from the offsets of each place.
ACROSS = {
    "New York, autumn 2017": (
        "America/New_York", "7 November 2017, 10:00", "3 working days before at 18:00",
        "2017-11-02T22:00", "2017-11-07T15:00"),
    "New York, autumn 2026": (
        "America/New_York", "2 November 2026, 10:00", "3 days before at 18:00",
        "2026-10-30T22:00", "2026-11-02T15:00"),
    "New York, spring 2027": (
        "America/New_York", "15 March 2027, 10:00", "3 days before at 18:00",
        "2027-03-12T23:00", "2027-03-15T14:00"),
    "Geneva, autumn 2017": (
        "Europe/Zurich", "30 October 2017, 10:00", "3 days before at 18:00",
        "2017-10-27T16:00", "2017-10-30T09:00"),
    "Nairobi, never": (
        "Africa/Nairobi", "7 November 2017, 10:00", "3 days before at 18:00",
        "2017-11-04T15:00", "2017-11-07T07:00"),
    "Santiago, autumn 2026": (
        "America/Santiago", "7 September 2026, 10:00", "3 days before at 18:00",
        "2026-09-04T22:00", "2026-09-07T13:00"),
}  # fmt: skip


@pytest.mark.parametrize("place", ACROSS)
def test_before_and_after_the_change_the_wall_clock_is_right(place: str) -> None:
    """gutenberg #3271, wp-calypso #74233, Umbraco #3028, craftercms #4593: one offset was used for both.

    Wall time is what people write; each is turned into an instant with the offset of its own day.
    """
    zone, when, rule, due, begins = ACROSS[place]
    with folder_in_memory() as path:
        story = Story(path, zone=zone)
        story.save(milestone="", when=when, publish=rule)
        planned = story.wait(story.now).next_wakeup
        assert planned is not None
        assert planned.isoformat() == f"{due}:00+00:00"
        story.tick_along(planned)
        assert released(story.wait(planned)) == ["first-reading announced"]
        assert story.event()["DTSTART"].dt.isoformat() == f"{begins}:00+00:00"
        story.folder.close()


def test_a_change_planned_on_one_side_is_told_five_minutes_later_on_the_other(story: Story) -> None:
    """wp-calypso #74233: lengths of time are lengths, whatever the hands of the clock do meanwhile."""
    story.save(milestone="", when="7 November 2017, 10:00", publish="2017-11-01 10:00")
    story.wait("2017-11-01 10:00")
    story.now = local("2017-11-05 00:58")  # the clocks go back at 2 a.m., an hour and two minutes later
    story.save(milestone="", when="7 November 2017, 10:00", room="Conference Room 4")
    assert released(story.wait("2017-11-05 01:02")) == []
    assert released(story.wait("2017-11-05 01:03")) == ["first-reading venue-announced"]
