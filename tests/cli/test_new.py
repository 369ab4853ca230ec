"""`publisher new`: proposals from the roadmap and from what stands there, and questions for the rest."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from publisher.announcements.front_matter import split_source
from publisher.cli import asking
from publisher.cli.main import publisher
from publisher.config.config import load_config
from tests.folders import Folder

MORE = """
[[roadmaps.modalities.milestones]]
id = "note"
when = "25 August"
what = "Submission of the note"

[[roadmaps.modalities.milestones]]
id = "zero-draft"
when = "25 September"
what = "Circulation of a 0-draft"
kind = "text"
where = "Conference Room 4"
translations = { fr = "Distribution d’un avant-projet" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.config.write_text(folder.config.read_text() + MORE, encoding="utf-8")
    return folder


def call(folder: Folder, *arguments: str, text: str = "") -> Result:
    with time_machine.travel("2017-09-14 16:00 +0000", tick=False):
        command = ["--config", str(folder.config), "new", *arguments]
        return CliRunner().invoke(publisher, command, input=text)


def check(folder: Folder) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(folder.config), "check"])


def fields(folder: Folder, name: str) -> dict[str, Any]:
    text = (folder.announcements / name).read_text(encoding="utf-8")
    return {name: field.value for name, field in split_source(name, text).fields.items()}


def test_a_milestone_gives_title_date_and_kind_and_what_is_not_known_stays_a_comment(folder: Folder) -> None:
    said = call(folder, "first-reading").output
    assert fields(folder, "first-reading.md") == {
        "title": "First reading", "milestone": "first-reading", "kind": "meeting", "draft": "true",
    }  # fmt: skip
    assert "Without `draft:` it would be released Wed 27 Sep 2017 18:00 New York: 3 working days" in said
    assert "Without an announcement are still: zero-draft." in said
    assert check(folder).output == "1 announcement, no problem\n"


def test_without_a_name_it_begins_the_first_line_to_come(folder: Folder) -> None:
    folder.announce()
    call(folder)
    assert fields(folder, "zero-draft.md") == {
        "title": "Circulation of a zero draft", "milestone": "zero-draft", "kind": "text",
        "room": "Conference Room 4", "draft": "true",
    }  # fmt: skip


def test_what_the_last_announcement_like_it_says_is_proposed(folder: Folder) -> None:
    folder.announce(organ="General Assembly", convened_by="[Mexico, Switzerland]", contact="a@example.org",
                    room="Conference Room 1", documents="[A/RES/71/280]")  # fmt: skip
    call(folder, "zero-draft", "--yes")
    found = fields(folder, "zero-draft.md")
    assert (found["organ"], found["contact"]) == ("General Assembly", "a@example.org")
    assert (found["convened_by"], found["documents"]) == (("Mexico", "Switzerland"), ("A/RES/71/280",))
    assert found["room"] == "Conference Room 4"
    assert "# as in first-reading" in (folder.announcements / "zero-draft.md").read_text()


def test_a_date_that_nobody_knows_yet_holds_it(folder: Folder) -> None:
    said = call(folder, "third-reading").output
    assert fields(folder, "third-reading.md")["when"] == "to be confirmed"
    assert 'it would be held: the announcement says "to be confirmed"' in said
    assert check(folder).exit_code == 0


def test_somebody_at_the_terminal_is_asked_and_asked_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    folder.announce(organ="General Assembly")
    answers = ["closing", "Closing session", "1 December", "1 December 2029 (afternoon)", "", "Room 3",
               "3 o'clock", "15:00", "soon", "1 week before"]  # fmt: skip
    said = call(folder, text="\n".join(answers) + "\n").output
    assert "zero-draft                   25 September: Circulation of a 0-draft" in said
    assert fields(folder, "closing.md") == {
        "title": "Closing session", "when": "1 December 2029 (afternoon)", "kind": "meeting",
        "publish": "1 week before", "room": "Room 3", "time": "15:00", "draft": "true",
    }  # fmt: skip
    for wrong in ("the year", "write 15:00, or 15:00 to 18:00", '"soon" is not a rule'):
        assert wrong in said


def test_a_no_leaves_out_what_another_announcement_says(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    folder.announce(organ="General Assembly")
    call(folder, "zero-draft", text="\n\n\nn\n")
    assert "organ" not in fields(folder, "zero-draft.md")


def test_with_every_line_announced_and_nobody_to_ask_a_name_is_wanted(folder: Folder) -> None:
    folder.announce()
    call(folder, "zero-draft", "--yes")
    result = call(folder)
    assert result.exit_code == 2
    assert "no line of a roadmap waits for an announcement; give this one a name of its own" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("first-reading",), "first-reading.md is there already"),
        (("next", "--when", "next week"), "next week"),
        (("First",), "is not a short name"),
        (("first-reading", "--lang", "xx"), "xx is no further language of this publication; there are fr"),
        (("frist", "--lang", "fr"), "there is no announcement frist; there are first-reading"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is(
    folder: Folder, arguments: tuple[str, ...], words: str
) -> None:
    folder.announce()
    result = call(folder, *arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert [path.name for path in folder.announcements.iterdir()] == ["first-reading.md"]


def test_a_translation_begins_from_the_original_with_the_fields_that_belong_to_it(folder: Folder) -> None:
    lines = "title: The draft\nmilestone: zero-draft\nroom: Conference Room 1\nconvened_by: [Mexico, Peru]"
    folder.write("zero-draft.md", f"---\n{lines}\norgan: A\n---\n\nWords of the *original*.\n")
    assert call(folder, "--lang", "fr").exit_code == 0
    text = (folder.announcements / "zero-draft.fr.md").read_text(encoding="utf-8")
    assert fields(folder, "zero-draft.fr.md") == {
        "title": "The draft", "convened_by": ("Mexico", "Peru"), "draft": "true",
    }  # fmt: skip
    assert "the roadmap has “Distribution d’un avant-projet”" in text
    assert text.endswith("\n\nWords of the *original*.\n")
    assert check(folder).output == "1 announcement, no problem\n"
    assert load_config(folder.config).publication.languages == ("en", "fr")
