"""The record of releases and of what went where: append-only, and the only truth."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Self, TypeVar

import msgspec
from sqlalchemy import Connection, func, insert, select, text, update

from publisher.ledger.approvals import ApprovalBook
from publisher.ledger.cache import Cache
from publisher.ledger.current import find_revisions, is_standing_whole, note_standing, rebuild_standing
from publisher.ledger.database import ConflictError, Database, OvertakenError, database_exists
from publisher.ledger.deliveries import Deliveries
from publisher.ledger.facts import ID, StoredFact, read_fact, write_fact
from publisher.ledger.printing import LruCache, PrintingRecords
from publisher.ledger.probes import Proofs
from publisher.ledger.rows import read_day, read_releases, release_row
from publisher.ledger.sheets import Sheet, SheetClaim, Sheets
from publisher.ledger.sql_records import LedgerRecords
from publisher.ledger.tables import SCHEMA, brake, delivery, release, standing
from publisher.ledger.upgrading import copy_into_memory
from publisher.releases.release import (
    NOWHERE,
    PRINTED,
    Draft,
    Issue,
    Origin,
    Paper,
    Release,
    as_recorded,
    next_number,
)

T = TypeVar("T")
SubjectKey = tuple[str, str]
"""The kind of what is released, and its name."""
AT_ONCE = 500
"""How many values one question names; SQLite takes 32,766 and PostgreSQL 65,535, plans get worse before."""


class Brake(msgspec.Struct, frozen=True):
    """Nothing of `name` (EVERYTHING for all) is released until the brake is lifted; UTC instant."""

    name: str
    reason: str
    held: datetime


class Ledger:
    """Releases, what is owed to outlets, brakes and the few facts that outlive a process."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.deliveries = Deliveries(database)
        self.proofs = Proofs(database)
        self.records = LedgerRecords(database)
        self.cache = Cache(database)
        self.printing_cache = LruCache()
        self.approvals = ApprovalBook(database)
        self.sheets = Sheets(database)
        self.copied_from: str | None = None

    @classmethod
    def look_at_record(cls, url: str) -> Self:
        """The ledger at an SQLAlchemy URL, of whatever schema, to be exported; raises LedgerError.

        Where there is none yet it is an empty one in memory.
        """
        if not database_exists(url):
            return cls.in_memory()
        ledger = cls(Database.look_into(url))
        with ExitStack() as unwanted:
            unwanted.callback(ledger.close)
            if ledger.database.read_schema() is None:
                return cls.in_memory()
            unwanted.pop_all()
        return ledger

    @classmethod
    def look_into(cls, url: str) -> Self:
        """The same as this program would have it, to be read and never written; raises LedgerError.

        One that opening to write would mend is copied into memory and mended there (`copied_from` is its
        schema).
        """
        ledger = cls.look_at_record(url)
        with ExitStack() as unwanted:
            unwanted.callback(ledger.close)
            schema = ledger.database.read_schema() or SCHEMA
            if schema == SCHEMA and ledger.is_whole():
                unwanted.pop_all()
                return ledger
            copy = cls(copy_into_memory(ledger.database, schema))
            copy.copied_from = schema
            return copy

    @classmethod
    def open_to_write(cls, url: str, *, identity: str | None = None) -> Self:
        """The ledger at an SQLAlchemy URL, made if it is not there; raises LedgerError, OlderError too.

        `identity` is the id of a new ledger; one is made up when none is given.
        """
        ledger = cls(Database.open_to_write(url))
        ledger.set_default(ID, identity or str(uuid.uuid4()))
        if not ledger.is_whole():
            ledger.rebuild_standing()
        return ledger

    @classmethod
    def in_memory(cls) -> Self:
        return cls.open_to_write("sqlite://", identity="memory")

    def close(self) -> None:
        self.database.close()

    @property
    def id(self) -> str:
        return self.fact(ID)

    # Releases

    def record(
        self,
        drafts: Sequence[Draft],
        messengers: Iterable[str],
        now: datetime,
        origin: Origin = NOWHERE,
    ) -> list[Release]:
        """Records releases and what messengers are to be told of them, in one transaction.

        Raises OvertakenError, with nothing recorded, when a draft does not follow the newest revision, and
        RefusedError when the ledger does not take one of them.
        """
        with self.database.transaction(write=True) as connection:
            _lock_sequence(connection)
            recorded = _insert_releases(connection, drafts, now, origin)
            owed = [
                {"outlet": outlet, "sequence": one.sequence, "state": "queued", "attempts": 0}
                for one in recorded
                if one.told
                for outlet in messengers
            ]
            if owed:
                connection.execute(insert(delivery), owed)
        return recorded

    def close_issue(
        self, draft: Draft, first_number: int, year: int | None, now: datetime, origin: Origin = NOWHERE
    ) -> Release:
        """Records an issue; its number is taken here, so that no two issues have the same.

        One more than the last of its year. `first_number` is for the first issue of `year`, or of all.
        Raises OvertakenError when another process closed it first.
        """
        with self.database.transaction(write=True) as connection:
            content = draft.content
            assert isinstance(content, Issue)
            _lock_sequence(connection)
            last = self.records.newest_issue(connection)
            number = next_number(last.issue if last else None, content.dated.year, first_number, year)
            numbered = msgspec.structs.replace(draft, content=msgspec.structs.replace(content, number=number))
            return _insert_releases(connection, [numbered], now, origin)[0]

    def record_sheet(
        self, claim: SheetClaim, made: Sheet, now: datetime, origin: Origin = NOWHERE
    ) -> Release | None:
        """Keeps the bytes of a sheet and records its release, in one transaction.

        None where they are those that lie there already, or where another process has it meanwhile.
        """
        with self.database.transaction(write=True) as connection:
            _lock_sequence(connection)
            if not self.sheets.keep(connection, claim, made):
                return None
            subject: SubjectKey = ("paper", claim.name)
            replaced = find_revisions(connection, [subject]).get(subject, 0)
            content = Paper(claim.day, claim.language, made.digest)
            draft = Draft("paper", claim.name, PRINTED, now, content, replaced)
            return _insert_releases(connection, [draft], now, origin)[0]

    def issue_days(self) -> list[date]:
        """The local days of all issues that ever closed."""
        query = select(standing.c.name).where(standing.c.subject == "issue")
        with self.database.transaction() as connection:
            return list(map(read_day, connection.execute(query).scalars()))

    def standing(self, *, since: int = 0) -> dict[SubjectKey, int]:
        """The sequence of the newest revision of every subject, or of those recorded after `since`."""
        query = select(standing.c.subject, standing.c.name, standing.c.sequence)
        if since:
            query = select(release.c.subject, release.c.name, release.c.sequence)
            query = query.where(release.c.sequence > since).order_by(release.c.sequence)
        with self.database.transaction() as connection:
            return {(row.subject, row.name): row.sequence for row in connection.execute(query)}

    def count_standing(self, subject: str) -> int:
        """How many of a kind of subject were ever released: an index is counted, no release is read."""
        query = select(func.count()).select_from(standing).where(standing.c.subject == subject)
        with self.database.transaction() as connection:
            return connection.execute(query).scalar() or 0

    def read(self, sequences: Iterable[int]) -> list[Release]:
        """The releases with these sequences, in order."""
        wanted = sorted(sequences)
        found: list[Release] = []
        with self.database.transaction() as connection:
            for start in range(0, len(wanted), AT_ONCE):
                query = select(release).where(release.c.sequence.in_(wanted[start : start + AT_ONCE]))
                found += read_releases(connection, query.order_by(release.c.sequence))
        return found

    def heads(self, *, as_of: datetime | None = None) -> dict[SubjectKey, Release]:
        """The newest revision of every subject, leaving out what was recorded after `as_of` (UTC)."""
        query = select(release).join(standing, standing.c.sequence == release.c.sequence)
        if as_of is not None:
            newest = select(func.max(release.c.sequence)).where(release.c.released <= as_of)
            newest = newest.group_by(release.c.subject, release.c.name)
            query = select(release).where(release.c.sequence.in_(newest))
        with self.database.transaction() as connection:
            found = read_releases(connection, query.order_by(release.c.sequence))
        return {(one.subject, one.name): one for one in found}

    def is_whole(self) -> bool:
        """Whether what is derived from the record agrees with it in number."""
        with self.database.transaction() as connection:
            return is_standing_whole(connection)

    def rebuild_standing(self) -> None:
        """Derives again what stands; the record itself is only read."""
        with self.database.transaction(write=True) as connection:
            rebuild_standing(connection)

    def since(self, sequence: int) -> list[Release]:
        """Every release after `sequence`, in order."""
        query = select(release).where(release.c.sequence > sequence).order_by(release.c.sequence)
        with self.database.transaction() as connection:
            return read_releases(connection, query)

    @contextmanager
    def printing(self, expected: Iterable[str] = ()) -> Iterator[PrintingRecords]:
        """The records as they stand now, however long the printing takes; nothing can be recorded in it.

        `expected` names the announcements whose pages are to be printed, so that they are read together.
        """
        with self.database.transaction(snapshot=True) as connection:
            yield PrintingRecords(self.database, connection, self.printing_cache, expected)

    def newest_instant(self) -> datetime | None:
        """The UTC instant of the last recording: a clock that stands far before it is wrong."""
        with self.database.transaction() as connection:
            return connection.execute(select(func.max(release.c.released))).scalar()

    def newest_sequence(self) -> int:
        with self.database.transaction() as connection:
            return connection.execute(select(func.max(release.c.sequence))).scalar() or 0

    # Brakes

    def hold(self, name: str, reason: str, now: datetime, by: str | None = None) -> None:
        with self.database.transaction(write=True) as connection:
            connection.execute(insert(brake).values(name=name, reason=reason, held=now, held_by=by))

    def lift(self, name: str, now: datetime, by: str | None = None) -> int:
        """Lifts the brakes on `name`; returns how many there were."""
        with self.database.transaction(write=True) as connection:
            query = update(brake).where(brake.c.name == name, brake.c.lifted.is_(None))
            return connection.execute(query.values(lifted=now, lifted_by=by)).rowcount

    def brakes(self) -> dict[str, Brake]:
        query = select(brake).where(brake.c.lifted.is_(None)).order_by(brake.c.id)
        with self.database.transaction() as connection:
            rows = connection.execute(query)
            return {row.name: Brake(row.name, row.reason, row.held) for row in rows}

    # Facts

    def fact(self, fact: StoredFact[T]) -> T:
        with self.database.transaction() as connection:
            return read_fact(connection, fact)

    def set_fact(self, fact: StoredFact[T], value: T) -> None:
        try:
            self._write_fact(fact, value)
        except ConflictError:  # another process wrote it at the same moment; the later word stands
            self._write_fact(fact, value)

    def _write_fact(self, fact: StoredFact[T], value: T) -> None:
        with self.database.transaction(write=True) as connection:
            write_fact(connection, fact, value)

    def change_fact(self, fact: StoredFact[T], change: Callable[[T], T]) -> None:
        """Replaces a fact by what `change` makes of it; two processes that do so come one after the other."""
        with self.database.transaction(write=True) as connection:
            write_fact(connection, fact, change(read_fact(connection, fact, lock=True)))

    def set_default(self, fact: StoredFact[T], value: T) -> None:
        if self.fact(fact) == fact.default:
            self.set_fact(fact, value)


