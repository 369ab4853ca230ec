"""What only all announcements together show: rooms, titles, and meetings that meet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from publisher.announcements.announcement import Announcement
from publisher.announcements.rules.rooms import check_rooms
from publisher.announcements.rules.titles import check_titles
from publisher.problem import Problem
from publisher.schedule.collisions import find_collisions
from publisher.schedule.item import Item


def review_together(
    announcements: Sequence[Announcement], items: Sequence[Item], today: date
) -> tuple[Problem, ...]:
    """Warnings about announcements beside one another; `items` are those of the plan, `today` is local."""
    stand = ("released", "archived", "held")
    released = [item.standing for item in items if item.state in stand and item.standing]
    # What is looked at does not vouch for itself, or its release would make a misspelt room a known one.
    looked_at = {announcement.slug for announcement in announcements}
    others = [snapshot for snapshot in released if snapshot.slug not in looked_at]
    rooms = [snapshot.original.room for snapshot in others if snapshot.original.room]
    return (
        *check_titles(announcements, {one.original.title: one.slug for one in released}),
        *check_rooms(announcements, rooms),
        *_review_collisions(announcements, items, today),
    )


def _review_collisions(
    announcements: Iterable[Announcement], items: Iterable[Item], today: date
) -> Iterator[Problem]:
    by_slug = {announcement.slug: announcement for announcement in announcements}
    for found in find_collisions((item.snapshot for item in items if item.snapshot), today):
        one = by_slug.get(found.one) or by_slug.get(found.other)
        if one is None:
            continue  # both were released and their files are gone
        if one.original.room == found.what:
            field = "room"
        else:
            field = "convened_by"
        mend = "move one of them, or see that both are meant"
        yield Problem(one.path, one.line_of(field), found.describe(one.slug), mend, True, "collision")
