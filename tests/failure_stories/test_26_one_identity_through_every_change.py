"""Story 26: an event loses its time when it is cancelled, and comes back as another."""

from datetime import timedelta

from tests.failure_stories.story import Story

LIFE: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"when": "6 October (morning)", "reason": "Room not available"}, {}),
    ({}, {"room": "Conference Room 4"}),
    ({}, {"title": "First reading, mended"}),
    ({"when": "in due course", "reason": "No agreement"}, {}),
    ({"when": "17 October (morning)", "reason": "Agreement"}, {}),
    ({"status": "cancelled", "reason": "No agreement after all"}, {}),
    ({"status": "", "reason": "Agreement after all"}, {}),
    ({}, {"status": "withdrawn", "reason": "Announced in error"}),
]


def test_uid_and_guid_stay_and_the_sequence_only_rises(story: Story) -> None:
    """scrapers-us-municipal #74: cancelled without a time, the same meeting was a second one to everybody.

    Neither date nor status nor title is part of an identity.
    """
    story.save()
    story.wait("2017-09-27 18:00")
    (guid,), uid = story.guids(), story.event()["UID"]
    fields: dict[str, str] = {}
    sequences = [story.event()["SEQUENCE"]]
    for keys, change in LIFE:
        story.now += timedelta(hours=1)
        fields |= change
        if keys:
            story.move(**keys)
        story.save(**fields)
        story.wait(timedelta(minutes=1))
        story.wait(timedelta(minutes=5))
        assert story.guids()[-1] == guid
        assert len(story.guids()) == len(set(story.guids()))
        event = story.event() if keys.get("when") != "in due course" else None
        if event is not None:
            assert event["UID"] == uid
            sequences.append(event["SEQUENCE"])
    assert len(story.history()) == 1 + len(LIFE)
    assert sequences == [0, 1, 2, 2, 4, 5, 6, 7], "the silent correction alone leaves it as it was"


def test_cancelled_it_keeps_its_day_and_hour(story: Story) -> None:
    """scrapers-us-municipal #74: a subscribed calendar must strike out the event that it has."""
    story.save()
    story.wait("2017-09-27 18:00")
    before = story.event()
    story.move(status="cancelled", reason="No agreement")
    story.wait("2017-09-28 10:00")
    story.wait("2017-09-28 10:05")
    after = story.event()
    for name in ("UID", "DTSTART", "DTEND"):
        assert after[name] == before[name]
