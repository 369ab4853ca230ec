"""Every release that is due, planned or held, each with its reason in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.problem import Problem
from publisher.calendars.local_time import start_of_day
from publisher.ledger.release import EVERYTHING, Draft, Edition, Release
from publisher.roadmap.roadmap import Roadmap
from publisher.schedule.approval import await_approval, await_change
from publisher.schedule.case import Case, open_case
from publisher.schedule.first_release import plan_first
from publisher.schedule.held import plan_held
from publisher.schedule.item import Item, State
from publisher.schedule.reminder import plan_reminders
from publisher.schedule.situation import Situation

__all__ = ["Item", "Plan", "State", "make_plan"]

Released = Mapping[tuple[str, str], Release]
_ORDER: Mapping[str, int] = {"edition": 0, "roadmap": 1, "announcement": 2, "reminder": 3}


class Plan(msgspec.Struct, frozen=True):
    """What the desk would do at one moment; items stand in the order in which they would be released."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def due(self) -> tuple[Draft, ...]:
        return tuple(item.draft for item in self.items if item.state == "due" and item.draft)

    @property
    def announcements(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.subject == "announcement")

    def next_moment(self) -> datetime | None:
        """The earliest UTC instant at which something planned becomes due."""
        return min((item.at for item in self.items if item.state == "planned" and item.at), default=None)

    def count(self, state: State) -> int:
        return sum(item.state == state for item in self.items)


def make_plan(
    announcements: Iterable[Announcement], edition: Edition, released: Released, situation: Situation
) -> Plan:
    """What ought to be public by now, less what is; pure, so that dry run and recovery are the same code."""
    announcements = tuple(announcements)
    items = [
        *_plan_edition(edition, released, situation),
        *(_plan_roadmap(roadmap, released, situation) for roadmap in situation.roadmaps.values()),
        *_plan_announcements(announcements, released, situation),
    ]
    braked = [_apply_brakes(item, situation) for item in items]
    braked.sort(key=lambda item: (_ORDER[item.subject], item.at is None, item.at or situation.now, item.name))
    return Plan(tuple(braked), tuple(problem for item in braked for problem in item.problems))


def _plan_announcements(
    announcements: tuple[Announcement, ...], released: Released, situation: Situation
) -> Iterator[Item]:
    present = {announcement.slug for announcement in announcements}
    heads = {head.name: head for (subject, _), head in released.items() if subject == "announcement"}
    there = present.union(*(source.claims for source in situation.held))
    vanished = [head for head in heads.values() if head.name not in there]
    reminders = _find_reminders(released)
    for announcement in announcements:
        head = released.get(("announcement", announcement.slug))
        if head is not None:
            yield await_change(announcement, head, situation)
            case = open_case(announcement, situation)
            if isinstance(case, Case) and announcement.remind and not announcement.draft:
                yield from plan_reminders(case, head, reminders.get(announcement.slug, {}))
        else:
            first = plan_first(announcement, _find_twin(announcement, vanished, situation), situation)
            yield await_approval(first, announcement, situation)
    yield from plan_held(situation.held, heads, present)


def _find_reminders(released: Released) -> Mapping[str, Mapping[str, Release]]:
    """Those that were sent, by name under the slug of their announcement."""
    reminders: dict[str, dict[str, Release]] = defaultdict(dict)
    for (subject, name), head in released.items():
        if subject == "reminder":
            reminders[name.partition("/")[0]][name] = head
    return reminders


def _find_twin(announcement: Announcement, vanished: list[Release], situation: Situation) -> str | None:
    """The slug of a released announcement whose file is gone and whose date this one has: renamed?"""
    line = situation.find_milestone(announcement.milestone)
    for head in vanished:
        snapshot = head.snapshot
        if announcement.stem == head.name:
            return head.name
        if line is not None and (snapshot.roadmap, snapshot.milestone) == (line[0].id, line[1].id):
            return head.name
        if announcement.when and snapshot.milestone is None and snapshot.when.text == announcement.when.text:
            return head.name
    return None


def _plan_edition(edition: Edition, released: Released, situation: Situation) -> Iterator[Item]:
    head = released.get(("edition", "edition"))
    if head is None or head.content != edition:
        draft = Draft("edition", "edition", "edition", situation.now, edition, head.revision if head else 0)
        yield Item(
            "edition",
            "edition",
            "edition",
            "due",
            None,
            "the publication's settings or templates changed",
            draft,
        )


def _plan_roadmap(roadmap: Roadmap, released: Released, situation: Situation) -> Item:
    """A roadmap is public at once, but not before its letter was written; a revision after settling."""
    head = released.get(("roadmap", roadmap.id))
    first = start_of_day(roadmap.letter, situation.zone)
    if head is not None and head.content == roadmap:
        return Item("roadmap", roadmap.id, "roadmap", "released", head.dated, "as the letter has it")
    at = first if head is None else max(first, situation.settled_at(situation.roadmap_seen(roadmap)))
    reason = f"the letter is dated {roadmap.letter:%-d %B %Y}" if head is None else "the roadmap was revised"
    state: State = "due" if at <= situation.now else "planned"
    past = head is None and situation.is_past(roadmap)
    draft = Draft("roadmap", roadmap.id, "roadmap", at, roadmap, head.revision if head else 0, archived=past)
    return Item("roadmap", roadmap.id, "roadmap", state, at, reason, draft)


def _apply_brakes(item: Item, situation: Situation) -> Item:
    reason = situation.brakes.get(item.name) or situation.brakes.get(EVERYTHING)
    if reason is None or item.state not in ("due", "planned") or item.subject == "edition":
        return item
    return msgspec.structs.replace(item, state="held", reason=f"on hold: {reason}")
