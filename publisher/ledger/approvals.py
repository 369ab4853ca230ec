"""Who approved what, append-only: an approval is never taken back, only voided by what it no longer fits."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, insert, select

from publisher.ledger.database import ConflictError, Database
from publisher.ledger.tables import approval

AT_ONCE = 500
LONGEST_NAME = 60

Approvals = dict[tuple[str, str], tuple[str, ...]]
"""By slug and digest, the names in the order in which they approved."""


class ApprovalBook:
    """Names bound to digests; a check among colleagues, since nobody proves here who they are."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def approve(self, slug: str, digest: str, name: str, now: datetime) -> bool:
        """Records that `name` approved this digest at `now` (UTC); False when it did so before."""
        values = {"slug": slug, "digest": digest, "name": name[:LONGEST_NAME], "at": now}
        try:
            with self.database.transaction(write=True) as connection:
                connection.execute(insert(approval).values(**values))
        except ConflictError:
            return False
        return True

    def newest(self) -> int:
        """A number that rises with each approval."""
        with self.database.transaction() as connection:
            return connection.execute(select(func.max(approval.c.id))).scalar() or 0

    def find(self, slugs: Iterable[str], *, as_of: datetime | None = None) -> Approvals:
        """The approvals of these announcements, leaving out what was recorded after `as_of` (UTC)."""
        wanted, found = sorted(slugs), Approvals()
        with self.database.transaction() as connection:
            for start in range(0, len(wanted), AT_ONCE):
                query = select(approval).where(approval.c.slug.in_(wanted[start : start + AT_ONCE]))
                if as_of is not None:
                    query = query.where(approval.c.at <= as_of)
                for row in connection.execute(query.order_by(approval.c.id)):
                    found[row.slug, row.digest] = (*found.get((row.slug, row.digest), ()), row.name)
        return found
