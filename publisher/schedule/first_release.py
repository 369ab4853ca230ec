"""When an announcement is to become public for the first time, and why, in words."""

from datetime import date, datetime

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.dates.when import describe_when
from publisher.errors import LocalTimeError, what_of
from publisher.problem import Fault, Problem
from publisher.releases.release import ANNOUNCED, Draft
from publisher.schedule.candidate import Candidate, open_case
from publisher.schedule.item import Item, State
from publisher.schedule.plan_context import PlanContext
from publisher.schedule.reminder import find_reminder_faults, review_reminders
from publisher.schedule.review import review_clocks, review_first
from publisher.schedule.rule import Rule, read_rule, rule_instant, shift_day
from publisher.schedule.words import describe_day

UNTIMED = ("undated", "unread", "alternatives", "relative", "duration")
"""Precisions from which no instant follows, not even for a placeholder entry."""


def plan_first(announcement: Announcement, twin: str | None, context: PlanContext) -> Item:
    """The first release of `announcement`; `twin` names a released one whose file vanished."""
    case = open_case(announcement, context)
    if isinstance(case, Problem):
        return _held(announcement.slug, case)
    rule = rule_in_force(case)
    if isinstance(rule, Fault):
        return _held(announcement.slug, case.problem("publish", rule.what, rule.mend, rule="publish"))
    faults = find_reminder_faults(case)
    if faults:
        return _held(announcement.slug, faults[0], tuple(faults))
    try:
        why = _reason_to_hold(case, twin)
        if twin is not None and not announcement.draft:
            return _renamed(case, twin)
        if why is not None:
            lapsed = case.is_past and not announcement.draft
            return Item(
                "announcement", announcement.slug, ANNOUNCED, "lapsed" if lapsed else "held", None, why
            )
        return _plan_dated(case, rule)
    except (LocalTimeError, OverflowError) as error:
        problem = case.problem("publish", what_of(error), "choose another time", rule="publish")
        return _held(announcement.slug, problem)


def rule_in_force(case: Candidate) -> Rule | Fault:
    """The announcement's own rule, else its roadmap's, else the default."""
    own, roadmaps = case.announcement.publish, case.roadmap.publish if case.roadmap else None
    return read_rule(own or roadmaps or case.context.schedule.publish)


def _held(slug: str, fault: Problem, problems: tuple[Problem, ...] = ()) -> Item:
    """Held for `fault`, which is among all `problems` that are known of it."""
    return Item("announcement", slug, ANNOUNCED, "held", None, fault.short, problems=problems or (fault,))


def _reason_to_hold(case: Candidate, twin: str | None) -> str | None:
    """Why a person has to act before this can be released, or None."""
    announcement, when, milestone = case.announcement, case.when, case.milestone
    if announcement.draft:
        return "it is a draft"
    if twin is not None:
        return f"{twin} was released and its file is gone: renamed? add `was: {twin}`"
    if announcement.status != "scheduled":
        return f"it is {announcement.status} before it was announced"
    if milestone is not None and milestone.status == "cancelled":
        return "its milestone is cancelled"
    if when.faults:
        return f'the date "{when.text}" cannot be used: {when.faults[0]}'
    if case.condition:
        if milestone:
            says = "the letter says"
        else:
            says = "the announcement says"
        return f'{says} "{case.condition}": waits until a person confirms it'
    if when.precision in UNTIMED or case.day is None:
        return f'no day follows from "{when.text}"'
    if case.letter is not None and case.ends is not None and case.ends <= case.letter:
        return "it was already past when the letter was written"
    return None


def _renamed(case: Candidate, twin: str) -> Item:
    what = f"`{twin}` was released and no file has that slug any more: was this one renamed?"
    mend = f"write `was: {twin}` here, or bring {twin}.md back"
    problem = case.problem("slug", what, mend, rule="slug-renamed")
    held = _held(case.announcement.slug, problem)
    reason = f"{problem.path}:{problem.line}: {_reason_to_hold(case, twin)}"
    return msgspec.structs.replace(held, reason=reason)


def _plan_dated(case: Candidate, rule: Rule) -> Item:
    day = case.find_day(rule)
    if day is None:
        what = f'"{rule.text}" counts from {rule.milestone}, which gives no day'
        mend = "name a milestone of the same roadmap that has a date"
        return _held(case.announcement.slug, case.problem("publish", what, mend, rule="publish"))
    due = _due_instant(case, rule, day)
    archived = due <= case.context.now and _is_too_late(case)
    if archived:
        at = due
    else:
        at = _after_settling(case, rule, due)
    if at <= case.context.now:
        state: State = "due"
    else:
        state = "planned"
    problems = (
        *review_first(case, rule, due, archived=archived),
        *review_clocks(case, "publish", rule, day),
    )
    if not archived:
        problems += tuple(review_reminders(case, max(at, case.context.now)))
    fault = next((problem for problem in problems if not problem.warning), None)
    if fault is not None:
        return _held(case.announcement.slug, fault, problems)
    draft = Draft(
        "announcement",
        case.announcement.slug,
        ANNOUNCED,
        due,
        case.take_snapshot(),
        archived=archived,
        told=() if archived else tuple(case.announcement.wordings),
    )
    reason = explain_due(case, rule, day)
    if archived:
        reason += "; its time is past: archived, and nobody is told"
    return Item("announcement", case.announcement.slug, ANNOUNCED, state, at, reason, draft, problems)


def _due_instant(case: Candidate, rule: Rule, day: date) -> datetime:
    now = case.context.now
    if rule.kind == "at once":
        due = min(case.announcement.saved, now)
    elif rule.kind == "when confirmed":
        due = min(case.confirmed or case.announcement.saved, now)
    else:
        due = rule_instant(rule, day, case.context.calendar, case.context.zone)
    if case.letter:
        return max(due, case.letter)
    return due


def _is_too_late(case: Candidate) -> bool:
    begins = case.context.schedule.late == "until the meeting begins"
    if begins:
        until = case.begins
    else:
        until = case.ends
    return until is not None and until <= case.context.now


def _after_settling(case: Candidate, rule: Rule, due: datetime) -> datetime:
    """A file saved when it was already due may be half written: it waits a little."""
    saved = min(case.announcement.saved, case.context.now)
    if saved > due and rule.kind != "at once":
        return saved + case.context.schedule.first
    return due


def explain_due(case: Candidate, rule: Rule, day: date) -> str:
    """ "3 working days before 1st reading (Monday 2 October 2017, afternoon)", and what was skipped."""
    subject = f"{case.name} ({describe_when(case.when)})"
    if rule.kind == "at once":
        return f"at once: {subject}"
    if rule.kind == "when confirmed":
        return f"when confirmed: {subject}"
    if rule.kind == "absolute":
        return f"at the hour that the announcement names: {subject}"
    if rule.milestone is not None:
        subject = f"{rule.milestone} ({describe_day(day)}) for {subject}"
    if rule.amount:
        words = rule.distance
    else:
        words = "on the day of"
    return f"{words} {subject}{_skipped(case, rule, day)}"


def _skipped(case: Candidate, rule: Rule, day: date) -> str:
    if rule.unit != "working days":
        return ""
    other = shift_day(rule, day, case.context.calendar)
    first, last = sorted((day, other))
    skipped = case.context.calendar.skipped_between(first, last)
    return "".join(f"; {holiday.name} is skipped" for holiday in skipped)
