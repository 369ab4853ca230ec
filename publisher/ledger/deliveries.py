"""What is owed to outlets, who is at it, and the receipts."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, case, delete, func, insert, or_, select, update

from publisher.ledger.database import Database
from publisher.ledger.rows import read_release
from publisher.ledger.tables import delivery, messenger, release, shelf
from publisher.releases.receipt import (
    LONGEST_PEACE,
    MOST_ATTEMPTS,
    Delivery,
    Receipt,
    State,
    plan_retry,
    still_waits,
)
from publisher.releases.release import Release

LEASE = timedelta(minutes=2)
"""Longer than any outlet may take for one attempt."""


class Claim(NamedTuple):
    """A release, the token of its lease, and the parts that are not to be told now.

    `done` arrived before or were refused for good; `withheld` still wait for an earlier release of the same
    thing.
    """

    release: Release
    token: str
    done: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


class Deliveries:
    """Deliveries are claimed, tried once and settled; retries are planned, not slept."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # Shelves: one row each, printed through a release

    def printed_through(self, outlet: str) -> int:
        with self.database.transaction() as connection:
            return connection.execute(select(shelf.c.sequence).where(shelf.c.outlet == outlet)).scalar() or 0

    def shelf(self, outlet: str) -> Delivery | None:
        with self.database.transaction() as connection:
            row = connection.execute(select(shelf).where(shelf.c.outlet == outlet)).first()
        if row:
            return _read_shelf(row)
        return None

    def settle_shelf(self, receipt: Receipt) -> None:
        """Notes that a shelf is printed through `receipt.sequence`, or when to try again."""
        with self.database.transaction(write=True) as connection:
            row = connection.execute(select(shelf).where(shelf.c.outlet == receipt.outlet)).first()
            if row:
                printed, attempts = row.sequence, row.attempts
            else:
                printed, attempts = 0, 0
            if receipt.error is None:
                values = {"sequence": max(printed, receipt.sequence), "attempts": 0, "next_try": None}
            else:
                retry = plan_retry(attempts + 1, receipt.at, key=receipt.outlet)
                values = {"sequence": printed, "attempts": attempts + 1, "next_try": retry}
            connection.execute(shelf.delete().where(shelf.c.outlet == receipt.outlet))
            connection.execute(insert(shelf).values(outlet=receipt.outlet, error=receipt.error, **values))

    def reprint_shelf(self, outlet: str) -> None:
        """Forgets how far a shelf is printed, so that everything is printed on it again."""
        with self.database.transaction(write=True) as connection:
            connection.execute(shelf.delete().where(shelf.c.outlet == outlet))

    # Messengers: a row per release

    def claim(
        self, outlet: str, now: datetime, *, through: int, without: Collection[str] = ()
    ) -> Claim | None:
        """The next release owed to a messenger, under a lease, or None.

        Releases after `through` are not yet to be seen at the publication's address and wait; all wait
        while an outlet that failed is left in peace. What was never tried comes before what is tried again.
        Of the slugs in `without` nothing is claimed, reminders neither.
        """
        token = uuid.uuid4().hex
        with self.database.transaction(write=True) as connection:
            if still_waits(_find_peace(connection, outlet), now):
                return None
            row = connection.execute(_due_query(outlet, now, through, without)).mappings().first()
            if row is None:
                return None
            query = update(delivery).where(
                delivery.c.outlet == outlet, delivery.c.sequence == row["sequence"]
            )
            connection.execute(query.values(lease=token, leased_until=now + LEASE))
            claimed = read_release(row)
            withheld = _find_withheld(connection, outlet, claimed)
        done = (*_read_parts(row["done"]), *_read_refusals(row["refused"]))
        return Claim(claimed, token, done, withheld)

    def settle(self, receipt: Receipt, token: str) -> bool:
        """Records how an attempt ended; False when the lease was lost to somebody else meanwhile."""
        mine = (delivery.c.outlet == receipt.outlet) & (delivery.c.sequence == receipt.sequence)
        mine &= delivery.c.lease == token
        with self.database.transaction(write=True) as connection:
            row = connection.execute(select(delivery).where(mine)).first()
            if row is None:
                return False
            values = _settled(row, receipt)
            connection.execute(update(delivery).where(mine).values(**values))
            _leave_in_peace(connection, receipt)
        return True

    def unsettled(self, outlets: Iterable[str] | None = None) -> list[Delivery]:
        """Everything still owed to these messengers (to all of them without), and what failed for good."""
        query = select(delivery).where(delivery.c.state != "done")
        if outlets is not None:
            query = query.where(delivery.c.outlet.in_(tuple(outlets)))
        return self._read(query.order_by(delivery.c.sequence, delivery.c.outlet))

    def newest(self, limit: int) -> list[Delivery]:
        """The deliveries of the newest releases, settled or not, newest first."""
        return self._read(
            select(delivery).order_by(delivery.c.sequence.desc(), delivery.c.outlet).limit(limit)
        )

    def shelves(self) -> list[Delivery]:
        """How far each shelf is printed, and what went wrong with it."""
        with self.database.transaction() as connection:
            return [_read_shelf(row) for row in connection.execute(select(shelf).order_by(shelf.c.outlet))]

    def _read(self, query: Select[tuple[object, ...]]) -> list[Delivery]:
        query = query.join_from(delivery, release).add_columns(release.c.name, release.c.revision)
        with self.database.transaction() as connection:
            return [_read_delivery(row) for row in connection.execute(query)]

    def next_try(self, outlet: str, now: datetime) -> datetime | None:
        """The earliest UTC instant after `now` at which a messenger is to be tried again."""
        mine = (delivery.c.outlet == outlet) & (delivery.c.state == "queued")
        with self.database.transaction() as connection:
            moments = connection.execute(select(delivery.c.next_try).where(mine).distinct()).scalars().all()
            peace = _find_peace(connection, outlet)
        latest = [max(moment or peace or now, peace or now) for moment in moments]
        return min((moment for moment in latest if moment > now), default=None)

    def queue_again(self, outlet: str | None = None) -> int:
        """Makes due at once all that failed or waits, of one outlet or all; returns how many things."""
        mine = (
            _all_or(delivery.c.outlet, outlet) & (delivery.c.state != "done") & delivery.c.error.is_not(None)
        )
        late = _all_or(shelf.c.outlet, outlet) & shelf.c.next_try.is_not(None)
        with self.database.transaction(write=True) as connection:
            values = {"state": "queued", "attempts": 0, "next_try": None, "refused": None}
            query = update(delivery).where(mine).values(**values)
            messages: int = connection.execute(query).rowcount
            query = update(shelf).where(late).values(attempts=0, next_try=None)
            shelves: int = connection.execute(query).rowcount
            connection.execute(delete(messenger).where(_all_or(messenger.c.outlet, outlet)))
        return messages + shelves

    def count_by_state(self) -> dict[str, dict[str, int]]:
        """How many deliveries to each messenger are in each state; of what failed and waits, "retrying"."""
        waits = (delivery.c.state == "queued") & (delivery.c.attempts > 0)
        state = case((waits, "retrying"), else_=delivery.c.state)
        query = select(delivery.c.outlet, state, func.count()).group_by(delivery.c.outlet, state)
        found: dict[str, dict[str, int]] = {}
        with self.database.transaction() as connection:
            for outlet, name, count in connection.execute(query):
                found.setdefault(outlet, {})[name] = count
        return found

    def count_owed(self) -> int:
        with self.database.transaction() as connection:
            query = select(func.count()).select_from(delivery).where(delivery.c.state == "queued")
            return connection.execute(query).scalar() or 0


