"""When an announcement becomes public for the first time, and why not yet."""

from datetime import date, timedelta
from typing import Any

import pytest

from publisher.announcements.announcement import Announcement
from publisher.calendars.working_days import amend, load_packaged
from publisher.dates.when import When
from publisher.roadmap.roadmap import Milestone
from publisher.schedule.plan import Item
from publisher.schedule.settings import Schedule
from tests.builders import (
    DUE,
    WRITTEN,
    by_day,
    hold_source,
    in_week,
    make_announcement,
    make_line,
    make_roadmap,
    make_situation,
    on_day,
    plan_one,
    release_first,
    utc,
)

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
MEETING_ENDS = utc("2017-10-02 22:00")


def item_at(now: Any, *lines: Milestone, announcement: Announcement | None = None, **fields: Any) -> Item:
    return plan_one(announcement or make_announcement(), make_situation(now, *lines, **fields))


def at_rule(publish: str, **fields: Any) -> Announcement:
    return make_announcement(publish=publish, **fields)


def test_it_is_planned_until_its_second_and_due_from_then_on() -> None:
    before, at = item_at(DUE - SECOND), item_at(DUE)
    assert (before.state, before.at) == ("planned", DUE)
    assert (at.state, at.at) == ("due", DUE)


def test_the_reason_is_in_words() -> None:
    words = "3 working days before 1st reading (Monday 2 October 2017, afternoon)"
    assert item_at(DUE).reason == words


def test_a_holiday_that_was_skipped_is_named() -> None:
    calendar = amend(load_packaged("un-headquarters"), also=[date(2017, 9, 28)], except_=[])
    item = item_at(WRITTEN, calendar=calendar)
    assert item.at == DUE - timedelta(days=1)
    assert item.reason.endswith("; holiday is skipped")


def test_all_languages_are_told_at_once() -> None:
    words = make_announcement().original
    item = item_at(DUE, announcement=make_announcement(wordings={"en": words, "fr": words}))
    assert item.draft is not None
    assert item.draft.told == ("en", "fr")
    assert item.draft.due == DUE
    assert item.draft.replaces == 0


# Settling: what is already due when it is saved may be half written.


def test_saved_before_it_was_due_it_waits_for_nothing() -> None:
    assert item_at(DUE, announcement=make_announcement(saved=DUE - SECOND)).state == "due"


def test_saved_after_it_was_due_it_waits_two_minutes_from_the_last_save() -> None:
    saved = DUE + timedelta(hours=1)
    late = make_announcement(saved=saved)
    waiting = item_at(saved + MINUTE, announcement=late)
    assert (waiting.state, waiting.at) == ("planned", saved + 2 * MINUTE)
    assert item_at(saved + 2 * MINUTE, announcement=late).state == "due"


def test_at_once_waits_for_nothing() -> None:
    saved = utc("2017-09-20 12:00")
    item = item_at(saved, announcement=at_rule("at once", saved=saved))
    assert (item.state, item.at) == ("due", saved)
    assert item.reason.startswith("at once: ")


def test_a_save_in_the_future_counts_as_now() -> None:
    item = item_at(DUE + MINUTE, announcement=make_announcement(saved=DUE + timedelta(days=300)))
    assert item.at == DUE + 3 * MINUTE


def test_the_settling_time_is_a_setting() -> None:
    late = make_announcement(saved=DUE + MINUTE)
    assert item_at(DUE + MINUTE, announcement=late, schedule=Schedule(first=timedelta(0))).state == "due"


# Late: archived once the meeting is over.


def test_late_but_before_the_meeting_ends_it_is_still_told() -> None:
    item = item_at(MEETING_ENDS - SECOND)
    assert item.state == "due"
    assert item.draft is not None
    assert not item.draft.archived
    assert item.draft.told == ("en",)


