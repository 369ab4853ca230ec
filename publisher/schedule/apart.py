"""Each subject is planned by itself: what goes wrong with one holds that one, named, and no other."""

import logging
from collections.abc import Callable, Iterable

import msgspec

from publisher.errors import PublisherError
from publisher.problem import Problem
from publisher.releases.release import Release, Subject
from publisher.schedule.archiving import archive_covered
from publisher.schedule.held import STANDS
from publisher.schedule.item import Item
from publisher.schedule.plan_context import PlanContext

log = logging.getLogger("publisher")


class SubjectSource(msgspec.Struct, frozen=True):
    """What is planned by itself: its name, the path and line where it is written, and what stands of it."""

    subject: Subject
    name: str
    place: tuple[str, int]
    head: Release | None = None


def plan_apart(source: SubjectSource, plan: Callable[[], Iterable[Item]], context: PlanContext) -> list[Item]:
    """The items that `plan` makes of a source, or one that says why there are none."""
    try:
        items = list(plan())
    except Exception as error:  # whatever it is, the other subjects are planned
        log.debug("the fault in full", exc_info=True)
        return [_hold(source, _explain(error, source.place))]
    archived = [archive_covered(item, context.archiving) for item in items]
    return [_hold_refused(item, source, context) for item in archived]


def _explain(error: Exception, place: tuple[str, int]) -> Problem:
    what, mend = f"it cannot be planned: {type(error).__name__}: {error}", ""
    if isinstance(error, PublisherError):
        what, mend = error.what, error.mend
    mend = mend or "look at its dates and hours; if they are as they should be, report this fault"
    return Problem(*place, what, mend, rule="plan")


def _hold(source: SubjectSource, problem: Problem) -> Item:
    head, subject = source.head, source.subject
    if head is None:
        return Item(subject, source.name, subject, "held", None, problem.short, problems=(problem,))
    reason = f"{problem.short}; {STANDS}"
    standing = None
    if subject == "announcement":
        standing = head.snapshot
    return Item(subject, source.name, head.kind, "held", None, reason, problems=(problem,), standing=standing)


def _hold_refused(item: Item, source: SubjectSource, context: PlanContext) -> Item:
    """The item, held where the ledger did not take its release at the last pass; it is tried at each."""
    if item.state != "due" or item.draft is None:
        return item
    why = context.refused.get((item.draft.subject, item.draft.name))
    if why is None:
        return item
    problem = explain_refusal(why, source.place)
    problems = (*item.problems, problem)
    return msgspec.structs.replace(item, state="held", reason=problem.short, problems=problems, refused=True)


def explain_refusal(why: str, place: tuple[str, int]) -> Problem:
    mend = "it is tried again at every pass; if nothing is wrong with it, report this fault"
    return Problem(*place, f"it cannot be released: {why}", mend, rule="plan")
