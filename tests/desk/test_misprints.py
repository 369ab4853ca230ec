"""A document that cannot be printed holds back no other; it is told, tried again, and nobody is led to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from publisher.desk import presses
from publisher.desk.desk import Desk
from publisher.desk.misprints import read_misprints
from publisher.journal.pages import entry_page, home_page
from publisher.monitoring.alarms.finding import find_alarms
from publisher.monitoring.health import Health
from publisher.monitoring.status import keep_status
from publisher.releases.keys import Key
from publisher.releases.records import Records
from publisher.releases.release import Change
from tests.builders import DUE, make_draft
from tests.folders import Folder, Fragile, Listener

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BAD = "fr/entries/bad.html"


@contextmanager
def broken_page(path: str = BAD) -> Iterator[None]:
    """A fault of ours, which only one document meets."""
    print_document = entry_page.print_document

    def fail(asked: Key, records: Records) -> bytes:
        if asked.path == path:
            raise ZeroDivisionError("out of its depth")
        return print_document(asked, records)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entry_page, "print_document", fail)
        yield


@pytest.fixture
def hook() -> Listener:
    return Listener()


@pytest.fixture
def desk(folder: Folder, hook: Listener) -> Desk:
    folder.announce("bad")
    return folder.open([Fragile("site", folder.public, serves=True), hook])


def test_one_page_that_cannot_be_printed_holds_back_no_other_page_and_no_other_message(
    folder: Folder, desk: Desk, hook: Listener
) -> None:
    with broken_page():
        done = desk.run_pass(DUE)
    files = folder.files()
    assert BAD not in files
    assert {"en/entries/bad.html", "en/entries/first-reading.html", "fr/journal.rss"} <= files.keys()
    assert hook.told == ["first-reading/1"]
    assert desk.ledger.deliveries.printed_through("site") == desk.ledger.newest_sequence()
    fault = f"site: {BAD} cannot be printed: ZeroDivisionError: out of its depth"
    assert done.delivered.failed == done.delivered.undelivered == (fault,)
    assert done.exit_code == 3
    status = keep_status(desk.ledger, done)
    alarms = find_alarms(Health(status), done.at).values()
    assert f"not delivered: {fault}" in [alarm.text for alarm in alarms]


def test_it_is_told_until_it_is_printed_and_tried_again_after_an_hour(
    folder: Folder, desk: Desk, hook: Listener
) -> None:
    with broken_page():
        desk.run_pass(DUE)
        assert desk.run_pass(DUE + MINUTE).exit_code == 3
        assert len(desk.run_pass(DUE + HOUR).delivered.undelivered) == 1
    assert desk.run_pass(DUE + HOUR + MINUTE).delivered.documents == 0
    done = desk.run_pass(DUE + 2 * HOUR)
    assert (done.delivered.documents, done.delivered.undelivered, done.exit_code) == (1, (), 0)
    assert BAD in folder.files()
    assert hook.told == ["first-reading/1", "bad/1"]
    assert read_misprints(desk.ledger) == {}


def test_it_is_tried_again_with_whatever_is_printed_next(folder: Folder, desk: Desk, hook: Listener) -> None:
    with broken_page():
        desk.run_pass(DUE)
    folder.announce("another", publish="2017-09-27 18:10")
    desk.run_pass(DUE + 10 * MINUTE)
    assert BAD in folder.files()
    assert sorted(hook.told) == ["another/1", "bad/1", "first-reading/1"]


def test_a_reminder_of_what_has_no_page_waits_too(folder: Folder, desk: Desk, hook: Listener) -> None:
    folder.announce("bad", remind="[3 working days before at 18:30]")
    with broken_page():
        desk.run_pass(DUE)
        desk.run_pass(DUE + 30 * MINUTE)
    assert hook.told == ["first-reading/1"]
    assert desk.ledger.deliveries.count_owed() == 2
    desk.run_pass(DUE + 2 * HOUR)
    assert len(hook.told) == 3


def test_a_list_that_cannot_be_printed_stays_as_it_was_and_everybody_is_told(
    folder: Folder, desk: Desk, hook: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run_pass(DUE)
    before = folder.files()["en/index.html"]
    folder.announce("another", publish="2017-09-27 18:10")

    def fail(key: Key, records: Records) -> bytes:
        raise ZeroDivisionError("out of its depth")

    monkeypatch.setattr(home_page, "print_document", fail)
    desk.run_pass(DUE + 10 * MINUTE)
    assert folder.files()["en/index.html"] == before
    assert "another/1" in hook.told


@pytest.mark.parametrize("processes", [1, 2])
def test_a_release_that_no_press_can_put_into_words_keeps_no_other_page_back(
    folder: Folder, desk: Desk, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an older program, or a damaged disk, may have left it in the ledger."""
    desk.run_pass(DUE)
    bad = make_draft("bad", kind="no-such-kind", replaces=1, change=Change(("room",)))
    desk.ledger.record([bad, make_draft("good")], ["hook"], DUE + MINUTE)
    monkeypatch.setattr(presses, "count_worthwhile", lambda documents: processes)
    monkeypatch.setattr(presses, "PORTION", 5)
    done = desk.run_pass(DUE + MINUTE)
    assert {"en/entries/good.html", "fr/entries/good.html"} <= folder.files().keys()
    assert any("en/entries/bad.html cannot be printed: KeyError" in one for one in done.delivered.failed)
    (misprints,) = read_misprints(desk.ledger).values()
    assert "en/entries/good.html" not in {one.path for one in misprints.documents}


def test_what_cannot_be_put_into_words_for_a_messenger_leaves_it_the_others(
    folder: Folder, hook: Listener
) -> None:
    """Without a shelf nothing waits for a page; the outlet is well, and is not left in peace."""
    desk = folder.open([hook])
    desk.run_pass(DUE)
    bad = make_draft("first-reading", kind="no-such-kind", replaces=1, change=Change(("room",)))
    desk.ledger.record([bad, make_draft("good")], ["hook"], DUE + MINUTE)
    done = desk.run_pass(DUE + MINUTE)
    assert hook.told == ["first-reading/1", "good/1"]
    (fault,) = done.delivered.failed
    assert fault.startswith("hook: first-reading cannot be put into words: KeyError: ")


def test_where_hundreds_cannot_be_printed_the_whole_shelf_waits(
    folder: Folder, desk: Desk, hook: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is no single thing, and nobody is to be led to pages of which most are missing."""
    monkeypatch.setattr("publisher.desk.delivering.MOST_APART", 0)
    with broken_page():
        done = desk.run_pass(DUE)
    assert hook.told == []
    assert desk.ledger.deliveries.printed_through("site") == 0
    assert len(done.delivered.failed) == 1
    desk.run_pass(DUE + HOUR)
    assert sorted(hook.told) == ["bad/1", "first-reading/1"]