def test_once_the_meeting_is_over_it_is_archived_dated_when_it_was_due_and_nobody_is_told() -> None:
    item = item_at(MEETING_ENDS)
    assert (item.state, item.at) == ("due", DUE)
    assert item.draft is not None
    assert item.draft.archived
    assert item.draft.told == ()
    assert item.draft.due == DUE
    assert "archived, and nobody is told" in item.reason


def test_late_may_end_when_the_meeting_begins() -> None:
    schedule = Schedule(late="until the meeting begins")
    item = item_at(utc("2017-10-02 19:00"), schedule=schedule)
    assert item.draft is not None
    assert item.draft.archived


def test_archived_it_does_not_wait_to_settle() -> None:
    saved = utc("2026-11-24 10:00")
    item = item_at(saved, announcement=make_announcement(saved=saved))
    assert item.state == "due"
    assert any("is archived and nobody is told" in problem.mend for problem in item.problems)
    assert all(problem.warning for problem in item.problems)


def test_a_rule_in_the_past_warns_that_it_goes_out_at_once() -> None:
    saved = DUE + MINUTE
    (problem,) = item_at(saved, announcement=make_announcement(saved=saved)).problems
    assert problem.warning
    assert str(problem).startswith("announcements/first-reading.md:4: warning: ")
    assert "which is past" in problem.what
    assert "it is released at once" in problem.mend


# The letter.


def test_nothing_of_a_roadmap_is_due_before_its_letter_is_dated() -> None:
    early = make_line("zero-draft", on_day("2017-09-14"))
    announcement = make_announcement("zero-draft", milestone="zero-draft", saved=utc("2017-09-01 12:00"))
    letter = utc("2017-09-13 04:00")
    assert item_at(letter - SECOND, early, announcement=announcement).state == "planned"
    item = item_at(letter, early, announcement=announcement)
    assert (item.state, item.at) == ("due", letter)


def test_at_once_waits_for_the_letter_too() -> None:
    announcement = at_rule("at once", saved=utc("2017-09-01 12:00"))
    assert item_at(utc("2017-09-02 12:00"), announcement=announcement).at == utc("2017-09-13 04:00")


def test_a_line_past_when_the_letter_was_written_is_not_announced() -> None:
    past = make_line("note", on_day("2017-08-25"))
    item = item_at(WRITTEN, past, announcement=make_announcement("note", milestone="note"))
    assert item.state in ("held", "lapsed")
    assert item.draft is None
    assert "already past when the letter was written" in item.reason


# What holds.

AS_NEEDED = {
    "in the date": make_line(when=in_week("2017-10-23", condition="as needed")),
    "in the text": make_line(when=in_week("2017-10-23"), what="Additional consultations, as needed"),
}


@pytest.mark.parametrize("line", AS_NEEDED.values(), ids=AS_NEEDED)
def test_a_condition_holds_and_is_quoted(line: Milestone) -> None:
    item = item_at(utc("2017-10-20 12:00"), line)
    assert (item.state, item.at, item.draft) == ("held", None, None)
    assert item.reason == 'the letter says "as needed": waits until a person confirms it'


@pytest.mark.parametrize("line", AS_NEEDED.values(), ids=AS_NEEDED)
def test_a_person_s_word_frees_it(line: Milestone) -> None:
    confirmed = make_line(when=line.when, what=line.what, status="confirmed")
    assert item_at(utc("2017-10-20 12:00"), confirmed).state == "due"


def test_a_condition_past_its_date_has_lapsed() -> None:
    assert item_at(utc("2017-10-28 12:00"), AS_NEEDED["in the text"]).state == "lapsed"


def test_when_confirmed_it_goes_out_at_the_person_s_word() -> None:
    line = make_line(when=in_week("2017-10-23"), status="confirmed", what="Consultations, as needed")
    confirmed = utc("2017-10-05 15:00")
    seen = {"modalities/first-reading": confirmed}
    item = item_at(confirmed + MINUTE, line, announcement=at_rule("when confirmed"), seen=seen)
    assert (item.state, item.at) == ("due", confirmed)


