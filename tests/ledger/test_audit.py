"""The history: every act in order, with its hour, its author and its reason."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from publisher.ledger.audit import describe_length, list_acts
from publisher.ledger.ledger import Ledger
from publisher.releases.receipt import Receipt
from publisher.releases.release import EVERYTHING, Change, Origin
from tests.builders import DUE, fill_ledger, make_draft

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    ledger = Ledger.in_memory()
    fill_ledger(ledger, make_draft("one"), make_draft("one-more"))
    yield ledger
    ledger.close()


def tell(ledger: Ledger, slug: str | None = None) -> list[str]:
    acts = list_acts(ledger.database, slug)
    return [f"{act.act} {act.name} by {act.by}: {act.why}" for act in acts]


def test_a_release_names_its_machine_its_commit_and_its_reason(ledger: Ledger) -> None:
    slip = make_draft("one", replaces=1, kind="when-changed", change=Change(("when",), "Snow."))
    ledger.record([slip], [], DUE + HOUR, Origin("f" * 40, "journal-1"))
    act = list_acts(ledger.database, "one")[-1]
    assert (act.act, act.revision, act.by, act.source) == ("when-changed", 2, "journal-1", "f" * 40)
    assert act.why == "when changed; Snow.; 1 hour late"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (MINUTE, "1 minute"),
        (5 * MINUTE, "5 minutes"),
        (HOUR, "1 hour"),
        (26 * HOUR + MINUTE, "1 day and 2 hours"),
        (61 * MINUTE, "1 hour and 1 minute"),
        (24 * HOUR + 59 * MINUTE, "1 day"),
        (4837666 * MINUTE, "3,359 days and 11 hours"),
    ],
)
def test_how_late_it_was_is_said_as_people_say_it(length: timedelta, said: str) -> None:
    assert describe_length(length) == said


def test_what_was_delivered_and_what_failed_stand_with_their_hours(ledger: Ledger) -> None:
    ledger.record([make_draft("two")], ["hook", "mail"], DUE + HOUR)
    for outlet, error in (("hook", None), ("mail", "mailbox full")):
        claimed = ledger.deliveries.claim(outlet, DUE + HOUR, through=9)
        assert claimed is not None
        receipt = Receipt(outlet, claimed[0].sequence, DUE + HOUR + MINUTE, error)
        ledger.deliveries.settle(receipt, claimed[1])
    assert tell(ledger, "two")[1:] == [
        "delivered two by None: to hook",
        "not delivered two by None: to mail: mailbox full",
    ]
    assert {act.at for act in list_acts(ledger.database, "two")[1:]} == {DUE + HOUR + MINUTE}


def test_who_held_and_who_resumed_is_told(ledger: Ledger) -> None:
    ledger.hold("one", "wait for the room", DUE + HOUR, "ann@desk")
    ledger.lift("one", DUE + 2 * HOUR, "bob@desk")
    ledger.hold(EVERYTHING, "wrong letter", DUE + 3 * HOUR)
    assert tell(ledger, "one")[1:] == [
        "held one by ann@desk: wait for the room",
        "resumed one by bob@desk: None",
        "held * by None: wrong letter",
    ]


def test_one_announcement_is_not_confused_with_another_of_a_longer_name(ledger: Ledger) -> None:
    assert [act.name for act in list_acts(ledger.database, "one")] == ["one"]
    assert [act.name for act in list_acts(ledger.database)] == ["edition", "one", "one-more"]