def _settled(row: Row[tuple[object, ...]], receipt: Receipt) -> dict[str, object]:
    """The columns of a delivery after an attempt."""
    values: dict[str, object] = {"lease": None, "leased_until": None, "settled": receipt.at, "next_try": None}
    done = dict.fromkeys((*_read_parts(row.done), *receipt.done))
    values["done"] = _write_parts(done)
    if not receipt.is_of_parts:
        return values | _failed(row, receipt, str(receipt.error), permanent=receipt.permanent)
    refused = _read_refusals(row.refused) | receipt.refused
    values["waiting"] = _write_parts(receipt.waiting)
    values["refused"] = _write_parts(f"{part}\t{why}" for part, why in refused.items())
    reasons = dict.fromkeys((*receipt.waiting.values(), *refused.values()))
    if not reasons:
        return values | {"state": "done", "done": None, "error": None}
    return values | _failed(row, receipt, "; ".join(reasons), permanent=not receipt.waiting)


def _failed(
    row: Row[tuple[object, ...]], receipt: Receipt, error: str, *, permanent: bool
) -> dict[str, object]:
    """When it is tried again; after the last attempt allowed it waits for a person."""
    attempts = int(str(row.attempts)) + 1
    values: dict[str, object] = {"attempts": attempts, "error": error}
    if permanent or attempts >= MOST_ATTEMPTS:
        return values | {"state": "failed"}
    key = f"{receipt.outlet}/{receipt.sequence}"
    retry = plan_retry(attempts, receipt.at, key=key, retry_after=receipt.retry_after)
    return values | {"next_try": retry}


