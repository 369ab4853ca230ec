"""The front matter: text stays text, and every fault is one line that says how to mend it."""

from datetime import time

import pytest

from publisher.announcements.announcement import Announcement
from publisher.announcements.parse import parse_announcement, parse_translation
from publisher.dates.when import Times
from publisher.markup.worker import RenderError
from tests.builders import WRITTEN

GOOD = ["title: A meeting", "milestone: first-reading"]


def render(source: str, language: str) -> str:
    return f"<p>{source.strip()}</p>"


def parse(text: str, stem: str = "meeting") -> tuple[Announcement | None, list[str]]:
    announcement, problems = parse_announcement("a/x.md", stem, text, WRITTEN, "en", render)
    return announcement, [str(problem) for problem in problems]


def file_with(*lines: str, body: str = "Words.") -> str:
    return "\n".join(["---", *GOOD, *lines, "---", "", body, ""])


def read(*lines: str) -> Announcement:
    announcement, problems = parse(file_with(*lines))
    assert announcement is not None, problems
    assert problems == []
    return announcement


def test_a_clock_time_stays_a_time() -> None:
    assert read("time: 10:00").time == Times(time(10))
    assert read("time: 10:00 to 13:00").time == Times(time(10), time(13))


def test_no_stays_a_word_and_a_number_its_digits() -> None:
    announcement = read("room: no", "contact: 0123", "session: on")
    assert announcement.original.room == "no"
    assert announcement.original.contact == "0123"
    assert announcement.session == "on"


def test_a_list_may_be_one_value() -> None:
    assert read("convened_by: Mexico").original.convened_by == ("Mexico",)
    assert read("convened_by: [Mexico, Switzerland]").original.convened_by == ("Mexico", "Switzerland")
    assert read("documents:", "  - A/RES/71/280").documents == ("A/RES/71/280",)


def test_each_field_knows_its_line() -> None:
    announcement = read("room: Conference Room 1")
    assert announcement.line_of("title") == 2
    assert announcement.line_of("room") == 4


def test_a_title_over_two_lines_is_one_line() -> None:
    assert read("organ: General", "  Assembly").organ == "General Assembly"


def test_the_slug_is_the_file_s_name_unless_it_is_kept() -> None:
    assert read().slug == "meeting"
    assert read("slug: first-name").slug == "first-name"
    assert read("was: first-name").slug == "first-name"


def test_an_own_date_is_read() -> None:
    announcement, problems = parse("---\ntitle: A\nwhen: 1 December 2026 (afternoon)\n---\n")
    assert announcement is not None, problems
    assert announcement.when is not None
    assert announcement.when.exact


FAULTS = {
    "broken YAML": ("title: First: reading", 4, "cannot be read"),
    "an unclosed list": ("convened_by: [Mexico", 4, "cannot be read"),
    "a duplicate key": ("title: Again", 4, "`title` stands twice; keep one"),
    "a misspelt field": ("pubish: at once", 4, "unknown field `pubish`; did you mean `publish`?"),
    "a field of no known kind": ("zzz: 1", 4, "unknown field `zzz`; the fields are title, milestone"),
    "the old name of organ": ("body: General Assembly", 4, "did you mean `organ`?"),
    "both dates": ("when: 2 October 2017", 4, "`when` and `milestone` both give a date; keep one"),
    "a time that is none": ("time: noonish", 4, "`time: noonish` is not a time; write 15:00"),
    "a time past midnight": ("time: 25:00", 4, "is not a time"),
    "a time that runs backwards": ("time: 18:00 to 15:00", 4, "ends before it begins"),
    "an unknown kind": ("kind: party", 4, "`kind: party` is not known; write one of meeting, text"),
    "an unknown access": ("access: secret", 4, "write one of open, closed"),
    "an unknown status": ("status: maybe", 4, "write one of scheduled, cancelled"),
    "a draft flag that is none": ("draft: maybe", 4, "neither true nor false"),
    "a draft flag left empty": ("draft:", 4, "neither true nor false"),
    "a table for a text": ("room: {a: b}", 4, "`room` holds more than a text or a list"),
    "a list for a text": ("room: [a, b]", 4, "`room` is a list; write one value"),
    "a slug with capitals": ("slug: First Reading", 4, "use small letters"),
    "a slug that climbs": ("slug: ../../etc", 4, "use small letters"),
    "a control character": ("room: a\x07b", 4, "column 8 holds"),
    "a bidirectional override": ("room: a\u202eb", 4, "column 8 holds"),
}


