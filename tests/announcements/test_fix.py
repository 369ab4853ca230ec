"""Mending what is mechanical: what changes, what stays, and that a second time changes nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.announcements.fix import mend_text
from publisher.announcements.front_matter import split_source
from publisher.markup.render import render


def mend(text: str, language: str = "en") -> str:
    return mend_text("announcements/x.md", text, language)[0]


HEAD = "---\ntitle: X\n---\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\ufeff" + HEAD + "a\n", HEAD + "a\n"),
        ("---\r\ntitle: X\r\n---\r\na\r\n", HEAD + "a\n"),
        (HEAD + "a \nb\t\nc", HEAD + "a\nb\nc\n"),
        (HEAD + "a\n\n\n", HEAD + "a\n"),
        (HEAD + "a  \nb\n", HEAD + "a  \nb\n"),
        (HEAD + "see https://a.org/x_y, there\n", HEAD + "see <https://a.org/x_y>, there\n"),
        ("---\ntitle: It's \n---\n", "---\ntitle: It’s\n---\n"),
        ("---\ntitle: 'X \"y\"'\n---\n", "---\ntitle: 'X “y”'\n---\n"),
        (
            "---\ntitle: X\ndocuments:\n  - a/res/1/1\n  - A/RES/1/2\nroom: a/res/1/1\n---\n",
            "---\ntitle: X\ndocuments:\n  - A/RES/1/1\n  - A/RES/1/2\nroom: a/res/1/1\n---\n",
        ),
    ],
)
def test_a_mend_changes_what_is_mechanical(before: str, after: str) -> None:
    assert mend(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "no front matter ",
        "---\ntitle: [X\n---\nhttps://a.org ",
        "---\ntitle: X\ntitle: Y\n---\nhttps://a.org ",
        "---\ntitle: 'It''s'\n---\n",
        '---\ntitle: "It\'s \\"x\\""\n---\n',
        HEAD + "`https://a.org` and [x](https://a.org)\n",
    ],
)
def test_what_is_not_understood_stays_as_it_is(text: str) -> None:
    assert mend(text) == text


def test_each_mended_line_is_shown_as_it_was_and_is() -> None:
    _, lines = mend_text("a/x.md", HEAD + "a \nb\nsee https://a.org\n", "en")
    assert [(one.line, one.before, one.after) for one in lines] == [
        (4, "a ", "a"),
        (6, "see https://a.org", "see <https://a.org>"),
    ]


LINKS = ["https://a.org/x_y", "<https://b.org>", "[x]: ", "<a href='x'>", "</a>", "a/res/1/1"]
MARKS = [*"[]()`_*!<>'\".,#\\", "``", "word"]
SPACES = [" ", "  ", "    ", "\t", "\n", "\n\n", "\r\n"]
PIECES = st.sampled_from(LINKS + MARKS + SPACES)
VALUES = st.sampled_from(
    ["X", "It's", "'It''s'", '"a \\"b\\""', 'The "x" of', "a: b", "# c", "[x]", "“x”", "d' "]
)
DOCUMENTS = st.sampled_from(
    ["a/res/71/280", "[a/res/1/1, A / 72 / L.9]", "\n  - s/res/1 (2002)\n  - x", "[x, X]"]
)


@given(VALUES, DOCUMENTS, st.lists(PIECES, max_size=30).map("".join))
def test_mending_again_changes_nothing_and_no_reading_is_lost(title: str, documents: str, body: str) -> None:
    text = f"---\ntitle: {title}\ndocuments: {documents}\nroom: It's 'here'\n---\n{body}"
    once = mend(text)
    assert mend(once) == once
    before, after = split_source("x", text.replace("\r\n", "\n")), split_source("x", once)
    assert list(before.fields) == list(after.fields)
    assert before.fields.get("room") == after.fields.get("room")


@given(st.lists(PIECES, max_size=20).map("".join))
def test_readers_are_given_the_same_words(body: str) -> None:
    """Only what stood bare becomes a link by brackets: nothing is dropped from the text."""
    from bs4 import BeautifulSoup

    def words(text: str) -> str:
        html = render(text.partition("---\n")[2].partition("---\n")[2], lang="en")
        found = BeautifulSoup(html, "html.parser").get_text()
        # Which way a lone mark is curled hangs on its neighbour, and `_` in a bare address was emphasis.
        return re.sub(r"""[\s<>_*'"‘’“”.…]""", "", found)

    assert words(mend(HEAD + body)) == words(HEAD + body.replace("\r\n", "\n"))
