"""Each subject is planned by itself: a fault of ours in one holds that one, named, and no other."""

from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.announcements.announcement import Announcement
from publisher.releases.release import Release
from publisher.schedule.item import Item
from publisher.schedule.plan import Plan, make_plan
from publisher.schedule.plan_context import PlanContext
from tests.builders import (
    DUE,
    EDITION,
    at_hour,
    by_subject,
    make_announcement,
    make_line,
    make_roadmap,
    make_situation,
    on_day,
    release_first,
)

HOUR = timedelta(hours=1)
LAST_DAY = on_day("9999-12-31")
LINES = {"title": 2, "when": 7}
BROKEN: dict[str, dict[str, Any]] = {
    "a date that runs out of the calendar": {"when": LAST_DAY},
    "an hour that runs out of the calendar": {"when": at_hour("9999-12-31", "22:00")},
    "nothing where a date should be": {"when": None, "milestone": None},
    "a rule that is none": {"publish": 17},
    "reminders that are none": {"remind": (17,)},
}
"""What no reader lets through, or none should; a plan does not trust that."""


def plan(context: PlanContext, *announcements: Announcement, heads: tuple[Release, ...] = ()) -> Plan:
    return make_plan(announcements, EDITION, by_subject(*heads), context)


def item_of(made: Plan, name: str, subject: str = "announcement") -> Item:
    return next(item for item in made.items if (item.subject, item.name) == (subject, name))


@pytest.mark.parametrize("fault", BROKEN)
def test_what_cannot_be_planned_is_held_and_named_and_the_others_are_due(fault: str) -> None:
    bad = make_announcement("bad", lines=LINES, **BROKEN[fault])
    made = plan(make_situation(DUE), make_announcement("one"), bad, make_announcement("two"))
    assert {draft.name for draft in made.due if draft.subject == "announcement"} == {"one", "two"}
    item = item_of(made, "bad")
    assert (item.state, item.draft) == ("held", None)
    (problem,) = item.problems
    assert (problem.path, problem.warning) == ("announcements/bad.md", False)
    assert problem.line > 1
    assert problem.mend
    assert problem in made.problems


@pytest.mark.parametrize("fault", ["nothing where a date should be", "an hour that runs out of the calendar"])
def test_a_change_that_cannot_be_planned_leaves_what_was_released_and_its_reminders_stop_nothing(
    fault: str,
) -> None:
    head = release_first(make_announcement("bad"))
    bad = make_announcement("bad", lines=LINES, **({"remind": ("1 day before",)} | BROKEN[fault]))
    made = plan(make_situation(DUE + HOUR), make_announcement("one"), bad, heads=(head,))
    assert [draft.name for draft in made.due if draft.subject == "announcement"] == ["one"]
    item = item_of(made, "bad")
    assert item.standing == head.snapshot
    assert not [draft for draft in made.due if draft.name.startswith("bad")]


def test_a_roadmap_that_cannot_be_planned_is_held_at_its_line_and_the_others_are_due() -> None:
    broken = make_roadmap(make_line(when=LAST_DAY), id="broken")
    context = make_situation(
        DUE,
        roadmaps={"modalities": make_roadmap(), "broken": broken},
        places={("roadmap", "broken"): ("roadmaps/broken.toml", 12)},
    )
    made = plan(context, make_announcement(milestone="modalities/first-reading"))
    assert [draft.name for draft in made.due] == ["edition", "modalities", "first-reading"]
    item = item_of(made, "broken", "roadmap")
    assert item.state == "held"
    assert str(item.problems[0]).startswith("roadmaps/broken.toml:12: it cannot be planned: OverflowError: ")


def test_a_reminder_that_cannot_be_planned_stops_no_change_of_its_announcement() -> None:
    head = release_first(make_announcement())
    edited = make_announcement(remind=(17,), access="closed", saved=DUE)
    made = plan(make_situation(DUE + HOUR), edited, heads=(head,))
    assert [draft.name for draft in made.due if draft.subject == "announcement"] == ["first-reading"]
    assert item_of(made, "first-reading", "reminder").state == "held"


@given(st.lists(st.sampled_from([None, *BROKEN]), min_size=1, max_size=12))
def test_of_any_announcements_exactly_those_that_are_sound_are_due(faults: list[str | None]) -> None:
    announcements = [
        make_announcement(f"m{number}", **(BROKEN[fault] if fault else {}))
        for number, fault in enumerate(faults)
    ]
    made = plan(make_situation(DUE), *announcements)
    sound = {f"m{number}" for number, fault in enumerate(faults) if fault is None}
    assert {draft.name for draft in made.due if draft.subject == "announcement"} == sound
    assert {item.name for item in made.announcements} == {one.slug for one in announcements}


# Renamed, or new?


class Counted(Release, frozen=True):
    """Counts how often anybody asks what was released."""

    asked: ClassVar[int] = 0

    @property
    def snapshot(self) -> Any:
        Counted.asked += 1
        return super().snapshot


def test_many_files_replaced_at_once_are_looked_up_and_not_gone_through_one_by_one() -> None:
    """4,000 of them cost 4.5 seconds a pass: each new one was held against each that was gone."""
    when, many = date(2017, 11, 1), 200
    dates = [on_day((when + timedelta(days=number)).isoformat()) for number in range(many)]
    old = [make_announcement(f"old-{number}", when=one) for number, one in enumerate(dates)]
    new = [make_announcement(f"new-{number}", when=one) for number, one in enumerate(dates)]
    drafts = [item.draft for item in plan(make_situation(DUE), *old).announcements if item.draft]
    heads = [
        Counted(sequence=1, revision=1, released=DUE, **{
            name: getattr(draft, name) for name in draft.__struct_fields__ if name != "replaces"
        })
        for draft in drafts
    ]  # fmt: skip
    Counted.asked = 0
    made = plan(make_situation(DUE + HOUR), *new, heads=tuple(heads))
    assert Counted.asked <= 2 * many
    assert all("was: old-" in item.problems[0].mend for item in made.announcements if item.name[:3] == "new")


def test_of_several_that_are_gone_the_first_that_a_new_file_could_be_is_named() -> None:
    def gone(slug: str, **fields: Any) -> Release:
        return release_first(make_announcement(slug, **fields))

    own = {"when": on_day("2017-10-05"), "publish": "2017-09-20 09:00"}
    heads = (gone("by-date", **own), gone("by-line"), gone("by-date-too", **own))
    context = make_situation(DUE + HOUR)
    for fields, named in (
        ({"when": on_day("2017-10-05")}, "by-date"),
        ({}, "by-line"),
        ({"when": on_day("2017-10-06"), "stem": "by-date-too"}, "by-date-too"),
        ({"stem": "by-date-too"}, "by-line"),
    ):
        item = item_of(plan(context, make_announcement("new", **fields), heads=heads), "new")
        assert f"`was: {named}`" in item.reason
    other = make_announcement("new", when=on_day("2017-10-06"))
    assert item_of(plan(context, other, heads=heads), "new").state == "planned"
