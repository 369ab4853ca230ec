"""`publisher explain`: the way to the hour, what readers see, where it goes, what would change it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.cli.main import publisher
from tests.builders import utc
from tests.folders import Folder
from tests.sample import copy_sample

GOLDEN = Path(__file__).parent / "golden"
MOMENT = "2017-09-20 12:00"


def call(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(config), "explain", *arguments])


def explain(folder: Folder, *arguments: str, at: str = MOMENT) -> str:
    result = call(folder.config, "first-reading", "--at", at, *arguments)
    assert result.exit_code == 0, result
    return " ".join(result.output.split())


def test_the_first_reading_of_the_sample_is_explained_word_for_word(tmp_path: Path) -> None:
    result = call(copy_sample(tmp_path), "first-reading", "--at", MOMENT)
    assert result.output == (GOLDEN / "explain-first-reading.txt").read_text(encoding="utf-8")


def test_a_draft_says_when_it_would_be_released(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.announce(draft="true")
    said = explain(folder)
    assert "It is a draft and stays in its folder. Without `draft:` its hour would be Wed 27 Sep" in said
    assert "Counted back from Monday 2 October" in said


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("1 week before at 9:00", "its own (line 4). Counted back from Monday 2 October, that is Monday 25"),
        ("on the day at 9:00", "That is Monday 2 October itself."),
        ("1 working day after at 9:00", "after the meeting"),
        ("20 working days before", "Nothing is due before the letter, which is of 13 September 2017"),
    ],
)
def test_each_kind_of_rule_is_told(tmp_path: Path, rule: str, words: str) -> None:
    folder = Folder(tmp_path)
    folder.announce(publish=rule)
    assert words in explain(folder)


def test_a_holiday_that_is_not_counted_is_named(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.set_config("2 October (afternoon)", "24 November (afternoon)")
    folder.announce()
    assert "Not counted: Thursday 23 November (Thanksgiving Day)" in explain(folder)


@pytest.mark.parametrize(
    ("when", "rule", "words"),
    [
        ("12 March 2018", "1 day before at 2:30", "at 2:00): it becomes Sun 11 Mar 2018 03:00 New York."),
        ("6 November 2017", "1 day before at 1:30", "at 2:00): the later of the two is taken."),
    ],
)
def test_an_hour_that_the_clocks_skip_or_repeat_is_told(
    tmp_path: Path, when: str, rule: str, words: str
) -> None:
    folder = Folder(tmp_path)
    folder.announce(milestone="", when=when, publish=rule)
    assert words in explain(folder)


def test_what_waits_for_a_person_says_what_the_person_does(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.set_config("2 October (afternoon)", "2 October, as needed")
    folder.announce()
    said = explain(folder)
    assert 'Held: the letter says "as needed": waits until a person confirms it.' in said
    assert "`publisher roadmap confirm first-reading DATE` says that it takes place" in said


def test_a_change_of_what_was_released_is_told_as_one(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.announce()
    desk = folder.open()
    desk.run_pass(utc("2017-09-27 22:00"))
    said = explain(folder, at="2037-09-28 12:00")
    assert "Released" in said
    assert "If `first-reading` moves, readers are told what was and what is, 5 minutes after" in said
    folder.announce(room="Conference Room 4")
    said = explain(folder, at="2037-09-28 12:00")
    assert "This is a change of what was released (venue-announced: room): told as a new item." in said
    folder.close()


def test_what_is_not_there_and_a_language_that_is_not_are_told(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.announce()
    assert "there is no announcement frist" in call(folder.config, "frist").output
    assert (
        "no language 'ru'; take one of en, fr" in call(folder.config, "first-reading", "--lang", "ru").output
    )
    assert "Monday, 2 October 2017 · afternoon" in explain(folder)
    assert "lundi 2 octobre 2017 · après-midi" in explain(folder, "--lang", "fr")


def test_a_file_that_cannot_be_read_is_explained_by_its_line_and_the_mend(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.announce(access="secret")
    said = explain(folder)
    assert said.startswith("first-reading: its file has an error Held: announcements/first-reading.md:4:")
    assert "`access: secret` is not known; write one of open, closed" in said


def test_a_broken_edit_of_something_released_says_what_readers_still_see(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.announce()
    folder.open().run_pass(utc("2017-09-27 22:00"))
    folder.announce(room="Conference Room 2", access="secret")
    said = explain(folder, at="2037-09-28 12:00")
    assert "what was released stays as it was" in said
    assert "What readers see Meeting first-reading, as it was released" in said


def test_a_translation_with_an_error_is_noted_beside_its_original(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.announce()
    folder.write("first-reading.fr.md", "---\ntitle: Lecture\npublish: at once\n---\n")
    assert "Take note announcements/first-reading.fr.md:3: unknown field `publish`" in explain(folder)
