"""Titles that stand twice: in a feed nobody can tell the two apart."""

from collections.abc import Iterable, Iterator

from publisher.announcements.announcement import Announcement
from publisher.announcements.problem import Problem


def check_titles(announcements: Iterable[Announcement]) -> Iterator[Problem]:
    """A warning for each title that an announcement before it has too, in the order of the files' names."""
    first: dict[str, Announcement] = {}
    for one in sorted(announcements, key=lambda announcement: announcement.path):
        title = " ".join(one.original.title.casefold().split())
        before = first.setdefault(title, one)
        if before is not one:
            what = f"{before.path} has the same title"
            mend = "say in one of the titles what is different, such as the second reading"
            yield Problem(one.path, one.line_of("title"), what, mend, True, "title-repeated")
