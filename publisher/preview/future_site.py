"""The site that the sources will make, at any moment, printed one document at a time."""

import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.folder import SUFFIX
from publisher.config.config import Config
from publisher.desk.paper import find_paper_problems, has_paper
from publisher.edition import make_edition
from publisher.ledger.ledger import Ledger
from publisher.press import closed_between, find_printer, print_document
from publisher.preview.simulation import (
    Numbered,
    Simulation,
    chart_course,
    number_closings,
    play,
    show_announcement,
    show_too,
)
from publisher.preview.sources import Sources, list_roadmap_files
from publisher.preview.waiting import find_waiting
from publisher.problem import Problem
from publisher.releases.document import Document
from publisher.releases.keys import Key, read_path
from publisher.releases.records_in_memory import MemoryRecords
from publisher.releases.release import Snapshot
from publisher.schedule.plan_context import PlanContext
from publisher.schedule.words import describe_instant

State = Literal["draft", "error", "held", "planned", "released"]
MOST_STOPS = 2000
KEPT = 8
"""Moments whose records are kept: whoever looks moves to and fro between a few."""


class ShownSource(msgspec.Struct, frozen=True):
    """How one announcement stands; `at` is the UTC instant at which the plan releases it.

    `files` are its sources as problems name them, `drafts` the languages of translations that are drafts.
    """

    slug: str
    title: str
    state: State
    at: datetime | None
    words: str
    files: tuple[str, ...]
    languages: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()


class Stop(msgspec.Struct, frozen=True):
    """A moment worth looking at (UTC), and what happens then."""

    at: datetime
    what: str


