"""What becomes of something already released when its sources change."""

from datetime import datetime

from publisher.announcements.announcement import Announcement
from publisher.announcements.problem import Problem
from publisher.errors import LocalTimeError
from publisher.ledger.release import AMENDED, TRANSLATED, Draft, Release
from publisher.roadmap.when import describe_when
from publisher.schedule.case import Case, open_case
from publisher.schedule.changes import Difference, compare, keep_released_words
from publisher.schedule.item import Item, State
from publisher.schedule.situation import Situation


def plan_amendment(announcement: Announcement, head: Release, situation: Situation) -> Item:
    """The next revision of what stands as `head`, or that nothing changed."""
    if announcement.draft:
        return _unchanged(head, "a draft of an amendment waits; what was released stands")
    case = open_case(announcement, situation)
    if isinstance(case, Problem):
        return _unchanged(head, f"{case.what}; what was released stands", case)
    if case.when.faults:
        return _unchanged(head, f'the date "{case.when.text}" cannot be used; what was released stands')
    after = keep_released_words(head.snapshot, case.take_snapshot())
    difference = compare(head.snapshot, after)
    if difference is None:
        return _unchanged(head, _why_released(head))
    try:
        return _plan_change(case, head, difference)
    except LocalTimeError as error:
        return _unchanged(head, f"{error}; what was released stands")


def _unchanged(head: Release, reason: str, *problems: Problem) -> Item:
    state: State = "archived" if head.archived else "released"
    return Item(
        "announcement",
        head.name,
        head.kind,
        state,
        head.dated,
        reason,
        problems=problems,
        standing=head.snapshot,
    )


def _why_released(head: Release) -> str:
    what = f"{head.kind}, revision {head.revision}" if head.revision > 1 else head.kind
    return f"{what} ({describe_when(head.snapshot.when)})"


def _plan_change(case: Case, head: Release, difference: Difference) -> Item:
    after = keep_released_words(head.snapshot, case.take_snapshot())
    at = _due(case, head)
    archived = head.archived and case.is_past
    draft = Draft(
        "announcement",
        head.name,
        difference.kind,
        at,
        after,
        replaces=head.revision,
        change=difference.change,
        archived=archived,
        told=() if archived else _told(difference, after.wordings),
    )
    state: State = "due" if at <= case.situation.now else "planned"
    return Item(
        "announcement", head.name, difference.kind, state, at, _explain(difference, head, case), draft
    )


def _told(difference: Difference, wordings: dict[str, object] | object) -> tuple[str, ...]:
    if difference.kind == AMENDED:
        return ()
    if difference.kind == TRANSLATED:
        return difference.languages
    assert isinstance(wordings, dict)
    return tuple(wordings)


def _due(case: Case, head: Release) -> datetime:
    """After the settling time, unless the meeting is within the hour: then readers cannot wait."""
    situation = case.situation
    if situation.is_near(head.snapshot) or situation.is_near(case.take_snapshot()):
        return situation.now
    return situation.settled_at(case.announcement.saved, case.confirmed)


def _explain(difference: Difference, head: Release, case: Case) -> str:
    if difference.kind == AMENDED:
        return "corrected in place, nobody is told"
    if difference.kind == TRANSLATED:
        return "now also in " + ", ".join(difference.languages)
    if "when" in difference.change.fields:
        was, now = describe_when(head.snapshot.when), describe_when(case.when)
        return f"{difference.kind}: was {was}, is now {now}"
    return f"{difference.kind}: " + ", ".join(difference.change.fields)
