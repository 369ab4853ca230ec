"""An older ledger is migrated after an export of it, or looked into as it will be; on both databases."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from publisher.errors import LedgerError
from publisher.ledger.daemon_lock import DaemonLock
from publisher.ledger.database import Database, OlderError, find_schema
from publisher.ledger.facts import FIRST_START
from publisher.ledger.ledger import Ledger
from publisher.ledger.schema import describe_tables
from publisher.ledger.tables import metadata
from publisher.ledger.transfer import DERIVED, restore, write_lines
from publisher.ledger.upgrading import bring_up_to_date
from publisher.releases.receipt import Receipt
from publisher.releases.release import NOWHERE, Issue, Release
from tests.builders import DUE, make_draft, make_edition_draft
from tests.ledger.earlier import EARLIER, turn_back
from tests.ledger.postgresql import Server
from tests.ledger.transfer_contract import MINUTE, fill


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A ledger with something in every table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    else:
        server: Server = request.getfixturevalue("postgresql")
        url = server.make_schema()
    with closing(Ledger.open_to_write(url, identity="ours")) as ledger:
        fill(ledger)
    return url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "beside"
    folder.mkdir()
    return folder


def read(ledger: Ledger) -> tuple[list[Release], object, object]:
    """What is recorded, but for what earlier schemas did not know: sheets, and where a release came from."""
    releases = [replace(one, origin=NOWHERE) for one in ledger.since(0) if one.subject != "paper"]
    standing = {key: at for key, at in ledger.standing().items() if key[0] != "paper"}
    owed = [(one.outlet, one.sequence, one.state, one.error) for one in ledger.deliveries.unsettled()]
    return releases, standing, (owed, ledger.id, ledger.fact(FIRST_START), ledger.brakes())


def export_of(folder: Path) -> list[bytes]:
    [path] = folder.iterdir()
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("revision", EARLIER)
def test_a_look_shows_an_older_ledger_as_it_will_be_and_leaves_it(url: str, revision: str) -> None:
    with closing(Ledger.look_into(url)) as ledger:
        before = read(ledger)
    turn_back(url, revision)
    with closing(Ledger.look_into(url)) as ledger:
        assert read(ledger) == before
        assert ledger.copied_from == revision
        with pytest.raises(LedgerError, match="opened to be looked into"):
            ledger.set_fact(FIRST_START, DUE)
    assert find_schema(url) == revision


@pytest.mark.parametrize("revision", EARLIER)
def test_it_is_migrated_after_an_export_that_holds_it_as_it_was(
    url: str, revision: str, folder: Path, tmp_path: Path
) -> None:
    turn_back(url, revision)
    with closing(Ledger.look_into(url)) as ledger:
        before = read(ledger)
    done = bring_up_to_date(url, folder)
    assert done is not None
    assert (done.schema, done.export.name) == (revision, f"ledger-ours-schema-{revision}.jsonl")
    assert done.export.stat().st_mode & 0o777 == 0o600
    with closing(Ledger.open_to_write(url)) as ledger:
        assert read(ledger) == before
    lines = export_of(folder)
    tables = describe_tables(revision).tables
    assert json.loads(lines[0]) == {"ledger": {"format": 1, "schema": revision}}
    for line in lines[1:-1]:
        [(name, row)] = json.loads(line).items()
        assert set(row) == set(tables[name].columns.keys())
    with closing(Ledger.open_to_write(f"sqlite:///{tmp_path / 'back.sqlite'}")) as back:
        restore(back.database, lines)
        assert read(back) == before


@pytest.mark.parametrize("revision", EARLIER)
def test_who_was_left_in_peace_by_an_older_program_is_left_in_peace_still(
    url: str, revision: str, folder: Path
) -> None:
    """Before schema 0008 a messenger stood among the shelves, as one on which nothing was printed."""
    with closing(Ledger.open_to_write(url)) as ledger:
        ledger.record([make_draft("two")], ["radio"], DUE)
        claim = ledger.deliveries.claim("radio", DUE, through=9)
        assert claim is not None
        ledger.deliveries.settle(Receipt("radio", claim.release.sequence, DUE, "down"), claim.token)
        ledger.deliveries.settle_shelf(Receipt("mirror", 9, DUE, "not mounted"))
        ledger.record([make_draft("three")], ["radio"], DUE)
        peace = ledger.deliveries.next_try("radio", DUE)
        assert peace is not None
        shelves = ledger.deliveries.shelves()
    turn_back(url, revision)
    assert bring_up_to_date(url, folder)
    with closing(Ledger.open_to_write(url)) as ledger:
        assert ledger.deliveries.shelves() == shelves
        assert [shelf.outlet for shelf in shelves] == ["mirror", "site"]
        assert ledger.deliveries.claim("radio", peace - MINUTE / 60, through=9) is None
        assert ledger.deliveries.claim("radio", peace, through=9) is not None


def test_an_export_from_before_an_upgrade_is_restored_as_the_upgrade_would_have_made_it(
    url: str, tmp_path: Path
) -> None:
    """Sheets of paper stood in no ledger before schema 0007, whose migration releases them."""
    with closing(Ledger.open_to_write(url)) as ledger:
        issue = Issue(1, date(2017, 9, 29), date(2017, 9, 29))
        printed = make_edition_draft()
        printed = replace(printed, content=replace(printed.content, pdf=True), replaces=1)
        ledger.record([make_draft("2017-09-29", subject="issue", content=issue, told=()), printed], [], DUE)
        with ledger.database.transaction(write=True) as connection:
            connection.execute(text("INSERT INTO fact VALUES ('adopted site', 'here')"))
    turn_back(url, "0006")
    with closing(Ledger.look_at_record(url)) as ledger:
        lines = list(write_lines(ledger.database))
    assert b"adopted site" not in b"".join(lines)
    with closing(Ledger.look_into(url)) as ledger:
        before = ledger.since(0)
    assert [one.name for one in before if one.subject == "paper"] == ["2017-09-29/en", "2017-09-29/fr"]
    with closing(Ledger.open_to_write(f"sqlite:///{tmp_path / 'back.sqlite'}")) as back:
        restore(back.database, lines)
        assert back.since(0) == before
        assert back.is_whole()


def test_an_export_of_what_is_up_to_date_and_of_the_same_read_by_its_migrations_are_equal(url: str) -> None:
    """Tables that were described by migrating an empty database read what ours do."""
    earlier = describe_tables(EARLIER[-1])
    assert set(DERIVED) < set(earlier.tables) <= set(metadata.tables)
    with closing(Database.look_into(url)) as database, database.transaction() as connection:
        for name, table in earlier.tables.items():
            ours = metadata.tables[name]
            wanted = [ours.columns[column.name] for column in table.columns]
            assert (
                connection.execute(table.select()).all()
                == connection.execute(ours.select().with_only_columns(*wanted)).all()
            )


def test_what_is_up_to_date_or_not_there_is_left_alone(url: str, folder: Path, tmp_path: Path) -> None:
    assert bring_up_to_date(url, folder) is None
    assert bring_up_to_date(f"sqlite:///{tmp_path / 'none.sqlite'}", folder) is None
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("revision", EARLIER)
def test_where_the_export_cannot_be_written_nothing_migrates(url: str, revision: str, folder: Path) -> None:
    turn_back(url, revision)
    with pytest.raises(LedgerError) as refused:
        bring_up_to_date(url, folder / "none")
    line = str(refused.value)
    assert f"an export of it has to lie beside config.toml; {folder / 'none'}" in line
    assert line.endswith("let this user write there, nothing was changed")
    assert find_schema(url) == revision


def test_where_the_disk_is_full_nothing_migrates_and_half_an_export_is_not_left(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_back(url, EARLIER[-1])

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(LedgerError, match="No space left on device; let this user write there"):
        bring_up_to_date(url, folder)
    assert find_schema(url) == EARLIER[-1]
    assert list(folder.iterdir()) == []


def test_a_second_try_replaces_the_export_of_the_first(url: str, folder: Path) -> None:
    """One that fails again and again, as systemd tries it, fills no disk."""
    turn_back(url, EARLIER[-1])
    assert bring_up_to_date(url, folder)
    turn_back(url, EARLIER[-1])
    assert bring_up_to_date(url, folder)
    assert len(list(folder.iterdir())) == 1


def test_only_who_migrates_opens_an_older_ledger_to_write(url: str) -> None:
    turn_back(url, EARLIER[-1])
    with pytest.raises(OlderError, match="`publisher publish` or `publisher run` brings it up to date"):
        Ledger.open_to_write(url)
    assert find_schema(url) == EARLIER[-1]


def test_nothing_is_migrated_under_a_daemon_of_the_older_program(tmp_path: Path, folder: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    Ledger.open_to_write(url).close()
    turn_back(url, EARLIER[-1])
    with DaemonLock(url), pytest.raises(LedgerError, match="another daemon is at work"):
        bring_up_to_date(url, folder)
    assert (find_schema(url), list(folder.iterdir())) == (EARLIER[-1], [])
    assert bring_up_to_date(url, folder)


def test_of_two_that_migrate_at_once_one_does(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looked before the first had finished."""
    monkeypatch.setattr("publisher.ledger.upgrading.find_schema", lambda url: EARLIER[-1])
    assert bring_up_to_date(url, folder) is None
    assert list(folder.iterdir()) == []


@pytest.mark.postgresql
def test_what_another_daemon_records_while_it_is_exported_waits(postgresql: Server, folder: Path) -> None:
    url = postgresql.make_schema()
    with closing(Ledger.open_to_write(url)) as ledger:
        fill(ledger)
        turn_back(url, EARLIER[-1])
        held: list[str] = []

        def look_for_lock(connection: object, schema: str) -> Iterator[bytes]:
            with ledger.database.transaction() as other:
                locks = text(
                    "SELECT mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
                    " WHERE relname = 'release' AND granted"
                )
                held.extend(other.execute(locks).scalars())
            return iter([b"{}\n"])

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("publisher.ledger.upgrading.list_lines", look_for_lock)
            assert bring_up_to_date(url, folder)
        assert "ShareRowExclusiveLock" in held