class FutureSite:
    """One reading of config.toml and the sources: the site at any moment, printed a document at a time."""

    def __init__(self, config: Config, sources: Sources, generation: str, now: datetime,
                 faults: tuple[Problem, ...] = (), book: Ledger | None = None) -> None:  # fmt: skip
        self.config, self.sources, self.generation = config, sources, generation
        edition = make_edition(config.publication, pdf=has_paper(config))
        # The course is that of an empty ledger, which knows no approvals: it takes them as given.
        schedule = msgspec.structs.replace(config.schedule, approve=0)
        self.context = PlanContext(now, config.zone, config.calendar, schedule, config.roadmaps)
        self.waiting = find_waiting(config, sources, book, self.context)
        self.course: Simulation = chart_course(sources.announcements, edition, self.context, now)
        known = {announcement.slug for announcement in sources.announcements}
        self.faulty = {one.slug: one for one in sources.faulty if one.slug not in known}
        self.problems = tuple(
            sorted(
                {*faults, *config.problems, *sources.problems, *self.course.problems,
                 *find_paper_problems(config)},
                key=lambda one: (one.warning, one.path, one.line),
            )
        )  # fmt: skip
        # Pages are printed in several threads, and a page brings its styles and stops along.
        self._turn = threading.RLock()
        self._issues: list[Numbered] = []
        self._issues_until = self.course.begin
        self._played: dict[tuple[int, int], MemoryRecords] = {}

    def issues(self, until: datetime) -> list[Numbered]:
        """Every issue that closes by `until` (UTC)."""
        settings = self.config.issue
        with self._turn:
            if settings is not None and until > self._issues_until:
                self._issues = list(number_closings(self.course.begin, until, settings, self.context))
                self._issues_until = until
            return [issue for issue in self._issues if issue.closing.at <= until]

    def records(self, moment: datetime) -> MemoryRecords:
        """What is public at `moment` (UTC) if the plan is followed, drafts included."""
        issues = self.issues(moment)
        key = (sum(act.at <= moment for act in self.course.acts), len(issues))
        with self._turn:
            if key not in self._played:
                if len(self._played) >= KEPT:
                    self._played.pop(next(iter(self._played)))
                self._played[key] = play(self.course, issues, moment)
            return self._played[key]

    def print_document(self, path: str, moment: datetime) -> Document | None:
        """The document at `path`, or None; an announcement's own page is there before it is released."""
        records = self.records(moment)
        key = read_path(path)
        if key is None:
            return None
        if key.kind == "entry" and not records.stands("announcement", key.name):
            snapshot = self.find_snapshot(key.name)
            if snapshot is None:
                return None
            item = self.course.items.get(key.name)
            records = show_too(records, snapshot, (item and item.at) or moment)
        if is_there(key, records):
            return print_document(key, records)
        return None

    def find_snapshot(self, slug: str) -> Snapshot | None:
        """An announcement as readers would see it, with errors too."""
        if slug in self.faulty:
            return show_announcement(self.faulty[slug], self.context)
        return self.course.shown.get(slug)

    def standings(self, now: datetime) -> list[ShownSource]:
        """How every announcement stands at `now` (UTC), by the moment of its release."""
        found = [
            self._stand(announcement, now)
            for announcement in (*self.sources.announcements, *self.faulty.values())
        ]
        found += [
            ShownSource(stem, stem, "error", None, self._describe_fault(files), files)
            for stem in self.sources.unreadable
            for files in (self._files(stem),)
        ]
        return sorted(found, key=lambda one: (one.at is None, one.at or now, one.slug))

    def find_standing(self, path: str, now: datetime) -> ShownSource | None:
        """That of the announcement whose page `path` is."""
        key = read_path(path)
        if key is None or key.kind != "entry":
            return None
        return next((one for one in self.standings(now) if one.slug == key.name), None)

    def _stand(self, one: Announcement, now: datetime) -> ShownSource:
        drafts = self.sources.drafts.get(one.slug, ())
        item = self.course.items.get(one.slug)
        at = None
        if item and item.draft:
            at = item.at
        if one.slug in self.faulty:
            state: State = "error"
            words = self._describe_fault(self._files(one.stem))
        else:
            state, words = self._describe_state(one.slug, drafts, at, now)
        return ShownSource(
            slug=one.slug,
            title=one.original.title,
            state=state,
            at=at,
            words=words,
            files=self._files(one.stem),
            languages=tuple(one.wordings),
            drafts=tuple(filter(None, drafts)),
        )

    def _describe_state(
        self, slug: str, drafts: tuple[str, ...], at: datetime | None, now: datetime
    ) -> tuple[State, str]:
        item = self.course.items[slug]
        reason = item.reason
        if slug in self.waiting:
            return "held", self.waiting[slug]
        if at is None:
            return "draft" if "" in drafts else "held", reason
        moment = describe_instant(max(at, self.course.begin), self.config.zone)
        if "" in drafts:
            return "draft", f"stays in its folder; without `draft:` released {moment}: {reason}"
        return ("planned" if at > now else "released"), f"released {moment}: {reason}"

    def _describe_fault(self, files: Iterable[str]) -> str:
        faults = [problem.what for problem in self.problems if problem.path in files and not problem.warning]
        if faults:
            return f"held back: {faults[0]}"
        return "held back"

    def _files(self, stem: str) -> tuple[str, ...]:
        folder, languages = self.config.announcements.name, self.config.publication.languages[1:]
        return tuple(f"{folder}/{stem}{part}{SUFFIX}" for part in ("", *(f".{lang}" for lang in languages)))

    def stops(self) -> list[Stop]:
        """Every release and closing within the span of the plan, in order."""
        found: dict[datetime, list[str]] = {self.course.begin: [], self.course.end: []}
        for act in self.course.acts:
            if act.draft.subject != "edition":
                if act.draft.subject == "announcement":
                    kind = ""
                else:
                    kind = f"{act.draft.subject} "
                found.setdefault(act.at, []).append(f"{kind}{act.name}")
        issues = self.issues(self.course.end)
        if len(issues) + len(found) <= MOST_STOPS:
            for issue in issues:
                found.setdefault(issue.closing.at, []).append(f"issue of {issue.closing.day:%-d %B %Y}")
        return [Stop(at, ", ".join(what[:3]) + (" …" if what[3:] else ""))
                for at, what in sorted(found.items())]  # fmt: skip

    def find_source(self, problem: Problem) -> Path | None:
        """The file that a problem names; None where there is none to show."""
        config, name = self.config, PurePosixPath(problem.path).name
        if problem.path == f"{config.announcements.name}/{name}":
            return config.announcements / name
        if name == config.path.name:
            return config.path
        return next((file for file in list_roadmap_files(config.path) if file.name == name), None)


def is_there(key: Key, records: MemoryRecords) -> bool:
    """Whether any release touches the document; those of its name are asked first, since most are theirs."""
    printer, languages = find_printer(key), records.edition().publication.languages
    if printer is None:
        return False
    named = [one for one in records.releases if one.name == key.name]
    for release in (*named, *records.releases):
        if key in printer.touched_by(release, languages, records):
            return True
    return key in closed_between(0, records.newest_sequence(), languages)
