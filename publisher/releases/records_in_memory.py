"""Releases held in memory that answer the printers' questions, where nothing may be written to disk."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from publisher.releases.records import RECENT, Facet, Records
from publisher.releases.release import AMENDED, TRANSLATED, Edition, Release, Snapshot, days_of, name_sheet

T = TypeVar("T")

SheetMaker = Callable[[Release, str, Records], bytes | None]
"""Typesets the sheet of an issue in one language; None where none can be made."""


class MemoryRecords:
    """The same answers as `LedgerRecords` gives (`Records`), in the order in which releases were added.

    A test prints one site from both and compares the bytes.
    """

    def __init__(self, releases: Iterable[Release] = (), make_sheet: SheetMaker | None = None) -> None:
        self.make_sheet = make_sheet
        self.releases: list[Release] = []
        self.revisions: dict[tuple[str, str], list[Release]] = defaultdict(list)
        for release in releases:
            self.add(release)

    def add(self, release: Release) -> None:
        self.releases.append(release)
        self.revisions[release.subject, release.name].append(release)

    def stands(self, subject: str, name: str) -> bool:
        return (subject, name) in self.revisions

    def cache_in_printing(self, key: Hashable, make: Callable[[], T]) -> T:
        return make()

    def cache_across_printings(self, key: Hashable, make: Callable[[], T]) -> T:
        return make()

    def edition(self) -> Edition:
        return self.revisions["edition", "edition"][-1].edition

    def history(self, slug: str) -> list[Release]:
        return list(self.revisions.get(("announcement", slug), ()))

    def expect(self, slugs: Iterable[str]) -> None:
        """They are all at hand."""

    def newest(self, limit: int) -> list[Release]:
        return self._newest(("announcement", "roadmap"), limit)

    def newest_sequence(self) -> int:
        if self.releases:
            return self.releases[-1].sequence
        return 0

    def news(self, language: str, limit: int, *, roadmap: str | None = None) -> list[Release]:
        all_news = [release for release in self._news(language) if roadmap in (None, _roadmap_of(release))]
        found = all_news[:limit]
        if len(found) == limit and found[0].released - found[-1].released < RECENT:
            since = found[0].released - RECENT
            recent = (release for release in all_news if release.released >= since and not release.archived)
            found = list({release.sequence: release for release in (*found, *recent)}.values())
        return _newest_first(found)

    def news_between(self, language: str, first: int, last: int) -> list[Release]:
        news = self._news(language)
        return _newest_first([release for release in news if first <= release.sequence <= last])

    def forthcoming(self, day: date, limit: int) -> list[Release]:
        standing = self._standing("announcement")
        return _by_day(release for release in standing if _last_day(release) >= day)[:limit]

    def earlier(self, day: date, limit: int) -> list[Release]:
        standing = self._standing("announcement")
        return _latest_first(release for release in standing if _last_day(release) < day)[:limit]

    def listed(self, limit: int, facet: Facet | None = None, values: Sequence[str] = ()) -> list[Release]:
        found = self._standing("announcement")
        if facet is not None:
            found = (release for release in found if _facet(release, facet) in values)
        return _latest_first(found)[:limit]

    def counts(self, facet: Facet) -> dict[str, int]:
        values = [value for release in self._standing("announcement") if (value := _facet(release, facet))]
        return dict(sorted(Counter(values).items()))

    def month_beside(self, month: str, *, after: bool) -> str | None:
        months = self.counts("month")
        if after:
            return min((other for other in months if other > month), default=None)
        return max((other for other in months if other < month), default=None)

    def first_between(self, first: int, last: int) -> list[Release]:
        return [release for release in self._firsts() if first <= release.sequence <= last]

    def next_first(self, sequence: int) -> int | None:
        return next((release.sequence for release in self._firsts() if release.sequence > sequence), None)

    def newest_issue(self) -> Release | None:
        return next(iter(self.issues(1)), None)

    def issue(self, day: date) -> Release | None:
        return next(iter(self.revisions.get(("issue", day.isoformat()), ())), None)

    def issues(self, limit: int) -> list[Release]:
        return self._newest(("issue",), limit)

    def paper(self, day: date, language: str) -> Release | None:
        return next(reversed(self.revisions.get(("paper", name_sheet(day, language)), [])), None)

    def sheet(self, day: date, language: str) -> bytes | None:
        """Typeset when it is asked for: nothing is kept here, and one person looks."""
        release = self.issue(day)
        if release is None or self.make_sheet is None:
            return None
        return self.make_sheet(release, language, self)

    def on_day(self, day: date) -> list[Release]:
        exact = [
            release
            for release in _by_day(self._standing("announcement"))
            if release.snapshot.when.exact and day in release.snapshot.when.days
        ]
        return sorted(exact, key=lambda release: (str(release.snapshot.begins), release.name))

    def announced_since(self, sequence: int) -> list[Release]:
        newer = (release for release in self.releases if release.sequence > sequence)
        return [release for release in newer if release.subject == "announcement"]

    def roadmaps(self) -> list[Release]:
        return _latest_first(self._standing("roadmap"))

    def roadmap_history(self, name: str) -> list[Release]:
        return list(self.revisions.get(("roadmap", name), ()))

    def roadmap_entries(self, roadmap: str) -> list[Release]:
        standing = self._standing("announcement")
        return _by_day(release for release in standing if release.snapshot.roadmap == roadmap)

    def _newest(self, subjects: Collection[str], limit: int) -> list[Release]:
        found = (release for release in reversed(self.releases) if release.subject in subjects)
        return list(islice(found, limit))

    def _standing(self, subject: str) -> Iterator[Release]:
        return (revisions[-1] for (kind, _), revisions in self.revisions.items() if kind == subject)

    def _firsts(self) -> Iterator[Release]:
        firsts = (release for release in self.releases if release.revision == 1)
        return (release for release in firsts if release.subject == "announcement")

    def _news(self, language: str) -> Iterator[Release]:
        """Newest first; a translation that came later is news in its own language only."""
        for release in reversed(self.releases):
            told = release.kind != TRANSLATED or language in release.told
            if release.subject in ("announcement", "reminder") and release.kind != AMENDED and told:
                yield release


def _roadmap_of(release: Release) -> str | None:
    if isinstance(release.content, Snapshot):
        return release.content.roadmap
    return None


def _facet(release: Release, facet: Facet) -> str | None:
    value = getattr(release.snapshot.facets, facet)
    if isinstance(value, str):
        return value
    return None


def _first_day(release: Release) -> date:
    return days_of(release.content)[0] or date.max


def _last_day(release: Release) -> date:
    return days_of(release.content)[1] or date.max


def _by_day(found: Iterable[Release]) -> list[Release]:
    return sorted(found, key=lambda release: (_first_day(release), release.name))


def _latest_first(found: Iterable[Release]) -> list[Release]:
    return sorted(found, key=lambda release: (-_first_day(release).toordinal(), release.name))


def _newest_first(found: list[Release]) -> list[Release]:
    return sorted(found, key=lambda release: (release.dated, release.sequence), reverse=True)