def _leave_in_peace(connection: Connection, receipt: Receipt) -> None:
    """One failure speaks for all that is owed to the same outlet; whatever it takes or refuses ends it."""
    if receipt.unasked:
        return
    connection.execute(delete(messenger).where(messenger.c.outlet == receipt.outlet))
    if not receipt.is_of_parts and not receipt.permanent:
        until = receipt.at + receipt.peace
        connection.execute(insert(messenger).values(outlet=receipt.outlet, next_try=until))


def _find_peace(connection: Connection, outlet: str) -> datetime | None:
    """Until when (UTC) a messenger is left in peace."""
    query = select(messenger.c.next_try).where(messenger.c.outlet == outlet)
    return connection.execute(query).scalar()


def _find_withheld(connection: Connection, outlet: str, claimed: Release) -> tuple[str, ...]:
    """The parts to which an earlier release of the same thing is still owed."""
    query = (
        select(delivery.c.waiting)
        .join(release, release.c.sequence == delivery.c.sequence)
        .where(
            delivery.c.outlet == outlet,
            delivery.c.state == "queued",
            delivery.c.sequence < claimed.sequence,
            release.c.subject == claimed.subject,
            release.c.name == claimed.name,
        )
    )
    waiting = connection.execute(query).scalars().all()
    return tuple(dict.fromkeys(part for text in waiting for part in _read_parts(text)))


def _write_parts(parts: Iterable[str]) -> str | None:
    return "\n".join(parts) or None


def _read_refusals(text: str | None) -> dict[str, str]:
    """Why each part was refused for good."""
    lines = [line.partition("\t") for line in _read_parts(text)]
    return {part: why for part, _, why in lines}


def _read_parts(text: str | None) -> tuple[str, ...]:
    if text:
        return tuple(text.split("\n"))
    return ()


def _read_delivery(row: Row[tuple[object, ...]]) -> Delivery:
    fields = (row.outlet, row.sequence, row.attempts, row.next_try, row.error, row.state)
    return Delivery(*fields, _read_parts(row.done), f"{row.name}/{row.revision}")


def _read_shelf(row: Row[tuple[object, ...]]) -> Delivery:
    if row.error:
        state: State = "queued"
    else:
        state = "done"
    return Delivery(row.outlet, row.sequence, row.attempts, row.next_try, row.error, state)


def _all_or(column: ColumnElement[str], value: str | None) -> ColumnElement[bool]:
    if value is None:
        return column.is_not(None)
    return column == value


def is_over(moment: ColumnElement[datetime], now: datetime) -> ColumnElement[bool]:
    """As `still_waits` has it, for the database."""
    return or_(moment.is_(None), moment <= now, moment > now + LONGEST_PEACE)


def _due_query(
    outlet: str, now: datetime, through: int, without: Collection[str] = ()
) -> Select[tuple[object, ...]]:
    """What is owed and due; of one announcement the earlier first, or a slip would be told before it.

    An earlier one of which all parts were tried holds back only those that refused it (`_find_withheld`).
    """
    before, told_before = delivery.alias(), release.alias()
    earlier = (
        select(before.c.sequence)
        .join(told_before, told_before.c.sequence == before.c.sequence)
        .where(
            before.c.outlet == outlet,
            before.c.state == "queued",
            before.c.waiting.is_(None),
            before.c.sequence < delivery.c.sequence,
            told_before.c.subject == release.c.subject,
            told_before.c.name == release.c.name,
        )
    )
    return (
        select(release, delivery.c.done, delivery.c.refused)
        .join(delivery, delivery.c.sequence == release.c.sequence)
        .where(
            delivery.c.outlet == outlet,
            delivery.c.state == "queued",
            delivery.c.sequence <= through,
            ~earlier.exists(),
            *(release.c.name != slug for slug in without),
            *(~release.c.name.startswith(f"{slug}/", autoescape=True) for slug in without),
            *(is_over(moment, now) for moment in (delivery.c.next_try, delivery.c.leased_until)),
        )
        .order_by(case((delivery.c.attempts == 0, 0), else_=1), release.c.sequence)
        .limit(1)
        # Only the row of this messenger: another may be at work on the same release.
        .with_for_update(of=delivery, skip_locked=True)
    )
