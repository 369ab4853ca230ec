"""What differs between what was released and what the sources say now: each kind of change."""

from typing import Any

import pytest

from publisher.announcements.fields import DETAILS
from publisher.dates.when import Times, When
from publisher.releases.release import AMENDED, TRANSLATED, Snapshot
from publisher.schedule.changes import BY_SIGNIFICANCE, compare, keep_released_words
from tests.builders import at_hour as hour
from tests.builders import by_day, changed, in_week, make_snapshot, make_wording, on_day

BEFORE = make_snapshot()
WITH_ROOM = make_snapshot(wordings={"en": make_wording(room="Conference Room 1")})
VAGUE = make_snapshot(when=in_week("2017-10-23"))
CONDITIONAL = make_snapshot(when=on_day("2017-10-02", condition="as needed"))
DEADLINE = make_snapshot(kind="deadline", when=by_day("2017-10-31"))
CANCELLED = make_snapshot(status="cancelled")


def words(**fields: Any) -> dict[str, Any]:
    return {"wordings": {"en": make_wording(**fields)}}


KINDS: dict[str, tuple[Snapshot, dict[str, Any], str, tuple[str, ...]]] = {
    "a later day": (BEFORE, {"when": on_day("2017-10-06", "afternoon")}, "rescheduled", ("when",)),
    "an earlier day": (BEFORE, {"when": on_day("2017-09-29", "afternoon")}, "rescheduled", ("when",)),
    "a vague date": (BEFORE, {"when": in_week("2017-10-09")}, "postponed", ("when",)),
    "no date": (BEFORE, {"when": When(text="tbc", precision="undated")}, "postponed", ("when",)),
    "a day of the week": (VAGUE, {"when": on_day("2017-10-25")}, "confirmed", ("when",)),
    "a day after the week": (VAGUE, {"when": on_day("2017-10-30")}, "rescheduled", ("when",)),
    "a condition met": (CONDITIONAL, {"when": on_day("2017-10-02")}, "confirmed", ("when",)),
    "a later deadline": (DEADLINE, {"when": by_day("2017-11-10")}, "extended", ("when",)),
    "an earlier deadline": (DEADLINE, {"when": by_day("2017-10-30")}, "rescheduled", ("when",)),
    "the other half-day": (BEFORE, {"when": on_day("2017-10-02", "morning")}, "time-changed", ("hours",)),
    "an hour of its own": (BEFORE, {"hours": Times(hour("2017-10-02", "16:00").times[0].start)},
                           "time-changed", ("hours",)),
    "a first room": (BEFORE, words(room="Conference Room 1"), "venue-announced", ("room",)),
    "another room": (WITH_ROOM, words(room="Conference Room 2"), "venue-changed", ("room",)),
    "a room taken back": (WITH_ROOM, words(), "venue-changed", ("room",)),
    "closed doors": (BEFORE, {"access": "closed"}, "access-changed", ("access",)),
    "a correction": (BEFORE, {"correction": "Read 71 for 17."}, "corrected", ("correction",)),
    "a new symbol": (BEFORE, {"documents": ("A/RES/71/280",)}, "document-added", ("documents",)),
    "cancelled": (BEFORE, {"status": "cancelled"}, "cancelled", ("status",)),
    "postponed": (BEFORE, {"status": "postponed"}, "postponed", ("status",)),
    "withdrawn": (BEFORE, {"status": "withdrawn"}, "withdrawn", ("status",)),
    "on again": (CANCELLED, {"status": "scheduled"}, "reinstated", ("status",)),
}  # fmt: skip


@pytest.mark.parametrize(("before", "fields", "kind", "concerned"), KINDS.values(), ids=KINDS)
def test_a_change_of_substance_has_its_kind(
    before: Snapshot, fields: dict[str, Any], kind: str, concerned: tuple[str, ...]
) -> None:
    difference = compare(before, changed(before, **fields))
    assert difference is not None
    assert difference.significant
    assert (difference.kind, difference.change.fields) == (kind, concerned)


SILENT: dict[str, dict[str, Any]] = {
    "a typo in the title": words(title="First reading of the drafft"),
    "a typo in the text": words(html="<p>Word.</p>"),
    "another contact": words(contact="gcm@un.org"),
    "another organ": {"organ": "General Assembly"},
    "the same day in other words": {"when": on_day("2017-10-02", "afternoon", text="Monday 2 October p.m.")},
}


@pytest.mark.parametrize("fields", SILENT.values(), ids=SILENT)
def test_anything_else_is_corrected_in_place(fields: dict[str, Any]) -> None:
    difference = compare(BEFORE, changed(BEFORE, **fields))
    assert difference is not None
    assert not difference.significant
    assert (difference.kind, difference.change.fields, difference.languages) == (AMENDED, (), ())


def test_a_symbol_taken_away_or_a_correction_withdrawn_is_told_to_nobody() -> None:
    before = changed(BEFORE, documents=("A/1", "A/2"), correction="Read 71.")
    difference = compare(before, changed(before, documents=("A/1",), correction=None))
    assert difference is not None
    assert difference.kind == AMENDED


def test_the_same_is_no_difference() -> None:
    assert compare(BEFORE, changed(BEFORE)) is None


def test_a_new_translation_concerns_its_language_only() -> None:
    difference = compare(BEFORE, changed(BEFORE, wordings={**BEFORE.wordings, "fr": make_wording("L")}))
    assert difference is not None
    assert (difference.kind, difference.languages) == (TRANSLATED, ("fr",))


def test_a_typo_in_a_translation_is_silent() -> None:
    before = changed(BEFORE, wordings={**BEFORE.wordings, "fr": make_wording("L")})
    difference = compare(before, changed(before, wordings={**BEFORE.wordings, "fr": make_wording("M")}))
    assert difference is not None
    assert difference.kind == AMENDED


def test_when_several_things_change_the_weightiest_names_the_release_and_all_are_listed() -> None:
    fields = {"when": on_day("2017-10-06", "afternoon"), "access": "closed", **words(room="Room 1")}
    difference = compare(BEFORE, changed(BEFORE, **fields))
    assert difference is not None
    assert difference.kind == "rescheduled"
    assert set(difference.change.fields) == {"when", "access", "room"}


def test_every_kind_has_its_weight() -> None:
    details = {field.told for field in DETAILS if field.told}
    assert {kind for *_, kind, _ in KINDS.values()} | details == set(BY_SIGNIFICANCE)


def test_a_move_carries_the_announcement_s_reason_before_the_roadmap_s() -> None:
    moved = changed(BEFORE, when=on_day("2017-10-06"), reason="The room was flooded.")
    difference = compare(BEFORE, moved)
    assert difference is not None
    assert difference.change.reason == "The room was flooded."
    own = changed(moved, **words(reason="At the request of the co-facilitators."))
    difference = compare(BEFORE, own)
    assert difference is not None
    assert difference.change.reason == "At the request of the co-facilitators."


def test_a_room_is_no_move_and_carries_no_reason() -> None:
    difference = compare(BEFORE, changed(BEFORE, reason="Old news.", **words(room="Room 1")))
    assert difference is not None
    assert difference.change.reason is None


def test_a_translation_whose_file_vanished_keeps_its_words_after_the_original() -> None:
    before = changed(BEFORE, wordings={**BEFORE.wordings, "fr": make_wording("L")})
    kept = keep_released_words(before, BEFORE)
    assert list(kept.wordings) == ["en", "fr"]
    assert kept.wordings["fr"].title == "L"
    assert compare(before, kept) is None
