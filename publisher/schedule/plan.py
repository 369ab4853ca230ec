"""Every release that is due, planned or held, each with its reason in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.calendars.local_time import start_of_day
from publisher.problem import Problem
from publisher.releases.release import EVERYTHING, Draft, Edition, Release
from publisher.roadmap.roadmap import Roadmap
from publisher.schedule.amendment import plan_amendment
from publisher.schedule.apart import SubjectSource, explain_refusal, plan_apart
from publisher.schedule.approval import await_approval, await_change
from publisher.schedule.candidate import Candidate, open_case
from publisher.schedule.first_release import plan_first
from publisher.schedule.held import plan_held
from publisher.schedule.item import Item, State
from publisher.schedule.plan_context import PlanContext
from publisher.schedule.reminder import plan_reminders
from publisher.schedule.renames import Vanished, index_vanished
from publisher.schedule.restored import restore_announcement

__all__ = ["Item", "Plan", "State", "make_plan"]

CONFIG = ("config.toml", 1)
Released = Mapping[tuple[str, str], Release]
_ORDER: Mapping[str, int] = {"edition": 0, "roadmap": 1, "announcement": 2, "reminder": 3, "issue": 4}


class Plan(msgspec.Struct, frozen=True):
    """What the desk would do at one moment; items stand in the order in which they would be released."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def due(self) -> tuple[Draft, ...]:
        """What is to be recorded; what the ledger refused at the last pass is tried again."""
        return tuple(
            item.draft for item in self.items if item.draft and (item.state == "due" or item.refused)
        )

    @property
    def announcements(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.subject == "announcement")

    def next_moment(self) -> datetime | None:
        """The earliest UTC instant at which something planned becomes due."""
        return min((item.at for item in self.items if item.state == "planned" and item.at), default=None)

    def count(self, state: State) -> int:
        return sum(item.state == state for item in self.items)


def make_plan(
    announcements: Iterable[Announcement], edition: Edition, released: Released, context: PlanContext
) -> Plan:
    """What ought to be public by now, less what is; pure, so that dry run and recovery are the same code."""
    announcements = tuple(announcements)
    items = [
        *plan_apart(
            SubjectSource("edition", "edition", CONFIG),
            partial(_plan_edition, edition, released, context),
            context,
        ),
        *_plan_roadmaps(released, context),
        *_plan_announcements(announcements, released, context),
        *_plan_refused_issues(context),
    ]
    braked = [_apply_brakes(item, context) for item in items]
    braked.sort(key=lambda item: (_ORDER[item.subject], item.at is None, item.at or context.now, item.name))
    return Plan(tuple(braked), tuple(problem for item in braked for problem in item.problems))


def _plan_refused_issues(context: PlanContext) -> Iterator[Item]:
    """The closing of an issue has a row where it failed; else nothing of it is planned here."""
    for (subject, name), why in context.refused.items():
        if subject == "issue":
            problem = explain_refusal(why, context.places.get(("issue", ""), CONFIG))
            yield Item("issue", name, "issue", "held", None, problem.short, problems=(problem,))


def _plan_announcements(
    announcements: tuple[Announcement, ...], released: Released, context: PlanContext
) -> Iterator[Item]:
    present = {announcement.slug for announcement in announcements}
    heads = {head.name: head for (subject, _), head in released.items() if subject == "announcement"}
    there = present.union(*(source.claims for source in context.held))
    vanished = index_vanished(head for head in heads.values() if head.name not in there)
    reminders = _find_reminders(released)
    for announcement in announcements:
        slug, place = announcement.slug, (announcement.path, _find_line(announcement))
        head = released.get(("announcement", slug))
        source = SubjectSource("announcement", slug, place, head)
        if head is None:
            first = partial(_plan_first, announcement, vanished, context)
            yield from plan_apart(source, first, context)
            continue
        change = partial(_plan_change, announcement, head, context)
        yield from plan_apart(source, change, context)
        remind = partial(_plan_reminders, announcement, head, reminders.get(slug, {}), context)
        yield from plan_apart(SubjectSource("reminder", slug, place), remind, context)
    for item in plan_held(context.held, heads, present):
        if item.standing is None:
            yield item
            continue
        source = SubjectSource(
            "announcement", item.name, (item.problems[0].path, item.problems[0].line), heads[item.name]
        )
        yield from plan_apart(source, partial(_follow_roadmap, item, heads[item.name], context), context)


