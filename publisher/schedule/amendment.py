"""What becomes of something already released when its sources change."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from publisher.announcements.announcement import Announcement, Wording
from publisher.dates.when import describe_when
from publisher.errors import LocalTimeError
from publisher.problem import Problem
from publisher.releases.release import AMENDED, TRANSLATED, Draft, Release, Snapshot
from publisher.schedule.candidate import Candidate, open_case
from publisher.schedule.changes import Difference, compare, keep_released_words
from publisher.schedule.held import STANDS
from publisher.schedule.hours import check_hours
from publisher.schedule.item import Item, State
from publisher.schedule.plan_context import PlanContext
from publisher.schedule.review import review_day, review_half_day


def plan_amendment(
    announcement: Announcement, head: Release, context: PlanContext, *, roadmap_only: bool = False
) -> Item:
    """The next revision of what stands as `head`, or that nothing changed.

    With `roadmap_only` the words stay as released, and only what the milestone says now is taken over.
    """
    if roadmap_only:
        # Edits that wait are not in it, so their saving does not make it wait for another.
        announcement = msgspec.structs.replace(announcement, saved=head.released)
    if announcement.draft:
        return _unchanged(head, "a draft of an amendment waits; what was released stands")
    case = open_case(announcement, context)
    if isinstance(case, Problem):
        return _held(head, case.short, case)
    if case.when.faults:
        return _held(head, f'the date "{case.when.text}" cannot be used')
    if roadmap_only:
        now = follow_roadmap(head.snapshot, case)
    else:
        now = case.take_snapshot()
    after = keep_released_words(head.snapshot, now)
    difference = compare(head.snapshot, after)
    if difference is None:
        return _unchanged(head, _why_released(head), *review_day(case))
    if not difference.significant:
        after = msgspec.structs.replace(after, reason=head.snapshot.reason)
    problems = (*_review_reason(case, head, difference), *review_half_day(case), *review_day(case))
    fault = next((one for one in problems if not one.warning), None)
    if fault is not None:
        return _held(head, fault.short, *problems)
    try:
        check_hours(case.when, case.announcement.time, context.zone)
        return _plan_change(case, head, difference, after, problems)
    except LocalTimeError as error:
        problem = case.problem("time", error.what, "choose another time", rule=error.code)
        return _held(head, problem.short, problem)


def follow_roadmap(released: Snapshot, case: Candidate) -> Snapshot:
    """What was released, with the date, the cancellation and the reason that its milestone has now."""
    line, roadmap = case.milestone, case.roadmap
    if line is None or roadmap is None or (released.roadmap, released.milestone) != (roadmap.id, line.id):
        return released
    status = released.status
    if line.status == "cancelled" and status == "scheduled":
        status = "cancelled"
    elif line.status != "cancelled" and status == "cancelled" and released.original.reason is None:
        # An author who cancels gives a reason in the file: this one was cancelled by the line.
        status = "scheduled"
    return msgspec.structs.replace(released, when=case.when, status=status, reason=line.reason)


def _unchanged(head: Release, reason: str, *warnings: Problem) -> Item:
    if head.archived:
        state: State = "archived"
    else:
        state = "released"
    return Item(
        "announcement",
        head.name,
        head.kind,
        state,
        head.dated,
        reason,
        problems=warnings,
        standing=head.snapshot,
    )


def _held(head: Release, reason: str, *problems: Problem) -> Item:
    """A change that cannot be made: somebody wrote it, so it is not passed over as if nothing had changed."""
    reason = f"{reason}; {STANDS}"
    return Item(
        "announcement", head.name, head.kind, "held", None, reason, problems=problems, standing=head.snapshot
    )


def _why_released(head: Release) -> str:
    if head.revision > 1:
        what = f"{head.kind}, revision {head.revision}"
    else:
        what = head.kind
    return f"{what} ({describe_when(head.snapshot.when)})"


def _review_reason(case: Candidate, head: Release, difference: Difference) -> Iterator[Problem]:
    """Readers are owed a reason for every move, and a new one for a second move."""
    moved, stopped = (
        "when" in difference.change.fields,
        difference.kind in ("cancelled", "postponed", "withdrawn"),
    )
    if not moved and not stopped:
        return
    if case.milestone:
        where = "of the milestone in config.toml"
    else:
        where = "in the front matter"
    reason = difference.change.reason
    if not reason:
        mend = f'readers will read "reason not given"; write `reason` {where}'
        if moved:
            what = "the date moved without a reason"
        else:
            what = f"it is {difference.kind} without a reason"
        yield case.problem("reason", what, mend, rule="reason", warning=True)
    elif moved and reason in _reasons_of_moves(head.snapshot):
        what = "the date moved again, with the reason of the last move"
        yield case.problem("reason", what, f"write a new `reason` {where}", rule="reason")


def _reasons_of_moves(snapshot: Snapshot) -> tuple[str | None, ...]:
    """What may have explained its last move; the reason of a cancellation explained no move."""
    own = None
    if snapshot.status in ("scheduled", "postponed"):
        own = snapshot.original.reason
    return own, snapshot.reason


def _plan_change(
    case: Candidate, head: Release, difference: Difference, after: Snapshot, problems: tuple[Problem, ...]
) -> Item:
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
    if at <= case.context.now:
        state: State = "due"
    else:
        state = "planned"
    reason = _explain(difference, head, case)
    return Item("announcement", head.name, difference.kind, state, at, reason, draft, problems)


def _told(difference: Difference, wordings: Mapping[str, Wording]) -> tuple[str, ...]:
    if difference.kind == AMENDED:
        return ()
    if difference.kind == TRANSLATED:
        return difference.languages
    return tuple(wordings)


def _due(case: Candidate, head: Release) -> datetime:
    """After the settling time, unless the meeting is within the hour: then readers cannot wait."""
    context = case.context
    if context.is_near(head.snapshot) or context.is_near(case.take_snapshot()):
        return context.now
    return context.settled_at(case.announcement.saved, case.confirmed)


def _explain(difference: Difference, head: Release, case: Candidate) -> str:
    if difference.kind == AMENDED:
        return "corrected in place, nobody is told"
    if difference.kind == TRANSLATED:
        return "now also in " + ", ".join(difference.languages)
    if "when" in difference.change.fields:
        was, now = describe_when(head.snapshot.when), describe_when(case.when)
        return f"{difference.kind}: was {was}, is now {now}"
    return f"{difference.kind}: " + ", ".join(difference.change.fields)
