"""Every kind of page in a real browser: nothing serious for axe, no error, no request to a stranger."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from publisher.web.server import Server, serve_folder
from tests.chromium import find_violations
from tests.pages import SIX, make_sample, print_drafts, write_site

pytestmark = pytest.mark.browser

LOCAL = msgspec.structs.replace(SIX, base_url="http://localhost/")
KINDS = (
    "index.html",
    "entries/first-reading.html",
    "entries/forum.html",
    "roadmaps.html",
    "roadmaps/modalities.html",
    "all.html",
    "archive/index.html",
    "archive/2017-10.html",
    "listings/kind-meeting.html",
    "subscribe.html",
)
LANGUAGES = ("en", "ar", "zh")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("site")
    write_site(print_drafts(make_sample(), LOCAL), folder)
    server = serve_folder(Path(folder), "127.0.0.1", 0)
    server.start()
    yield server
    server.stop()


class Watched:
    """A page that keeps what went wrong on it: errors, and requests to other hosts."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith(self.address):
            self.faults.append(f"asks for {request.url}")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)


@pytest.fixture
def watched(browser: Browser, site: Server) -> Iterator[Watched]:
    context = browser.new_context()
    yield Watched(context.new_page(), site.address)
    context.close()


@pytest.fixture
def reader(watched: Watched) -> Page:
    """The list of everything, as a reader opens it."""
    watched.open("en/all.html")
    return watched.page


def shown(page: Page) -> list[str]:
    titles: list[str] = page.locator(".rows > li:visible h2").all_inner_texts()
    return titles


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_and_keeps_to_itself(watched: Watched, kind: str, lang: str) -> None:
    watched.open(f"{lang}/{kind}")
    watched.page.emulate_media(color_scheme="light")
    assert find_violations(watched.page) == []
    # Nothing but the colours differs in the dark.
    watched.page.emulate_media(color_scheme="dark")
    only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    assert find_violations(watched.page, options=only) == []
    assert watched.faults == []


@pytest.mark.parametrize("lang", SIX.languages)
def test_no_page_scrolls_sideways_on_a_narrow_screen(watched: Watched, lang: str) -> None:
    watched.page.set_viewport_size({"width": 320, "height": 640})
    widths = {}
    for kind in KINDS:
        watched.open(f"{lang}/{kind}")
        widths[kind] = watched.page.evaluate("document.documentElement.scrollWidth")
    assert widths == dict.fromkeys(KINDS, 320)


def test_a_lost_address_gets_the_page_for_it(watched: Watched) -> None:
    answer = watched.page.goto(f"{watched.address}en/entries/never-announced.html")
    assert answer is not None
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"
    assert watched.page.title() == "Page not found · Test Journal"
    # The style sheet is found from however deep an address.
    assert watched.page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    watched.page.get_by_role("main").get_by_role("link").click()
    assert watched.page.url == f"{watched.address}en/index.html"


def test_the_filter_combines_process_and_access(reader: Page) -> None:
    reader.get_by_label("Process").select_option("modalities")
    reader.get_by_label("Access").select_option("closed")
    assert shown(reader) == ["Meeting of the Bureau"]
    assert reader.url.endswith("?process=modalities&access=closed")


def test_the_filter_finds_words_without_accents_or_capitals(watched: Watched) -> None:
    watched.open("fr/all.html")
    watched.page.get_by_label("Mots").fill("LECTURE premiere")
    assert shown(watched.page) == ["Première lecture du projet"]


def test_the_number_of_results_is_announced(reader: Page) -> None:
    outcome = reader.get_by_role("status")
    assert outcome.get_attribute("aria-live") == "polite"
    reader.get_by_label("Organ").select_option("economic-and-social-council")
    reader.get_by_text("Results: 1").wait_for()
    reader.get_by_label("Words").fill("nothing has this")
    reader.get_by_text("Results: 0").wait_for()
    assert shown(reader) == []


def test_an_address_with_a_filter_shows_what_it_showed(watched: Watched) -> None:
    watched.open("en/all.html?kind=deadline&organ=no-such-organ")
    assert watched.page.get_by_label("Kind").input_value() == "deadline"
    assert watched.page.get_by_label("Organ").input_value() == ""
    assert shown(watched.page) == ["Inputs"]


def test_the_filter_works_from_the_keyboard_alone(reader: Page) -> None:
    reader.get_by_label("Process").focus()
    for _ in range(4):
        reader.keyboard.press("Tab")
    reader.keyboard.type("forum")
    assert shown(reader) == ["Forum on financing for development"]
    reader.keyboard.press("Enter")
    assert "text=forum" in reader.url
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    # Not by a function in the page: the policy forbids it to evaluate one.
    expect(reader.locator("#filter-text")).to_have_value("")
    expect(reader).to_have_url(re.compile(r"all\.html$"))
    assert len(shown(reader)) == 6


def test_without_scripts_the_list_is_whole_and_has_no_filter(browser: Browser, site: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}en/all.html")
    assert len(shown(page)) == 6
    assert not page.locator("form").is_visible()
    context.close()


def test_the_first_tab_skips_to_the_content(watched: Watched) -> None:
    watched.open("en/index.html")
    watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("document.activeElement.hash") == "#content"
