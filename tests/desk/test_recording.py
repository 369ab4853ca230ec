"""Recording: what is refused is refused alone, on SQLite and on PostgreSQL."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from publisher.desk.recording import note_refused, read_refused, record_apart
from publisher.errors import LedgerError
from publisher.ledger.database import ConflictError
from publisher.ledger.ledger import Ledger
from publisher.releases.release import Draft, Release
from tests.builders import DUE, make_draft, make_snapshot, make_wording, release_of
from tests.ledger.postgresql import Server, serve_postgresql

HOUR = timedelta(hours=1)
REFUSALS = {
    "sqlite": "CREATE TRIGGER refuse BEFORE INSERT ON release WHEN NEW.name = 'bad' "
    "BEGIN SELECT RAISE(ABORT, 'it is bad'); END",
    "postgresql": "ALTER TABLE release ADD CONSTRAINT refuse CHECK (name <> 'bad')",
}
"""How a database is made to refuse one row, as it would for a fault that nobody thought of."""


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with serve_postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    server: Server = request.getfixturevalue("postgresql")
    return server.make_schema()


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    ledger = Ledger.open_to_write(url, identity="ours")
    yield ledger
    ledger.close()


def refuse_bad(ledger: Ledger) -> None:
    with ledger.database.transaction(write=True) as connection:
        connection.execute(text(REFUSALS[connection.dialect.name]))


def record(ledger: Ledger, drafts: Sequence[Draft]) -> list[Release]:
    return ledger.record(drafts, ["hook"], DUE)


def names(releases: Sequence[Release]) -> list[str]:
    return [release.name for release in releases]


def test_what_is_there_twice_is_recorded_once_and_named_and_the_others_go_out(ledger: Ledger) -> None:
    drafts = [make_draft(name) for name in ("one", "twice", "two", "twice", "three")]
    recorded = record_apart(partial(record, ledger), drafts)
    assert names(recorded.released) == ["one", "twice", "two", "three"]
    assert recorded.refused.keys() == {("announcement", "twice")}
    assert names(ledger.since(0)) == ["one", "twice", "two", "three"]
    assert ledger.deliveries.count_owed() == 4


def test_what_the_database_refuses_is_named_and_the_others_go_out(ledger: Ledger) -> None:
    refuse_bad(ledger)
    recorded = record_apart(
        partial(record, ledger), [make_draft("one"), make_draft("bad"), make_draft("two")]
    )
    assert names(recorded.released) == ["one", "two"]
    why = recorded.refused["announcement", "bad"]
    assert why.startswith("the ledger refuses it: ")
    assert "\n" not in why


def test_words_that_cannot_be_written_are_named_and_the_others_go_out(ledger: Ledger) -> None:
    """Half a character, as a broken converter leaves it, has no bytes in UTF-8."""
    broken = make_draft("broken", content=make_snapshot(wordings={"en": make_wording("Half \ud83d")}))
    recorded = record_apart(partial(record, ledger), [make_draft("one"), broken, make_draft("two")])
    assert names(recorded.released) == ["one", "two"]
    assert recorded.refused["announcement", "broken"].startswith("UnicodeEncodeError: ")


def test_what_another_process_recorded_first_is_left_out_and_is_no_fault(ledger: Ledger, url: str) -> None:
    other = Ledger.open_to_write(url)
    record(other, [make_draft("rival")])
    other.close()
    recorded = record_apart(
        partial(record, ledger), [make_draft("one"), make_draft("rival"), make_draft("two")]
    )
    assert names(recorded.released) == ["one", "two"]
    assert recorded.refused == {}


def test_a_ledger_that_fails_is_the_fault_of_no_draft(ledger: Ledger) -> None:
    ledger.close()
    broken = Ledger.in_memory()
    with broken.database.transaction(write=True) as connection:
        connection.execute(text("DROP TABLE release"))
    with pytest.raises(LedgerError, match="no such table"):
        record_apart(partial(record, broken), [make_draft("one"), make_draft("two")])
    broken.close()


class Strict:
    """Takes a batch unless one of it is bad, as a transaction does."""

    def __init__(self) -> None:
        self.tries = 0
        self.taken: list[str] = []

    def record(self, drafts: Sequence[Draft]) -> list[Release]:
        self.tries += 1
        if any(draft.name.startswith("bad") for draft in drafts):
            raise ConflictError("no")
        self.taken += [draft.name for draft in drafts]
        return [release_of(draft, DUE) for draft in drafts]


def test_one_culprit_among_a_thousand_costs_a_score_of_transactions() -> None:
    ledger = Strict()
    drafts = [make_draft("bad" if number == 617 else f"m{number}") for number in range(1000)]
    assert record_apart(ledger.record, drafts).refused == {("announcement", "bad"): "no"}
    assert ledger.tries <= 21


@given(st.lists(st.booleans(), max_size=30))
def test_whoever_is_at_fault_all_others_are_recorded_in_their_order(sound: list[bool]) -> None:
    ledger = Strict()
    drafts = [make_draft(f"{'good' if one else 'bad'}{number}") for number, one in enumerate(sound)]
    recorded = record_apart(ledger.record, drafts)
    good = [draft.name for draft in drafts if draft.name.startswith("good")]
    assert names(recorded.released) == ledger.taken == good
    assert {name for _, name in recorded.refused} == {draft.name for draft in drafts} - set(good)


def test_what_was_refused_is_known_to_whoever_looks_until_it_is_not(ledger: Ledger) -> None:
    assert read_refused(ledger) == {}
    refused = {("reminder", "one/abc"): "no"}
    assert note_refused(ledger, refused)
    assert not note_refused(ledger, refused)
    assert read_refused(ledger) == refused
    assert note_refused(ledger, {})
    assert read_refused(ledger) == {}
