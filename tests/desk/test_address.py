"""A publication that is tried out on one machine: its address follows the port that `run` serves."""

import pytest

from publisher.desk.address import find_publication, note_port
from publisher.desk.desk import Desk
from publisher.ledger.ledger import Ledger
from publisher.publication import Publication
from tests.builders import DUE
from tests.folders import MINUTE, Folder

FEED = "en/journal.rss"


def make(base_url: str) -> Publication:
    return Publication("example.org,2017:test", "Test", base_url, "UTC", ("en",))


@pytest.mark.parametrize(
    ("written", "followed"),
    [
        ("http://localhost:8000/", "http://localhost:8120/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8120/"),
        ("http://[::1]:8000/", "http://[::1]:8120/"),
    ],
)
def test_a_local_address_follows_the_port_that_is_served(written: str, followed: str) -> None:
    ledger = Ledger.in_memory()
    assert find_publication(ledger, make(written)).base_url == written
    note_port(ledger, 8120)
    assert find_publication(ledger, make(written)).base_url == followed
    note_port(ledger, None)
    assert find_publication(ledger, make(written)).base_url == written
    ledger.close()


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/journal/",
        "http://example.org:8000/",
        "http://192.0.2.1:8000/",
        "https://localhost:8000/",
        "http://localhost/",
        "http://localhost:8000/journal/",
        "http://localhost.example.org:8000/",
    ],
)
def test_an_address_that_another_server_or_machine_answers_to_follows_nothing(written: str) -> None:
    ledger = Ledger.in_memory()
    note_port(ledger, 8120)
    assert find_publication(ledger, make(written)).base_url == written
    ledger.close()


@pytest.fixture
def desk(folder: Folder) -> Desk:
    folder.set_config("https://example.org/journal/", "http://localhost:8000/")
    return folder.open()


def editions(desk: Desk) -> list[str]:
    return [one.edition.publication.base_url for one in desk.ledger.since(0) if one.subject == "edition"]


def test_everything_is_printed_for_the_port_and_no_later_pass_takes_it_back(
    desk: Desk, folder: Folder
) -> None:
    """`publisher publish` names no port: the edition went to and fro."""
    desk.run_pass(DUE)
    note_port(desk.ledger, 8120)
    desk.run_pass(DUE + MINUTE)
    folder.close()
    desk = folder.open()
    assert desk.run_pass(DUE + 2 * MINUTE).released == ()
    assert editions(desk) == ["http://localhost:8000/", "http://localhost:8120/"]
    printed = b"".join(folder.files().values())
    assert b"http://localhost:8120/en/entries/first-reading.html" in folder.files()[FEED]
    assert b"localhost:8000" not in printed


def test_a_public_address_in_the_config_ends_it(desk: Desk, folder: Folder) -> None:
    note_port(desk.ledger, 8120)
    desk.run_pass(DUE)
    folder.set_config("http://localhost:8000/", "https://example.org/journal/")
    folder.close()
    desk = folder.open()
    desk.run_pass(DUE + MINUTE)
    assert editions(desk) == ["http://localhost:8120/", "https://example.org/journal/"]
