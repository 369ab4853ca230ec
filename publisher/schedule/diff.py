"""What a change of the roadmap would do: two plans compared, in words for the person who decides."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from publisher.ledger.release import Snapshot
from publisher.schedule.collisions import find_collisions
from publisher.schedule.item import Item
from publisher.schedule.plan import Plan
from publisher.schedule.words import describe_instant


class PlanChange(msgspec.Struct, frozen=True):
    """One consequence: `what` is moves, amends, late, held, freed or collides."""

    name: str
    what: str
    words: str


def compare_plans(before: Plan, after: Plan, zone: ZoneInfo) -> list[PlanChange]:
    """Every consequence for announcements of putting `after` in the place of `before`."""
    earlier = {item.name: item for item in before.announcements}
    changes = [
        change
        for item in after.announcements
        if (change := _compare_items(earlier.get(item.name), item, zone)) is not None
    ]
    return changes + list(_new_collisions(before, after))


def _compare_items(before: Item | None, after: Item, zone: ZoneInfo) -> PlanChange | None:
    if before is None or (before.state, before.at, before.reason) == (after.state, after.at, after.reason):
        return None
    if before.state in ("released", "archived"):
        told = after.draft is not None and bool(after.draft.told)
        when = f" ({describe_instant(after.at, zone)})" if after.at and after.draft else ""
        words = f"readers will be told: {after.reason}" if told else f"{after.reason}, and nobody is told"
        return PlanChange(after.name, "amends", words + when)
    if after.state in ("held", "lapsed"):
        return PlanChange(after.name, "held", f"will be {after.state}: {after.reason}")
    was = describe_instant(before.at, zone) if before.at else before.state
    now = describe_instant(after.at, zone) if after.at else after.state
    if after.state == "due":
        return PlanChange(after.name, "late", f"was {was}, becomes due at once: {after.reason}")
    return PlanChange(after.name, "moves", f"release was {was}, will be {now}: {after.reason}")


def _new_collisions(before: Plan, after: Plan) -> Iterator[PlanChange]:
    known = set(find_collisions(_snapshots(before)))
    for found in find_collisions(_snapshots(after)):
        if found not in known:
            words = f"meets {found.other} on {found.day.day} {found.day:%B %Y}: {found.what}"
            yield PlanChange(found.one, "collides", words)


def _snapshots(plan: Plan) -> list[Snapshot]:
    return [item.snapshot for item in plan.announcements if item.snapshot is not None]
