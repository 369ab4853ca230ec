"""A look into a ledger: what it shows in whatever state that is, and that it leaves nothing behind."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from publisher.errors import LedgerError
from publisher.ledger import looking
from publisher.ledger.database import Database
from publisher.ledger.facts import StoredFact
from publisher.ledger.ledger import Ledger
from tests.builders import DUE, fill_ledger, make_draft
from tests.ledger.postgresql import Server

COLOUR = StoredFact[str | None]("colour", str, None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with closing(Ledger.open_to_write(f"sqlite:///{path}")) as ledger:
        fill_ledger(ledger, make_draft("one"))
    return path


def look(path: Path) -> list[str]:
    with closing(Ledger.look_into(f"sqlite:///{path}")) as ledger:
        return [one.name for one in ledger.since(0)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_look_at_a_file_that_nobody_has_open_makes_no_file_beside_it(path: Path) -> None:
    assert look(path) == ["edition", "one"]
    assert names(path.parent) == ["ledger.sqlite"]


def test_nothing_can_be_written_through_a_look(path: Path) -> None:
    with closing(Ledger.look_into(f"sqlite:///{path}")) as ledger:
        with pytest.raises(LedgerError, match="opened to be looked into"):
            ledger.set_fact(COLOUR, "blue")
        with pytest.raises(LedgerError, match="readonly"), ledger.database.transaction() as connection:
            connection.execute(text("DELETE FROM fact"))


def test_a_look_that_lasts_sees_what_is_recorded_after_it_began(path: Path) -> None:
    with closing(Ledger.look_into(f"sqlite:///{path}")) as ledger:
        for name in ("two", "three"):
            with closing(Ledger.open_to_write(f"sqlite:///{path}")) as other:
                other.record([make_draft(name)], [], DUE)
                assert [one.name for one in ledger.since(0)][-1] == name
            assert [one.name for one in ledger.since(0)][-1] == name


def test_where_there_is_no_ledger_yet_an_empty_one_is_seen_and_none_is_made(tmp_path: Path) -> None:
    assert look(tmp_path / "ledger.sqlite") == []
    (tmp_path / "empty.sqlite").touch()
    assert look(tmp_path / "empty.sqlite") == []
    assert names(tmp_path) == ["empty.sqlite"]


def test_a_log_without_its_index_is_said_to_be_one_and_left_alone(path: Path) -> None:
    """As where only some of the files were copied: what was recorded last can be read by a writer only."""
    with closing(Ledger.open_to_write(f"sqlite:///{path}")) as ledger:
        ledger.record([make_draft("two")], [], DUE)
        log = path.with_name("ledger.sqlite-wal").read_bytes()
    path.with_name("ledger.sqlite-wal").write_bytes(log)
    with pytest.raises(LedgerError, match=r"ledger\.sqlite-wal holds what a process left undone"):
        look(path)
    assert names(path.parent) == ["ledger.sqlite", "ledger.sqlite-wal"]


def test_an_empty_log_without_its_index_hides_nothing(path: Path) -> None:
    path.with_name("ledger.sqlite-wal").touch()
    assert look(path) == ["edition", "one"]
    assert names(path.parent) == ["ledger.sqlite", "ledger.sqlite-wal"]


CHANGE = """
import os, sqlite3, sys
ledger = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 2", "BEGIN IMMEDIATE"):
    ledger.execute(statement)
for number in range(200):
    ledger.execute("INSERT INTO fact VALUES (?, ?)", (str(number), "x" * 1000))
