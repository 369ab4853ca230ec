"""An issue on paper: its text in reading order, its tags and fonts, the same bytes each time, no network."""

import os
import re
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest

from publisher.desk import paper as desk_paper
from publisher.desk import sheets
from publisher.desk.sheets import print_sheets
from publisher.desk.typesetting import Typesetter
from publisher.journal import paper
from publisher.journal.pages.issue_paper import print_issue
from publisher.journal.typography import keep_symbols, lower_headings
from publisher.ledger.ledger import Ledger, sqlite_url
from publisher.press import print_documents, touched_by
from publisher.releases.release import Draft, Edition, Release
from publisher.schedule.closing import Closing
from publisher.schedule.contents import compile_issue
from tests.builders import at_hour, make_draft, make_wording, utc
from tests.folders import CONFIG, Folder
from tests.fortnight import rehearse_fortnight
from tests.pages import SIX, amend, announce, record
from tests.played import play_once

pytestmark = pytest.mark.prove

MISSING = paper.find_missing()
needs_pango = pytest.mark.skipif(MISSING is not None, reason=f"no PDF can be made here: {MISSING}")
MONDAY = date(2017, 9, 11)
DAY = date(2017, 10, 2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fortnight, played."""
    played = play_once(tmp_path_factory, "fortnight", rehearse_fortnight)
    (played.parent / "sources" / "config.toml").rename(played / "config.toml")
    return played


@pytest.fixture(scope="module")
def ledger(folder: Path) -> Iterator[Ledger]:
    opened = Ledger.open_to_write(sqlite_url(folder / "ledger.sqlite"))
    yield opened
    opened.close()


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


@cache
def print_monday(ledger: Ledger, lang: str) -> bytes:
    release = ledger.records.issue(MONDAY)
    assert release is not None
    return print_issue(release, lang, ledger.records)


READING = {
    "en": """No. 2017/173 | Saturday, 9 September 2017 | Journal of Consultations
        Programme of meetings and agenda
        Monday, 11 September 2017 | Official meetings | General Assembly | Seventy-first session | 10:00
        97th plenary meeting | General Assembly Hall | A/71/L.86, A/71/L.89 | Culture of peace
        Multilingualism
        Security Council | Consultations of the whole (closed)
        Informal consultations | Afternoon
        First reading of the draft | Conference Room 1 | A/RES/71/280 | (convened by Mexico and Switzerland)
        The co-facilitators convene | overflow room | Rescheduled | Reason: Room 1 was taken
        Other meetings | 13:15 to 14:30 | Forthcoming informal | Second reading | Announcements
        Written inputs | Check for changes""",
    "ar": """برنامج الجلسات وجدول الأعمال | الجلسات الرسمية | الجمعية العامة | الدورة الحادية والسبعون | 10:00
        الجلسة العامة السابعة والتسعون | قاعة الجمعية العامة | A/71/L.86 | ثقافة السلام | مجلس الأمن
        مشاورات المجلس بكامل هيئته | مشاورات غير رسمية | القراءة الأولى لمشروع القرار | A/RES/71/280
        إعادة تحديد الموعد | اجتماعات أخرى | القراءة الثانية | إعلانات""",
    "zh": """第2017/173号 | 会议日程和议程 | 2017年9月11日 | 正式会议 | 大会 | 第七十一届会议 | 10:00
        第97次全体会议 | A/71/L.86、A/71/L.89 | 和平文化 | 使用多种语文 | 安全理事会 | 非正式协商 | 下午
        方式决议草案一读 | 第1会议室 | 由墨西哥和瑞士召集 | 改期 | 其他会议 | 即将举行的非正式协商
        方式决议草案二读 | 通告""",
}


@needs_pango
@pytest.mark.parametrize("lang", READING)
def test_the_text_is_in_reading_order(ledger: Ledger, lang: str) -> None:
    text = text_of(print_monday(ledger, lang))
    place = 0
    for phrase in re.split(r" \| |\n +", READING[lang]):
        found = text.find(phrase, place)
        assert found >= 0, f"{phrase!r} does not follow what stands before it"
        place = found


@needs_pango
@pytest.mark.parametrize("lang", READING)
def test_title_language_dates_and_tags_are_set(ledger: Ledger, lang: str) -> None:
    reader = read(print_monday(ledger, lang))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == lang
    assert bool(root["/MarkInfo"]["/Marked"])
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert "2017/173" in str(reader.metadata.title)
    assert [str(reader.metadata[key]) for key in ("/CreationDate", "/ModDate")] == ["D:20170908223000Z"] * 2


def list_tags(element: Any) -> Iterator[Any]:
    element = element.get_object()
    if isinstance(element, dict) and "/S" in element:
        yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if not isinstance(kid, int):
                yield from list_tags(kid)


@needs_pango
def test_headings_links_and_the_code_are_tagged(ledger: Ledger) -> None:
    root: Any = read(print_monday(ledger, "en")).trailer["/Root"]
    tags = [element for kid in root["/StructTreeRoot"]["/K"] for element in list_tags(kid)]
    kinds = [element["/S"] for element in tags]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 5
    assert kinds.count("/H3") == 7
    assert {"/P", "/L", "/LI", "/Link", "/Art", "/Sect"} <= set(kinds)
    figure = next(element for element in tags if element["/S"] == "/Figure")
    assert figure["/Alt"] == "Check for changes: https://journal.example.org/en/issues/2017-09-11.html"


@needs_pango
@pytest.mark.parametrize("lang", READING)
def test_every_font_is_embedded(ledger: Ledger, lang: str) -> None:
    page: Any = read(print_monday(ledger, lang)).pages[0]
    fonts = page["/Resources"]["/Font"]
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts.values()
    ]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(one.get_object()) for one in descriptors)


def print_in_process(folder: Path, out: Path, seed: int) -> float:
    """Runs `publisher issue --pdf`; the seconds that the processor spent on it."""
    command = [sys.executable, "-m", "publisher", "issue", "2017-09-11", "--pdf", str(out), "--lang", "ar"]
    return measure_process(command, folder, seed)


def measure_process(command: list[str], folder: Path, seed: int = 0) -> float:
    """Seconds of the processor that a whole process took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, env=os.environ | {"PYTHONHASHSEED": str(seed)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@needs_pango
def test_two_processes_print_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Their hash seeds differ, and so does the moment."""
    for seed in (1, 2):
        print_in_process(folder, tmp_path / f"{seed}.pdf", seed)
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


@needs_pango
@pytest.mark.prove
def test_a_pdf_takes_no_more_than_four_bare_lines_of_the_typesetter(folder: Path, tmp_path: Path) -> None:
    """In pairs, so that a slow or a busy machine is slow for both; the best of three."""
    line = "import weasyprint; weasyprint.HTML(string='<p lang=ar>Journal').write_pdf('line.pdf')"
    ratios = []
    for seed in range(3):
        bare = measure_process([sys.executable, "-c", line], tmp_path)
        ratios.append(print_in_process(folder, tmp_path / "out.pdf", seed) / bare)
    assert min(ratios) < 4, ratios


# --- Symbols ---


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("See A/RES/71/280.", ["A/RES/71/280"]),
        ("Resolution 71/280 and S/RES/1440 (2002)", ["71/280", "S/RES/1440 (2002)"]),
        ("根据A/RES/71/280号决议", ["A/RES/71/280"]),
        ("بموجب القرار 71/280، الوثيقة A/72/L.9", ["71/280", "A/72/L.9"]),
        ("A/C.2/67/L.15/Rev.1 & <others>", ["A/C.2/67/L.15/Rev.1"]),
        ("draft (A/71/L.86) [item 125]", ["A/71/L.86", "[item 125]"]),
        ("either and/or both", []),
        ("https://example.org/a/b/1 stays breakable", []),
    ],
)
def test_a_symbol_stands_in_a_span_that_no_line_breaks(text: str, kept: list[str]) -> None:
    html = str(keep_symbols(text))
    assert re.findall(r'<span class="symbol">([^<]*)</span>', html) == kept
    assert "<others>" not in html


def test_tags_and_their_attributes_are_left_alone() -> None:
    link = '<a href="https://docs.un.org/en/A/RES/71/280">A/RES/71/280</a>'
    kept = keep_symbols(lower_headings(f"<h3>Agenda</h3><p>{link}</p>"))
    assert kept == (
        '<h4>Agenda</h4><p><a href="https://docs.un.org/en/A/RES/71/280">'
        '<span class="symbol">A/RES/71/280</span></a></p>'
    )


# --- A crowded day: several sheets ---


@cache
def print_crowded(lang: str) -> bytes:
    """45 meetings with long symbols in narrow columns."""
    ledger = Ledger.in_memory()
    words = (
        "<p>"
        + "The Committee takes up the draft resolution A/C.5/72/L.26/Rev.1 and A/72/7/Add.12. " * 5
        + "</p>"
    )
    drafts = [
        announce(
            f"meeting-{number:02}", at_hour("2017-10-02", f"{9 + number % 9:02}:00"), f"Meeting {number}"
        )
        for number in range(45)
    ]
    record(ledger, [with_html(draft, words) for draft in drafts])
    return print_issue(close(ledger), lang, ledger.records)


def with_html(draft: Draft, html: str) -> Draft:
    wordings = {"en": make_wording("Meeting of the Committee", html=html)}
    return msgspec.structs.replace(draft, content=msgspec.structs.replace(draft.content, wordings=wordings))


def close(ledger: Ledger) -> Release:
    closing = Closing(DAY, date(2017, 9, 30), utc("2017-09-29 22:30"))
    draft = Draft("issue", DAY.isoformat(), "issue", closing.at, compile_issue(closing, ledger.records))
    return ledger.close_issue(draft, 188, 2017, closing.at)


@needs_pango
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_each_sheet_says_what_it_is_and_where_to_look_for_changes(lang: str) -> None:
    pages = read(print_crowded(lang)).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "2017/188" in text
        assert f"https://example.org/journal/{lang}/issues/2017-10-02.html" in text
        assert re.search(rf"(?m)^{number}\s*$", text), "the number of the page"


@needs_pango
def test_later_sheets_have_a_running_head_and_the_first_a_masthead() -> None:
    first, second = (page.extract_text() for page in read(print_crowded("en")).pages[:2])
    assert first.startswith("No. 2017/188 Saturday, 30 September 2017\nTest Journal\nProgramme of meetings")
    for part in ("No. 2017/188", "Test Journal", "Saturday, 30 September 2017", "Revision 1"):
        assert part in second
    assert "Programme of meetings" not in second


@needs_pango
def test_no_symbol_is_broken_across_lines() -> None:
    text = text_of(print_crowded("en"))
    assert text.count("A/C.5/72/L.26/Rev.1") == 45 * 5
    assert text.count("A/72/7/Add.12") == 45 * 5


# --- Nothing is fetched ---


@needs_pango
@pytest.mark.parametrize(
    "html",
    [
        '<img src="{address}/picture.png" alt="A picture">',
        '<link rel="stylesheet" href="{address}/style.css">',
        "<style>@import url({address}/more.css); p {{ background: url({address}/ground.png) }}</style>",
        '<p style="background-image: url({address}/ground.png)">Text</p>',
        '<object data="{address}/thing.svg">Thing</object>',
    ],
)
def test_nothing_is_fetched(html: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        page = (
            f'<html lang="en"><title>T</title><body><p>Text</p>{html.format(address=address)}</body></html>'
        )
        assert paper.make_pdf(page, identifier="test").startswith(b"%PDF")
        with pytest.raises(TimeoutError):
            server.accept()


@needs_pango
def test_no_file_of_the_machine_is_read_into_a_pdf(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">secret</text></svg>')
    page = f'<html lang="en"><title>T</title><body><img src="{secret.as_uri()}" alt="Other"></body></html>'
    assert "secret" not in text_of(paper.make_pdf(page, identifier="test"))


# --- Published beside the page ---


def print_all(ledger: Ledger, releases: list[Release]) -> dict[str, bytes]:
    touched = touched_by(releases, ledger.records.edition().publication.languages, ledger.records)
    return {one.path: one.body for one in print_documents(touched, ledger.records)}


def publish(pdf: bool) -> Ledger:
    """A meeting in an issue, moved after the issue had closed."""
    ledger = Ledger.in_memory()
    publication = msgspec.structs.replace(SIX, languages=("en", "zh"))
    edition = make_draft(
        "edition", subject="edition", kind="edition", content=Edition(publication, "templates", pdf), told=()
    )
    ledger.record([edition], [], utc("2017-09-27 22:00"))
    meeting = announce("meeting", at_hour("2017-10-02", "10:00"), "Meeting")
    record(ledger, [meeting])
    close(ledger)
    record(ledger, [amend(meeting, when=at_hour("2017-10-05", "10:00"), reason="No room")])
    return ledger


def print_paper(ledger: Ledger) -> list[str]:
    """Has the sheets typeset that are due, each in a process of its own; their names."""
    now = utc("2017-09-29 22:40")
    return [one.name for one in print_sheets(ledger, Typesetter(), 120, lambda: now) if one.release]


@needs_pango
def test_where_the_edition_says_so_each_issue_has_its_pdf_beside_it_and_a_link() -> None:
    ledger = publish(pdf=True)
    assert b".pdf" not in print_all(ledger, ledger.since(0))["en/issues/2017-10-02.html"]
    assert print_paper(ledger) == ["2017-10-02/en", "2017-10-02/zh"]
    site = print_all(ledger, ledger.since(0))
    assert [path for path in site if path.endswith(".pdf")] == [
        f"{lang}/issues/2017-10-02.pdf" for lang in ("en", "zh")
    ]
    assert (
        b'<a href="../../en/issues/2017-10-02.pdf" type="application/pdf">'
        in site["en/issues/2017-10-02.html"]
    )
    assert "After this issue closed" in text_of(site["en/issues/2017-10-02.pdf"])
    assert "Revision 2" in text_of(site["en/issues/2017-10-02.pdf"])


@needs_pango
def test_a_sheet_typeset_in_a_process_of_its_own_has_the_bytes_of_the_command() -> None:
    ledger = publish(pdf=True)
    print_paper(ledger)
    issue = ledger.records.issue(DAY)
    assert issue is not None
    assert ledger.records.sheet(DAY, "zh") == print_issue(issue, "zh", ledger.records)


@needs_pango
def test_pdfs_printed_in_steps_are_those_printed_at_once() -> None:
    ledger = publish(pdf=True)
    print_paper(ledger)
    in_steps: dict[str, bytes] = {}
    for release in ledger.since(0):
        in_steps |= print_all(ledger, [release])
    at_once = print_all(ledger, ledger.since(0))
    assert {path: in_steps[path] for path in at_once} == at_once


def test_without_the_setting_there_is_no_pdf_and_no_link_to_one() -> None:
    ledger = publish(pdf=False)
    assert print_paper(ledger) == []
    site = print_all(ledger, ledger.since(0))
    assert not [path for path in site if path.endswith(".pdf")]
    assert b".pdf" not in site["en/issues/2017-10-02.html"]


# --- Where WeasyPrint or Pango is missing ---


@pytest.fixture
def without_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (paper, desk_paper, sheets):
        monkeypatch.setattr(module, "find_missing", lambda: "the extra is missing")
    desk_paper._say_once.cache_clear()


@pytest.mark.usefixtures("without_weasyprint")
def test_a_missing_extra_is_said_once_and_everything_else_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Folder(tmp_path / "publication", CONFIG + "\n[issue]\npdf = true\n")
    folder.announce()
    desk = folder.open()
    caplog.set_level("INFO", "publisher")
    passes = [
        desk.run_pass(utc(moment)) for moment in ("2017-09-28 12:00", "2017-09-29 22:30", "2017-09-29 22:31")
    ]
    folder.close()
    for done in passes:
        told = [one for one in done.survey.problems if "extra is missing" in one.what]
        assert [(one.path, one.line, one.warning) for one in told] == [("config.toml", 23, True)]
        assert "pip install" in told[0].mend
    assert [one.levelname for one in caplog.records if "extra is missing" in one.message] == ["INFO"]
    assert "en/issues/2017-10-02.html" in folder.files()
    assert not [path for path in folder.files() if path.endswith(".pdf")]
    assert b".pdf" not in folder.files()["en/issues/2017-10-02.html"]
