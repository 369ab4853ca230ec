"""The cheat-sheet is made from the tables that the program uses, and its examples are read by it."""

import pytest

from publisher.announcements.fields import FIELDS
from publisher.announcements.parse import parse_announcement
from publisher.preview.cheat_sheet import DATES, RULES, is_rule, read_date
from tests.builders import WRITTEN

DATED = "when: 1 December 2026\n"


@pytest.mark.parametrize("field", FIELDS)
def test_an_example_of_a_field_can_be_copied(field: str) -> None:
    others = "" if field in ("when", "milestone") else DATED
    others += "" if field == "title" else "title: A meeting\n"
    text = f"---\n{others}{field}: {FIELDS[field].example}\n---\nWords.\n"
    announcement, problems = parse_announcement("a.md", "a", text, WRITTEN, "en", lambda source, lang: source)
    assert problems == ()
    assert announcement is not None


@pytest.mark.parametrize("rule", RULES)
def test_an_example_of_a_rule_is_a_rule(rule: str) -> None:
    assert is_rule(rule)


@pytest.mark.parametrize("text", DATES)
def test_an_example_of_a_date_can_be_read(text: str) -> None:
    assert read_date(text).reading


def test_what_waits_for_a_person_is_said_to_wait() -> None:
    assert [text for text in DATES if not read_date(text).timed] == [
        "Week of 23 October 2017, as needed",
        "23 or 24 October 2017",
        "to be announced",
    ]
