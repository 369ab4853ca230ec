"""Announcements beside one another: collisions told once each, and only of what is still to come."""

from datetime import date

import msgspec

from publisher.dates.when import Times
from publisher.schedule.collisions import find_collisions
from publisher.schedule.cross_checks import review_together
from publisher.schedule.item import Item
from tests.builders import (
    FIRST_READING,
    at_hour,
    make_announcement,
    make_line,
    make_situation,
    make_snapshot,
    make_wording,
    on_day,
    plan_one,
    release_first,
    utc,
)

TODAY = date(2017, 9, 14)
ROOM = {"en": make_wording(room="Conference Room 1", convened_by=("Mexico",))}


def test_a_room_full_of_meetings_is_told_once_for_each_and_not_for_each_pair() -> None:
    meetings = [
        make_snapshot(f"m-{number:03}", wordings={"en": make_wording(room="R")}) for number in range(200)
    ]
    found = list(find_collisions(meetings, TODAY))
    assert len(found) == 199
    assert {one.one for one in found} == {f"m-{number:03}" for number in range(1, 200)}


def test_a_long_meeting_meets_each_of_the_short_ones_in_it() -> None:
    long = make_snapshot("long", when=at_hour("2017-10-02", "10:00", "18:00"), wordings=ROOM)
    first = make_snapshot("first", when=at_hour("2017-10-02", "11:00", "12:00"), wordings=ROOM)
    second = make_snapshot("second", when=at_hour("2017-10-02", "15:00", "16:00"), wordings=ROOM)
    found = [
        (one.one, one.other) for one in find_collisions([second, long, first], TODAY) if one.what == "Mexico"
    ]
    assert found == [("first", "long"), ("second", "long")]


def test_meetings_one_after_the_other_or_past_or_cancelled_meet_nobody() -> None:
    one = make_snapshot("one", when=on_day("2017-10-02", "morning"), wordings=ROOM)
    other = make_snapshot("other", when=on_day("2017-10-02", "afternoon"), wordings=ROOM)
    same = msgspec.structs.replace(one, slug="same")
    assert list(find_collisions([one, other], TODAY)) == []
    assert list(find_collisions([one, same], date(2017, 10, 3))) == []
    assert list(find_collisions([one, msgspec.structs.replace(same, status="cancelled")], TODAY)) == []


def test_a_collision_with_something_whose_file_is_gone_is_told_of_the_one_that_is_there() -> None:
    standing = [
        Item(
            "announcement",
            slug,
            "announced",
            "planned",
            None,
            "",
            standing=make_snapshot(slug, wordings=ROOM),
        )
        for slug in ("a-here", "b-gone")
    ]
    here = make_announcement("a-here", wordings=ROOM)
    problems = review_together([here], standing, TODAY)
    assert {(one.path, one.rule) for one in problems} == {("announcements/a-here.md", "collision")}
    assert "it meets `b-gone` on Monday 2 October 2017" in problems[0].what


def test_a_slip_to_the_other_half_of_the_day_waits_for_the_hour_to_be_corrected() -> None:
    announcement = make_announcement(time=Times(FIRST_READING.occasions[0].start))  # type: ignore[arg-type]
    released = release_first(announcement)
    moved = make_line(when=on_day("2017-10-05", "morning"), reason="the text is late")
    item = plan_one(announcement, make_situation(utc("2017-09-28 12:00"), moved), released)
    assert (item.state, item.draft) == ("held", None)
    assert [one.rule for one in item.problems] == ["half-day"]
    assert item.reason.startswith("announcements/first-reading.md:3: `time: 15:00` is not in the morning")
    without = make_announcement()
    assert plan_one(without, make_situation(utc("2017-09-28 12:00"), moved), released).kind == "rescheduled"
