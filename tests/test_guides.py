"""What the guides for authors show is true: examples pass `check`, tutorial and tour run as written."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from publisher.announcements.fields import FIELDS, TRANSLATED_FIELDS
from publisher.announcements.front_matter import split_source
from publisher.announcements.parse import parse_announcement, parse_translation
from publisher.cli.main import publisher
from publisher.config.config import load_config
from publisher.problem import has_errors
from tests.builders import WRITTEN
from tests.sample import SAMPLE_CONFIG

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BLOCK = re.compile(
    r"^```(?P<kind>[a-z]+)(?: (?P<lang>[a-z]{2}))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
SOURCE = "announcements/briefing.md"


def list_blocks(page: str) -> Iterator[re.Match[str]]:
    return BLOCK.finditer((DOCS / page).read_text(encoding="utf-8"))


EXAMPLES = [(one["lang"], one["text"]) for one in list_blocks("writing.md")]


@pytest.mark.parametrize(("language", "text"), EXAMPLES)
def test_an_example_of_the_guide_has_no_problem(language: str | None, text: str) -> None:
    if language:
        translation, problems = parse_translation("x.fr.md", text, language, lambda source, lang: source)
        assert translation is not None, problems
    else:
        found, problems = parse_announcement("x.md", "x", text, WRITTEN, "en", lambda source, lang: source)
        assert found is not None, problems
        line = found.milestone
        known = {one.id for one in load_config(SAMPLE_CONFIG).roadmaps["modalities"].milestones}
        assert line is None or line in known
    assert not has_errors(problems)


def test_the_guide_shows_every_field() -> None:
    shown = {name for _, text in EXAMPLES for name in split_source("x.md", text).fields}
    assert {*FIELDS, *TRANSLATED_FIELDS} - shown == set()


def test_the_tutorial_goes_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said, moment = "", "2026-11-30 15:00 +0000"
    for block in list_blocks("tutorial.md"):
        if block["kind"] == "sh":
            said = "".join(run(line, monkeypatch, moment) for line in block["text"].splitlines())
        elif block["kind"] == "markdown":
            Path(SOURCE).write_text(block["text"], encoding="utf-8")
        else:
            for line in block["text"].splitlines():
                assert " ".join(line.split()) in " ".join(said.split()), said
    assert Path("public/en/entries/briefing.html").exists()


def run(line: str, monkeypatch: pytest.MonkeyPatch, moment: str) -> str:
    """One line of the tutorial, as it is typed."""
    program, *words = shlex.split(line)
    if program == "cd":
        monkeypatch.chdir(words[0])
        return ""
    assert program == "publisher"
    with time_machine.travel(moment, tick=False):
        result = CliRunner(env={"COLUMNS": "200"}).invoke(publisher, words)
    # `check` exits with 1 where the tutorial wants a problem to be seen.
    assert result.exit_code in (0, 1), result
    return result.output


@pytest.mark.prove
def test_the_tour_is_what_the_commands_say(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "make-tour"
    subprocess.run((sys.executable, str(script), "--into", str(tmp_path)), check=True, timeout=300)
    made, kept = (tmp_path / "tour.md").read_text(encoding="utf-8"), (DOCS / "tour.md").read_text("utf-8")
    assert made == kept, "make it again: .venv/bin/python scripts/make-tour"


def test_every_picture_of_the_tour_is_there_and_small() -> None:
    names = re.findall(r"\]\((pictures/[^)]+)\)", (DOCS / "tour.md").read_text(encoding="utf-8"))
    assert len(names) >= 3
    assert all((DOCS / name).stat().st_size < 150_000 for name in names)
