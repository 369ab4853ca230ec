"""The ledger on bad days: full, locked, damaged, old; each is named, and nothing is lost or double."""

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, event, text

from publisher.desk.desk import Desk
from publisher.errors import LedgerError
from publisher.ledger import database, schema, upgrading
from publisher.ledger.ledger import Ledger
from publisher.ledger.upgrading import bring_up_to_date
from publisher.releases.release import NOWHERE, Release
from tests.acceptance.publication import Publication
from tests.builders import DUE, fill_ledger, make_draft
from tests.desk.test_guard import released
from tests.folders import MINUTE, Folder, Listener
from tests.ledger.earlier import EARLIER, turn_back

HOUR = timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "publication")
    folder.announce()
    return folder


# Full


def test_a_ledger_on_a_full_disk_says_so_and_goes_on_when_there_is_room(folder: Folder) -> None:
    """SQLite is told that its file may not grow, at which it fails as on a full disk: SQLITE_FULL."""
    hook = Listener()
    desk = folder.open([hook])
    engine = desk.ledger.database.engine

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(engine, "connect", limit)
    engine.dispose()
    with pytest.raises(LedgerError, match="is full; make room on its disk"):
        announce_and_pass(folder, desk, 200)
    event.remove(engine, "connect", limit)
    engine.dispose()
    desk.run_pass(DUE + 5 * HOUR)
    names = [one.name for one in desk.ledger.since(0) if one.subject == "announcement"]
    assert sorted(names) == sorted({*names})
    assert sorted(path.stem for path in folder.announcements.glob("*.md")) == sorted(names)
    assert sorted(hook.told) == sorted(f"{name}/1" for name in names)
    folder.close()


def announce_and_pass(folder: Folder, desk: Desk, times: int) -> None:
    for number in range(times):
        folder.announce(f"m-{number:03}", publish="at once")
        desk.run_pass(DUE + number * MINUTE)


# Locked


def test_a_locked_ledger_is_waited_for_then_named_and_the_next_pass_goes_on(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    desk = folder.open()
    with closing(sqlite3.connect(folder.path / "ledger.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="is locked; close whatever else has it open"):
            desk.run_pass(DUE)
        other.execute("ROLLBACK")
    assert released(desk.run_pass(DUE + MINUTE)) == ["first-reading/1"]
    folder.close()


# Damaged


def spoil(path: Path, seed: int, clean: bytes) -> None:
    """A stretch of the file overwritten, as a failing disk does."""
    chance = random.Random(seed)
    data = bytearray(clean)
    length = chance.choice((1, 1, 50, 400, 4096))
    at = chance.randrange(100, len(data) - length)
    data[at : at + length] = chance.randbytes(length)
    for beside in path.parent.glob(f"{path.name}*"):
        beside.unlink()
    path.write_bytes(data)


def outlast(folder: Folder, seeds: range) -> int:
    """How often damage was noticed; anything but a LedgerError ends the test."""
    folder.open([]).run_pass(DUE)
    folder.close()
    ledger = folder.path / "ledger.sqlite"
    clean, noticed = ledger.read_bytes(), list[str]()
    for seed in seeds:
        spoil(ledger, seed, clean)
        try:
            desk = folder.open([])
            desk.ledger.database.check()
            desk.run_pass(DUE + HOUR)
            desk.ledger.since(0)
        except LedgerError as error:
            noticed.append(str(error))
        finally:
            folder.close()
    assert all(line.startswith("the ledger") and "\n" not in line for line in noticed)
    return len(noticed)


def test_a_damaged_ledger_is_named_and_no_traceback_comes_of_it(folder: Folder) -> None:
    assert outlast(folder, range(12)) > 2


@pytest.mark.prove
def test_four_hundred_damages_are_named_or_do_no_harm(folder: Folder) -> None:
    for number in range(30):
        folder.announce(f"m-{number}")
    assert outlast(folder, range(400)) > 80


def test_a_damaged_release_is_named_with_its_mend(tmp_path: Path) -> None:
    ledger = Ledger.open_to_write(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    fill_ledger(ledger, make_draft("one"))
    with ledger.database.transaction(write=True) as connection:
        connection.execute(text("UPDATE release SET content = X'7B22' WHERE name = 'one'"))
    with pytest.raises(LedgerError, match=r"release 2, one: .*; bring back a copy of it, or restore"):
        ledger.since(0)
    ledger.close()


@pytest.mark.prove
def test_a_daemon_looks_through_the_whole_ledger_before_it_starts(tmp_path: Path) -> None:
    publication = Publication(tmp_path / "bare")
    for number in range(12):
        publication.announce(f"m-{number}")
    publication.run("publish")
    # The last page: an index that no start and no pass without news reads.
    data = bytearray(publication.ledger.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    with closing(sqlite3.connect(publication.ledger)) as connection:
        [(root,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'release_first'")
    data[page * (root - 1) + 20 : page * root] = b"\xa5" * (page - 20)
    publication.ledger.write_bytes(data)
    done = publication.run("run", "--port", "0", seconds=30)
    assert done.code == 1
    assert "restore it from an export" in done.err
    assert len(done.err.splitlines()) == 1


# Older than the program


def without_origin(releases: list[Release]) -> list[Release]:
    return [msgspec.structs.replace(one, origin=NOWHERE) for one in releases]


@pytest.mark.parametrize("revision", EARLIER)
def test_a_ledger_of_every_earlier_schema_is_taken_up_whole(folder: Folder, revision: str) -> None:
    hook = Listener()
    folder.announce("second", publish="2 working days before at 18:00")
    before = folder.open([*folder.open().outlets, hook])
    before.run_pass(DUE)
    record, files = before.ledger.since(0), folder.files()
    folder.close()
    turn_back(folder.ledger_url(), revision)
    bring_up_to_date(folder.ledger_url(), folder.path)
    after = folder.open([*folder.open().outlets, hook])
    # Where a release came from is noted since schema 0005 only.
    assert without_origin(after.ledger.since(0)) == without_origin(record)
    assert released(after.run_pass(DUE + MINUTE)) == []
    assert folder.files() == files
    assert released(after.run_pass(DUE + 24 * HOUR)) == ["second/1"]
    assert hook.told == ["first-reading/1", "second/1"]
    folder.close()


@pytest.mark.parametrize("revision", EARLIER)
def test_an_upgrade_that_fails_half_way_leaves_the_old_ledger(
    folder: Folder, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.open().run_pass(DUE)
    folder.close()
    turn_back(folder.ledger_url(), revision)

    def fail(connection: Connection) -> None:
        schema.migrate(connection)
        raise LedgerError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "migrate", fail)
        with pytest.raises(LedgerError, match="the power went"):
            bring_up_to_date(folder.ledger_url(), folder.path)
    with closing(sqlite3.connect(folder.path / "ledger.sqlite")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
    bring_up_to_date(folder.ledger_url(), folder.path)
    assert released(folder.open().run_pass(DUE + MINUTE)) == []
    folder.close()


# What the program stands on


def test_without_zone_data_one_line_says_what_to_install(tmp_path: Path) -> None:
    publication = Publication(tmp_path / "bare")
    code = "import sys; sys.modules['tzdata'] = None; from publisher.cli.main import main; main()"
    done = subprocess.run(
        (sys.executable, "-c", code, "--config", str(publication.config), "publish"),
        capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"PYTHONTZPATH": ""},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert (
        "config.toml:5: timezone 'America/New_York' is not known; this machine has no zone data"
        in done.stderr
    )