@pytest.mark.parametrize(("line", "number", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_line_and_holds_the_file_back(line: str, number: int, message: str) -> None:
    announcement, problems = parse(file_with(line))
    assert announcement is None
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"a/x.md:{number}: ")
    assert message in problems[0]


WHOLE_FILES = {
    "no front matter": ("Just words.\n", "a/x.md:1: the file does not begin with front matter; begin it"),
    "an empty file": ("", "a/x.md:1: the file does not begin with front matter"),
    "no end": ("---\ntitle: A\n", "a/x.md:1: the front matter has no end; close it"),
    "a list": ("---\n- title\n---\n", "a/x.md:2: the front matter is not a list of fields; write"),
    "no title": ("---\nmilestone: first-reading\n---\n", "a/x.md:1: `title` is missing; write `title:`"),
    "an empty title": ("---\ntitle:\nmilestone: m\n---\n", "a/x.md:2: `title` is missing"),
    "a title that is a list": ("---\ntitle: [a]\nmilestone: m\n---\n", "a/x.md:2: `title` is a list"),
    "a title that is a table": ("---\ntitle: {a: b}\nmilestone: m\n---\n", "a/x.md:2: `title` holds more"),
    "a long title": (f"---\ntitle: {'a' * 301}\nmilestone: m\n---\n", "a/x.md:2: the title has 301 charact"),
    "no date": ("---\ntitle: A\n---\n", "a/x.md:1: the announcement has no date; write `milestone:`"),
    "a list of dates": ("---\ntitle: A\nwhen: [a]\n---\n", "a/x.md:3: `when` is a list"),
    "a control character in the body": (file_with(body="a\x00b"), "a/x.md:6: column 2 holds"),
    "an override in the body": (file_with(body="a\u2066b"), "a/x.md:6: column 2 holds"),
}


@pytest.mark.parametrize(("text", "message"), WHOLE_FILES.values(), ids=WHOLE_FILES)
def test_a_file_that_cannot_be_used_is_told_in_one_line(text: str, message: str) -> None:
    announcement, problems = parse(text)
    assert announcement is None
    assert len(problems) == 1, problems
    assert problems[0].startswith(message)
    assert "; " in problems[0]


def test_a_file_with_two_faults_names_both() -> None:
    _, problems = parse(file_with("access: secret", "time: late"))
    assert [line.split(": ")[0] for line in problems] == ["a/x.md:5", "a/x.md:4"]


def test_an_impossible_date_names_its_line() -> None:
    announcement, problems = parse("---\ntitle: A\nwhen: soon enough\n---\n")
    assert announcement is None
    assert [line.split(": ")[0] for line in problems] == ["a/x.md:3"]


def test_a_body_that_cannot_be_typeset_names_its_first_line() -> None:
    def refuse(source: str, language: str) -> str:
        raise RenderError("it takes too long")

    announcement, problems = parse_announcement("a/x.md", "x", file_with(), WRITTEN, "en", refuse)
    assert announcement is None
    assert [str(one) for one in problems] == [
        "a/x.md:5: the text cannot be typeset: it takes too long; mend the text"
    ]


def test_a_scheduling_field_in_a_translation_is_a_problem() -> None:
    text = "---\ntitle: Lecture\npublish: at once\n---\n"
    translation, problems = parse_translation("a/x.fr.md", text, "fr", render)
    assert translation is None
    assert len(problems) == 1
    assert str(problems[0]).startswith("a/x.fr.md:3: unknown field `publish`; the fields are title, room")


def test_a_translation_may_carry_room_reason_conveners_and_contact() -> None:
    text = (
        "---\ntitle: L\nroom: Salle 1\nreason: Neige\nconvened_by: Suisse\ncontact: a@b\ndraft: yes\n---\nM\n"
    )
    translation, problems = parse_translation("a/x.fr.md", text, "fr", render)
    assert problems == ()
    assert translation is not None
    assert translation.draft
    assert (translation.wording.room, translation.wording.reason) == ("Salle 1", "Neige")
    assert translation.wording.convened_by == ("Suisse",)


@pytest.mark.parametrize("word", ["true", "yes", "True", "YES"])
def test_a_draft_says_so(word: str) -> None:
    assert read(f"draft: {word}").draft


@pytest.mark.parametrize("word", ["false", "no", "No"])
def test_a_draft_no_longer_says_so(word: str) -> None:
    assert not read(f"draft: {word}").draft
