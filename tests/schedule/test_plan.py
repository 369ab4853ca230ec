"""The plan as a whole: order, brakes, roadmaps and the next moment; and that it is a pure function."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from publisher.announcements.announcement import Announcement
from publisher.releases.release import EVERYTHING, Release
from publisher.schedule.plan import Plan, make_plan
from publisher.schedule.plan_context import PlanContext
from tests.builders import (
    DUE,
    EDITION,
    WRITTEN,
    by_subject,
    hold_source,
    make_announcement,
    make_edition_draft,
    make_line,
    make_roadmap,
    make_situation,
    make_wording,
    on_day,
    release_first,
    release_of,
    utc,
)

BROKEN = hold_source("first-reading")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
LETTER = utc("2017-09-13 04:00")


def plan(context: PlanContext, *announcements: Announcement, heads: tuple[Release, ...] = ()) -> Plan:
    return make_plan(announcements, EDITION, by_subject(*heads), context)


def names(made: Plan) -> list[str]:
    return [f"{item.subject} {item.name}" for item in made.items]


def test_edition_then_roadmaps_then_announcements_by_moment_the_undated_last() -> None:
    made = plan(
        make_situation(DUE),
        make_announcement("held", draft=True),
        make_announcement("later", publish="1 day before at 9:00"),
        make_announcement("b-now"),
        make_announcement("a-now"),
        make_announcement("early", publish="2017-09-20 09:00"),
    )
    assert names(made) == [
        "edition edition",
        "roadmap modalities",
        "announcement early",
        "announcement a-now",
        "announcement b-now",
        "announcement later",
        "announcement held",
    ]
    assert [draft.name for draft in made.due][2:] == ["early", "a-now", "b-now"]


def test_the_next_moment_is_the_earliest_that_is_planned() -> None:
    first, second = make_announcement("one"), make_announcement("two", publish="1 day before at 9:00")
    assert plan(make_situation(WRITTEN), first, second).next_moment() == DUE
    assert plan(make_situation(DUE), first, second).next_moment() == utc("2017-10-01 13:00")
    assert plan(make_situation(utc("2017-10-02 12:00")), first, second).next_moment() is None


def test_an_edition_is_released_once_and_again_when_it_differs() -> None:
    assert plan(make_situation(DUE)).items[0].state == "due"
    head = release_of(make_edition_draft(), DUE)
    assert "edition edition" not in names(plan(make_situation(DUE), heads=(head,)))
    other = msgspec.structs.replace(EDITION, templates="others")
    (draft,) = (one for one in make_plan([], other, by_subject(head), make_situation(DUE)).due
                if one.subject == "edition")  # fmt: skip
    assert draft.replaces == 1


def test_a_roadmap_is_public_from_its_letter_s_date_on() -> None:
    assert plan(make_situation(LETTER - SECOND)).items[1].state == "planned"
    assert plan(make_situation(LETTER)).items[1].state == "due"


def test_a_roadmap_whose_lines_are_all_past_is_archived_dated_at_its_letter() -> None:
    item = plan(make_situation(utc("2026-11-24 10:00"))).items[1]
    assert item.draft is not None
    assert (item.draft.archived, item.draft.due) == (True, LETTER)


def test_a_revised_roadmap_waits_to_settle() -> None:
    first = plan(make_situation(DUE)).items[1].draft
    assert first is not None
    head = release_of(first, DUE)
    moved = make_roadmap(make_line(when=on_day("2017-10-06")))
    seen = DUE + HOUR
    item = plan(
        make_situation(seen, roadmaps={"modalities": moved}, seen={"modalities": seen}), heads=(head,)
    ).items[1]
    assert (item.state, item.at) == ("planned", seen + timedelta(minutes=5))
    assert item.draft is not None
    assert item.draft.replaces == 1


def test_a_roadmap_dated_on_a_day_without_midnight_stops_nothing() -> None:
    roadmap = make_roadmap(letter=date(2017, 10, 15))
    context = make_situation(
        utc("2017-10-15 03:00"), zone=ZoneInfo("America/Sao_Paulo"), roadmaps={"modalities": roadmap}
    )
    assert plan(context).items[1].state == "due"


def test_the_brake_on_one_holds_that_one() -> None:
    made = plan(make_situation(DUE, brakes={"one": "ask first"}), *map(make_announcement, ("one", "two")))
    states = {item.name: (item.state, item.reason) for item in made.announcements}
    assert states["one"] == ("held", "on hold: ask first")
    assert states["two"][0] == "due"


def test_the_brake_on_everything_holds_amendments_and_roadmaps_too_and_withdraws_nothing() -> None:
    head = release_first(make_announcement())
    edited = make_announcement(access="closed", saved=DUE)
    now = DUE + HOUR
    made = plan(
        make_situation(now, brakes={EVERYTHING: "wait"}), edited, make_announcement("new"), heads=(head,)
    )
    assert {item.state for item in made.items if item.subject != "edition"} == {"held"}
    assert [draft.subject for draft in made.due] == ["edition"]
    untouched = plan(make_situation(now, brakes={EVERYTHING: "wait"}), make_announcement(), heads=(head,))
    assert untouched.announcements[0].state == "released"


def test_a_file_that_vanished_withdraws_nothing() -> None:
    made = plan(make_situation(DUE + HOUR), heads=(release_first(make_announcement()),))
    (item,) = made.announcements
    assert (item.name, item.state, item.draft) == ("first-reading", "released", None)
    assert "its file is gone; what was released stays" in item.reason


def test_a_broken_edit_of_something_released_is_held_and_says_that_what_was_released_stays() -> None:
    head = release_first(make_announcement())
    (item,) = plan(make_situation(DUE + HOUR, held=(BROKEN,)), heads=(head,)).announcements
    assert (item.name, item.state, item.at, item.draft) == ("first-reading", "held", None, None)
    assert (item.standing, item.problems) == (head.snapshot, BROKEN.problems)
    assert item.reason == (
        "announcements/first-reading.md:1: the front matter has no end; what was released stays as it was"
    )


def test_a_slip_and_a_cancellation_do_not_wait_until_a_broken_edit_is_mended() -> None:
    """Readers hold a date that is wrong, and the fault may be a letter in the line of the room."""
    head = release_first(make_announcement())
    slipped = make_line(when=on_day("2017-10-05", "afternoon"), reason="The text is late.")
    context = make_situation(DUE + HOUR, slipped, held=(BROKEN,))
    (item,) = plan(context, heads=(head,)).announcements
    assert (item.state, item.kind, item.problems) == ("due", "rescheduled", BROKEN.problems)
    assert item.draft is not None
    assert item.draft.content == msgspec.structs.replace(
        head.snapshot, when=slipped.when, reason=slipped.reason
    )
    assert item.reason.endswith("; an edit waits to be mended: " + BROKEN.problems[0].short)
    cancelled = make_line(status="cancelled", reason="Snow.")
    (item,) = plan(make_situation(DUE + HOUR, cancelled, held=(BROKEN,)), heads=(head,)).announcements
    assert (item.state, item.kind) == ("due", "cancelled")
    (item,) = plan(
        make_situation(DUE + HOUR, make_line("other"), held=(BROKEN,)), heads=(head,)
    ).announcements
    assert item.state == "held"


def test_what_cannot_be_read_before_its_first_release_is_a_row_of_the_plan() -> None:
    made = plan(make_situation(DUE + HOUR, held=(BROKEN,)), make_announcement("other"))
    held = [item for item in made.announcements if item.state == "held"]
    assert [(item.name, item.reason) for item in held] == [
        ("first-reading", "announcements/first-reading.md:1: the front matter has no end")
    ]
    assert made.count("held") == 1


def test_a_broken_file_that_claims_the_slug_of_a_sound_one_has_a_row_of_its_own_name() -> None:
    copy = hold_source("first-reading", "copy")
    head = release_first(make_announcement())
    made = plan(make_situation(DUE + HOUR, held=(copy,)), make_announcement(), heads=(head,))
    assert {item.name: item.state for item in made.announcements} == {
        "first-reading": "released",
        "copy": "held",
    }


def test_a_translation_with_an_error_is_a_row_beside_its_original_which_goes_on() -> None:
    french = hold_source(
        "first-reading.fr", claims=frozenset(), language="fr", original="first-reading", what="no `title`"
    )
    context = make_situation(DUE, held=(french,))
    made = plan(context, make_announcement())
    assert {item.name: item.state for item in made.announcements} == {
        "first-reading": "due",
        "first-reading.fr": "held",
    }
    row = made.announcements[1]
    assert row.reason == "announcements/first-reading.fr.md:1: no `title`; its original does not wait for it"
    both = make_announcement(wordings={"en": make_wording(), "fr": make_wording("Première lecture")})
    row = plan(context, make_announcement(), heads=(release_first(both),)).announcements[1]
    assert row.reason == "announcements/first-reading.fr.md:1: no `title`; what was released stays as it was"


def test_one_faulty_announcement_among_ten_stops_none_of_the_nine() -> None:
    good = [make_announcement(f"m{number}") for number in range(9)]
    made = plan(make_situation(DUE), make_announcement("bad", publish="2018-03-11 02:30"), *good)
    assert {item.name for item in made.announcements if item.state == "due"} == {one.slug for one in good}


def test_thirty_days_down_is_one_pass_in_the_order_of_what_was_due() -> None:
    lines = [make_line(f"m{day}", on_day(f"2017-10-{day:02}")) for day in range(3, 28)]
    announcements = [make_announcement(line.id, milestone=line.id) for line in reversed(lines)]
    made = plan(make_situation(utc("2017-11-20 12:00"), *lines), *announcements)
    dues = [draft.due for draft in made.due if draft.subject == "announcement"]
    assert len(dues) == 25
    assert dues == sorted(dues)


# That it is a pure function of what it is given.

RULES = st.sampled_from(
    [None, "at once", "1 day before at 9:00", "2 weeks before", "on the day at 8:00", "2017-10-20 09:15"]
)
PARTS = st.sampled_from([None, "morning", "afternoon"])
INSTANTS = st.datetimes(datetime(2017, 9, 1), datetime(2018, 12, 31)).map(lambda at: utc(at.isoformat()))
AHEAD = st.timedeltas(timedelta(0), timedelta(days=200))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Announcement, datetime, datetime, PlanContext]:
    """An announcement, two moments in order with its last save before both, and the first's context."""
    day = draw(st.dates(date(2017, 9, 14), date(2018, 12, 31)))
    saved, ahead, further = draw(INSTANTS), draw(AHEAD), draw(AHEAD)
    line = make_line(when=on_day(day.isoformat(), draw(PARTS)), status=draw(
        st.sampled_from(["proposed", "confirmed", "cancelled"])
    ))  # fmt: skip
    announcement = make_announcement(publish=draw(RULES), saved=saved, draft=draw(st.booleans()))
    now = saved + ahead
    return announcement, now, now + further, make_situation(now, line)


