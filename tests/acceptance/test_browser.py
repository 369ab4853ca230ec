"""The pages in Chromium: quiet, by themselves, fit for a phone, right to left in Arabic, accessible."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.publication import Publication, Running, make_sample
from tests.chromium import find_violations

pytestmark = [pytest.mark.browser, pytest.mark.prove]

PAGES = ("index.html", "entries/first-reading.html", "roadmaps/modalities.html")
LANGUAGES = ("en", "ar")
WIDTHS = (1280, 375)
NARROWEST = 320


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    publication = make_sample(tmp_path_factory.mktemp("browser"))
    yield publication.serve()
    publication.close()


class Visit:
    """A page, and what a careful visitor noted while it loaded."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.note(message.type, message.text))
        page.on("pageerror", lambda error: self.note("error", str(error)))
        page.on("requestfailed", lambda request: self.note("error", request.url))
        page.on("request", lambda request: self.asked.append(request.url))

    def note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def measure(self, expression: str) -> Any:
        return self.page.evaluate(expression)


@contextmanager
def visit(browser: Browser, address: str, width: int) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": width, "height": 800})
    try:
        seen = Visit(context.new_page())
        seen.page.goto(address, wait_until="networkidle")
        yield seen
    finally:
        context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_quiet_asks_nobody_else_and_never_scrolls_sideways(
    browser: Browser, site: Running, language: str, path: str
) -> None:
    towards = "rtl" if language == "ar" else "ltr"
    with visit(browser, f"{site.address}{language}/{path}", WIDTHS[0]) as seen:
        for width in (*WIDTHS, NARROWEST):
            seen.page.set_viewport_size({"width": width, "height": 800})
            seen.page.reload(wait_until="networkidle")
            assert seen.complaints == []
            assert seen.measure("document.documentElement.scrollWidth") <= width
            assert seen.measure("getComputedStyle(document.body).direction") == towards
        assert [address for address in seen.asked if not address.startswith(site.address)] == []
        assert f"{site.address}assets/journal.css" in seen.asked
        assert seen.measure("document.documentElement.dir") == towards
        assert seen.measure("document.documentElement.lang") == language


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_serious(browser: Browser, site: Running, language: str, path: str) -> None:
    with visit(browser, f"{site.address}{language}/{path}", WIDTHS[0]) as seen:
        for width in WIDTHS:
            seen.page.set_viewport_size({"width": width, "height": 800})
            assert find_violations(seen.page) == []


def test_the_bare_address_leads_to_an_entry_in_one_click(browser: Browser, site: Running) -> None:
    with visit(browser, site.address, 1280) as seen:
        seen.page.click("text=First reading of the draft modalities resolution")
        assert seen.page.url == f"{site.address}en/entries/first-reading.html"
        assert seen.page.inner_text("h1") == "First reading of the draft modalities resolution"


def test_the_stage_of_a_rehearsal_shows_the_site_beside_the_moment(
    browser: Browser, sample: Publication, tmp_path: Path
) -> None:
    play = sample.start(
        *("rehearse", "--from", "2017-08-20", "--to", "2017-11-30", "--into", str(tmp_path / "stage")),
        *("--serve", "--port", "0"),
    )
    play.wait_for("The rehearsal is over")
    with visit(browser, play.address, 1280) as seen:
        seen.page.wait_for_function("document.getElementById('moment').textContent.includes('2017')")
        frame = seen.page.frame_locator("#site")
        frame.locator("text=Conclusion of the negotiations").first.wait_for()
        assert [address for address in seen.asked if not address.startswith(play.address)] == []
        # A reload cuts off what the frame was still asking for; that is no complaint of the page.
        assert [text for text in seen.complaints if not text.startswith("http")] == []