def _lock_sequence(connection: Connection) -> None:
    """Recordings commit in the order of their sequences.

    PostgreSQL hands out sequences before the commit: without this, a shelf already printed through 6
    would never print the 5 that another daemon commits after it. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE release IN SHARE ROW EXCLUSIVE MODE"))


def _insert_releases(
    connection: Connection, drafts: Sequence[Draft], now: datetime, origin: Origin = NOWHERE
) -> list[Release]:
    """Inserts all, in order, in statements of many rows; a thousand due at once are one recording."""
    # Others wait until this is committed (_lock_sequence), so whoever came first is seen here.
    newest = find_revisions(connection, ((draft.subject, draft.name) for draft in drafts))
    for draft in drafts:
        there = newest.get((draft.subject, draft.name), 0)
        if there != draft.replaces:
            raise OvertakenError(f"{draft.subject} {draft.name} is at revision {there}, not {draft.replaces}")
    recorded: list[Release] = []
    for start in range(0, len(drafts), AT_ONCE):
        some = drafts[start : start + AT_ONCE]
        query = insert(release).returning(release.c.sequence, sort_by_parameter_order=True)
        sequences = connection.execute(query, [release_row(draft, now, origin) for draft in some]).scalars()
        recorded += [as_recorded(draft, at, now, origin) for draft, at in zip(some, sequences, strict=True)]
    note_standing(connection, recorded)
    return recorded


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"
