"""What becomes of something released when its sources change."""

from datetime import timedelta
from typing import Any

import pytest

from publisher.announcements.announcement import Announcement
from publisher.dates.when import When
from publisher.releases.release import AMENDED, TRANSLATED
from publisher.roadmap.roadmap import Milestone
from publisher.schedule.plan import Item
from tests.builders import (
    DUE,
    in_week,
    make_announcement,
    make_line,
    make_situation,
    make_wording,
    on_day,
    plan_one,
    release_first,
    release_of,
    utc,
)

MINUTE = timedelta(minutes=1)
EDITED = DUE + timedelta(hours=10)
SETTLED = EDITED + 5 * MINUTE
MOVED = make_line(when=on_day("2017-10-06", "afternoon"))
HEAD = release_first(make_announcement())


def amend(now: Any, *lines: Milestone, seen: Any = None, **fields: Any) -> Item:
    """What the plan says at `now` of the released first reading with these fields in its file."""
    announcement = make_announcement(**({"saved": EDITED} | fields))
    moments = {"modalities/first-reading": seen} if seen else {}
    return plan_one(announcement, make_situation(now, *lines, seen=moments), HEAD)


def words(**fields: Any) -> dict[str, Any]:
    return {"wordings": {"en": make_wording(**fields)}}


def test_unchanged_it_stands() -> None:
    item = amend(EDITED + timedelta(days=1))
    assert (item.state, item.at, item.draft) == ("released", DUE, None)


def test_a_change_waits_for_the_settling_time_after_the_last_save() -> None:
    before, at = amend(SETTLED - MINUTE, access="closed"), amend(SETTLED, access="closed")
    assert (before.state, before.at) == ("planned", SETTLED)
    assert (at.state, at.at) == ("due", SETTLED)
    assert at.draft is not None
    assert at.draft.replaces == 1
    assert at.draft.told == ("en",)


def test_a_slip_settles_from_the_moment_its_line_was_first_seen() -> None:
    """Not by the modification time of config.toml, which any other edit touches."""
    seen = EDITED + timedelta(hours=3)
    assert amend(seen + 4 * MINUTE, MOVED, seen=seen).state == "planned"
    item = amend(seen + 5 * MINUTE, MOVED, seen=seen)
    assert (item.state, item.kind) == ("due", "rescheduled")
    assert "was Monday 2 October 2017, afternoon, is now Friday 6 October 2017, afternoon" in item.reason


@pytest.mark.parametrize("now", ["2017-10-02 18:00", "2017-10-02 19:00"])
def test_within_the_hour_before_the_meeting_nothing_waits(now: str) -> None:
    item = amend(utc(now), saved=utc(now), **words(room="Conference Room 1"))
    assert (item.state, item.at) == ("due", utc(now))


def test_an_hour_and_a_minute_before_it_still_waits() -> None:
    now = utc("2017-10-02 17:59")
    assert amend(now, saved=now, **words(room="Conference Room 1")).state == "planned"


def test_nor_does_a_slip_to_within_the_hour() -> None:
    now = EDITED
    soon = make_line(when=on_day("2017-09-28", "morning"))
    assert amend(utc("2017-09-28 13:30"), soon, seen=now, saved=now).state == "due"


def test_a_typo_is_corrected_in_place_and_nobody_is_told() -> None:
    item = amend(SETTLED, **words(title="First reading of the drafft"))
    assert item.draft is not None
    assert (item.kind, item.draft.told) == (AMENDED, ())


def test_a_late_translation_is_told_in_its_language_only() -> None:
    item = amend(SETTLED, wordings={"en": make_wording(), "fr": make_wording("Première lecture")})
    assert item.draft is not None
    assert (item.kind, item.draft.told) == (TRANSLATED, ("fr",))


def test_a_change_of_substance_is_told_in_every_language_that_was_announced() -> None:
    both = {"en": make_wording(), "fr": make_wording("L")}
    head = release_first(make_announcement(wordings=both))
    closed = make_announcement(saved=EDITED, access="closed")
    item = plan_one(closed, make_situation(SETTLED), head)
    assert item.draft is not None
    assert set(item.draft.told) == {"en", "fr"}
    assert item.snapshot is not None
    assert item.snapshot.wordings["fr"].title == "L"


