"""Exports go from any ledger to any other; a copy of a ledger lies elsewhere than the ledger."""

import shutil
from pathlib import Path

import pytest

from publisher.ledger.ledger import Ledger
from publisher.ledger.tables import metadata
from publisher.ledger.transfer import DERIVED, write_lines
from tests.builders import DUE, make_draft
from tests.ledger.postgresql import Server
from tests.ledger.transfer_contract import TransferContract, fill, place_of


class TestFromFileToFile(TransferContract):
    @pytest.fixture
    def urls(self, tmp_path: Path) -> tuple[str, str]:
        return f"sqlite:///{tmp_path / 'one.sqlite'}", f"sqlite:///{tmp_path / 'other.sqlite'}"


@pytest.mark.postgresql
class TestFromFileToPostgresql(TransferContract):
    @pytest.fixture
    def urls(self, tmp_path: Path, postgresql: Server) -> tuple[str, str]:
        return f"sqlite:///{tmp_path / 'one.sqlite'}", postgresql.make_schema()


@pytest.mark.postgresql
class TestFromPostgresqlToFile(TransferContract):
    @pytest.fixture
    def urls(self, tmp_path: Path, postgresql: Server) -> tuple[str, str]:
        return postgresql.make_schema(), f"sqlite:///{tmp_path / 'other.sqlite'}"

    def test_an_export_shows_one_moment(self, ledgers: tuple[Ledger, Ledger], urls: tuple[str, str]) -> None:
        """A release recorded while it is written is in none of its tables."""
        one, _ = ledgers
        lines = write_lines(one.database)
        begun = [next(lines), next(lines)]
        second = Ledger.open_to_write(urls[0])
        second.record([make_draft("meanwhile")], ["hook"], DUE)
        second.close()
        assert b"meanwhile" not in b"".join([*begun, *lines])
        assert b"meanwhile" in b"".join(write_lines(one.database))

    def test_two_databases_lie_in_different_places(self, urls: tuple[str, str], postgresql: Server) -> None:
        assert place_of(urls[0]) == place_of(urls[0]) is not None
        assert place_of(urls[0]) != place_of(postgresql.make_schema())


def test_a_file_that_is_moved_is_the_same_and_one_that_is_copied_is_another(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open_to_write(f"sqlite:///{path}").close()
    place = place_of(f"sqlite:///{path}")
    assert place is not None
    shutil.copy(path, tmp_path / "copy.sqlite")
    assert place_of(f"sqlite:///{tmp_path / 'copy.sqlite'}") != place
    moved = tmp_path / "elsewhere" / "moved.sqlite"
    moved.parent.mkdir()
    path.rename(moved)
    assert place_of(f"sqlite:///{moved}") == place


def test_every_table_is_exported_or_can_be_made_again() -> None:
    """Whoever adds a table decides; one that is derived needs code that derives it."""
    assert set(DERIVED) <= set(metadata.tables)
    ledger = Ledger.in_memory()
    fill(ledger)
    exported = {line.split(b'"')[1].decode() for line in write_lines(ledger.database)}
    assert exported >= {"release", "delivery", "shelf", "brake", "seen", "fact"}
