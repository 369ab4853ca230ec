"""What a change of the roadmap would do: two plans compared, in words for the person who decides."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from publisher.releases.release import Snapshot
from publisher.schedule.collisions import find_collisions, is_collision
from publisher.schedule.item import Item
from publisher.schedule.plan import Plan
from publisher.schedule.words import describe_instant


class PlanChange(msgspec.Struct, frozen=True):
    """One consequence: `what` is moves, amends, late, held, freed or collides."""

    name: str
    what: str
    words: str


def compare_plans(before: Plan, after: Plan, zone: ZoneInfo, today: date) -> list[PlanChange]:
    """Every consequence for announcements of putting `after` in the place of `before`; `today` is local."""
    earlier = {item.name: item for item in before.announcements}
    changes = [
        change
        for item in after.announcements
        if (change := _compare_items(earlier.get(item.name), item, zone)) is not None
    ]
    return changes + list(_new_collisions(before, after, today))


def _compare_items(before: Item | None, after: Item, zone: ZoneInfo) -> PlanChange | None:
    if before is None or (before.state, before.at, before.reason) == (after.state, after.at, after.reason):
        return None
    if after.state == "held" and after.has_error:
        return PlanChange(after.name, "held", f"will be held: {after.reason}")
    if before.is_public:
        told = after.draft is not None and bool(after.draft.told)
        when = ""
        if after.at and after.draft:
            when = f" ({describe_instant(after.at, zone)})"
        if told:
            words = f"readers will be told: {after.reason}"
        else:
            words = f"{after.reason}, and nobody is told"
        return PlanChange(after.name, "amends", words + when)
    if after.state in ("held", "lapsed"):
        return PlanChange(after.name, "held", f"will be {after.state}: {after.reason}")
    if before.at:
        was = describe_instant(before.at, zone)
    else:
        was = before.state
    if after.at:
        now = describe_instant(after.at, zone)
    else:
        now = after.state
    if after.state == "due":
        return PlanChange(after.name, "late", f"was {was}, becomes due at once: {after.reason}")
    return PlanChange(after.name, "moves", f"release was {was}, will be {now}: {after.reason}")


def _new_collisions(before: Plan, after: Plan, today: date) -> Iterator[PlanChange]:
    earlier, later = _snapshots(before), _snapshots(after)
    for found in find_collisions(later.values(), today):
        one, other = earlier.get(found.one), earlier.get(found.other)
        if one is not None and other is not None and is_collision(found, one, other):
            continue
        # Told of the one that moves, for whose sake somebody asks.
        if one == later[found.one]:
            moved = found.other
        else:
            moved = found.one
        yield PlanChange(moved, "collides", found.describe(moved))


def _snapshots(plan: Plan) -> dict[str, Snapshot]:
    return {item.name: item.snapshot for item in plan.announcements if item.snapshot is not None}
