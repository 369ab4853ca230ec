"""What is owed to outlets, who is at it, and the receipts."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, case, func, insert, or_, select, update

from publisher.ledger.database import Database
from publisher.ledger.receipt import Delivery, Receipt, plan_retry
from publisher.ledger.release import Release
from publisher.ledger.rows import read_release
from publisher.ledger.tables import delivery, release, shelf

LEASE = timedelta(minutes=2)


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
        return Delivery(row.outlet, row.sequence, row.attempts, row.next_try, row.error) if row else None

    def settle_shelf(self, receipt: Receipt) -> None:
        """Notes that a shelf is printed through `receipt.sequence`, or when to try again."""
        with self.database.transaction(write=True) as connection:
            row = connection.execute(select(shelf).where(shelf.c.outlet == receipt.outlet)).first()
            printed, attempts = (row.sequence, row.attempts) if row else (0, 0)
            if receipt.error is None:
                values = {"sequence": max(printed, receipt.sequence), "attempts": 0, "next_try": None}
            else:
                retry = plan_retry(attempts + 1, receipt.at)
                values = {"sequence": printed, "attempts": attempts + 1, "next_try": retry}
            connection.execute(shelf.delete().where(shelf.c.outlet == receipt.outlet))
            connection.execute(insert(shelf).values(outlet=receipt.outlet, error=receipt.error, **values))

    def reprint_shelf(self, outlet: str) -> None:
        """Forgets how far a shelf is printed, so that everything is printed on it again."""
        with self.database.transaction(write=True) as connection:
            connection.execute(shelf.delete().where(shelf.c.outlet == outlet))

    # Messengers: a row per release

    def claim(self, outlet: str, now: datetime, *, through: int) -> tuple[Release, str] | None:
        """The next release owed to a messenger, under a lease, or None.

        Releases after `through` are not yet to be seen at the publication's address and wait.
        """
        token = uuid.uuid4().hex
        with self.database.transaction(write=True) as connection:
            row = connection.execute(_due_query(outlet, now, through)).first()
            if row is None:
                return None
            query = update(delivery).where(delivery.c.outlet == outlet, delivery.c.sequence == row.sequence)
            connection.execute(query.values(lease=token, leased_until=now + LEASE))
        return read_release(row), token

    def settle(self, receipt: Receipt, token: str) -> bool:
        """Records how an attempt ended; False when the lease was lost to somebody else meanwhile."""
        mine = (delivery.c.outlet == receipt.outlet) & (delivery.c.sequence == receipt.sequence)
        mine &= delivery.c.lease == token
        with self.database.transaction(write=True) as connection:
            attempts = connection.execute(select(delivery.c.attempts).where(mine)).scalar()
            if attempts is None:
                return False
            values: dict[str, object] = {"lease": None, "leased_until": None, "error": receipt.error}
            values["settled"] = receipt.at
            if receipt.error is None:
                values |= {"state": "done", "next_try": None}
            elif receipt.permanent:
                values |= {"state": "failed", "attempts": attempts + 1, "next_try": None}
            else:
                values |= {"attempts": attempts + 1, "next_try": plan_retry(attempts + 1, receipt.at)}
            connection.execute(update(delivery).where(mine).values(**values))
        return True

    def unsettled(self, outlets: Iterable[str]) -> list[Delivery]:
        """Everything still owed to these messengers, and what failed for good."""
        query = select(delivery).where(delivery.c.state != "done", delivery.c.outlet.in_(tuple(outlets)))
        with self.database.transaction() as connection:
            rows = connection.execute(query.order_by(delivery.c.sequence))
            return [Delivery(r.outlet, r.sequence, r.attempts, r.next_try, r.error) for r in rows]

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


def _due_query(outlet: str, now: datetime, through: int) -> Select[tuple[object, ...]]:
    return (
        select(release)
        .join(delivery, delivery.c.sequence == release.c.sequence)
        .where(
            delivery.c.outlet == outlet,
            delivery.c.state == "queued",
            delivery.c.sequence <= through,
            or_(delivery.c.next_try.is_(None), delivery.c.next_try <= now),
            or_(delivery.c.leased_until.is_(None), delivery.c.leased_until <= now),
        )
        .order_by(release.c.sequence)
        .limit(1)
        # Only the row of this messenger: another may be at work on the same release.
        .with_for_update(of=delivery, skip_locked=True)
    )
