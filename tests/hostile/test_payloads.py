"""Strings that try to run script, in every field and text, through pages, feeds, calendars: nothing fires."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from playwright.sync_api import Browser, BrowserContext

from publisher.markup.clean import escape, find_control_characters
from publisher.markup.render import render
from publisher.web.server import Server, serve_folder
from tests.chromium import launch_chromium
from tests.failure_stories.story import folder_in_memory
from tests.hostile.attacked import Attacked, publish
from tests.hostile.payloads import make_payloads

PAYLOADS = make_payloads()
# Nothing is to be asked of anybody; a route for each request would take ten times as long.
NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE localhost,EXCLUDE 127.0.0.1"
LISTEN = "window.fired = []; window.alert = (number) => { window.fired.push(number); }; 0"
LOOK = r"""() => {
  const bad = [...(window.fired || []).map((number) => "fired " + number)];
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || name === "srcdoc") bad.push(name + "=" + value);
      if (/^(href|src|action|formaction|data|xlink:href|poster|background|cite)$/i.test(name) &&
          /^[\s\x00-\x1f]*(javascript|vbscript|data|view-source|feed):/i.test(value))
        bad.push(name + "=" + value);
    }
    if (/^(iframe|object|embed|base|math|foreignObject|meta-refresh)$/i.test(element.localName)) {
      bad.push(element.outerHTML);
    }
  }
  return bad;
}"""
SHOW = """(html) => {
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  place.innerHTML = html;
}"""
FORBIDDEN = re.compile(r"on\w+|srcdoc|style|formaction|action|xlink:href|http-equiv", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?://|mailto:|#user-)", re.IGNORECASE)


def find_faults(html: str) -> list[str]:
    """What in cleaned HTML could act, as a forgiving parser reads it."""
    faults = []
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        if element.name in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "meta",
            "svg",
            "math",
        }:
            faults.append(str(element))
        for name, value in element.attrs.items():
            if FORBIDDEN.fullmatch(name) or (name in {"href", "src"} and not ADDRESS.match(str(value))):
                faults.append(f"{name}={value}")
    return faults


def test_there_are_more_than_five_hundred_and_no_two_alike() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) > 500


def test_none_would_act_in_a_reader_that_cleans_what_it_reads() -> None:
    """They are made for our own cleaner: what gets past somebody else's is not kept here."""
    lines = (f"<item><description>{escape(one)}</description></item>" for one in PAYLOADS if is_xml(one))
    found: Any = feedparser.parse(f'<rss version="2.0"><channel>{"".join(lines)}</channel></rss>')
    assert not found.bozo, found.bozo_exception
    assert len(found.entries) > 500
    for entry in found.entries:
        assert list_acts(entry.summary) == []


def is_xml(text: str) -> bool:
    return not find_control_characters(text)


ACTING = {"javascript", "vbscript", "data", "view-source", "feed"}


def list_acts(html: str) -> list[str]:
    """What a browser would do at once, or at a click."""
    acts = []
    for parser in ("html.parser", "lxml"):
        for tag in BeautifulSoup(f"<div>{html}</div>", parser).find_all(True):
            if tag.name in {"script", "iframe", "object", "embed", "base"}:
                acts.append(str(tag))
            for name, value in tag.attrs.items():
                scheme = re.sub(r"[\x00-\x20]", "", str(value)).partition(":")[0].lower()
                if name.startswith("on") or scheme in {
                    "javascript",
                    "vbscript",
                    "data",
                    "view-source",
                    "feed",
                }:
                    acts.append(f"{name}={value}")
    return acts


@pytest.mark.parametrize("first", range(0, 24, 8))
def test_a_text_that_attacks_becomes_harmless(first: int) -> None:
    """A part of them; `make prove` takes all through a browser."""
    for payload in PAYLOADS[first::24]:
        html = render(f"{payload}\n\nWords {payload}", lang="en")
        assert find_faults(html) == [], payload
        assert find_control_characters(html) == (), payload
        etree.fromstring(f"<div>{html}</div>")


# Through the whole program and a browser


@pytest.fixture(scope="module")
def attacked() -> Iterator[Attacked]:
    with folder_in_memory() as path:
        yield publish(path, PAYLOADS)


@pytest.fixture(scope="module")
def server(attacked: Attacked) -> Iterator[Server]:
    server = serve_folder(attacked.public, "127.0.0.1", 0)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launch_chromium(NO_NAMES) as browser:
        yield browser