def test_a_translation_whose_file_vanished_is_no_change() -> None:
    head = release_first(make_announcement(wordings={"en": make_wording(), "fr": make_wording("L")}))
    item = plan_one(make_announcement(saved=EDITED), make_situation(SETTLED), head)
    assert (item.state, item.draft) == ("released", None)


def test_a_draft_of_an_amendment_waits_and_what_was_released_stands() -> None:
    item = amend(SETTLED, draft=True, access="closed")
    assert (item.state, item.draft) == ("released", None)
    assert "draft" in item.reason


@pytest.mark.parametrize("status", ["cancelled", "postponed", "withdrawn"])
def test_a_status_is_told_with_its_reason(status: str) -> None:
    item = amend(SETTLED, status=status, **words(reason="Snow."))
    assert item.draft is not None
    assert item.draft.change is not None
    assert (item.kind, item.draft.change.reason) == (status, "Snow.")


def test_a_cancelled_line_cancels_what_hangs_on_it() -> None:
    cancelled = make_line(status="cancelled", reason="Snow.")
    item = amend(SETTLED, cancelled, seen=EDITED)
    assert item.draft is not None
    assert item.draft.change is not None
    assert (item.state, item.kind, item.draft.change.reason) == ("due", "cancelled", "Snow.")


def test_a_move_to_a_vague_date_is_postponed() -> None:
    assert amend(SETTLED, make_line(when=in_week("2017-10-09")), seen=EDITED).kind == "postponed"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (make_line("other"), "no roadmap has a milestone"),
        (make_line(when=When(text="??", faults=("no date",))), 'the date "??" cannot be used'),
    ],
    ids=["milestone gone", "date unreadable"],
)
def test_what_cannot_be_worked_out_leaves_what_was_released(line: Milestone, words: str) -> None:
    item = amend(SETTLED, line)
    assert (item.state, item.draft, item.standing) == ("held", None, HEAD.snapshot)
    assert words in item.reason
    assert item.reason.endswith("what was released stays as it was")


def test_a_rule_edited_after_release_changes_nothing() -> None:
    assert amend(SETTLED, publish="at once").state == "released"


# Archived releases.

ARCHIVED = release_first(make_announcement(), now=utc("2026-11-24 10:00"))
LATER = utc("2026-11-24 11:00")


def amend_archived(announcement: Announcement, *lines: Milestone) -> Item:
    return plan_one(announcement, make_situation(LATER, *lines), ARCHIVED)


def test_what_is_archived_stays_so_and_is_dated_when_it_was_due() -> None:
    item = amend_archived(make_announcement())
    assert (item.state, item.at) == ("archived", DUE)


def test_a_change_to_what_is_archived_and_past_is_told_to_nobody() -> None:
    item = amend_archived(make_announcement(correction="Read 71 for 17."))
    assert item.draft is not None
    assert item.draft.archived
    assert item.draft.told == ()


def test_a_change_that_brings_what_is_archived_back_to_life_is_told() -> None:
    item = amend_archived(make_announcement(), make_line(when=on_day("2026-12-15")))
    assert item.draft is not None
    assert not item.draft.archived
    assert item.draft.told == ("en",)


def test_a_change_long_after_a_meeting_that_was_told_is_told_too() -> None:
    """Lateness concerns first releases only."""
    item = amend(utc("2017-12-01 12:00"), correction="Read 71 for 17.")
    assert item.draft is not None
    assert not item.draft.archived
    assert item.draft.told == ("en",)


def test_was_is_the_value_last_released_and_a_move_back_is_told() -> None:
    moved = amend(SETTLED, MOVED, seen=EDITED)
    assert moved.draft is not None
    second = release_of(moved.draft, SETTLED, sequence=2)
    now = SETTLED + timedelta(hours=1)
    item = plan_one(make_announcement(), make_situation(now), second)
    assert (item.state, item.kind) == ("due", "rescheduled")
    assert "was Friday 6 October 2017, afternoon, is now Monday 2 October 2017, afternoon" in item.reason
    assert item.draft is not None
    assert item.draft.replaces == 2


def test_re_edited_after_release_a_date_of_its_own_may_move() -> None:
    old = make_announcement("own", when=on_day("2017-10-10"), publish="at once")
    head = release_first(old)
    new = make_announcement("own", when=on_day("2017-10-12"), publish="at once", saved=EDITED)
    item = plan_one(new, make_situation(SETTLED), head)
    assert (item.state, item.kind) == ("due", "rescheduled")
