"""One PostgreSQL server for all tests of the ledger that need it."""

from collections.abc import Iterator

import pytest

from tests.ledger.postgresql import Server, serve_postgresql


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with serve_postgresql() as server:
        yield server
