"""A date slips after it was announced, and everything else that can happen to an entry: told, and how."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.failure_stories.story import Story, errors, folder_in_memory, released, warnings

SETTLED = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def story() -> Iterator[Story]:
    """The first reading, announced on 27 September 2017; it is now 10 a.m. on the 28th."""
    with folder_in_memory() as path:
        story = Story(path)
        story.save(room="Conference Room 1")
        assert released(story.wait("2017-09-27 18:00")) == ["first-reading announced"]
        story.wait("2017-09-28 10:00")
        yield story
        story.folder.close()


def resave(story: Story, slug: str = "first-reading", **fields: str) -> None:
    story.save(slug, **({"room": "Conference Room 1"} | fields))


def settle(story: Story) -> list[str]:
    """Sees the change, and again when it has lain unchanged long enough."""
    assert released(story.wait(story.now)) == []
    return released(story.wait(SETTLED))


# A slip, a second slip, and a slip back


def test_a_slip_after_release_shows_on_the_page_and_as_one_new_item(story: Story) -> None:
    before = story.items()
    story.move(when="6 October (morning)", reason="Room not available")
    assert settle(story) == ["first-reading rescheduled"]
    page = story.page()
    for words in ("Rescheduled", "2 October 2017", "6 October 2017", "Room not available"):
        assert words in page
    after = story.items()
    assert len(after) == len(before) + 1
    assert after[0].title == "Rescheduled: Meeting first-reading"
    assert after[0].id != before[0].id
    assert after[0].link == before[0].link
    assert (after[1].id, after[1].published) == (before[0].id, before[0].published)
    assert "6 October 2017" in after[1].description


def test_a_second_slip_and_a_slip_back_are_told_again_with_their_own_reasons(story: Story) -> None:
    for when, reason in (
        ("6 October (morning)", "Room not available"),
        ("9 October (morning)", "Co-facilitators travelling"),
        ("2 October (afternoon)", "Travel cancelled"),
    ):
        story.move(when=when, reason=reason)
        assert settle(story) == ["first-reading rescheduled"]
        assert reason in story.items()[0].description + story.items()[0].content[0].value
    assert len(set(story.guids())) == 4
    assert [one.change.reason for one in story.history() if one.change] == [
        "Room not available", "Co-facilitators travelling", "Travel cancelled",
    ]  # fmt: skip
    for reason in ("Room not available", "Co-facilitators travelling", "Travel cancelled"):
        assert reason in story.page(), "the history shows every move"


def test_a_second_move_with_the_reason_of_the_first_is_an_error_and_nothing_goes_out(story: Story) -> None:
    story.move(when="6 October (morning)", reason="Room not available")
    settle(story)
    told = story.guids()
    story.move(when="9 October (morning)")
    assert settle(story) == []
    done = story.wait(timedelta(days=1))
    assert (released(done), len(errors(done))) == ([], 1)
    assert "the reason of the last move" in errors(done)[0]
    assert done.exit_code == 1
    assert story.guids() == told
    assert "6 October 2017" in story.page()
    story.move(reason="Room still not available")
    assert settle(story) == ["first-reading rescheduled"]


def test_a_move_without_a_reason_warns_and_readers_learn_that_none_was_given(story: Story) -> None:
    story.move(when="6 October (morning)")
    seen = story.wait(story.now)
    assert any("moved without a reason" in line for line in warnings(seen))
    assert released(story.wait(SETTLED)) == ["first-reading rescheduled"]
    assert "reason not given" in story.page().lower()


def test_a_move_to_a_vague_date_is_postponed_and_stays_where_readers_saw_it(story: Story) -> None:
    event = story.event()
    story.move(when="in due course", reason="Consultations continue")
    assert settle(story) == ["first-reading postponed"]
    assert "Postponed" in story.page()
    assert story.titles()[0] == "Postponed: Meeting first-reading"
    story.move(when="17 October (morning)", reason="A room was found")
    settle(story)
    assert story.event()["UID"] == event["UID"]
    assert len(story.guids()) == 3


def test_a_slip_before_release_changes_the_roadmap_page_only(story: Story) -> None:
    story.move("conclusion", when="31 October", what="Conclusion", kind="deadline")
    story.save("conclusion", milestone="conclusion", kind="deadline")
    story.wait("2017-09-29 10:00")
    story.move("conclusion", when="16 November")
    assert settle(story) == []
    assert "Conclusion" not in "".join(story.titles())
    page = (story.folder.public / "en/roadmaps/modalities.html").read_text()
    assert "16 November" in page
    assert "31 October" not in page


def test_the_reason_of_a_cancellation_explains_no_move_and_blocks_none(story: Story) -> None:
    resave(story, status="cancelled", reason="The hall is under water")
    settle(story)
    story.move(when="6 October (morning)", reason="A new letter")
    assert settle(story) == ["first-reading rescheduled"]
    assert [one.change.reason for one in story.history() if one.change] == [
        "The hall is under water", "A new letter",
    ]  # fmt: skip


# Every other kind of change, each told once


CHANGES = {
    "time-changed": {"time": "16:00 to 18:00"},
    "venue-changed": {"room": "Conference Room 4"},
    "access-changed": {"access": "closed"},
    "cancelled": {"status": "cancelled", "reason": "The hall is under water"},
    "postponed": {"status": "postponed", "reason": "Until further notice"},
    "withdrawn": {"status": "withdrawn", "reason": "Announced in error"},
    "corrected": {"correction": "The convener is Mexico alone."},
    "document-added": {"documents": "[A/RES/71/280]"},
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_kind_of_change_is_told_once_by_its_name(story: Story, kind: str) -> None:
    first = story.guids()
    resave(story, **CHANGES[kind])
    assert settle(story) == [f"first-reading {kind}"]
    assert released(story.wait(timedelta(days=1))) == []
    assert len(story.guids()) == 2
    assert first[0] in story.guids()
    shown = CHANGES[kind] | {"documents": "A/RES/71/280", "access": "closed", "time": "4"}
    words = shown.get("reason") or shown.get("correction") or shown[next(iter(CHANGES[kind]))]
    assert words in story.page()


def test_withdrawn_prints_title_date_and_reason_only(story: Story) -> None:
    resave(story, status="withdrawn", reason="Announced in error")
    settle(story)
    assert "Words on first-reading" not in story.page()
    assert "Words on first-reading" not in "".join(item.content[0].value for item in story.items())
    for words in ("Meeting first-reading", "2 October 2017", "Announced in error"):
        assert words in story.page()


def test_a_room_named_for_the_first_time_is_announced(story: Story) -> None:
    story.move("second", when="12 October (morning)", what="2nd reading")
    story.save("second", milestone="second")
    assert released(story.wait("2017-10-10 09:00")) == ["second announced"]
    assert "venue to be announced" in story.page("second")
    story.save("second", milestone="second", room="Conference Room 2")
    assert settle(story) == ["second venue-announced"]
    assert "Conference Room 2" in story.page("second")


def test_what_is_cancelled_may_be_put_back(story: Story) -> None:
    story.move(status="cancelled", reason="The hall is under water")
    assert settle(story) == ["first-reading cancelled"]
    assert story.event()["STATUS"] == "CANCELLED"
    story.move(status="", reason="The hall is dry")
    assert settle(story) == ["first-reading reinstated"]
    assert story.event()["STATUS"] == "CONFIRMED"


def test_as_needed_waits_until_a_person_confirms_it(story: Story) -> None:
    story.move("more", when="Week of 23 October", what="Additional informal consultations, as needed")
    story.save("more", milestone="more")
    assert "more" not in "".join(released(story.live("2017-10-10 10:00")))
    assert "as needed" in story.plan("2017-10-10 10:00")["more"].reason
    story.move("more", when="24 October (morning)", status="confirmed")
    told = released(story.live("2017-10-30 10:00"))
    assert told == ["more announced"]


def test_a_week_that_becomes_a_day_of_it_is_confirmed(story: Story) -> None:
    story.move("more", when="Week of 23 October", what="Informal consultations")
    story.save("more", milestone="more")
    assert released(story.live("2017-10-18 20:00")) == ["more announced"]
    assert "Week of 23 October" in story.page("more")
    story.move("more", when="24 October (morning)", reason="The week is now a day")
    assert settle(story) == ["more confirmed"]
    assert story.event("more")["STATUS"] == "CONFIRMED"


def test_the_end_of_a_silence_procedure_that_moves_later_is_extended(story: Story) -> None:
    story.move("silence", when="by 13 November", what="Silence procedure", kind="silence")
    story.save("silence", milestone="silence", kind="silence")
    assert released(story.live("2017-11-09 12:00")) == ["silence announced"]
    story.move("silence", when="by 16 November", reason="A delegation asked for time")
    assert settle(story) == ["silence extended"]
    assert "16 November 2017" in story.page("silence")


# Silent corrections, settling, haste


def test_a_spelling_mistake_is_mended_in_place_and_nobody_is_told(story: Story) -> None:
    resave(story, title="Meting first-reading", text="Wrods.")
    settle(story)
    before = {suffix: story.items(suffix=suffix) for suffix in ("rss", "atom")}
    event = story.event()
    resave(story, title="Meeting at last", text="Words.")
    assert settle(story) == ["first-reading amended"]
    assert "Words." in story.page()
    assert "Wrods." not in story.text()
    for suffix, items in before.items():
        (was,), (item,) = items, story.items(suffix=suffix)
        assert (item.id, item.published) == (was.id, was.published)
        assert "updated" not in item or item.updated == was.updated
        assert item.title == "Meeting at last"
    assert (story.event()["UID"], story.event()["SEQUENCE"]) == (event["UID"], event["SEQUENCE"])
    assert story.event()["SUMMARY"] == "Meeting at last"


def test_a_second_edit_within_the_settling_time_joins_the_same_release(story: Story) -> None:
    resave(story, room="Conference Room 4")
    assert released(story.wait(3 * MINUTE)) == []
    story.now += MINUTE
    resave(story, room="Conference Room 5", access="closed")
    assert released(story.wait(2 * MINUTE)) == [], "the first edit would have settled by now"
    assert released(story.wait(3 * MINUTE)) == ["first-reading venue-changed"]
    assert "Conference Room 4" not in story.text()
    change = story.history()[-1].change
    assert change is not None
    assert change.fields == ("room", "access")


def test_a_move_and_an_edit_of_the_same_minutes_are_one_release(story: Story) -> None:
    story.move(when="6 October (morning)", reason="Room not available")
    story.wait(MINUTE)
    resave(story, room="Conference Room 4")
    assert released(story.wait(4 * MINUTE)) == []
    assert released(story.wait(MINUTE)) == ["first-reading rescheduled"]
    assert len(story.guids()) == 2


def test_an_edit_taken_back_before_it_settled_was_never_made(story: Story) -> None:
    resave(story, room="Conference Room 4")
    story.wait(MINUTE)
    resave(story)
    assert released(story.live("2017-09-29 10:00")) == []


def test_a_change_within_an_hour_of_the_meeting_does_not_wait(story: Story) -> None:
    story.wait("2017-10-02 14:10")
    resave(story, room="Conference Room 4")
    assert released(story.wait(story.now)) == ["first-reading venue-changed"]


def test_a_draft_of_an_amendment_leaves_what_was_released(story: Story) -> None:
    files = story.folder.files()
    resave(story, room="Conference Room 4", draft="true")
    assert settle(story) == []
    assert story.folder.files() == files
    resave(story, room="Conference Room 4")
    assert settle(story) == ["first-reading venue-changed"]


def test_a_late_translation_is_told_in_its_language_only(story: Story) -> None:
    english, french = story.guids(), story.guids("fr")
    story.translate("first-reading", "fr", title="Première lecture")
    assert settle(story) == ["first-reading translated"]
    assert story.guids() == english
    assert len(story.guids("fr")) == len(french) + 1
    assert "Première lecture" in story.page(language="fr")
    assert "Première lecture" not in story.page()


def test_a_whole_roadmap_revised_at_once_is_one_pass(story: Story) -> None:
    days = {f"reading-{number}": number + 9 for number in range(6)}
    for name, day in days.items():
        story.move(name, when=f"{day} October (morning)", what=f"Reading {day}")
        story.save(name, milestone=name)
    story.live("2017-10-11 12:00")
    for name, day in days.items():
        story.move(name, when=f"{day + 14} October (morning)", reason="A new letter")
    assert released(story.wait(story.now)) == []
    done = story.wait(SETTLED)
    assert len([one for one in done.released if one.subject == "roadmap"]) == 1
    assert released(done) == [f"reading-{number} rescheduled" for number in range(5)]
    assert story.plan("2017-10-11 12:05")["reading-5"].state == "planned", "not announced, it only moves"


def test_a_change_after_the_meeting_is_still_told(story: Story) -> None:
    story.wait("2017-10-03 10:00")
    resave(story, correction="It was held in Conference Room 2.")
    assert settle(story) == ["first-reading corrected"]


def test_a_slip_after_the_meeting_of_what_was_archived_is_told_to_nobody(story: Story) -> None:
    story.move("past", when="20 September (morning)", what="Past")
    story.save("past", milestone="past")
    assert released(story.wait(story.now)) == ["past archived"]
    story.save("past", milestone="past", room="Conference Room 9")
    assert settle(story) == ["past archived"]
    assert story.history("past")[-1].told == ()
