"""Renamed, or new? What a new file shares with a released announcement whose own file is gone."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.releases.release import Release
from publisher.schedule.plan_context import PlanContext

Trait = tuple[str, ...]
"""What two of one name, one line of a roadmap or one date share."""


class Vanished(msgspec.Struct, frozen=True):
    """The slugs of released announcements whose files are gone, and of each trait the first that has it."""

    slugs: tuple[str, ...]
    places: Mapping[Trait, int]

    def find_twin(self, announcement: Announcement, context: PlanContext) -> str | None:
        """The slug of the first that shares a trait with a file that is new."""
        shared = [self.places[trait] for trait in _traits(announcement, context) if trait in self.places]
        if shared:
            return self.slugs[min(shared)]
        return None


def index_vanished(heads: Iterable[Release]) -> Vanished:
    """In one go: 4,000 files replaced at once are looked up 4,000 times."""
    slugs: list[str] = []
    places: dict[Trait, int] = {}
    for head in heads:
        for trait in _traits_of_head(head):
            places.setdefault(trait, len(slugs))
        slugs.append(head.name)
    return Vanished(tuple(slugs), places)


def _traits_of_head(head: Release) -> Iterator[Trait]:
    snapshot = head.snapshot
    yield ("name", head.name)
    if snapshot.milestone is None:
        yield ("date", snapshot.when.text)
    elif snapshot.roadmap is not None:
        yield ("line", snapshot.roadmap, snapshot.milestone)


def _traits(announcement: Announcement, context: PlanContext) -> Iterator[Trait]:
    yield ("name", announcement.stem)
    line = context.find_milestone(announcement.milestone)
    if line is not None:
        yield ("line", line[0].id, line[1].id)
    if announcement.when is not None:
        yield ("date", announcement.when.text)