HELD = {
    "a draft": ({"draft": True}, None, "it is a draft"),
    "cancelled before it was announced": ({"status": "cancelled"}, None, "cancelled before it was announced"),
    "a cancelled milestone": ({}, make_line(status="cancelled"), "its milestone is cancelled"),
    "a date that cannot be read": ({}, make_line(when=When(text="??", faults=("no date",))), 'date "??"'),
    "no day": ({}, make_line(when=When(text="in due course", precision="undated")), "no day follows"),
    "alternatives": (
        {},
        make_line(when=in_week("2017-10-23", precision="alternatives")),
        "no day follows",
    ),
}


@pytest.mark.parametrize(("fields", "line", "reason"), HELD.values(), ids=HELD)
def test_it_is_held_with_the_reason(fields: dict[str, Any], line: Milestone | None, reason: str) -> None:
    item = item_at(DUE, *([line] if line else []), announcement=make_announcement(**fields))
    assert (item.state, item.draft, item.at) == ("held", None, None)
    assert reason in item.reason


FAULTY = {
    "an unknown milestone": ({"milestone": "frist-reading"}, 3, "did you mean `first-reading`?"),
    "no such word": ({"milestone": "zzz"}, 3, "the milestones are first-reading"),
    "no rule": ({"publish": "soon"}, 4, 'write "3 working days before'),
    "an hour that does not exist": ({"publish": "2018-03-11 02:30"}, 4, "choose another time"),
    "an hour that exists twice": ({"publish": "2017-11-05 01:30"}, 4, "choose another time"),
    "after the meeting": ({"publish": "1 day after at 9:00"}, 4, "write a rule that falls before it"),
    "counted from nothing": ({"publish": "1 day after zzz"}, 4, "name a milestone of the same roadmap"),
    "beyond the calendar": ({"publish": "1000 weeks after at 9:00"}, 4, "write a rule that falls before"),
}


@pytest.mark.parametrize(("fields", "number", "mend"), FAULTY.values(), ids=FAULTY)
def test_a_fault_in_its_rule_is_one_problem_and_holds_it(
    fields: dict[str, Any], number: int, mend: str
) -> None:
    item = item_at(WRITTEN, announcement=make_announcement(**fields))
    assert (item.state, item.draft) == ("held", None)
    (problem,) = item.problems
    assert not problem.warning
    assert str(problem).startswith(f"announcements/first-reading.md:{number}: ")
    assert mend in problem.mend


def test_a_name_that_two_roadmaps_have_needs_the_roadmap() -> None:
    roadmaps = {name: make_roadmap(id=name) for name in ("one", "two")}
    item = item_at(DUE, roadmaps=roadmaps)
    assert [problem.mend for problem in item.problems] == ["write `ROADMAP/first-reading`"]
    named = make_announcement(milestone="two/first-reading")
    assert item_at(DUE, announcement=named, roadmaps=roadmaps).state == "due"


# What the rule counts from.


def test_a_placeholder_is_timed_from_its_first_day_and_a_deadline_from_its_last() -> None:
    week, deadline = make_line(when=in_week("2017-10-23")), make_line(when=by_day("2017-10-31"))
    assert item_at(WRITTEN, week).at == utc("2017-10-18 22:00")
    assert item_at(WRITTEN, deadline).at == utc("2017-10-26 22:00")


def test_a_rule_may_count_from_another_line() -> None:
    lines = make_line(), make_line("zero-draft", on_day("2017-09-25"))
    item = item_at(WRITTEN, *lines, announcement=at_rule("1 day after zero-draft at 10:00"))
    assert item.at == utc("2017-09-26 14:00")
    assert "1 day after zero-draft (Monday 25 September 2017) for 1st reading" in item.reason


