"""Titles that stand twice: in a feed nobody can tell the two apart."""

from collections.abc import Iterable, Iterator, Mapping

from publisher.announcements.announcement import Announcement
from publisher.problem import Problem


def check_titles(
    announcements: Iterable[Announcement], released: Mapping[str, str] = {}
) -> Iterator[Problem]:
    """A warning for each title that an announcement before it has too, in the order of the files' names.

    `released` gives the slug of each title that stands already, theirs among them.
    """
    announcements = sorted(announcements, key=lambda announcement: announcement.path)
    present = {one.slug for one in announcements}
    taken = {_fold(title): slug for title, slug in released.items() if slug not in present}
    first: dict[str, Announcement] = {}
    for one in announcements:
        title = _fold(one.original.title)
        before, stands = first.setdefault(title, one), taken.get(title)
        if before is not one or stands is not None:
            what = f"{before.path if before is not one else f'`{stands}`'} has the same title"
            mend = "say in one of the titles what is different, such as the second reading"
            yield Problem(one.path, one.line_of("title"), what, mend, True, "title-repeated")


def _fold(title: str) -> str:
    return " ".join(title.casefold().split())
