"""Announcements beside one another, those at rest among them: what was warned of before stands after it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.folder import SUFFIX, show_name
from publisher.announcements.front_matter import split_source
from publisher.announcements.library import Unchanged
from publisher.calendars.local_time import to_local
from publisher.config.config import Config
from publisher.desk.surveying import Survey
from publisher.ledger.ledger import Ledger
from publisher.problem import Problem
from publisher.releases.release import Release
from publisher.schedule.cross_checks import review_together
from publisher.schedule.item import Item
from publisher.schedule.restored import restore_announcement

MOST_AHEAD = 5000


def review_beside(
    announcements: Sequence[Announcement],
    items: Iterable[Item],
    at_rest: Sequence[Release],
    resting: Unchanged,
    folder: Path,
    today: date,
) -> tuple[Problem, ...]:
    """Warnings about announcements beside one another, as `check` and a running daemon give them.

    `items` are those of the plan, `at_rest` what stands of files that were not read, `today` is local. Of
    what is over by then nothing is said: it is history.
    """
    items = (*items, *map(_stand, at_rest))
    ahead = [
        _stand_in(one, resting, folder)
        for one in at_rest
        if one.name in resting.stems and _is_ahead(one, today)
    ]
    problems = review_together((*announcements, *ahead), items, today)
    named = {problem.path for problem in problems} & {one.path for one in ahead}
    if not named:
        return problems
    # Only now is it worth to open their files: a problem has a line.
    located = [_find_lines(one, folder) if one.path in named else one for one in ahead]
    return review_together((*announcements, *located), items, today)


class Neighbours:
    """The same for a running daemon: of what is ahead alone, and worked out anew only when something changed.

    Rooms are left out: which are known, only all that was ever released tells, and `check` asks for that.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.problems: tuple[Problem, ...] = ()
        self._seen: object = None

    def review(self, config: Config, survey: Survey, now: datetime) -> tuple[Problem, ...]:
        """Warnings that stand at `now` (UTC). Raises LedgerError."""
        today = to_local(now, config.zone).date()
        files = tuple((stem, group.signature) for stem, group in survey.files.items())
        seen = (self.ledger.records.newest_sequence(), files, config.roadmaps, today)
        if seen != self._seen:
            planned = {item.name for item in survey.plan.announcements}
            ahead = self.ledger.records.forthcoming(today, MOST_AHEAD)
            at_rest = [release for release in ahead if release.name not in planned]
            library = survey.library
            found = review_beside(library.announcements, survey.plan.announcements, at_rest, library.resting,
                                  config.announcements, today)  # fmt: skip
            self.problems = tuple(problem for problem in found if problem.rule != "room")
            self._seen = seen
        return self.problems


def _is_ahead(release: Release, today: date) -> bool:
    last = release.snapshot.when.last
    return last is None or last >= today


def _stand(release: Release) -> Item:
    return Item(
        "announcement", release.name, release.kind, "released", release.dated, "at rest",
        standing=release.snapshot,
    )  # fmt: skip


def _stand_in(release: Release, resting: Unchanged, folder: Path) -> Announcement:
    stem = resting.stems[release.name]
    return restore_announcement(release, f"{folder.name}/{show_name(stem + SUFFIX)}", stem)


def _find_lines(announcement: Announcement, folder: Path) -> Announcement:
    try:
        text = (folder / f"{announcement.stem}{SUFFIX}").read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return announcement
    fields = split_source(announcement.path, text).fields
    return msgspec.structs.replace(announcement, lines={name: field.line for name, field in fields.items()})
