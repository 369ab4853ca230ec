"""What the printers of pages and feeds may ask of the ledger: bounded, indexed questions."""

from datetime import date
from typing import Protocol

from publisher.ledger.release import Edition, Release


class Records(Protocol):
    """The released things, as a printer sees them."""

    def edition(self) -> Edition: ...

    def history(self, slug: str) -> list[Release]:
        """Every revision of an announcement, oldest first; empty for an unknown one."""

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

    def roadmaps(self) -> list[Release]: ...

    def roadmap_entries(self, roadmap: str) -> list[Release]:
        """The announcements that stand on a roadmap, by date."""
