"""Reminders of something released: each once for an announcement, a rule and the start of the meeting."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from publisher.calendars.local_time import iso_z
from publisher.errors import LocalTimeError, what_of
from publisher.problem import Fault, Problem
from publisher.releases.release import REMINDER, Draft, Release, Snapshot
from publisher.schedule.candidate import Candidate
from publisher.schedule.item import Item, State
from publisher.schedule.review import review_clocks
from publisher.schedule.rule import Rule, read_rule, rule_instant
from publisher.schedule.words import describe_instant


def read_reminders(case: Candidate) -> list[Rule | Fault]:
    """The rules under `remind`, in order; a fault for one that cannot be followed or is there twice."""
    read: list[Rule | Fault] = []
    for text in case.announcement.remind:
        rule = read_rule(text)
        if isinstance(rule, Rule):
            rule = _judge(case, rule, [other for other in read if isinstance(other, Rule)])
        read.append(rule)
    return read


def _judge(case: Candidate, rule: Rule, before: Sequence[Rule]) -> Rule | Fault:
    if rule.kind != "offset":
        what = f'"{rule.text}" does not count from the meeting'
        return Fault("rule", what, 'write a rule such as "1 working day before at 9:00"')
    if rule.milestone is not None and case.find_day(rule) is None:
        what = f'"{rule.text}" counts from {rule.milestone}, which gives no day'
        return Fault("rule", what, "name a milestone of the same roadmap that has a date")
    for other in before:
        if other.means_the_same(rule):
            what = f'"{rule.text}" says what "{other.text}" says already'
            return Fault("rule", what, "leave one of them out")
    return rule


def find_reminder_faults(case: Candidate) -> list[Problem]:
    """What is wrong with the rules under `remind`, whatever the hour of the release; an error each."""
    return [_make_problem(case, rule) for rule in read_reminders(case) if isinstance(rule, Fault)]


def _make_problem(case: Candidate, fault: Fault) -> Problem:
    return case.problem("remind", fault.what, fault.mend, rule="remind")


def review_reminders(case: Candidate, released: datetime) -> Iterator[Problem]:
    """Reminders that nobody would get of something released at `released` (UTC)."""
    if not case.when.exact or case.begins is None:
        return  # a date to come will give them their hours
    for rule in read_reminders(case):
        day = None
        if isinstance(rule, Rule):
            day = case.find_day(rule)
        if isinstance(rule, Fault) or day is None:
            continue
        try:
            due = rule_instant(rule, day, case.context.calendar, case.context.zone)
        except (LocalTimeError, OverflowError) as error:
            yield _make_problem(case, _explain_error(error))
            continue
        hour = describe_instant(due, case.context.zone)
        if due >= case.begins:
            what, mend = f'"{rule.text}" is {hour}, when the meeting has begun', "write an earlier hour"
        elif due <= released:
            what, mend = f'"{rule.text}" is {hour}, before it is released', "write a later hour"
        else:
            yield from review_clocks(case, "remind", rule, day)
            continue
        mend = f"nobody is reminded then; {mend}, or leave it out"
        yield case.problem("remind", what, mend, rule="remind", warning=True)


def _explain_error(error: LocalTimeError | OverflowError) -> Fault:
    return Fault("time", what_of(error), "choose another time")


def plan_reminders(case: Candidate, head: Release, sent: Mapping[str, Release]) -> Iterator[Item]:
    """The reminders of what stands as `head`; none of a meeting that is off, vague, begun or archived.

    `sent` are those of this announcement, by name. Two rules that come to one instant make one reminder.
    A reminder was once mailed for a cancelled meeting (Indico #5285): it is worked out from what stands.
    """
    if not _is_ahead(case, head):
        return
    instants = {reminder.due for reminder in sent.values()}
    for rule in read_reminders(case):
        if isinstance(rule, Fault):
            yield _held(case, head, rule)
            continue
        try:
            item = _plan_reminder(case, head, rule, sent)
        except (LocalTimeError, OverflowError) as error:
            yield _held(case, head, _explain_error(error))
            continue
        if item is not None and item.at is not None and item.at not in instants:
            instants.add(item.at)
            yield item


def _held(case: Candidate, head: Release, fault: Fault) -> Item:
    problem = _make_problem(case, fault)
    return Item("reminder", head.name, REMINDER, "held", None, problem.short, problems=(problem,))


def _is_ahead(case: Candidate, head: Release) -> bool:
    """Whether readers may still be reminded; a cancellation that still settles must already silence it."""
    if head.archived or not _takes_place(head.snapshot) or not _takes_place(case.take_snapshot()):
        return False
    try:
        return case.begins is not None and case.begins > case.context.now
    except LocalTimeError:
        return False  # the plan of the change says which hour that is


def _plan_reminder(case: Candidate, head: Release, rule: Rule, sent: Mapping[str, Release]) -> Item | None:
    snapshot, begins, day, now = head.snapshot, case.begins, case.find_day(rule), case.context.now
    if begins is None or day is None:
        return None
    due = rule_instant(rule, day, case.context.calendar, case.context.zone)
    name = name_reminder(head.name, rule.text, iso_z(begins))
    if name in sent or due >= begins or due <= head.released:
        return None
    draft = Draft("reminder", name, REMINDER, due, snapshot, told=tuple(snapshot.wordings))
    if due <= now:
        state: State = "due"
    else:
        state = "planned"
    reason = f"reminder {rule.text}: {case.name}"
    problems = tuple(review_clocks(case, "remind", rule, day))
    return Item("reminder", head.name, REMINDER, state, due, reason, draft, problems)


def _takes_place(snapshot: Snapshot) -> bool:
    return snapshot.status == "scheduled" and snapshot.when.exact


def name_reminder(slug: str, rule: str, begins: str) -> str:
    """The identity of one reminder: another start of the meeting makes another reminder."""
    return f"{slug}/{hashlib.sha256(f'{rule} {begins}'.encode()).hexdigest()[:12]}"
