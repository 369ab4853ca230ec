"""One line out of any text: what calendars, feeds and headers cannot hold is folded or left out."""

import unicodedata
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.lines import drop_controls, each_line, is_one_line, one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("First reading", "First reading"),
        ("First\nreading", "First reading"),
        ("  First  \r\n\t\n  reading\n", "First reading"),
        ("First\u2028reading\u2029", "First reading"),
        ("First\x0breading\x07", "First reading"),
        ("«\u00a0Première\u00a0» ", "«\u00a0Première\u00a0» "),
        ("\n", ""),
        ("", ""),
    ],
)
def test_a_line_s_end_becomes_a_space_and_a_control_character_goes(text: str, line: str) -> None:
    assert one_line(text) == line


def test_line_feeds_may_stay_where_lines_are_wanted() -> None:
    assert drop_controls("was\x00\nis\x1b[2J") == "was\nis[2J"


def test_a_text_of_several_lines_is_parted_by_line_feeds_alone() -> None:
    assert each_line("was\x00\n is \u2028 not\n") == "was\nis not\n"


@given(st.text())
def test_whatever_it_was_it_is_a_line_that_a_header_takes(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in line)
    assert is_one_line(line)
    assert one_line(line) == line
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = line
    assert bytes(mail).count(b"Subject:") == 1
