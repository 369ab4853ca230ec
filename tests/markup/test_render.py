"""Markdown made into HTML for pages, feeds and mail."""

import os
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from publisher.markup.clean import find_relative_links
from publisher.markup.render import _TYPED, _converter, render

MODALITIES = (
    '<a href="https://docs.un.org/en/A/72/L.9" rel="noopener noreferrer"><bdi dir="ltr">A/72/L.9</bdi></a>'
)


def read(source: str, lang: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{render(source, lang=lang)}</div>")


def links(source: str, lang: str = "en") -> list[tuple[str | None, str]]:
    return [(a.get("href"), "".join(a.itertext())) for a in read(source, lang).iter("a")]


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        ("# One\n\n## Two\n\n# Three", ["h3", "h4", "h3"]),
        ("## One\n\n### Two", ["h3", "h4"]),
        ("# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6", ["h3", "h4", "h5", "h6", "h6", "h6"]),
        ("<h1>Raw</h1>", ["h3"]),
        ("#### Deep only", ["h3"]),
        ("    <h1> in code", []),
    ],
)
def test_headings_start_at_the_third_level(source: str, headings: list[str]) -> None:
    assert [
        element.tag for element in read(source).iter() if element.tag in {f"h{n}" for n in range(1, 7)}
    ] == headings


@pytest.mark.parametrize(
    ("sentence", "lang"),
    [
        ("Draft resolution A/72/L.9 was adopted.", "en"),
        ("Le projet A/72/L.9, présenté", "fr"),
        ("اعتمدت الوثيقة A/72/L.9، في الجلسة", "ar"),
        ("大会通过文件A/72/L.9。", "zh"),
        ("**A/72/L.9** and", "en"),
        ("| text |\n|---|\n| A/72/L.9 |", "en"),
        ("## About A/72/L.9", "en"),
        ("<div>A/72/L.9</div>", "en"),
        ("Text.[^1]\n\n[^1]: See A/72/L.9", "en"),
    ],
)
def test_a_symbol_becomes_a_link_set_left_to_right(sentence: str, lang: str) -> None:
    assert MODALITIES.replace("/en/", f"/{lang}/") in render(sentence, lang=lang)


@pytest.mark.parametrize(
    "source",
    [
        "[the text A/72/L.9](https://un.org/)",
        '<a href="https://un.org/">A/72/L.9</a>',
        '<a href="https://un.org/"><em>A/72/L.9</em></a>',
        '<div><a href="https://un.org/">A/72/L.9</a></div>',
        "<https://un.org/A/72/L.9>",
    ],
)
def test_a_symbol_in_a_link_is_left_alone(source: str) -> None:
    assert len(links(source)) == 1
    assert (links(source)[0][0] or "").startswith("https://un.org/")


@pytest.mark.parametrize(
    "source", ["`A/72/L.9`", "    A/72/L.9", "<pre>A/72/L.9</pre>", "<code>A/72/L.9</code>"]
)
def test_a_symbol_in_code_is_left_alone(source: str) -> None:
    assert links(source) == []


def test_a_resolution_in_prose_is_linked_by_its_number_and_titled_with_its_symbol() -> None:
    assert (
        'resolution <a href="https://docs.un.org/en/A/RES/71/280" rel="noopener noreferrer"'
        ' title="A/RES/71/280"><bdi dir="ltr">71/280</bdi></a>, the'
    ) in render("In accordance with paragraph 13 of resolution 71/280, the precise modalities", lang="en")


@pytest.mark.parametrize(
    ("source", "address", "words"),
    [
        ("Write to gcmigration@un.org.", "mailto:gcmigration@un.org", "gcmigration@un.org"),
        ("See https://un.org/a_(b), or", "https://un.org/a_(b)", "https://un.org/a_(b)"),
        ("(https://un.org/x?a=1&b=2)", "https://un.org/x?a=1&b=2", "https://un.org/x?a=1&b=2"),
        ("见https://un.org/x。", "https://un.org/x", "https://un.org/x"),
        (
            "https://docs.un.org/en/A/72/L.9 ",
            "https://docs.un.org/en/A/72/L.9",
            "https://docs.un.org/en/A/72/L.9",
        ),
    ],
)
def test_a_bare_address_becomes_one_link(source: str, address: str, words: str) -> None:
    assert links(source) == [(address, words)]


def test_times_symbols_and_hyphens_are_typed_as_written() -> None:
    text = "10:00-13:00, A/RES/73/102 A-B, 2017/188"
    assert "".join(read(text).itertext()) == text


@pytest.mark.parametrize(
    ("lang", "quoted"),
    [("en", "“x”"), ("es", "“x”"), ("fr", "«\u00a0x\u00a0»"), ("ru", "«x»"), ("ar", '"x"'), ("zh", '"x"')],
)
def test_quotation_marks_are_those_of_the_language(lang: str, quoted: str) -> None:
    assert "".join(read('"x" --- y...', lang).itertext()) == f"{quoted} — y…"


