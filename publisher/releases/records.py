"""What the printers of pages and feeds may ask of the ledger: bounded, indexed questions."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, Protocol, TypeVar

from publisher.releases.release import Edition, Release

T = TypeVar("T")

RECENT = timedelta(days=2)
"""A feed holds at least two days, so that whoever fetches it daily misses nothing."""

Facet = Literal["month", "kind", "organ", "access"]
"""What entries are listed by; the roadmap has a page of its own."""


class Records(Protocol):
    """The released things, as a printer sees them."""

    def cache_in_printing(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives; in one printing it is made once for all who ask under this key."""

    def cache_across_printings(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, which may have been made for an earlier printing of the same edition.

        Releases never change, so `key` has to name the sequences of all that it is made of.
        """

    def edition(self) -> Edition: ...

    def history(self, slug: str) -> list[Release]:
        """Every revision of an announcement, oldest first; empty for an unknown one."""

    def expect(self, slugs: Iterable[str]) -> None:
        """Says that these histories are asked for next, so that they may be fetched together."""

    def newest(self, limit: int) -> list[Release]:
        """The newest releases of announcements and roadmaps, newest first."""

    def newest_sequence(self) -> int: ...

    def news(self, language: str, limit: int, *, roadmap: str | None = None) -> list[Release]:
        """What readers of a language were or could have been told, newest first.

        The newest `limit`, and all that was released in the two days before the newest of them.
        """

    def news_between(self, language: str, first: int, last: int) -> list[Release]:
        """The same between two sequences, both included, newest first."""

    def forthcoming(self, day: date, limit: int) -> list[Release]:
        """Announcements whose last local day is `day` or later, by date."""

    def earlier(self, day: date, limit: int) -> list[Release]:
        """Announcements whose last local day is before `day`, latest date first."""

    def listed(self, limit: int, facet: Facet | None = None, values: Sequence[str] = ()) -> list[Release]:
        """Announcements whose facet has one of `values`, or all, latest date first."""

    def counts(self, facet: Facet) -> dict[str, int]:
        """How many announcements stand under each value of a facet, in the order of the values."""

    def month_beside(self, month: str, *, after: bool) -> str | None:
        """The nearest month ("2017-10") before or after `month` that has announcements."""

    def first_between(self, first: int, last: int) -> list[Release]:
        """First releases of announcements between two sequences, both included, in order."""

    def next_first(self, sequence: int) -> int | None:
        """The sequence of the earliest first release of an announcement after `sequence`."""

    def newest_issue(self) -> Release | None:
        """The issue that closed last: its day is "today" on every page."""

    def issue(self, day: date) -> Release | None: ...

    def issues(self, limit: int) -> list[Release]:
        """The issues that closed last, newest first."""

    def paper(self, day: date, language: str) -> Release | None:
        """The release of a sheet as it lies beside the issue's page; None while there is none."""

    def sheet(self, day: date, language: str) -> bytes | None:
        """The PDF of that release; None too where it was printed before ledgers held any."""

    def on_day(self, day: date) -> list[Release]:
        """Announcements that name the local `day` exactly, in the order of their hours."""

    def announced_since(self, sequence: int) -> list[Release]:
        """Every release of an announcement after a sequence, in order."""

    def roadmaps(self) -> list[Release]: ...

    def roadmap_history(self, name: str) -> list[Release]:
        """Every revision of a roadmap, oldest first; empty for an unknown one."""

    def roadmap_entries(self, roadmap: str) -> list[Release]:
        """The announcements that stand on a roadmap, by date."""
