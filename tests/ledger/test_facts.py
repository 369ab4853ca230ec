"""Facts come back as the values that they were, and are declared once each."""

import importlib
import pkgutil
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update

import publisher
from publisher.errors import LedgerError
from publisher.ledger.facts import (
    ID,
    LAST_PASS,
    NEWEST_COMMIT,
    REFUSED,
    SERVED_PORT,
    SHEETS_THROUGH,
    StoredFact,
)
from publisher.ledger.ledger import Ledger
from publisher.ledger.tables import fact

NOTED: dict[StoredFact[Any], tuple[str, object]] = {
    ID: ("b9ec8e52", "b9ec8e52"),
    LAST_PASS: ("2017-09-27T18:00:00+02:00", datetime(2017, 9, 27, 16, tzinfo=UTC)),
    NEWEST_COMMIT: ("1" * 40, "1" * 40),
    SERVED_PORT: ("8000", 8000),
    SHEETS_THROUGH: ("12", 12),
}
"""Texts as schema 0007 has them, and what they say."""


@pytest.mark.parametrize("noted", NOTED, ids=lambda noted: noted.name)
def test_what_an_older_program_noted_is_read_as_its_value_and_written_as_it_was(
    noted: StoredFact[Any],
) -> None:
    text, value = NOTED[noted]
    ledger = Ledger.in_memory()
    ledger.set_fact(noted, value)
    with ledger.database.transaction(write=True) as connection:
        connection.execute(update(fact).where(fact.c.key == noted.name).values(value=text))
    assert ledger.fact(noted) == value
    ledger.set_fact(noted, value)
    assert ledger.fact(noted) == value
    ledger.close()


def test_a_port_that_is_told_nobody_is_none() -> None:
    ledger = Ledger.in_memory()
    ledger.set_fact(SERVED_PORT, 8000)
    ledger.set_fact(SERVED_PORT, None)
    assert ledger.fact(SERVED_PORT) is None
    ledger.close()


@pytest.mark.parametrize("damaged", [LAST_PASS, SHEETS_THROUGH, REFUSED], ids=lambda noted: noted.name)
def test_a_damaged_fact_is_named_in_one_line_with_its_mend(damaged: StoredFact[Any]) -> None:
    """A disk that gave back other bytes ended the pass with a traceback."""
    ledger = Ledger.in_memory()
    with ledger.database.transaction(write=True) as connection:
        connection.execute(insert(fact).values(key=damaged.name, value="{{"))
    with pytest.raises(LedgerError, match=f"damaged: its fact '{damaged.name}'.*restore it from an export"):
        ledger.fact(damaged)
    ledger.close()


def test_no_two_facts_have_one_name() -> None:
    names = [module.name for module in pkgutil.walk_packages(publisher.__path__, "publisher.")]
    wanted = [name for name in names if "migrations" not in name and "__main__" not in name]
    values = [value for name in wanted for value in vars(importlib.import_module(name)).values()]
    facts = {id(value): value for value in values if isinstance(value, StoredFact)}
    declared = [noted.name for noted in facts.values()]
    assert len(declared) >= 13
    assert sorted(declared) == sorted(set(declared))
