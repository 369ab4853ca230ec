"""Reminders of something released: each once for an announcement, a rule and the start of the meeting."""

import hashlib
from collections.abc import Iterator, Mapping

from publisher.calendars.local_time import iso_z
from publisher.errors import LocalTimeError
from publisher.ledger.release import REMINDER, Draft, Release, Snapshot
from publisher.schedule.case import Case
from publisher.schedule.item import Item, State
from publisher.schedule.rule import Rule, RuleFault, read_rule, rule_instant


def plan_reminders(case: Case, head: Release, released: Mapping[tuple[str, str], Release]) -> Iterator[Item]:
    """The reminders of what stands as `head`; none of a meeting that is off, vague, begun or archived.

    A reminder was once mailed for a cancelled meeting (Indico #5285): it is worked out from what stands.
    """
    for text in case.announcement.remind:
        rule = read_rule(text)
        if isinstance(rule, RuleFault):
            yield _held(head, rule.what, case, rule.mend)
            continue
        try:
            item = _plan_reminder(case, head, rule, released)
        except (LocalTimeError, OverflowError) as error:
            yield _held(head, str(error).partition("; ")[0], case, "choose another time")
            continue
        if item is not None:
            yield item


def _held(head: Release, what: str, case: Case, mend: str) -> Item:
    problem = case.problem("remind", what, mend, rule="publish")
    return Item("reminder", head.name, REMINDER, "held", None, what, problems=(problem,))


def _plan_reminder(
    case: Case, head: Release, rule: Rule, released: Mapping[tuple[str, str], Release]
) -> Item | None:
    snapshot, begins, now = head.snapshot, case.begins, case.situation.now
    # A cancellation that is still settling must already silence it.
    stands = not head.archived and _takes_place(snapshot) and _takes_place(case.take_snapshot())
    if not stands or begins is None or case.day is None or rule.kind != "offset":
        return None
    due = rule_instant(rule, case.day, case.situation.calendar, case.situation.zone)
    name = name_reminder(head.name, rule.text, iso_z(begins))
    if ("reminder", name) in released or begins <= now or due >= begins or due <= head.released:
        return None
    draft = Draft("reminder", name, REMINDER, due, snapshot, told=tuple(snapshot.wordings))
    state: State = "due" if due <= now else "planned"
    return Item("reminder", head.name, REMINDER, state, due, f"reminder {rule.text}: {case.name}", draft)


def _takes_place(snapshot: Snapshot) -> bool:
    return snapshot.status == "scheduled" and snapshot.when.exact


def name_reminder(slug: str, rule: str, begins: str) -> str:
    """The identity of one reminder: another start of the meeting makes another reminder."""
    return f"{slug}/{hashlib.sha256(f'{rule} {begins}'.encode()).hexdigest()[:12]}"
