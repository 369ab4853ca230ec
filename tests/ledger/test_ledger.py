"""The promises of a ledger, kept on SQLite in memory, on SQLite in a file and on PostgreSQL."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from publisher.errors import LedgerError
from publisher.ledger.ledger import Ledger
from publisher.ledger.tables import RESTORE, SCHEMA
from publisher.releases.receipt import LONGEST_DELAY, plan_retry
from tests.builders import (
    DUE,
    fill_ledger,
    make_draft,
    make_snapshot,
)
from tests.ledger.ledger_contract import LedgerContract
from tests.ledger.postgresql import Server
from tests.ledger.shared_contract import SharedLedgerContract

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class TestSqliteInMemory(LedgerContract):
    @pytest.fixture
    def url(self) -> str:
        return "sqlite://"


class TestSqliteFile(SharedLedgerContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"

    def test_it_is_written_through_to_the_disk(self, ledger: Ledger) -> None:
        with ledger.database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.postgresql
class TestPostgresql(SharedLedgerContract):
    @pytest.fixture
    def url(self, postgresql: Server) -> str:
        return postgresql.make_schema()

    def test_a_lower_sequence_never_appears_after_a_higher_one_was_printed(
        self, ledger: Ledger, url: str
    ) -> None:
        """Two daemons record at once: what commits late must not have the smaller number, or no shelf
        that was printed through the greater one ever prints it."""
        from publisher.ledger.ledger import _insert_releases, _lock_sequence

        other = Ledger.open_to_write(url)
        done = threading.Event()

        def record() -> None:
            other.record([make_draft("second")], [], DUE)
            done.set()

        thread = threading.Thread(target=record)
        with ledger.database.transaction(write=True) as connection:
            _lock_sequence(connection)
            _insert_releases(connection, [make_draft("first")], DUE)
            thread.start()
            assert not done.wait(0.3)
        thread.join(10)
        other.close()
        assert [one.name for one in ledger.since(0)] == ["first", "second"]

    def test_one_messenger_at_work_on_a_release_does_not_hide_it_from_another(
        self, ledger: Ledger, url: str
    ) -> None:
        from publisher.ledger.deliveries import _due_query

        ledger.record([make_draft("one")], ["hook", "mail"], DUE)
        other = Ledger.open_to_write(url)
        with ledger.database.transaction(write=True) as connection:
            assert connection.execute(_due_query("hook", DUE, 9)).first() is not None
            assert other.deliveries.claim("mail", DUE, through=9) is not None
        other.close()


def test_retries_come_later_and_later_but_at_least_hourly() -> None:
    delays = [plan_retry(attempt, DUE) - DUE for attempt in range(1, 40)]
    assert delays == sorted(delays)
    assert delays[:3] == [timedelta(seconds=30), MINUTE, 2 * MINUTE]
    assert delays[-1] == LONGEST_DELAY


def test_the_schema_is_the_newest_migration() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from publisher.ledger.schema import MIGRATIONS

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA]


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"this is not a database, " * 100)
    with pytest.raises(LedgerError) as refused:
        Ledger.open_to_write(f"sqlite:///{path}")
    assert "not a database" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert path.read_bytes().startswith(b"this is not")


def test_a_ledger_damaged_while_it_is_used_gives_a_ledger_error(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.open_to_write(f"sqlite:///{path}")
    fill_ledger(ledger, make_draft("one"))
    ledger.close()
    data = bytearray(path.read_bytes())
    data[1024:] = b"\xff" * (len(data) - 1024)
    path.write_bytes(data)
    with pytest.raises(LedgerError):
        Ledger.open_to_write(f"sqlite:///{path}").since(0)


@pytest.mark.parametrize(
    ("column", "spoilt"),
    [("due", "'2017-13-99 10:00:00'"), ("due", "'no moment'"), ("due", "7"), ("told", "CAST(x'ff' AS TEXT)")],
)
def test_a_value_that_the_disk_spoilt_is_named_with_its_mend(
    tmp_path: Path, column: str, spoilt: str
) -> None:
    """A thirteenth month came through as a ValueError: its message was none of those that were looked for."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.open_to_write(f"sqlite:///{path}")
    fill_ledger(ledger, make_draft("one"))
    ledger.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE release SET {column} = {spoilt}")
    refused = pytest.raises(LedgerError, match=rf"^the ledger .* cannot be used: .+; {RESTORE}$")
    with closing(Ledger.look_into(f"sqlite:///{path}")) as ledger, refused:
        ledger.since(0)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nonexistent/folder/ledger.sqlite",
        "no address at all ://",
        "nosuchdatabase://localhost/ledger",
        "mysql://someone:secret@127.0.0.1:1/ledger",
        "postgresql+psycopg://someone:secret@127.0.0.1:1/ledger",
    ],
)
def test_an_address_that_leads_nowhere_is_one_line_without_its_password(url: str) -> None:
    with pytest.raises(LedgerError) as refused:
        Ledger.open_to_write(url)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_equal_content_gives_equal_bytes() -> None:
    from publisher.releases.release import decode_content, encode_content

    data = encode_content(make_snapshot())
    assert data == encode_content(msgspec.structs.replace(make_snapshot()))
    assert decode_content("announcement", data) == make_snapshot()