os.kill(os.getpid(), 9)
"""


def test_a_change_that_was_cut_off_is_not_shown_as_if_it_were_done(path: Path) -> None:
    """Another tool may have taken the file out of WAL; what its journal would undo must not be read."""
    subprocess.run((sys.executable, "-c", CHANGE, str(path)), check=False)
    assert names(path.parent) == ["ledger.sqlite", "ledger.sqlite-journal"]
    with pytest.raises(LedgerError, match=r"ledger\.sqlite-journal holds what a process left undone"):
        look(path)
    assert names(path.parent) == ["ledger.sqlite", "ledger.sqlite-journal"]
    with closing(Ledger.open_to_write(f"sqlite:///{path}")) as ledger:
        assert ledger.fact(StoredFact[str | None]("7", str, None)) is None


def test_a_file_written_while_it_is_read_is_not_believed(path: Path) -> None:
    """With nobody at work the file is read without a lock, so what a writer does meanwhile may tear it."""
    with closing(Database.look_into(f"sqlite:///{path}")) as database:
        with pytest.raises(LedgerError, match="being written at this moment; look again"):
            read_beside_a_writer(database, path)
        assert look(path) == ["edition", "one"]


def read_beside_a_writer(database: Database, path: Path) -> None:
    with database.transaction() as connection:
        connection.execute(text("SELECT count(*) FROM release"))
        with closing(Ledger.open_to_write(f"sqlite:///{path}")) as ledger:
            ledger.set_fact(COLOUR, "blue" * 5000)
        connection.execute(text("SELECT count(*) FROM fact"))


def test_whoever_has_the_file_for_himself_is_waited_for_briefly_and_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LOOK_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM fact")
        with pytest.raises(LedgerError, match="is locked; it is being written at this moment"):
            look(path)


def test_a_newer_ledger_is_refused_in_one_line(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="schema 9999, written by a newer version of this program"):
        look(path)


def test_a_file_that_is_not_the_program_s_is_read_by_nobody(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"this is not a database, " * 100)
    with pytest.raises(LedgerError, match="not a database"):
        look(path)


def test_what_stands_is_derived_in_memory_where_it_was_lost(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM standing")
    before = path.read_bytes()
    with closing(Ledger.look_into(f"sqlite:///{path}")) as ledger:
        assert sorted(ledger.heads()) == [("announcement", "one"), ("edition", "edition")]
    assert path.read_bytes() == before


@pytest.mark.postgresql
class TestPostgresql:
    @pytest.fixture
    def url(self, postgresql: Server) -> str:
        return postgresql.make_schema()

    def test_a_look_makes_no_table(self, url: str) -> None:
        with closing(Ledger.look_into(url)) as ledger:
            assert ledger.since(0) == []
        with closing(Database.look_into(url)) as database:
            assert database.read_schema() is None

    def test_nothing_can_be_written_through_a_look(self, url: str) -> None:
        Ledger.open_to_write(url).close()
        with closing(Ledger.look_into(url)) as ledger:
            assert ledger.id
            with pytest.raises(LedgerError, match="read-only"), ledger.database.transaction() as connection:
                connection.execute(text("DELETE FROM fact"))

    def test_a_look_waits_for_no_writer_and_briefly_for_whoever_changes_the_tables(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from publisher.ledger import database

        monkeypatch.setattr(database, "LOOK_SECONDS", 0.05)
        with closing(Ledger.open_to_write(url)) as ledger, closing(Ledger.look_into(url)) as seen:
            with ledger.database.transaction(write=True) as connection:
                connection.execute(text("LOCK TABLE release IN SHARE ROW EXCLUSIVE MODE"))
                assert seen.since(0) == []
            with ledger.database.transaction(write=True) as connection:
                connection.execute(text("LOCK TABLE release IN ACCESS EXCLUSIVE MODE"))
                with pytest.raises(LedgerError, match="look again when that is done"):
                    seen.since(0)

    def test_whoever_may_only_read_can_look(self, url: str) -> None:
        with closing(Ledger.open_to_write(url, identity="ours")) as ledger:
            fill_ledger(ledger, make_draft("one"))
            with ledger.database.transaction(write=True) as connection:
                schema = connection.execute(text("SELECT current_schema()")).scalar()
                for statement in (
                    "DROP ROLE IF EXISTS reader",
                    "CREATE ROLE reader LOGIN",
                    f"GRANT USAGE ON SCHEMA {schema} TO reader",
                    f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader",
                ):
                    connection.execute(text(statement))
        with closing(Ledger.look_into(url.replace("//postgres@", "//reader@"))) as seen:
            assert (seen.id, [one.name for one in seen.since(0)]) == ("ours", ["edition", "one"])