World = tuple[Announcement, datetime, datetime, PlanContext]


@given(worlds())
def test_the_same_inputs_give_the_same_plan(world: World) -> None:
    announcement, _, _, context = world
    assert plan(context, announcement) == plan(context, announcement)


@given(worlds())
def test_nothing_is_due_before_its_instant_and_no_draft_ever(world: World) -> None:
    announcement, now, _, context = world
    (item,) = plan(context, announcement).announcements
    if item.state == "due":
        assert item.at is not None
        assert item.draft is not None
        assert item.at <= now
        assert item.draft.due <= now
        assert now >= LETTER
        assert not announcement.draft
    if item.state == "planned":
        assert item.at is not None
        assert item.at > now


@given(worlds())
def test_what_is_due_stays_due_and_what_is_planned_comes_due_at_its_moment(world: World) -> None:
    announcement, _, later, context = world
    (item,) = plan(context, announcement).announcements
    (then,) = plan(msgspec.structs.replace(context, now=later), announcement).announcements
    if item.state == "due":
        assert then.state == "due"
    if item.state == "planned" and item.at is not None:
        at_moment = msgspec.structs.replace(context, now=item.at)
        assert plan(at_moment, announcement).announcements[0].state == "due"
        before = msgspec.structs.replace(context, now=item.at - SECOND)
        assert plan(before, announcement).announcements[0].state == "planned"


@given(worlds())
def test_once_released_as_planned_nothing_more_is_due(world: World) -> None:
    draft, now, later, context = world
    announcement = msgspec.structs.replace(draft, draft=False)
    (item,) = plan(context, announcement).announcements
    assume(item.state in ("due", "planned") and item.at)
    assert item.at is not None
    moment = max(now, item.at)
    (item,) = plan(msgspec.structs.replace(context, now=moment), announcement).announcements
    assert item.draft is not None
    head, later = release_of(item.draft, moment), max(moment, later)
    (then,) = plan(msgspec.structs.replace(context, now=later), announcement, heads=(head,)).announcements
    assert (then.draft, then.state) == (None, "archived" if item.draft.archived else "released")