def test_the_announcement_s_rule_wins_over_the_roadmap_s_and_that_over_the_default() -> None:
    roadmaps = {"modalities": make_roadmap(publish="1 week before at 9:00")}
    assert item_at(WRITTEN, roadmaps=roadmaps).at == utc("2017-09-25 13:00")
    own = at_rule("2017-09-20T09:15:30+02:00")
    assert item_at(WRITTEN, announcement=own, roadmaps=roadmaps).at == utc("2017-09-20 07:15:30")


def test_a_slip_before_release_moves_it_along_and_leaves_no_copy_of_the_old_date() -> None:
    moved = make_line(when=on_day("2017-10-06", "morning"))
    item = item_at(DUE, moved)
    assert (item.state, item.at) == ("planned", utc("2017-10-03 22:00"))


def test_an_announcement_may_carry_its_own_date() -> None:
    own = make_announcement("plenary", when=on_day("2026-12-01", "afternoon"))
    item = item_at(WRITTEN, announcement=own)
    assert item.at == utc("2026-11-25 23:00")
    assert "its own date (Tuesday 1 December 2026, afternoon)" in item.reason


def test_far_ahead_is_no_reason_to_forget() -> None:
    own = make_announcement("far", when=on_day("2028-06-01"))
    assert item_at(WRITTEN, announcement=own).at == utc("2028-05-29 22:00")


# Renamed files.


def test_a_file_renamed_after_release_is_held_and_told_how_to_say_so() -> None:
    head = release_first(make_announcement())
    renamed = make_announcement("reading-one")
    item = plan_one(renamed, make_situation(DUE + MINUTE), head)
    assert (item.state, item.draft) == ("held", None)
    assert item.reason.endswith("renamed? add `was: first-reading`")


def test_a_file_that_is_faulty_has_not_vanished() -> None:
    head = release_first(make_announcement())
    context = make_situation(DUE + MINUTE, held=(hold_source("first-reading"),))
    assert plan_one(make_announcement("second"), context, head).state == "due"


def test_a_renamed_file_with_its_own_date_is_recognized_by_it() -> None:
    when = on_day("2017-10-10")
    head = release_first(make_announcement("old", when=when, publish="at once"))
    item = plan_one(make_announcement("new", when=when), make_situation(DUE + MINUTE), head)
    assert "add `was: old`" in item.reason


# Warnings about the day.


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2017-10-07", "is no working day"),
        ("2017-11-23", "an official holiday"),
        ("2041-05-14", "the holidays of 2041 are not known"),
    ],
)
def test_an_odd_day_warns_and_holds_nothing(day: str, words: str) -> None:
    own = make_announcement("odd", when=on_day(day))
    item = item_at(WRITTEN, announcement=own)
    assert item.state == "planned"
    (problem,) = item.problems
    assert problem.warning
    assert words in problem.what


def test_short_notice_warns() -> None:
    schedule = Schedule(minimum_notice=5)
    (problem,) = item_at(WRITTEN, schedule=schedule).problems
    assert problem.warning
    assert "2 clear working days of notice, fewer than 5" in problem.what


def test_as_many_days_of_notice_as_are_asked_for_are_enough() -> None:
    assert item_at(WRITTEN, schedule=Schedule(minimum_notice=2)).problems == ()
    assert len(item_at(WRITTEN, schedule=Schedule(minimum_notice=3)).problems) == 1


def test_the_reason_names_the_roadmap_s_line_and_never_a_title_that_is_not_public() -> None:
    """Reasons stand in the log at each save."""
    on_roadmap = plan_one(make_announcement(), make_situation(WRITTEN))
    assert "before 1st reading (Monday 2 October 2017, afternoon)" in on_roadmap.reason
    dated = make_announcement(when=on_day("2017-10-02", "afternoon"))
    alone = plan_one(dated, make_situation(WRITTEN))
    assert alone.reason == "3 working days before its own date (Monday 2 October 2017, afternoon)"