def test_a_table_keeps_its_columns_and_their_alignment() -> None:
    table = read("| Date | Item |\n|---|--:|\n| 2 October | 1 |")
    assert [cell.text for cell in table.iter("td")] == ["2 October", "1"]
    assert [cell.get("align") for cell in table.iter("td")] == [None, "right"]


def test_footnotes_and_their_links_back_work_after_cleaning() -> None:
    notes = read("One[^b] two[^a b] one[^b].\n\n[^a b]: First\n[^b]: Second")
    names = {element.get("id") for element in notes.iter() if element.get("id")}
    targets = [a.get("href", "") for a in notes.iter("a")]
    assert len(targets) == 6
    assert all(target.removeprefix("#") in names for target in targets)
    assert ["".join(li.itertext()).split()[0] for li in notes.iter("li")] == ["Second", "First"]


def test_the_footnotes_of_two_texts_on_one_page_do_not_meet() -> None:
    def names(source: str, lang: str) -> set[str | None]:
        return {element.get("id") for element in read(source, lang).iter()} - {None}

    text = "One[^1]\n\n[^1]: {}"
    first, second, third = (
        names(text.format("a"), "en"),
        names(text.format("b"), "en"),
        names(text.format("a"), "fr"),
    )
    assert first.isdisjoint(second)
    assert first.isdisjoint(third)


def test_definitions_abbreviations_and_lists_are_known() -> None:
    page = read("GA\n:   Assembly\n\n3. three\n4. four\n\nThe UN.\n\n*[UN]: United Nations")
    assert [element.tag for element in page.iter() if element.tag in {"dd", "abbr", "ol"}] == [
        "dd",
        "ol",
        "abbr",
    ]
    assert next(page.iter("ol")).get("start") == "3"


def test_braces_are_words_like_any_other() -> None:
    assert "".join(read("## The draft {as amended}").itertext()).strip() == "The draft {as amended}"


def test_a_relative_link_and_image_can_be_reported_from_the_result() -> None:
    html = render("[rules](../rules.md) ![A map](map.png)", lang="en")
    assert find_relative_links(html) == ("../rules.md", "map.png")
    assert "A map" in html
    assert "href" not in html


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](https://a.example/"onmouseover="alert(1))',
        "![x](https://a.example/\"onerror=\"alert(1) 'y')",
        "<div onclick=alert(1)>\n\n*x*\n\n</div>",
        "# x {: onclick=alert(1) }",
        '*[x]: "onmouseover="alert(1)\n\nx',
        "[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: y",
        "|<script>|\n|-|\n|alert(1)|",
        "https://a.example/'onmouseover='alert(1)",
        'a@a.example"onmouseover="alert(1)',
    ],
)  # fmt: skip
def test_hostile_markdown_becomes_harmless(source: str) -> None:
    page = read(source)
    assert not list(page.iter("script"))
    for element in page.iter():
        assert not any(name.startswith("on") for name in element.attrib)
        assert not element.get("href", "").startswith("javascript:")


def test_one_text_leaves_no_trace_in_the_next() -> None:
    alone = render("Plain [x] UN.[^1]", lang="en")
    render("[x]: https://un.org/\n\n*[UN]: United Nations\n\n[^1]: Note\n\n[x] UN[^1]", lang="en")
    assert render("Plain [x] UN.[^1]", lang="en") == alone


def test_a_text_that_breaks_markdown_leaves_the_next_one_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = render("- a\n\n    - b", lang="en")
    with monkeypatch.context() as patch:
        patch.setattr("markdown.blockprocessors.UListProcessor.get_items", _raise_recursion)
        with pytest.raises(RecursionError):
            render("- a\n\n    - b", lang="en")
    assert render("- a\n\n    - b", lang="en") == whole


def _raise_recursion(*_: object) -> None:
    raise RecursionError


@given(st.text(alphabet="ab \n#*_[]()`<>|-:^!/&;\"'A7.0@"))
def test_any_markdown_gives_well_formed_html_and_the_same_each_time(source: str) -> None:
    html = render(source, lang="en")
    ElementTree.fromstring(f"<div>{html}</div>")
    assert render(source, lang="en") == html


@given(st.text(alphabet="ab \n#*_[]()`<>|-:^!/&;A7.0@\\"))
def test_a_text_without_quotes_dashes_and_ellipses_is_set_the_same_either_way(source: str) -> None:
    """What sets them takes half of the time, and is left out where there are none."""
    plain, typographic = (_converter("en", typographic=way).reset() for way in (False, True))
    assume(not _TYPED.search(source))
    assert plain.convert(source) == typographic.convert(source)


RICH = """# Title "quoted"

See A/72/L.9[^1], <a class="footnote-ref footnote-backref" id="z" title="t" href="https://un.org/">b</a>
and gcmigration@un.org.

| a | b |
|---|--:|
| 1 | 2 |

[^1]: Note.
"""


PRINT_IN_FRENCH = """
import sys
from publisher.markup.render import render
print(ascii(render(sys.stdin.read(), lang="fr")))
"""


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINT_IN_FRENCH],
            input=RICH,
            text=True,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        ).stdout.strip()
        for seed in ("0", "1", "4242")
    }
    assert printed == {ascii(render(RICH, lang="fr"))}
