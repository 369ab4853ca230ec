"""What is found in a page, and its text as Markdown that says the same."""

import html
import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from publisher.errors import PublisherError
from publisher.importing.page import ImportedPage, read_page
from publisher.importing.to_markdown import to_markdown
from publisher.markup.render import render
from tests.shallow import DEEP, shallow_stack

INVITATION = Path(__file__).with_name("invitation.html")
SIGNS = st.text(st.sampled_from("ab1 2.)#*_-+`[]()<>!|\\&;:=~{}\n"), min_size=1, max_size=30)


def read(text: str) -> ImportedPage:
    return read_page(text.encode(), "https://example.org/folder/page.html", "text/html")


def found(page: ImportedPage) -> dict[str, Any]:
    return {one.name: one.value for one in page.findings}


def markdown_of(body: str) -> str:
    soup = BeautifulSoup(f"<body>{body}</body>", "lxml")
    assert soup.body is not None
    return to_markdown(soup.body, "https://example.org/folder/page.html")


def words_of(text: str) -> list[str]:
    return BeautifulSoup(text, "lxml").get_text(" ").split()


def test_an_invitation_gives_every_field_it_has() -> None:
    page = read_page(INVITATION.read_bytes(), str(INVITATION))
    assert page.title == "First reading of the draft modalities resolution"
    assert found(page) == {
        "when": "2 October 2017 at 15:00 to 18:00",
        "organ": "General Assembly",
        "session": "Seventy-first session",
        "room": "Conference Room 4",
        "convened_by": ("Mexico", "Switzerland"),
        "documents": ("A/RES/71/280",),
        "contact": "gcmigration@un.org",
    }
    assert page.other_dates == ("5 October 2017",)
    assert {one.name: one.where for one in page.findings}["room"] == "Venue: Conference Room 4, UNHQ"


def test_its_text_becomes_markdown_that_says_the_same_words() -> None:
    page = read_page(INVITATION.read_bytes(), str(INVITATION))
    assert page.body.startswith("Posted on 14 September 2017\n\nThe Permanent Missions have the honour")
    assert "the **first reading** of" in page.body
    assert "| 15:00 | Opening \\| closing |" in page.body
    soup = BeautifulSoup(INVITATION.read_bytes(), "lxml")
    main, heading = soup.find("main"), soup.find("h1")
    assert main is not None
    assert heading is not None
    heading.extract()
    assert words_of(render(page.body, lang="en")) == words_of(str(main))


def test_what_a_page_tells_search_engines_goes_before_what_its_text_says() -> None:
    event = {
        "@graph": [
            {"@type": "WebPage"},
            {"@type": "EducationEvent", "name": "Briefing", "startDate": "2029-12-03T10:00:00-05:00",
             "endDate": "2029-12-03T13:00:00-05:00", "location": {"name": "Conference Room 7"}},
        ]
    }  # fmt: skip
    script = f'<script type="application/ld+json">{json.dumps(event)}</script>'
    page = read(f"<html><head>{script}</head><body><p>On 4 December 2029 in Conference Room 1.</p></body>")
    assert page.title == "Briefing"
    assert found(page)["when"] == "3 December 2029 at 10:00 to 13:00"
    assert found(page)["room"] == "Conference Room 7"


@pytest.mark.parametrize(
    "text",
    [
        "<p>Posted on 14 September 2017</p>", "<p>Letter dated 13 September 2017</p>", "<p>Next Monday</p>",
        "<p>2 October</p>", "<script>var day = '2 October 2017'</script><p>Words</p>",
    ],
)  # fmt: skip
def test_other_dates_and_dates_without_a_year_are_not_taken_for_the_meeting(text: str) -> None:
    assert "when" not in found(read(f"<h1>Title</h1>{text}"))


def test_plain_text_is_read_too() -> None:
    page = read_page(b"Third reading\n\nIt is held on 3 December 2029 (afternoon).\n\nRoom: CR-E", "note.txt")
    assert page.title == "Third reading"
    assert found(page)["when"] == "3 December 2029 (afternoon)"
    assert found(page)["room"] == "CR-E"


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"PK\x03\x04....", b"\x89PNG..."])
def test_what_is_no_page_is_told(data: bytes) -> None:
    with pytest.raises(PublisherError, match="no page of text"):
        read_page(data, "file")


def test_marks_that_deceive_are_left_out() -> None:
    page = read("<h1>A\u202eB</h1><p>C&#8238;D&#x7;E</p>")
    assert (page.title, page.body) == ("AB", "CDE")


@pytest.mark.parametrize("elements", ["<div><b>" * (DEEP // 2), "<b>" * DEEP])
def test_a_page_that_nests_deeper_than_the_stack_is_read(
    elements: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publisher.importing.to_markdown.DEEPEST", 20)
    read("<h1>Imported</h1>")
    with shallow_stack():
        page = read(f"<h1>Deep</h1>{elements}words")
    assert "words" in page.body


@given(SIGNS)
def test_any_signs_come_through_markdown_unharmed(text: str) -> None:
    body = markdown_of(f"<p>{html.escape(text)}</p><p>end</p>")
    shown = BeautifulSoup(render(body, lang="en"), "lxml").get_text("")
    for printed, typed in (("—", "---"), ("–", "--"), ("…", "...")):
        shown = shown.replace(printed, typed)
    assert "".join(shown.split()) == "".join(text.split()) + "end"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<a href="../a b.html">x</a>', "x"),
        ('<a href="../a.html">the page</a>', "[the page](https://example.org/a.html)"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<p>one<br>two</p>", "one  \ntwo"),
        ("<p><b>bold <b>twice</b></b></p>", "bold **twice**"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<h2>Part</h2>text", "## Part\n\ntext"),
        ("<table><tr><td>only</td></tr></table>", "only"),
        ('<p>a<img src="x.png" alt="y">b</p>', "ab"),
    ],
)
def test_markdown_is_what_an_author_would_write(page: str, text: str) -> None:
    assert markdown_of(page) == text
