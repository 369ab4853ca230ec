"""The timeline of a roadmap in a real browser: accessible, legible, nothing over anything with real fonts."""

import re
from collections.abc import Iterator
from itertools import combinations

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from publisher.dates.when import read_when
from publisher.roadmap.roadmap import Milestone
from publisher.web.server import Server, serve_folder
from tests.builders import make_draft, make_line, make_roadmap, make_snapshot
from tests.pages import SIX, print_drafts, write_site

pytestmark = [pytest.mark.browser, pytest.mark.prove]

PATH = "roadmaps/modalities"
DESK, TELEPHONE = 1280, 375
REASON = "Agreement is sought by a silence procedure until that day"


def read_line(name: str, when: str, what: str, **fields: str) -> Milestone:
    return make_line(name, read_when(when, letter=make_roadmap().letter), **({"what": what} | fields))


def make_lines(end: str, **fields: str) -> tuple[Milestone, ...]:
    return (
        read_line("note", "25 August", "Submission of the Note on the organization of work"),
        read_line("reading", "2 October (afternoon)", "1st reading"),
        read_line("round", "5 to 9 October", "Second round"),
        read_line("more", "Week of 23 October", "Additional informal consultations, as needed"),
        read_line("text", "early November", "Circulation of a revised text, prepared by the co-facilitators"),
        read_line("end", end, "Conclusion of the negotiations", kind="deadline", **fields),
        read_line("signing", "To be confirmed", "Signing ceremony"),
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    before, after = make_lines("31 October"), make_lines("16 November", reason=REASON)
    roadmaps = [
        make_draft(
            "modalities",
            subject="roadmap",
            kind="roadmap",
            content=make_roadmap(*lines, title="Modalities resolution"),
            replaces=number,
            told=(),
        )
        for number, lines in enumerate((before, after))
    ]
    announced = make_draft("reading", content=make_snapshot("reading", milestone="reading"))
    folder = tmp_path_factory.mktemp("site")
    local = msgspec.structs.replace(SIX, base_url="http://localhost/")
    write_site(print_drafts([*roadmaps, announced], local), folder)
    server = serve_folder(folder, "127.0.0.1", 0)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page()


def open_page(page: Page, site: Server, lang: str, width: int, scheme: str = "light") -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", media="screen")
    page.goto(f"{site.address}{lang}/{PATH}.html")


def picture_name(width: int) -> str:
    return "narrow" if width == TELEPHONE else "wide"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
@pytest.mark.parametrize("width", [DESK, TELEPHONE])
def test_axe_has_nothing_to_say_of_the_timeline(
    page: Page, site: Server, lang: str, width: int, scheme: str
) -> None:
    open_page(page, site, lang, width, scheme)
    found = Axe().run(page, context={"include": [[".roadmap"]]}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("lang", SIX.languages)
@pytest.mark.parametrize("width", [DESK, TELEPHONE])
def test_words_meet_neither_words_nor_marks_in_the_browser_s_fonts(
    page: Page, site: Server, lang: str, width: int
) -> None:
    open_page(page, site, lang, width)
    boxes = page.evaluate(
        """name => [...document.querySelectorAll(`.timeline.${name} :is(text, .mark)`)].map(one => {
             const box = one.getBoundingClientRect();
             const cut = one.tagName == "text" ? box.height * .2 : 1;
             return {words: one.tagName == "text" ? one.textContent : "",
                     left: box.left, right: box.right, top: box.top + cut, bottom: box.bottom - cut};
           })""",
        picture_name(width),
    )
    assert len(boxes) > 20
    for one, other in combinations(boxes, 2):
        if one["words"] or other["words"]:
            apart = (
                one["right"] <= other["left"] + 0.5
                or other["right"] <= one["left"] + 0.5
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (one, other)
    assert min(box["left"] for box in boxes) >= 0
    assert max(box["right"] for box in boxes) <= width


@pytest.mark.parametrize("width", [DESK, 760, 704, 600, TELEPHONE, 320])
def test_one_picture_shows_its_words_are_legible_and_nothing_scrolls(
    page: Page, site: Server, width: int
) -> None:
    open_page(page, site, "en", width)
    pictures = page.locator(".timeline-figure svg")
    shown = [pictures.nth(number).is_visible() for number in range(pictures.count())]
    assert sorted(shown) == [False, True]
    scale = page.evaluate(
        "[...document.querySelectorAll('.timeline')].find(one => one.checkVisibility()).getScreenCTM().a"
    )
    assert 14 * scale >= 11.5
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_screen_reader_hears_a_picture_with_its_name_and_the_list_tells_the_slip(
    page: Page, site: Server
) -> None:
    open_page(page, site, "en", DESK)
    heard = page.locator("main").aria_snapshot()
    assert re.findall(r'\bimg "([^"]*)"', heard) == ["Timeline: Modalities resolution"]
    assert "Was Tuesday, 31 October 2017, is now Thursday, 16 November 2017. Reason: " + REASON in " ".join(
        heard.split()
    )
    for fact in ("Deadline", "Not confirmed", "Already past when the letter was written"):
        assert fact in heard


def test_on_paper_the_wide_picture_is_printed(page: Page, site: Server) -> None:
    open_page(page, site, "en", TELEPHONE)
    page.emulate_media(media="print")
    assert page.locator(".timeline.wide").is_visible()
    assert not page.locator(".timeline.narrow").is_visible()


def test_the_picture_alone_is_styled_under_the_site_s_own_headers(page: Page, site: Server) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    answer = page.goto(f"{site.address}ar/{PATH}.svg")
    assert answer is not None
    assert answer.headers["content-type"] == "image/svg+xml"
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert page.evaluate("getComputedStyle(document.querySelector('.axis')).stroke") != "none"
    assert not [fault for fault in faults if re.search("style|script", fault)]
