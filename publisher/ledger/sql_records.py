"""The records as the ledger's tables hold them."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, func, or_, select

from publisher.ledger.database import Database
from publisher.ledger.rows import read_releases
from publisher.ledger.tables import blob, release, standing
from publisher.releases.records import RECENT, Facet
from publisher.releases.release import AMENDED, TRANSLATED, Edition, Release, name_sheet

Rows = Select[Any]
T = TypeVar("T")
PORTION = 500


class LedgerRecords:
    """Answers the printers' questions (`Records`) with SQL."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def _read(self, query: Rows) -> list[Release]:
        with self._connect() as connection:
            return read_releases(connection, query)

    def _connect(self) -> AbstractContextManager[Connection]:
        return self.database.transaction()

    def portions_since(self, sequence: int) -> Iterator[list[Release]]:
        """All after a sequence, so many at a time: at once they would take hundreds of megabytes."""
        query = select(release).order_by(release.c.sequence).limit(PORTION)
        while found := self._read(query.where(release.c.sequence > sequence)):
            yield found
            sequence = found[-1].sequence

    def cache_in_printing(self, key: Hashable, make: Callable[[], T]) -> T:
        return make()

    def cache_across_printings(self, key: Hashable, make: Callable[[], T]) -> T:
        return make()

    def edition(self) -> Edition:
        return self._read(select_standing().where(standing.c.subject == "edition"))[0].edition

    def history(self, slug: str) -> list[Release]:
        return self._read(select_histories([slug]))

    def expect(self, slugs: Iterable[str]) -> None:
        """Nothing is held here, so nothing is fetched beforehand."""

    def newest(self, limit: int) -> list[Release]:
        query = select(release).where(release.c.subject.not_in(("edition", "issue", "paper", "reminder")))
        return self._read(query.order_by(release.c.sequence.desc()).limit(limit))

    def newest_sequence(self) -> int:
        with self._connect() as connection:
            return connection.execute(select(func.max(release.c.sequence))).scalar() or 0

    def news(self, language: str, limit: int, *, roadmap: str | None = None) -> list[Release]:
        query = _news(language)
        if roadmap is not None:
            query = query.where(release.c.roadmap == roadmap)
        found = self._read(query.limit(limit))
        if len(found) == limit and found[0].released - found[-1].released < RECENT:
            since, beside = found[0].released - RECENT, release.alias()
            # By sequence as well: in the order of the sequence SQLite would walk through all there are.
            first = select(func.min(beside.c.sequence)).where(beside.c.released >= since).scalar_subquery()
            recent = query.where(
                release.c.sequence >= first, release.c.released >= since, ~release.c.archived
            )
            # What is archived was told to nobody: a first start on an old plan must not swell every feed.
            found = list({one.sequence: one for one in (*found, *self._read(recent))}.values())
        return _newest_first(found)

    def news_between(self, language: str, first: int, last: int) -> list[Release]:
        return _newest_first(self._read(_news(language).where(release.c.sequence.between(first, last))))

    def forthcoming(self, day: date, limit: int) -> list[Release]:
        query = select_standing().where(standing.c.subject == "announcement", standing.c.last_day >= day)
        return self._read(query.order_by(standing.c.first_day, standing.c.name).limit(limit))

    def earlier(self, day: date, limit: int) -> list[Release]:
        query = select_standing().where(
            standing.c.subject == "announcement", standing.c.first_day < day, standing.c.last_day < day
        )
        return self._read(query.order_by(standing.c.first_day.desc(), standing.c.name).limit(limit))

    def listed(self, limit: int, facet: Facet | None = None, values: Sequence[str] = ()) -> list[Release]:
        query = select_standing().where(standing.c.subject == "announcement")
        if facet is not None:
            query = query.where(standing.c[facet].in_(values))
        return self._read(query.order_by(standing.c.first_day.desc(), standing.c.name).limit(limit))

    def counts(self, facet: Facet) -> dict[str, int]:
        column = standing.c[facet]
        query = select(column.label("value"), func.count().label("number")).where(column.is_not(None))
        query = query.group_by(column).order_by(column)
        with self._connect() as connection:
            return {row.value: row.number for row in connection.execute(query)}

    def month_beside(self, month: str, *, after: bool) -> str | None:
        column = standing.c.month
        query = select(func.min(column)).where(column > month)
        if not after:
            query = select(func.max(column)).where(column < month)
        with self._connect() as connection:
            return connection.execute(query).scalar()

    def first_between(self, first: int, last: int) -> list[Release]:
        query = _first().where(release.c.sequence.between(first, last))
        return self._read(query.order_by(release.c.sequence))

    def next_first(self, sequence: int) -> int | None:
        query = _first().where(release.c.sequence > sequence).with_only_columns(func.min(release.c.sequence))
        with self._connect() as connection:
            return connection.execute(query).scalar()

    def newest_issue(self, connection: Connection | None = None) -> Release | None:
        query = _issues().limit(1)
        if connection is None:
            return next(iter(self._read(query)), None)
        return next(iter(read_releases(connection, query)), None)

    def issue(self, day: date) -> Release | None:
        return next(iter(self._read(_issues().where(release.c.name == day.isoformat()))), None)

    def issues(self, limit: int) -> list[Release]:
        return self._read(_issues().limit(limit))

    def paper(self, day: date, language: str) -> Release | None:
        here = (standing.c.subject == "paper") & (standing.c.name == name_sheet(day, language))
        return next(iter(self._read(select_standing().where(here))), None)

    def sheet(self, day: date, language: str) -> bytes | None:
        release = self.paper(day, language)
        if release is None:
            return None
        with self._connect() as connection:
            query = select(blob.c.body).where(blob.c.digest == release.paper.digest)
            return connection.execute(query).scalar()

    def on_day(self, day: date) -> list[Release]:
        query = select_standing().where(
            standing.c.subject == "announcement", standing.c.last_day >= day, standing.c.first_day <= day
        )
        exact = [
            one for one in self._read(query) if one.snapshot.when.exact and day in one.snapshot.when.days
        ]
        return sorted(exact, key=lambda one: (str(one.snapshot.begins), one.name))

    def announced_since(self, sequence: int) -> list[Release]:
        query = select(release).where(release.c.subject == "announcement", release.c.sequence > sequence)
        return self._read(query.order_by(release.c.sequence))

    def roadmaps(self) -> list[Release]:
        query = select_standing().where(standing.c.subject == "roadmap")
        return self._read(query.order_by(standing.c.first_day.desc(), standing.c.name))

    def roadmap_history(self, name: str) -> list[Release]:
        return self._read(select_histories([name], "roadmap"))

    def roadmap_entries(self, roadmap: str) -> list[Release]:
        query = select_standing().where(standing.c.roadmap == roadmap)
        return self._read(query.order_by(standing.c.first_day, standing.c.name))


def select_histories(names: Sequence[str], subject: str = "announcement") -> Rows:
    """Every revision of each, oldest first."""
    query = select(release).where(release.c.subject == subject, release.c.name.in_(names))
    # By name first, as the unique index has them: for the revision alone SQLite walks all there are.
    return query.order_by(release.c.name, release.c.revision)


def _news(language: str) -> Rows:
    # What it is not, not what it is: for that SQLite takes the index of subjects and sorts them all.
    query = select(release).where(
        release.c.subject.not_in(("edition", "issue", "paper", "roadmap")),
        release.c.kind != AMENDED,
        # A translation that came later is news in its own language only.
        or_(release.c.kind != TRANSLATED, release.c.told.like(f"%,{language},%")),
    )
    return query.order_by(release.c.sequence.desc())


def _newest_first(found: list[Release]) -> list[Release]:
    return sorted(found, key=lambda one: (one.dated, one.sequence), reverse=True)


def _issues() -> Rows:
    return select(release).where(release.c.subject == "issue").order_by(release.c.sequence.desc())


def _first() -> Rows:
    return select(release).where(release.c.subject == "announcement", release.c.revision == 1)


def select_standing() -> Rows:
    return select(release).join(standing, standing.c.sequence == release.c.sequence)
