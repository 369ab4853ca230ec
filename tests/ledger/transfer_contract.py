"""What holds of an export, whatever database it comes from or goes to."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from publisher.desk.guard import ADOPTED
from publisher.errors import LedgerError
from publisher.ledger.database import Database
from publisher.ledger.facts import FIRST_START, PLACE, RESTORED
from publisher.ledger.ledger import Ledger
from publisher.ledger.sheets import Sheet
from publisher.ledger.transfer import restore, write_lines
from publisher.monitoring.alarms.alarm_state import OpenAlarm
from publisher.monitoring.alarms.notifier import SHARED
from publisher.monitoring.status import STATUS, Status
from publisher.outlets.outlet import Printing
from publisher.releases.receipt import Receipt
from publisher.releases.release import EVERYTHING, Change, Origin
from tests.builders import DUE, changed, fill_ledger, make_draft, make_snapshot

MINUTE = timedelta(minutes=1)


def fill(ledger: Ledger) -> None:
    """Something in every table of the record."""
    fill_ledger(ledger, make_draft("one"))
    slipped = make_draft(
        "one",
        replaces=1,
        kind="when-changed",
        change=Change(("when",), "Snow, “heavily”"),
        content=changed(make_snapshot("one"), organ="الجمعية العامة"),
    )
    ledger.record([slipped], ["hook", "mail"], DUE + MINUTE, Origin("a" * 40, "journal-1"))
    claim = ledger.deliveries.claim("hook", DUE, through=9)
    assert claim is not None
    waiting, refused = {"en b@x": "b@x: full"}, {"en c@x": "c@x: 550 no"}
    receipt = Receipt("hook", claim.release.sequence, DUE + MINUTE, "full", waiting=waiting, refused=refused)
    ledger.deliveries.settle(receipt, claim.token)
    ledger.deliveries.settle_shelf(Receipt("site", claim.release.sequence, DUE))
    print_sheet(ledger)
    ledger.hold("two", "not before Friday", DUE, "ann@desk")
    ledger.lift("two", DUE + MINUTE, "bob@desk")
    ledger.cache.first_seen({"modalities/first-reading": "digest"}, DUE)
    ledger.set_fact(FIRST_START, DUE)


def print_sheet(ledger: Ledger) -> None:
    """A sheet with its bytes, which are no JSON and no text."""
    ledger.sheets.want([date(2017, 10, 2)], ["en"], ledger.newest_sequence())
    claim = ledger.sheets.claim(["en"], DUE, MINUTE)
    assert claim is not None
    body = b"%PDF-1.7\n\x00\xff\n"
    made = Sheet(ledger.newest_sequence(), "source", hashlib.sha256(body).hexdigest(), body)
    assert ledger.record_sheet(claim, made, DUE + MINUTE, Origin("a" * 40, "journal-1")) is not None


class TransferContract:
    """The promises; a subclass says where the two ledgers are."""

    @pytest.fixture
    def urls(self) -> tuple[str, str]:
        raise NotImplementedError

    @pytest.fixture
    def ledgers(self, urls: tuple[str, str]) -> Iterator[tuple[Ledger, Ledger]]:
        one, other = Ledger.open_to_write(urls[0], identity="ours"), Ledger.open_to_write(urls[1])
        fill(one)
        yield one, other
        one.close()
        other.close()

    def test_what_is_restored_is_equal_to_the_last_byte(self, ledgers: tuple[Ledger, Ledger]) -> None:
        one, other = ledgers
        lines = list(write_lines(one.database))
        assert restore(other.database, lines) == len(lines) - 2
        assert list(write_lines(other.database)) == lines
        assert other.since(0) == one.since(0)
        assert other.since(0)[-1].origin == Origin("a" * 40, "journal-1")
        assert (other.id, other.standing(), other.is_whole()) == ("ours", one.standing(), True)

    def test_what_lies_on_paper_comes_along(self, ledgers: tuple[Ledger, Ledger]) -> None:
        """So the site is printed again whole, on a machine too that has nothing to typeset with."""
        one, other = ledgers
        restore(other.database, write_lines(one.database))
        assert other.records.sheet(date(2017, 10, 2), "en") == b"%PDF-1.7\n\x00\xff\n"
        assert other.sheets.through() == one.sheets.through() > 0

    def test_an_export_says_the_same_twice_and_nothing_of_the_place(
        self, ledgers: tuple[Ledger, Ledger]
    ) -> None:
        one, _ = ledgers
        lines = list(write_lines(one.database))
        one.set_fact(PLACE, "here")
        one.set_fact(STATUS, Status(alarm="here"))
        one.set_fact(SHARED, {"here": OpenAlarm("here", DUE)})
        one.set_fact(SHARED.of("journal-1"), {"here": OpenAlarm("here", DUE)})
        one.set_fact(ADOPTED.of("site"), Printing("here", 1))
        assert list(write_lines(one.database)) == lines

    def test_a_restored_ledger_counts_on(self, ledgers: tuple[Ledger, Ledger]) -> None:
        one, other = ledgers
        restore(other.database, write_lines(one.database))
        newest = one.newest_sequence()
        (release,) = other.record([make_draft("three")], ["hook"], DUE)
        assert release.sequence == newest + 1
        other.hold(EVERYTHING, "once more", DUE)
        assert [one.reason for one in other.brakes().values()] == ["once more"]

    def test_a_restored_ledger_is_not_the_one_until_a_person_says_so(
        self, ledgers: tuple[Ledger, Ledger]
    ) -> None:
        one, other = ledgers
        restore(other.database, write_lines(one.database))
        assert other.fact(PLACE) == RESTORED != other.database.find_place()

    def test_into_a_ledger_that_holds_something_nothing_is_restored(
        self, ledgers: tuple[Ledger, Ledger]
    ) -> None:
        one, other = ledgers
        other.record([make_draft("mine")], [], DUE)
        with pytest.raises(LedgerError, match="not empty"):
            restore(other.database, write_lines(one.database))
        assert [each.name for each in other.since(0)] == ["mine"]

    @pytest.mark.parametrize("fault", ["cut off", "cut in a line", "changed", "no export", "newer"])
    def test_an_export_that_is_not_whole_restores_nothing(
        self, ledgers: tuple[Ledger, Ledger], fault: str
    ) -> None:
        one, other = ledgers
        lines = list(write_lines(one.database))
        identity = other.id
        bad = {
            "cut off": lines[:-1],
            "cut in a line": [*lines[:-2], lines[-2][:20]],
            "changed": [line.replace(b"Snow", b"Rain") for line in lines],
            "no export": [b"%PDF-1.7\n"],
            "newer": [lines[0].replace(b'"schema":"0', b'"schema":"9'), *lines[1:]],
        }[fault]
        with pytest.raises(LedgerError) as refused:
            restore(other.database, bad)
        assert "\n" not in str(refused.value)
        assert (other.since(0), other.id) == ([], identity)


def place_of(url: str) -> str | None:
    database = Database.open_to_write(url)
    try:
        return database.find_place()
    finally:
        database.close()
