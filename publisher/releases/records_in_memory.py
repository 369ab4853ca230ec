"""Releases held in memory that answer the printers' questions, where nothing may be written to disk."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
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
        found = (one for one in reversed(self.releases) if one.subject in ("announcement", "roadmap"))
        return [one for one, _ in zip(found, range(limit), strict=False)]

    def newest_sequence(self) -> int:
        return self.releases[-1].sequence if self.releases else 0

    def news(self, language: str, limit: int, *, roadmap: str | None = None) -> list[Release]:
        all_news = [one for one in self._news(language) if roadmap in (None, _roadmap_of(one))]
        found = all_news[:limit]
        if len(found) == limit and found[0].released - found[-1].released < RECENT:
            since = found[0].released - RECENT
            recent = (one for one in all_news if one.released >= since and not one.archived)
            found = list({one.sequence: one for one in (*found, *recent)}.values())
        return _newest_first(found)

    def news_between(self, language: str, first: int, last: int) -> list[Release]:
        return _newest_first([one for one in self._news(language) if first <= one.sequence <= last])

    def forthcoming(self, day: date, limit: int) -> list[Release]:
        return _by_day(one for one in self._standing("announcement") if _last_day(one) >= day)[:limit]

    def earlier(self, day: date, limit: int) -> list[Release]:
        return _latest_first(one for one in self._standing("announcement") if _last_day(one) < day)[:limit]

    def listed(self, limit: int, facet: Facet | None = None, values: Sequence[str] = ()) -> list[Release]:
        found = self._standing("announcement")
        return _latest_first(one for one in found if facet is None or _facet(one, facet) in values)[:limit]

    def counts(self, facet: Facet) -> dict[str, int]:
        values = [value for one in self._standing("announcement") if (value := _facet(one, facet))]
        return dict(sorted(Counter(values).items()))

    def month_beside(self, month: str, *, after: bool) -> str | None:
        months = self.counts("month")
        if after:
            return min((one for one in months if one > month), default=None)
        return max((one for one in months if one < month), default=None)

    def first_between(self, first: int, last: int) -> list[Release]:
        return [one for one in self._firsts() if first <= one.sequence <= last]

    def next_first(self, sequence: int) -> int | None:
        return next((one.sequence for one in self._firsts() if one.sequence > sequence), None)

    def newest_issue(self) -> Release | None:
        return next(iter(self.issues(1)), None)

    def issue(self, day: date) -> Release | None:
        return next(iter(self.revisions.get(("issue", day.isoformat()), ())), None)

    def issues(self, limit: int) -> list[Release]:
        found = (one for one in reversed(self.releases) if one.subject == "issue")
        return [one for one, _ in zip(found, range(limit), strict=False)]

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
            one
            for one in _by_day(self._standing("announcement"))
            if one.snapshot.when.exact and day in one.snapshot.when.days
        ]
        return sorted(exact, key=lambda one: (str(one.snapshot.begins), one.name))

    def announced_since(self, sequence: int) -> list[Release]:
        return [one for one in self.releases if one.subject == "announcement" and one.sequence > sequence]

    def roadmaps(self) -> list[Release]:
        return _latest_first(self._standing("roadmap"))

    def roadmap_history(self, name: str) -> list[Release]:
        return list(self.revisions.get(("roadmap", name), ()))

    def roadmap_entries(self, roadmap: str) -> list[Release]:
        return _by_day(one for one in self._standing("announcement") if one.snapshot.roadmap == roadmap)

    def _standing(self, subject: str) -> Iterator[Release]:
        return (revisions[-1] for (kind, _), revisions in self.revisions.items() if kind == subject)

    def _firsts(self) -> Iterator[Release]:
        return (one for one in self.releases if one.subject == "announcement" and one.revision == 1)

    def _news(self, language: str) -> Iterator[Release]:
        """Newest first; a translation that came later is news in its own language only."""
        for one in reversed(self.releases):
            told = one.kind != TRANSLATED or language in one.told
            if one.subject in ("announcement", "reminder") and one.kind != AMENDED and told:
                yield one


def _roadmap_of(release: Release) -> str | None:
    return release.content.roadmap if isinstance(release.content, Snapshot) else None


def _facet(release: Release, facet: Facet) -> str | None:
    value = getattr(release.snapshot.facets, facet)
    return value if isinstance(value, str) else None


def _first_day(release: Release) -> date:
    return days_of(release.content)[0] or date.max


def _last_day(release: Release) -> date:
    return days_of(release.content)[1] or date.max


def _by_day(found: Iterable[Release]) -> list[Release]:
    return sorted(found, key=lambda one: (_first_day(one), one.name))


def _latest_first(found: Iterable[Release]) -> list[Release]:
    return sorted(found, key=lambda one: (-_first_day(one).toordinal(), one.name))


def _newest_first(found: list[Release]) -> list[Release]:
    return sorted(found, key=lambda one: (one.dated, one.sequence), reverse=True)