def _follow_roadmap(item: Item, head: Release, context: PlanContext) -> Iterator[Item]:
    """The row of a broken edit; a slip or a cancellation of its milestone does not wait for its mending."""
    path = item.problems[0].path
    moved = plan_amendment(restore_announcement(head, path, head.name), head, context, roadmap_only=True)
    if moved.draft is None:
        yield item
        return
    reason = f"{moved.reason}; an edit waits to be mended: {item.problems[0].short}"
    yield msgspec.structs.replace(moved, reason=reason, problems=(*moved.problems, *item.problems))


def _find_line(announcement: Announcement) -> int:
    """Of its date, upon which everything hangs."""
    return announcement.lines.get("when") or announcement.line_of("milestone")


def _plan_first(announcement: Announcement, vanished: Vanished, context: PlanContext) -> Iterator[Item]:
    first = plan_first(announcement, vanished.find_twin(announcement, context), context)
    yield await_approval(first, announcement, context)


def _plan_change(announcement: Announcement, head: Release, context: PlanContext) -> Iterator[Item]:
    yield await_change(announcement, head, context)


def _plan_reminders(
    announcement: Announcement, head: Release, sent: Mapping[str, Release], context: PlanContext
) -> Iterator[Item]:
    if announcement.remind and not announcement.draft:
        case = open_case(announcement, context)
        if isinstance(case, Candidate):
            yield from plan_reminders(case, head, sent)


def _find_reminders(released: Released) -> Mapping[str, Mapping[str, Release]]:
    """Those that were sent, by name under the slug of their announcement."""
    reminders: dict[str, dict[str, Release]] = defaultdict(dict)
    for (subject, name), head in released.items():
        if subject == "reminder":
            reminders[name.partition("/")[0]][name] = head
    return reminders


def _plan_edition(edition: Edition, released: Released, context: PlanContext) -> Iterator[Item]:
    head = released.get(("edition", "edition"))
    if head is not None and head.edition.publication.id != edition.publication.id:
        yield _hold_changed_id(edition, head, context)
    elif head is None or head.content != edition:
        draft = Draft("edition", "edition", "edition", context.now, edition, head.revision if head else 0)
        yield Item(
            "edition",
            "edition",
            "edition",
            "due",
            None,
            "the publication's settings or templates changed",
            draft,
        )


def _hold_changed_id(edition: Edition, head: Release, context: PlanContext) -> Item:
    """Under another id every item of every feed would be new to its readers (RFC 4287, 4.2.6)."""
    what = (
        f'the id is "{edition.publication.id}", but all that was released has "{head.edition.publication.id}"'
    )
    mend = (
        "write the old one back: an id is never changed, and a publication of its own has a ledger of its own"
    )
    path, line = context.places.get(("edition", "edition"), CONFIG)
    problem = Problem(path, line, what, mend, rule="id")
    return Item("edition", "edition", "edition", "held", None, what, problems=(problem,))


def _plan_roadmaps(released: Released, context: PlanContext) -> Iterator[Item]:
    for roadmap in context.roadmaps.values():
        head = released.get(("roadmap", roadmap.id))
        source = SubjectSource(
            "roadmap", roadmap.id, context.places.get(("roadmap", roadmap.id), CONFIG), head
        )
        yield from plan_apart(source, partial(_plan_roadmap, roadmap, head, context), context)


def _plan_roadmap(roadmap: Roadmap, head: Release | None, context: PlanContext) -> Iterator[Item]:
    """A roadmap is public at once, but not before its letter was written; a revision after settling."""
    first = start_of_day(roadmap.letter, context.zone)
    if head is not None and head.content == roadmap:
        yield Item("roadmap", roadmap.id, "roadmap", "released", head.dated, "as the letter has it")
        return
    if head is None:
        at = first
    else:
        at = max(first, context.settled_at(context.roadmap_seen(roadmap)))
    if head is None:
        reason = f"the letter is dated {roadmap.letter:%-d %B %Y}"
    else:
        reason = "the roadmap was revised"
    if at <= context.now:
        state: State = "due"
    else:
        state = "planned"
    past = head is None and context.is_past(roadmap)
    draft = Draft("roadmap", roadmap.id, "roadmap", at, roadmap, head.revision if head else 0, archived=past)
    yield Item("roadmap", roadmap.id, "roadmap", state, at, reason, draft)


def _apply_brakes(item: Item, context: PlanContext) -> Item:
    reason = context.brakes.get(item.name) or context.brakes.get(EVERYTHING)
    would_go = item.state in ("due", "planned") or item.refused
    if reason is None or not would_go or item.subject == "edition":
        return item
    return msgspec.structs.replace(item, state="held", reason=f"on hold: {reason}", refused=False)
