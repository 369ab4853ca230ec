"""A person's word that what is due now is archived and nobody told: what it covers, and when it ends."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec

from publisher.releases.release import Draft
from publisher.schedule.item import Item

SUBJECTS = ("announcement", "reminder")
"""Those of which anybody is told."""

Covered = tuple[str, str, int]
"""Subject and name of a release, and the revision that it was to replace when the word was given."""


class Archiving(msgspec.Struct, frozen=True):
    """The word covers what was due at `at` (UTC), by name; with the last of it, it ends."""

    at: datetime
    covered: frozenset[Covered] = frozenset()

    def covers(self, draft: Draft) -> bool:
        """An announcement that was given a later hour since then is none of those."""
        return draft.due <= self.at and (draft.subject, draft.name, draft.replaces) in self.covered

    def what_is_left(self, items: Iterable[Item], faulty: Collection[str]) -> "Archiving":
        """The word without what was released since or is due no more; what is `faulty` may come back."""
        pending = {
            (draft.subject, draft.name, draft.replaces)
            for item in items
            if (draft := item.draft) is not None and self.covers(draft)
        }
        left = {one for one in self.covered if one in pending or one[1].partition("/")[0] in faulty}
        return msgspec.structs.replace(self, covered=frozenset(left))


def cover_due(items: Iterable[Item], held: Collection[str], now: datetime) -> Archiving:
    """The word given at `now` (UTC), while everything may be on hold; `held` names what is held by itself.

    What only waits to settle is covered too: a folder that was copied a minute ago has all its files new.
    What waits for approval is not: whoever approves it later wants it told.
    """
    covered = set()
    for item in items:
        draft = item.draft
        if draft is None or draft.due > now or draft.subject not in SUBJECTS or item.name in held:
            continue
        if item.approval is None or item.approval.is_enough:
            covered.add((draft.subject, draft.name, draft.replaces))
    return Archiving(now, frozenset(covered))


def archive_covered(item: Item, archiving: Archiving | None) -> Item:
    """The item, archived where the word covers it."""
    if archiving is None or item.draft is None or not archiving.covers(item.draft):
        return item
    draft = msgspec.structs.replace(item.draft, archived=True, told=())
    reason = f"{item.reason}; archived, and nobody is told, as `publisher resume --archive` said"
    return msgspec.structs.replace(item, draft=draft, reason=reason)
