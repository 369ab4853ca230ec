"""What a move of the roadmap would do: meetings that would meet, told once each, in the words of `check`."""

from collections.abc import Iterable
from datetime import date

import msgspec

from publisher.releases.release import Snapshot
from publisher.schedule.cross_checks import review_together
from publisher.schedule.diff import compare_plans
from publisher.schedule.item import Item
from publisher.schedule.plan import Plan
from tests.builders import ZONE, at_hour, make_announcement, make_snapshot, make_wording

TODAY = date(2017, 9, 14)
ROOM = {"en": make_wording(room="Conference Room 1")}


def meeting(slug: str, start: str, end: str, day: str = "2017-10-02") -> Snapshot:
    return make_snapshot(slug, when=at_hour(day, start, end), wordings=ROOM)


def make_items(meetings: Iterable[Snapshot]) -> tuple[Item, ...]:
    return tuple(
        Item("announcement", one.slug, "announced", "planned", None, "", standing=one) for one in meetings
    )


def find_told(
    before: Iterable[Snapshot], after: Iterable[Snapshot], today: date = TODAY
) -> list[tuple[str, str]]:
    changes = compare_plans(Plan(make_items(before)), Plan(make_items(after)), ZONE, today)
    assert {change.what for change in changes} <= {"collides"}
    return [(change.name, change.words) for change in changes]


def test_a_meeting_that_moves_into_the_room_of_another_is_told_in_the_words_of_check() -> None:
    stays, moves = meeting("stays", "15:00", "18:00"), meeting("moves", "10:00", "13:00")
    moved = meeting("moves", "14:00", "16:00")
    told = find_told([stays, moves], [stays, moved])
    assert told == [
        ("moves", "it meets `stays` on Monday 2 October 2017: both claim Conference Room 1 at one time")
    ]
    announcement = make_announcement("moves", wordings=ROOM)
    (problem,) = review_together([announcement], make_items([stays, moved]), TODAY)
    assert problem.what == told[0][1]


def test_what_met_before_or_is_past_is_no_news() -> None:
    long, short = meeting("long", "10:00", "18:00"), meeting("short", "11:00", "13:00")
    other = meeting("other", "12:00", "14:00")
    leaves = meeting("long", "10:00", "18:00", "2017-10-03")
    assert find_told([long, short, other], [leaves, short, other]) == []
    later = meeting("short", "12:30", "13:30")
    assert find_told([long, short], [long, later]) == []
    assert find_told([short], [short, long], date(2017, 10, 3)) == []


def test_what_meets_again_on_another_day_or_was_off_before_is_news() -> None:
    one, other = meeting("one", "10:00", "13:00"), meeting("other", "10:00", "13:00")
    moved = [meeting(slug, "10:00", "13:00", "2017-10-03") for slug in ("one", "other")]
    assert [name for name, _ in find_told([one, other], moved)] == ["other"]
    cancelled = msgspec.structs.replace(one, status="cancelled")
    assert [name for name, _ in find_told([cancelled, other], [one, other])] == ["one"]


def test_a_room_full_of_meetings_that_move_is_told_once_for_each_and_not_for_each_pair() -> None:
    before = [meeting(f"m-{number:03}", "10:00", "13:00") for number in range(200)]
    after = [meeting(one.slug, "10:00", "13:00", "2017-10-03") for one in before]
    told = find_told(before, after)
    assert sorted(name for name, _ in told) == [f"m-{number:03}" for number in range(1, 200)]


def test_a_convener_named_twice_does_not_meet_itself() -> None:
    words = {"en": make_wording(convened_by=("Mexico", "Mexico"))}
    assert find_told([], [make_snapshot("one", wordings=words)]) == []
