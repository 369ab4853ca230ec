"""Which releases were seen at their public address, and which should have been by now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Select, insert, or_, select

from publisher.ledger.database import Database
from publisher.ledger.rows import read_release
from publisher.ledger.tables import proof, release
from publisher.releases.release import PRINTED, Release

FIRST_LOOK = timedelta(minutes=1)
"""How long after a release readers' caches may still hold what was there before."""

OVERDUE_AFTER = timedelta(minutes=10)
LOOKED_FOR = timedelta(days=1)
"""How long a release is looked for; after that `publisher verify` still does."""

LONGEST_REST = timedelta(hours=1)
AT_ONCE = 50


class Proof(msgspec.Struct, frozen=True):
    """What a look for one release found; `fault` is None once it was seen. UTC instant."""

    sequence: int
    checked: datetime
    attempts: int
    fault: str | None = None


class Proofs:
    """A row per release that was looked for; the last look replaces the one before."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def due(self, now: datetime) -> list[Release]:
        """Releases to be looked for now: a minute after each, and later and later after a fault."""
        query = _unseen(now - LOOKED_FOR, now - FIRST_LOOK).add_columns(proof.c.checked, proof.c.attempts)
        with self.database.transaction() as connection:
            rows = connection.execute(query).mappings().all()
        due = [row for row in rows if _is_due(row["checked"], row["attempts"], now)]
        return [read_release(row) for row in due[:AT_ONCE]]

    def overdue(self, now: datetime, *, unlooked: bool = True) -> list[tuple[str, int, str | None]]:
        """What should have been seen by now: name, revision, and what was found instead.

        That is None where nobody has looked; without `unlooked` such are left out.
        """
        unseen = _unseen(now - LOOKED_FOR, now - OVERDUE_AFTER)
        query: Select[Any] = unseen.with_only_columns(release.c.name, release.c.revision, proof.c.fault)
        if not unlooked:
            query = query.where(proof.c.fault.is_not(None))
        with self.database.transaction() as connection:
            return [(row.name, row.revision, row.fault) for row in connection.execute(query)]

    def settle(self, sequences: Iterable[int], at: datetime, fault: str | None) -> None:
        """Notes what a look at `at` (UTC) found."""
        with self.database.transaction(write=True) as connection:
            for sequence in sequences:
                mine = proof.c.sequence == sequence
                before = connection.execute(select(proof.c.attempts).where(mine)).scalar() or 0
                connection.execute(proof.delete().where(mine))
                values = {"sequence": sequence, "checked": at, "attempts": before + 1, "fault": fault}
                connection.execute(insert(proof).values(**values))

    def find(self, sequence: int) -> Proof | None:
        with self.database.transaction() as connection:
            row = connection.execute(select(proof).where(proof.c.sequence == sequence)).first()
        if row:
            return Proof(row.sequence, row.checked, row.attempts, row.fault)
        return None


def _unseen(first: datetime, last: datetime) -> Select[Any]:
    return (
        select(release)
        .outerjoin(proof, proof.c.sequence == release.c.sequence)
        .where(
            # For a sheet that lay there before its release nobody waits.
            or_(release.c.subject.in_(("announcement", "reminder")), release.c.kind == PRINTED),
            release.c.released.between(first, last),
            or_(proof.c.sequence.is_(None), proof.c.fault.is_not(None)),
        )
        .order_by(release.c.sequence)
    )


def _is_due(checked: datetime | None, attempts: int | None, now: datetime) -> bool:
    if checked is None:
        return True
    rest: timedelta = FIRST_LOOK * (1 << min((attempts or 1) - 1, 6))
    return now >= checked + min(rest, LONGEST_REST)