def open_context(browser: Browser, *, obey: bool) -> BrowserContext:
    """Without the site's policy (`obey` false) only the cleaning stands between a payload and its call."""
    context = browser.new_context(bypass_csp=not obey)
    context.add_init_script(LISTEN)
    return context


def is_untranslated(path: str) -> bool:
    found = re.match(r"fr/entries/p-(\d+)", path)
    return bool(found and int(found[1]) % 5)


def pages_of(public: Path, *suffixes: str) -> list[str]:
    found = (path for path in public.rglob("*") if path.suffix in suffixes)
    return sorted(path.relative_to(public).as_posix() for path in found)


@pytest.mark.prove
def test_every_payload_was_released_or_refused_by_name(attacked: Attacked) -> None:
    assert len(attacked.shown) > 480
    assert sorted([*attacked.shown, *attacked.refused]) == list(range(len(PAYLOADS)))
    assert all(re.match(r"announcements/p-\d+\.md:\d+: ", line) for line in attacked.refused.values())


@pytest.mark.prove
@pytest.mark.browser
def test_no_page_feed_or_picture_fires_even_without_the_policy(
    attacked: Attacked, server: Server, browser: Browser
) -> None:
    context = open_context(browser, obey=False)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    bad = {}
    paths = pages_of(attacked.public, ".html", ".rss", ".atom", ".svg", ".xml")
    # The pages of one organ each are alike but for its name, and the French of what has no translation too.
    chosen = [path for path in paths if "/listings/" not in path and not is_untranslated(path)]
    chosen += [path for path in paths if "/listings/" in path][::12]
    assert len(chosen) > 550
    for path in chosen:
        page.goto(server.address + path, wait_until="domcontentloaded")
        found: list[str] = page.evaluate(LOOK)
        if found:
            bad[path] = found[:3]
    context.close()
    assert bad == {}


@pytest.mark.prove
@pytest.mark.browser
def test_the_policy_is_obeyed_on_attacked_pages(attacked: Attacked, server: Server, browser: Browser) -> None:
    context = open_context(browser, obey=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    for path in pages_of(attacked.public, ".html")[::40]:
        page.goto(server.address + path, wait_until="load")
        assert page.evaluate(LOOK) == [], path
    context.close()
    assert complaints == []


@pytest.mark.prove
@pytest.mark.browser
def test_a_feed_reader_that_trusts_what_it_reads_runs_nothing(
    attacked: Attacked, server: Server, browser: Browser
) -> None:
    """Each item's HTML put into a page as it is, which many readers do."""
    context = browser.new_context()
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.set_content("<!doctype html><body></body>")
    page.evaluate(LISTEN)
    seen = 0
    for html in read_items(attacked.public):
        page.evaluate(SHOW, html)
        assert page.evaluate(LOOK) == [], html
        seen += 1
    context.close()
    assert seen > len(attacked.shown)


def read_items(public: Path) -> Iterator[str]:
    """The HTML of every item in every feed; RSS and Atom hold the same, as another test proves."""
    for path in pages_of(public, ".json"):
        for item in json.loads((public / path).read_bytes()).get("items", []):
            yield item["content_html"]
    for path in ("en/journal.rss", "en/journal.atom"):
        feed: Any = feedparser.parse((public / path).read_bytes(), sanitize_html=False)
        assert not feed.bozo, feed.bozo_exception
        for entry in feed.entries:
            yield entry.content[0].value if "content" in entry else entry.summary


@pytest.mark.prove
def test_feeds_are_xml_and_calendars_keep_to_their_lines(attacked: Attacked) -> None:
    """RFC 5545, 3.1: no line over 75 octets, nothing but CRLF ends one; no event but those that were made."""
    for path in pages_of(attacked.public, ".rss", ".atom", ".xml", ".svg"):
        etree.parse(attacked.public / path, etree.XMLParser(resolve_entities=False))
    calendars = pages_of(attacked.public, ".ics")
    assert len(calendars) > len(attacked.shown)
    for path in calendars:
        body = (attacked.public / path).read_bytes()
        lines = body.split(b"\r\n")
        assert lines.pop() == b""
        assert max(map(len, lines)) <= 75, path
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines)), path
        if "/entries/" in path:
            assert len(icalendar.Calendar.from_ical(body).walk("VEVENT")) == 1, path
            assert body.count(b"\r\nBEGIN:") == len(icalendar.Calendar.from_ical(body).walk()) - 1, path
