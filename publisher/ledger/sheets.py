"""Which sheets of paper are to be printed, who is at it, and the bytes of those that were."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from publisher.ledger.database import Database
from publisher.ledger.deliveries import is_over
from publisher.ledger.facts import SHEETS_THROUGH, read_fact, write_fact
from publisher.ledger.tables import blob, sheet
from publisher.releases.receipt import plan_retry
from publisher.releases.release import name_sheet

ALARM_AFTER = 3
"""Failures of one sheet, within some minutes, after which a person is told."""

LONGEST_REST = timedelta(hours=8)
"""A sheet that never comes costs its limit at each try, and nobody waits for it."""

AT_ONCE = 500


class SheetClaim(msgspec.Struct, frozen=True):
    """A sheet that is to be printed, under a lease; `source` and `digest` are those of its last printing."""

    day: date
    language: str
    source: str | None
    digest: str | None
    attempts: int
    token: str

    @property
    def name(self) -> str:
        return name_sheet(self.day, self.language)


class Sheet(msgspec.Struct, frozen=True):
    """A sheet that was printed, from the ledger as it stood at `sequence`; digests are SHA-256."""

    sequence: int
    source: str
    digest: str
    body: bytes


class LateSheet(msgspec.Struct, frozen=True):
    """A sheet that was tried in vain; `error` says why in words."""

    day: date
    language: str
    attempts: int
    error: str

    @property
    def name(self) -> str:
        return name_sheet(self.day, self.language)


class Sheets:
    """Sheets are claimed, typeset once and settled; retries are planned, not slept."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def through(self) -> int:
        """The sequence through which it was noted which sheets the releases touch."""
        with self.database.transaction() as connection:
            return read_fact(connection, SHEETS_THROUGH)

    def want(self, days: Collection[date], languages: Sequence[str], sequence: int) -> None:
        """Makes the sheets of these issues due, and notes that all through `sequence` is taken into account.

        What failed is tried again at once, since what it is typeset from has changed.
        """
        with self.database.transaction(write=True) as connection:
            ordered = sorted(days)
            for start in range(0, len(ordered), AT_ONCE):
                _want(connection, ordered[start : start + AT_ONCE], languages, sequence)
            write_fact(connection, SHEETS_THROUGH, sequence)

    def is_due(self, languages: Sequence[str], now: datetime) -> bool:
        """Whether there is anything to claim; nothing is written, and nobody need wait for anybody."""
        query = select(sheet.c.day).where(_is_due(languages, now)).limit(1)
        with self.database.transaction() as connection:
            return connection.execute(query).first() is not None

    def claim(self, languages: Sequence[str], now: datetime, lease: timedelta) -> SheetClaim | None:
        """A sheet that is due, under a lease of this length, or None.

        What was never tried goes before what is tried again, and of that the newest issue first.
        """
        query = select(sheet).where(_is_due(languages, now)).limit(1)
        query = query.order_by(sheet.c.attempts, sheet.c.day.desc(), sheet.c.language)
        token = uuid.uuid4().hex
        with self.database.transaction(write=True) as connection:
            row = connection.execute(query.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            claim = SheetClaim(row.day, row.language, row.source, row.digest, row.attempts, token)
            mine = (sheet.c.day == claim.day) & (sheet.c.language == claim.language)
            values = {"lease": token, "leased_until": now + lease}
            connection.execute(update(sheet).where(mine).values(**values))
        return claim

    def keep(self, connection: Connection, claim: SheetClaim, made: Sheet) -> bool:
        """Keeps the bytes of a sheet, and settles it; whether they are others than those that are there.

        False too where the lease was lost to somebody else meanwhile.
        """
        known = {"source": made.source, "digest": made.digest}
        if not _settle(connection, claim, made.sequence, known) or made.digest == claim.digest:
            return False
        connection.execute(delete(blob).where(blob.c.digest.in_((made.digest, claim.digest))))
        connection.execute(insert(blob).values(digest=made.digest, body=made.body))
        return True

    def settle_unchanged(self, claim: SheetClaim, sequence: int) -> None:
        """What it would be typeset from is what it was typeset from, as the ledger stood at `sequence`."""
        with self.database.transaction(write=True) as connection:
            _settle(connection, claim, sequence, {})

    def fail(self, claim: SheetClaim, error: str, now: datetime) -> None:
        """Notes why a sheet did not come, and when it is tried again."""
        attempts = claim.attempts + 1
        retry = plan_retry(attempts, now, key=claim.name, longest=LONGEST_REST)
        values = {"attempts": attempts, "next_try": retry, "error": error, **_FREE}
        with self.database.transaction(write=True) as connection:
            connection.execute(update(sheet).where(_held_by(claim)).values(**values))

    def free(self, claim: SheetClaim) -> None:
        """Gives up a lease: whoever asks next may print the sheet."""
        with self.database.transaction(write=True) as connection:
            connection.execute(update(sheet).where(_held_by(claim)).values(**_FREE))

    def late(self, languages: Sequence[str]) -> list[LateSheet]:
        """What was tried so often in vain that a person is told, newest issue first."""
        query = select(sheet.c.day, sheet.c.language, sheet.c.attempts, sheet.c.error)
        late = (sheet.c.attempts >= ALARM_AFTER) & sheet.c.language.in_(languages)
        query = query.where(sheet.c.due.is_not(None), late)
        with self.database.transaction() as connection:
            rows = connection.execute(query.order_by(sheet.c.day.desc(), sheet.c.language))
            return [LateSheet(row.day, row.language, row.attempts, row.error or "") for row in rows]

    def try_again(self) -> int:
        """Makes due at once what failed and waits; returns how many sheets."""
        waits = sheet.c.due.is_not(None) & sheet.c.next_try.is_not(None)
        with self.database.transaction(write=True) as connection:
            return connection.execute(update(sheet).where(waits).values(next_try=None)).rowcount


_FREE = {"lease": None, "leased_until": None}


def _want(connection: Connection, days: Sequence[date], languages: Sequence[str], sequence: int) -> None:
    here = sheet.c.day.in_(days) & sheet.c.language.in_(languages)
    known = {(row.day, row.language) for row in connection.execute(select(sheet).where(here))}
    connection.execute(update(sheet).where(here).values(due=sequence, next_try=None))
    rows = [
        {"day": day, "language": language, "due": sequence, "attempts": 0}
        for day in days
        for language in languages
        if (day, language) not in known
    ]
    if rows:
        connection.execute(insert(sheet), rows)


def _is_due(languages: Sequence[str], now: datetime) -> ColumnElement[bool]:
    due = sheet.c.due.is_not(None) & sheet.c.language.in_(languages)
    return due & is_over(sheet.c.next_try, now) & is_over(sheet.c.leased_until, now)


def _held_by(claim: SheetClaim) -> ColumnElement[bool]:
    mine = (sheet.c.day == claim.day) & (sheet.c.language == claim.language)
    return mine & (sheet.c.lease == claim.token)


def _settle(connection: Connection, claim: SheetClaim, sequence: int, known: dict[str, str]) -> bool:
    """Ends a lease; what a release after `sequence` touched meanwhile stays due. False if it was lost."""
    due = connection.execute(select(sheet.c.due).where(_held_by(claim)).with_for_update()).scalar()
    left = None
    if due is not None and due > sequence:
        left = due
    values = {"due": left, "attempts": 0, "next_try": None, "error": None, **_FREE, **known}
    return connection.execute(update(sheet).where(_held_by(claim)).values(**values)).rowcount == 1
