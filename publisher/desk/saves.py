"""What each save of a source comes to, a line each: for its author at the terminal, and for the log."""

import logging
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from publisher.announcements.folder import SourceFiles, show_name
from publisher.calendars.local_time import iso_z
from publisher.desk.desk import Pass
from publisher.desk.surveying import Survey
from publisher.lines import one_line
from publisher.problem import Problem
from publisher.schedule.held import STANDS
from publisher.schedule.item import Item, State
from publisher.schedule.words import describe_instant

MOST_LINES = 20
"""Of one pass: a checkout saves thousands of files at once, and nobody reads a line for each."""


class SavedLine(msgspec.Struct, frozen=True):
    """A line of the log, with what a program reads beside it."""

    level: int
    text: str
    facts: dict[str, str] = {}


class _Stand(msgspec.Struct, frozen=True):
    state: State
    at: datetime | None
    reason: str


Row = tuple[str, str]
"""A row of the plan: the announcement's name, and the reminder's where it is one."""


class Saves:
    """Follows the passes of one process, and says of each what is new in it; of the first, what is wrong.

    A file is saved where its signature is another than before. One never looked at, because it was at rest,
    is if it was changed since this process began.
    """

    def __init__(self) -> None:
        self.began = time.time_ns()
        self.signatures: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.stands: dict[Row, _Stand] = {}
        self.problems: frozenset[Problem] | None = None
        self.absent: frozenset[str] = frozenset()

    def note(self, done: Pass, zone: ZoneInfo) -> list[SavedLine]:
        """The lines of a pass, errors first, each once a save."""
        survey, first = done.survey, self.problems is None
        if first:
            saved = set()
        else:
            saved = self._find_saved(survey.files)
        stems = _find_stems(survey)
        lines = list(self._describe_problems(done, saved))
        if not first:
            lines += self._describe_rows(done, stems, saved, zone)
            lines += self._describe_gone(survey)
        self._remember(survey, stems)
        return _shorten(lines)

    def _find_saved(self, files: Mapping[str, SourceFiles]) -> set[str]:
        """The stems of what was saved since the last pass, as messages show them."""
        saved = set()
        for stem, group in files.items():
            before = self.signatures.get(stem)
            is_new = before is None and group.changed >= self.began
            if is_new or (before is not None and before != group.signature):
                saved.add(show_name(stem))
        return saved

    def _describe_problems(self, done: Pass, saved: set[str]) -> Iterator[SavedLine]:
        known, past = self.problems or frozenset(), _find_past(done)
        told = [one for one in done.survey.problems if one not in known or _stem_of(one.path) in saved]
        told = [one for one in told if one not in past]
        for problem in sorted(told, key=lambda one: one.warning):
            level = logging.ERROR
            if problem.warning:
                level = logging.WARNING
            facts = {"source": problem.path, "rule": problem.rule}
            yield SavedLine(level, one_line(str(problem)), facts)

    def _describe_rows(
        self, done: Pass, stems: Mapping[str, str], saved: set[str], zone: ZoneInfo
    ) -> Iterator[SavedLine]:
        released = {(one.subject, one.name) for one in done.released}
        for item in done.survey.plan.items:
            if item.subject not in ("announcement", "reminder"):
                continue
            if item.draft and (item.draft.subject, item.draft.name) in released:
                continue  # which has a line of its own
            was_saved = stems.get(item.name) in saved
            if was_saved or self._is_news(item):
                yield _describe_row(item, done.alarm, zone)

    def _is_news(self, item: Item) -> bool:
        """Whether something else than a save moved it: its milestone, a brake, another file, an approval."""
        return item.state in ("planned", "held", "lapsed") and self.stands.get(_row_of(item)) != _stand_of(
            item
        )

    def _describe_gone(self, survey: Survey) -> Iterator[SavedLine]:
        resting = survey.library.resting.slugs
        gone = (stem for stem in self.names if stem not in survey.files and stem not in resting)
        names = dict.fromkeys(self.names[stem] for stem in gone)
        for name in sorted(survey.absent - self.absent):
            names.pop(name, None)
            text = f"{name}: its file is gone; what was released stays"
            yield SavedLine(logging.WARNING, text, {"announcement": name, "state": "gone"})
        for name in names:
            if name not in survey.absent:
                text = f"{name}: its file is gone, and nothing of it is released"
                yield SavedLine(logging.WARNING, text, {"announcement": name, "state": "gone"})

    def _remember(self, survey: Survey, stems: Mapping[str, str]) -> None:
        resting = survey.library.resting.slugs.keys()
        self.signatures = {stem: sign for stem, sign in self.signatures.items() if stem in resting}
        self.signatures |= {stem: group.signature for stem, group in survey.files.items()}
        by_shown = {stem: name for name, stem in stems.items()}
        by_shown |= {
            show_name(announcement.stem): announcement.slug for announcement in survey.library.announcements
        }
        self.names = {stem: by_shown.get(show_name(stem), stem) for stem in survey.files}
        self.stands = {_row_of(item): _stand_of(item) for item in survey.plan.items}
        self.problems = frozenset(survey.problems)
        self.absent = survey.absent


def _find_past(done: Pass) -> set[Problem]:
    """Warnings of an hour that is past, where this pass has recorded what it said would happen."""
    recorded = {release.name for release in done.released if release.subject == "announcement"}
    items = (item for item in done.survey.plan.announcements if item.name in recorded)
    return {problem for item in items for problem in item.problems if problem.rule == "past"}


def _find_stems(survey: Survey) -> dict[str, str]:
    """The stem of the file behind each row of the plan, as messages show it, by the row's name."""
    stems = {announcement.slug: show_name(announcement.stem) for announcement in survey.library.announcements}
    held = {source.path for source in survey.library.held}
    for item in survey.plan.announcements:
        if item.problems and item.problems[0].path in held:
            stems[item.name] = _stem_of(item.problems[0].path)
    return stems


def _stem_of(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _row_of(item: Item) -> Row:
    return item.name, item.draft.name if item.draft and item.subject == "reminder" else ""


def _stand_of(item: Item) -> _Stand:
    return _Stand(item.state, item.at, item.reason)


def _describe_row(item: Item, alarm: str | None, zone: ZoneInfo) -> SavedLine:
    facts: dict[str, str] = {"announcement": item.name, "state": item.state}
    if item.at is not None:
        facts["due"] = iso_z(item.at)
    if item.has_error or item.state == "lapsed":
        level = logging.WARNING
    else:
        level = logging.INFO
    return SavedLine(level, one_line(f"{item.name}: {_describe_state(item, alarm, zone)}"), facts)


def _describe_state(item: Item, alarm: str | None, zone: ZoneInfo) -> str:
    match item.state:
        case "planned":
            if item.at:
                moment = describe_instant(item.at, zone)
            else:
                moment = "later"
            return f"planned for {moment}: {item.reason}"
        case "due":
            return f"due, and not released: {alarm or 'another process is at it'}"
        case "held" if item.has_error:
            # What is wrong has a line of its own.
            return f"held until that is mended{f'; {STANDS}' if item.standing else ''}"
        case "held" | "lapsed":
            return f"{item.state}: {item.reason}"
        case "released" | "archived":
            return f"nothing to say: {item.reason}"


def _shorten(lines: list[SavedLine]) -> list[SavedLine]:
    if len(lines) <= MOST_LINES:
        return lines
    more = f"… and {len(lines) - MOST_LINES:,} more; `publisher plan` has them all"
    return [*lines[:MOST_LINES], SavedLine(logging.INFO, more)]
