"""The preview as a browser asks for it: loopback only, never kept, the moment in the address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from publisher.config.config import load_config
from publisher.preview.events import Events
from publisher.preview.preview import Preview
from publisher.preview.server import PreviewSite
from publisher.publication import is_loopback
from tests.builders import utc
from tests.folders import Folder, PlainRenderer

NOW = utc("2017-09-20 12:00")
BROKEN = "---\ntitle: <b>Broken</b>\nwhen: 5 October 2017\nacess: <i>closed</i>\n---\nWords.\n"


class Asked:
    """A preview that is served, and the answers to plain requests."""

    def __init__(self, folder: Path) -> None:
        self.folder = Folder(folder)
        self.folder.announce(draft="true")
        self.folder.write("broken.md", BROKEN)
        (self.folder.announcements / "latin.md").write_bytes(b"---\ntitle: \xff\n---\n")
        self.preview = Preview(load_config(self.folder.config), lambda: NOW)
        self.preview.renderings.worker = PlainRenderer()  # type: ignore[assignment]
        self.events = Events(self.preview)
        self.server = PreviewSite(self.preview, self.events).serve("127.0.0.1", 0)
        self.server.start()

    def get(self, path: str, **how: object) -> requests.Response:
        headers = how.pop("headers", None)
        assert headers is None or isinstance(headers, dict)
        follow = bool(how.pop("follow", True))
        return requests.get(self.server.address + path, headers=headers, allow_redirects=follow, timeout=60)

    def close(self) -> None:
        self.events.stop()
        self.server.stop()
        self.preview.close()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    asked = Asked(tmp_path_factory.mktemp("previewed") / "publication")
    yield asked
    asked.close()


def test_a_page_of_the_site_comes_with_the_bar_and_is_otherwise_the_press_s(asked: Asked) -> None:
    answer = asked.get("en/index.html?at=2017-09-28T09:00")
    document = asked.preview.look().print_document("en/index.html", utc("2017-09-28 13:00"))
    assert document is not None
    assert "Meeting first-reading" in answer.text
    assert "As of Thu 28 Sep 2017 09:00 New York" in answer.text
    head, _, rest = document.body.decode().partition("</head>")
    assert answer.text.startswith(head)
    main = rest[rest.index("<header") : rest.index("</body>")]
    assert main in answer.text


def test_an_entry_says_what_it_is(asked: Asked) -> None:
    text = asked.get("en/entries/first-reading.html").text
    assert '<span class="pv-state pv-draft">draft</span>' in text
    assert "without `draft:` released Wed 27 Sep 2017 18:00 New York" in text
    assert "not yet there at this moment" in text


def test_links_to_drafts_are_marked(asked: Asked) -> None:
    style = asked.get("-/marks.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert '[href$="/entries/first-reading.html"]' in style.text
    assert 'content: "draft"' in style.text


def test_nothing_is_indexed_or_kept_and_no_policy_is_loose(asked: Asked) -> None:
    paths = ("", "en/journal.rss", "assets/journal.css", "-/", "-/preview.js", "en/lost.html", "robots.txt")
    for path in (*paths, "-/stops.json", "-/nothing"):
        headers = asked.get(path).headers
        assert headers["x-robots-tag"] == "noindex, nofollow", path
        assert headers["cache-control"] == "no-store", path
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
    assert asked.get("robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert '<meta name="robots" content="noindex, nofollow">' in asked.get("").text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8020", "192.0.2.1", "localhost.example", ""])
def test_another_name_for_this_machine_is_refused(asked: Asked, host: str) -> None:
    assert asked.get("en/entries/first-reading.html", headers={"Host": host}).status_code in (400, 403)


def test_only_this_machine_is_loopback() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]")))
    assert not any(map(is_loopback, ("", "0.0.0.0", "::", "192.0.2.1", "127.0.0.1.example.org")))


def test_the_moment_is_kept_from_page_to_page_until_now_is_asked_for(asked: Asked) -> None:
    with requests.Session() as reader:
        reader.get(asked.server.address + "?at=2017-10-03T09:00", timeout=60)
        there = reader.get(asked.server.address + "en/all.html?kind=meeting", timeout=60)
        assert there.url.endswith("en/all.html?kind=meeting&at=2017-10-03T09%3A00")
        assert "As of Tue 3 Oct 2017 09:00 New York" in there.text
        back = reader.get(asked.server.address + "en/all.html?at=now", timeout=60)
        assert back.url.endswith("en/all.html")
        assert "As of Wed 20 Sep 2017 08:00 New York" in back.text


def test_a_cookie_that_is_no_moment_sends_nobody_in_circles(asked: Asked) -> None:
    port = asked.server.port
    answer = asked.get("en/all.html", headers={"Cookie": f"preview-at-{port}=nonsense"})
    assert answer.status_code == 200
    assert answer.history == []


@pytest.mark.parametrize("moment", ["soon", "2017-02-31T09:00", "2017-03-12T02:30", "<b>"])
def test_a_moment_that_cannot_be_read_is_said_and_now_is_shown(asked: Asked, moment: str) -> None:
    answer = asked.get(f"en/index.html?at={moment}")
    assert answer.status_code == 200
    assert "As of Wed 20 Sep 2017 08:00 New York" in answer.text
    assert 'aria-label="Problems of this page"' in answer.text
    assert "<b>" not in answer.text
    assert "set-cookie" not in answer.headers


def test_a_feed_is_there_at_the_moment_and_as_the_press_made_it(asked: Asked) -> None:
    answer = asked.get("en/journal.rss?at=2017-09-28T09:00")
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert "Meeting first-reading" in answer.text
    assert "preview" not in answer.text
    assert "Meeting first-reading" not in asked.get("en/journal.rss").text


def test_a_problem_stands_on_its_page_with_the_source_beside_it(asked: Asked) -> None:
    text = asked.get("en/entries/broken.html").text
    assert text.index("unknown field `acess`") < text.index('<header class="masthead"')
    assert '<li value="4" class="pv-meant"><code><mark>acess: &lt;i&gt;closed&lt;/i&gt;</mark>' in text
    assert "<i>closed" not in text
    assert "did you mean `access`?" in text


def test_every_problem_stands_on_one_page_with_its_anchor(asked: Asked) -> None:
    text = asked.get("-/problems").text
    assert 'id="problem-2"' in text
    assert "announcements/broken.md:4" in text
    assert "announcements/latin.md:2" in text
    assert "2 errors" in text


def test_an_announcement_that_cannot_be_shown_has_a_page_that_says_why(asked: Asked) -> None:
    answer = asked.get("fr/entries/latin.html")
    assert answer.status_code == 200
    assert "this line is not UTF-8" in answer.text
    assert '<aside class="pv-notice"' in answer.text


def test_the_plan_lists_each_announcement_with_its_pages(asked: Asked) -> None:
    text = asked.get("-/?at=2017-10-03T09:00").text
    for found in (
        '<a href="/en/entries/first-reading.html?at=2017-10-03T09:00">Meeting first-reading</a>',
        '<a href="/fr/entries/broken.html?at=2017-10-03T09:00"',
        "&lt;b&gt;Broken&lt;/b&gt;",
    ):
        assert found in text


def test_a_lost_address_gets_the_site_s_page_for_it_with_the_bar(asked: Asked) -> None:
    answer = asked.get("en/entries/never.html")
    assert answer.status_code == 404
    assert 'id="preview-bar"' in answer.text
    # Its links lie below the path of `base_url`, which the preview understands.
    assert 'href="/journal/en/index.html"' in answer.text
    assert asked.get("journal/en/index.html").status_code == 200
    # A question that only the ledger answers is nobody's address.
    assert asked.get("en/archive/before-2017-10.html?at=2017-10-03T09:00").status_code == 404


def test_the_stops_of_the_slider_have_words(asked: Asked) -> None:
    stops = asked.get("-/stops.json").json()
    assert stops[1] == ["2017-09-27T18:00", "Wed 27 Sep 2017 18:00 New York", "first-reading"]


def test_a_page_that_listens_hears_of_each_reading(asked: Asked) -> None:
    with requests.get(asked.server.address + "-/events", stream=True, timeout=60) as stream:
        lines = stream.iter_lines(decode_unicode=True)
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert next(line for line in lines if line.startswith("data")).endswith(
            asked.preview.look().generation
        )
        asked.events.tell("later")
        heard = next(line for line in lines if line)
        assert heard == "data: later"


def test_a_fault_inside_is_one_line_and_the_page_is_tried_again(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("no scene")

    monkeypatch.setattr(asked.preview, "look", fail)
    answer = asked.get("en/index.html")
    assert (answer.status_code, answer.headers["refresh"]) == (500, "2")
    assert answer.text == "internal fault: RuntimeError: no scene (PUBLISHER_DEBUG=1 shows where)\n"
