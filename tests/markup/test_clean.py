"""What the cleaner lets through, and that nothing hostile is among it."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.markup.clean import Found, clean, find_control_characters, find_relative_links

HOSTILE = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://a.example/x.png alt=x onload=alert(1)>",
    "<svg onload=alert(1)><g>x</g></svg>",
    "<math><mtext onclick=alert(1)>x</mtext></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\x0bscript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='https://evil.example/'><button formaction='javascript:alert(1)'>x</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<details open ontoggle=alert(1)>x</details>",
    "<noscript><img src=x onerror=alert(1)></noscript>",
    "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
    "<p id='x' onclick\n=\nalert(1)>x</p>",
    "<img src='https://a.example/x.png' alt='\"><script>alert(1)</script>'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
)


def read(html: str) -> ElementTree.Element:
    """The fragment as XML, which also proves that it is well formed."""
    return ElementTree.fromstring(f"<div>{html}</div>")


def assert_harmless(html: str) -> None:
    assert "<script" not in html.lower()
    for element in read(html).iter():
        assert element.tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "meta",
            "link",
        }
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert name not in {"style", "srcdoc", "name", "formaction"}
            if name in {"href", "src"}:
                assert re.match(r"https?://|mailto:|#user-", value, re.IGNORECASE)
            assert not re.match(r"\s*(?:javascript|data|vbscript):", value, re.IGNORECASE) or name in {
                "title",
                "alt",
            }


@pytest.mark.parametrize("html", HOSTILE)
def test_a_hostile_fragment_becomes_harmless(html: str) -> None:
    assert_harmless(clean(html))


@given(st.text())
def test_any_text_becomes_harmless_well_formed_and_stays_as_it_is_after(html: str) -> None:
    once = clean(html)
    assert_harmless(once)
    assert clean(once) == once


NAMES = "href src onclick style id class title alt dir data-relative"
VALUES = ("javascript:alert(1)", '"https://a.example/x"', "'x y'", "#x", "../y", "java\tscript:x", "ltr")
ELEMENTS = "a p img svg math style script table td li b br xmp"
PIECES = ("<!--", "-->", "<![CDATA[", "]]>", "&nbsp;", "&#x202e;", "&#0;", "<", '"', "javascript:")

ATTRIBUTE = st.builds("{}={}".format, st.sampled_from(NAMES.split()), st.sampled_from(VALUES))
TAG = st.builds(
    "<{}{} {}>".format,
    st.sampled_from(["", "/"]),
    st.sampled_from(ELEMENTS.split()),
    st.lists(ATTRIBUTE, max_size=3).map(" ".join),
)
MARKUP = st.lists(st.one_of(TAG, st.sampled_from(PIECES), st.text(max_size=5)), max_size=12).map("".join)


@given(MARKUP)
def test_any_markup_becomes_harmless_well_formed_and_stays_as_it_is_after(html: str) -> None:
    once = clean(html)
    assert_harmless(once)
    assert find_control_characters(once) == ()
    assert clean(once) == once


def test_the_words_of_a_script_are_dropped_with_it() -> None:
    assert clean("a<script>alert(1)</script><style>p {}</style>b") == "ab"


def test_names_and_the_links_to_them_get_the_same_prefix() -> None:
    assert (
        clean('<p id="body">x</p><a href="#body">y</a>')
        == '<p id="user-body">x</p><a href="#user-body">y</a>'
    )


def test_a_name_with_spaces_is_written_as_a_name_and_still_linked() -> None:
    cleaned = read(clean('<p id="a b">x</p><a href="#a%20b">y</a>', prefix="user-7-"))
    assert cleaned[0].get("id") == "user-7-a-b"
    assert cleaned[1].get("href") == "#user-7-a-b"


def test_links_to_the_web_get_a_rel_and_others_none() -> None:
    assert clean('<a href="https://un.org" rel="opener" target="_blank">x</a>') == (
        '<a href="https://un.org" rel="noopener noreferrer">x</a>'
    )
    assert clean('<a href="mailto:a@un.org">x</a>') == '<a href="mailto:a@un.org">x</a>'


@pytest.mark.parametrize("address", ["../x", "/x", "x.html", "?q=1", "//evil.example/x", "https:x"])
def test_a_relative_link_loses_its_address_and_is_reported(address: str) -> None:
    cleaned = clean(f'<a href="{address}">x</a>')
    assert read(cleaned)[0].get("href") is None
    assert find_relative_links(cleaned) == (() if address == "https:x" else (address,))
    assert find_relative_links(f'<a href="{address}">x</a>') == find_relative_links(cleaned)


@pytest.mark.parametrize(
    "written", ["gopher:x", "go&#112;her:x", "go&#9;pher:x", "&#1;gopher:x", "gopher&colon;x", " gopher:x"]
)
def test_a_scheme_is_judged_as_it_is_read_however_it_is_written(written: str) -> None:
    assert clean(f'<a href="{written}">x</a>') == "<a>x</a>"
    assert 'href="https://un.org"' in clean('<a href="&#104;ttps&colon;//un.org">x</a>')


def test_a_link_to_nowhere_is_no_relative_link() -> None:
    assert clean('<a href="#">x</a><a href="">y</a>') == "<a>x</a><a>y</a>"


def test_an_image_is_shown_over_https_with_words_only() -> None:
    assert clean('<img src="https://a.example/x.png" alt="A map">') == (
        '<img src="https://a.example/x.png" alt="A map" />'
    )
    assert clean('<img src="http://a.example/x.png" alt="A <map>">') == "A &lt;map&gt;"
    assert clean('<img src="https://a.example/x.png">') == ""
    assert clean('<img src="map.png" alt="A map">') == '<span data-relative="map.png">A map</span>'


@pytest.mark.parametrize(
    "html",
    [
        '<p lang="ar" dir="rtl">x</p>',
        '<ol start="3"><li>x</li></ol>',
        '<abbr title="General Assembly">GA</abbr>',
        '<table><tbody><tr><td align="right" colspan="2">1</td></tr></tbody></table>',
        '<time datetime="2017-10-02">2 October</time>',
        "<dl><dt>x</dt><dd>y</dd></dl>",
        "a<br />b",
        "a &amp; b &lt; c",
    ],
)
def test_what_authors_need_stays(html: str) -> None:
    assert clean(html) == html


def test_a_class_stays_only_if_markdown_gives_it() -> None:
    assert clean('<div class="footnote warning">x</div>') == '<div class="footnote">x</div>'
    assert clean('<p class="footnote">x</p><div class="warning">y</div>') == "<p>x</p><div>y</div>"


def test_a_direction_is_one_of_three() -> None:
    assert clean('<p dir="sideways">x</p>') == "<p>x</p>"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("\x00", "control character U+0000"),
        ("\x0b", "control character U+000B"),
        ("\r", "control character U+000D"),
        ("\x85", "control character U+0085"),
        ("\ud800", "lone surrogate U+D800"),
        ("\ufffe", "noncharacter U+FFFE"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE U+202E"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE U+2066"),
    ],
)
def test_a_refused_character_is_found_by_line_and_column_and_named(text: str, what: str) -> None:
    assert find_control_characters(f"first\r\n\tse{text}cond") == (Found(2, 4, what),)
    assert clean(f"a{text}b") == "ab"
    assert clean(f"a&#{ord(text)};b") in {"ab", "a\ufffdb", "a\u2026b"}


def test_ordinary_text_in_any_language_holds_nothing_refused() -> None:
    assert find_control_characters("Tab\t, lines\r\n\n, مرحبا\u200f, 大会, 😀, \u00a0") == ()


def test_every_refused_character_is_found() -> None:
    assert [(found.line, found.column) for found in find_control_characters("\x01\n\x02\x03\n\n\x04")] == [
        (1, 1), (2, 1), (2, 2), (4, 1),
    ]  # fmt: skip
