"""A release is what its row says, column by column, in whatever order they come."""

from sqlalchemy import select

from publisher.ledger.ledger import Ledger
from publisher.ledger.rows import read_releases
from publisher.ledger.tables import release
from publisher.releases.release import Change, Origin
from tests.builders import DUE, make_draft


def test_a_release_is_read_by_the_names_of_its_columns() -> None:
    """Position decided: a column that came into the table or left it would have shifted all others."""
    ledger = Ledger.in_memory()
    change = Change(("when",), "A room was found.")
    recorded = ledger.record([make_draft(change=change)], [], DUE, Origin("c0ffee", "machine"))
    with ledger.database.transaction() as connection:
        assert read_releases(connection, select(*reversed(release.columns))) == recorded
    ledger.close()
