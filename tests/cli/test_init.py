"""`publisher init`: from nothing, or from a letter, to a publication that passes `check`."""

from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from publisher.cli import asking
from publisher.cli.main import publisher
from publisher.config.config import load_config
from tests.importing.real_letter import REAL


def call(folder: Path, *arguments: str, text: str = "") -> Result:
    with time_machine.travel("2017-09-14 16:00 +0000", tick=False):
        return CliRunner().invoke(publisher, ["init", str(folder), *arguments], input=text)


def check(folder: Path) -> str:
    return CliRunner().invoke(publisher, ["--config", str(folder / "config.toml"), "check"]).output


def test_a_letter_gives_the_roadmap_and_the_first_announcement(tmp_path: Path) -> None:
    result = call(tmp_path / "journal", "--letter", str(REAL), "--languages", "en, fr")
    assert result.exit_code == 0, result.output
    config = load_config(tmp_path / "journal" / "config.toml")
    (roadmap,) = config.roadmaps.values()
    assert (roadmap.id, len(roadmap.milestones)) == ("modalities", 6)
    assert config.publication.languages == ("en", "fr")
    assert [path.name for path in config.announcements.iterdir()] == ["zero-draft.md"]
    assert "note: 2 letter dates found" in result.output
    assert "Wed 20 Sep 2017 18:00 New York" in result.output
    assert check(tmp_path / "journal") == "1 announcement, no problem\n"


def test_without_a_letter_there_is_an_example_to_begin_from(tmp_path: Path) -> None:
    assert call(tmp_path / "journal", "--title", 'My "own"', "--yes").exit_code == 0
    config = load_config(tmp_path / "journal" / "config.toml")
    assert (config.publication.title, config.roadmaps) == ("My 'own'", {})
    assert (config.announcements / "first-meeting.md").exists()
    assert check(tmp_path / "journal") == "1 announcement, no problem\n"


def test_somebody_at_the_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    answers = ["Journal of Peace", "example.org", "https://example.org/", "en xx", "fr, en", "First"]
    result = call(tmp_path, text="\n".join(answers) + "\n" * 9)
    assert result.exit_code == 0, result.output
    publication = load_config(tmp_path / "config.toml").publication
    assert (publication.title, publication.base_url) == ("Journal of Peace", "https://example.org/")
    assert publication.languages == ("fr", "en")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--letter", "no-such-letter.txt"), "no-such-letter.txt cannot be read"),
        (("--letter", "/dev/null"), "no roadmap was found in the letter"),
        (("--base-url", "example.org"), "no address that ends with a slash"),
        (("--languages", "en, xx"), "language 'xx' is not known"),
    ],
)
def test_what_cannot_be_used_leaves_nothing_behind(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = call(tmp_path / "journal", *arguments)
    assert words in result.output + str(result.exception)
    assert result.exit_code != 0
    assert list(tmp_path.iterdir()) == []
