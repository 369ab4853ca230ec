"""Asking for links: once each, in peace, again where it may go well, and good answers kept for a day."""

import http.server
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from publisher.announcements.links import GOOD_FOR, TRIES, LinkChecker, list_links
from publisher.fetch.fetch import Fetched, FetchError, fetch
from tests.builders import make_announcement, make_wording, utc

NOW = utc("2017-10-01 12:00")


class Web:
    """Answers by address: a number of passing faults first, then a page or a lasting fault."""

    def __init__(self, **pages: str) -> None:
        self.asked: list[str] = []
        self.slept: list[float] = []
        self.faults: dict[str, int] = {}
        self.missing: set[str] = set()
        self.pages = pages

    def read(self, address: str) -> Fetched:
        self.asked.append(address)
        if self.faults.get(address, 0) > 0:
            self.faults[address] -= 1
            raise FetchError("no answer from its host", address, mend="try again later", passing=True)
        if address in self.missing:
            raise FetchError("answered 404 Not Found", address, mend="check the address")
        return Fetched(address, 200, "text/html", None, self.pages.get("body", "").encode())

    def checker(self, **kept: object) -> LinkChecker:
        return LinkChecker(self.read, NOW, sleep=self.slept.append, **kept)  # type: ignore[arg-type]


def test_each_address_is_asked_for_once_with_a_rest_between_two_of_a_host() -> None:
    web = Web()
    addresses = ["https://a.org/1", "https://a.org/2", "https://a.org/1", "https://b.org/1"]
    assert web.checker().check(addresses) == {}
    assert sorted(web.asked) == ["https://a.org/1", "https://a.org/2", "https://b.org/1"]
    assert web.slept == [1.0]


def test_what_may_go_well_in_a_minute_is_tried_again_and_longer_waited_for() -> None:
    web = Web()
    web.faults = {"https://a.org/1": 1, "https://b.org/1": TRIES}
    faults = web.checker().check(["https://a.org/1", "https://b.org/1"])
    assert list(faults) == ["https://b.org/1"]
    assert faults["https://b.org/1"].what == "no answer from its host"
    assert sorted(web.slept) == [2.0, 2.0, 4.0]


def test_what_is_not_there_is_not_asked_for_again() -> None:
    web = Web()
    web.missing = {"https://a.org/1"}
    [fault] = web.checker().check(["https://a.org/1"]).values()
    assert (fault.what, fault.mend) == (
        "answered 404 Not Found",
        "correct the address, or take the link away",
    )
    assert web.asked == ["https://a.org/1"]


def test_a_good_answer_lasts_a_day_and_a_bad_one_not_at_all() -> None:
    web = Web()
    web.missing = {"https://a.org/2"}
    checker = web.checker()
    checker.check(["https://a.org/1", "https://a.org/2"])
    assert checker.kept == {"https://a.org/1": NOW}
    assert (
        web.checker(kept={"https://a.org/1": NOW - GOOD_FOR + timedelta(minutes=1)}).check(
            ["https://a.org/1"]
        )
        == {}
    )
    assert len(web.asked) == 2
    for moment in (NOW - GOOD_FOR, NOW + timedelta(days=1)):
        web.checker(kept={"https://a.org/1": moment}).check(["https://a.org/1"])
    assert web.asked[2:] == ["https://a.org/1"] * 2


def test_a_document_site_that_says_in_words_that_there_is_none() -> None:
    web = Web(body="<p>There is no document matching your request.</p>")
    [fault] = web.checker().check(["https://docs.un.org/en/A/RES/999/999"]).values()
    assert fault.what == "there is no document of that symbol"
    assert web.checker().check(["https://a.org/"]) == {}


def test_links_are_those_of_every_language_and_the_symbols_of_the_fields() -> None:
    words = make_wording(html='<a href="https://a.org/?a=1&amp;b">x</a> <a href="mailto:x@a.org">y</a>')
    french = make_wording(
        html='<img src="https://a.org/x.png"/> <a href="https://docs.un.org/fr/A/RES/71/280">'
    )
    one = make_announcement(documents=("A/RES/71/280", "nonsense"), wordings={"en": words, "fr": french})
    assert [(link.address, link.path) for link in list_links(one)] == [
        ("https://docs.un.org/en/A/RES/71/280", "announcements/first-reading.md"),
        ("https://a.org/?a=1&b", "announcements/first-reading.md"),
        ("https://a.org/x.png", "announcements/first-reading.fr.md"),
        ("https://docs.un.org/fr/A/RES/71/280", "announcements/first-reading.fr.md"),
    ]
    assert "71/280" in list(list_links(one))[-1].written


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = {"/busy": 503, "/gone": 410}.get(self.path, 200)
        self.send_response(status)
        self.send_header("Content-Length", "50000000")
        self.end_headers()
        self.wfile.write(b"x" * 70_000)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_of_a_real_server_only_the_beginning_is_read_and_its_answers_are_told_apart(site: str) -> None:
    slept: list[float] = []

    def read(address: str) -> Fetched:
        return fetch(address, private=True, beginning=True)

    faults = LinkChecker(read, NOW, sleep=slept.append).check(
        [f"{site}/{path}" for path in ("x", "busy", "gone")]
    )
    assert {address.rpartition("/")[2]: fault.what for address, fault in faults.items()} == {
        "busy": "answered 503 Service Unavailable",
        "gone": "answered 410 Gone",
    }
    assert slept == [1.0, 2.0, 4.0, 1.0]
    assert 0 < len(read(f"{site}/x").body) <= 65_536
