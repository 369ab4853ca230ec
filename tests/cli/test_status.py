"""`publisher status`: what it shows of the sources, and its exit code for scripts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.cli.main import publisher
from publisher.desk import renderings
from tests.folders import Folder, PlainRenderer

HELD = "announcements/broken.md:4: `access: secret` is not known; write one of open, closed"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setattr(renderings, "Renderer", PlainRenderer)
    folder = Folder(tmp_path / "publication")
    folder.announce(publish="at once")
    return folder


def call(folder: Folder, *arguments: str) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(folder.config), *arguments])


def test_an_announcement_with_an_error_fails_the_check_until_it_is_mended(folder: Folder) -> None:
    call(folder, "publish")
    assert call(folder, "status", "--check").exit_code == 0
    folder.announce("broken", access="secret")
    call(folder, "publish")
    checked = call(folder, "status", "--check")
    assert (checked.exit_code, checked.stderr) == (1, f"held back: {HELD}\n")
    assert f"held back:     {HELD}" in checked.stdout
    folder.announce("broken")
    call(folder, "publish")
    assert call(folder, "status", "--check").exit_code == 0


def test_a_broken_edit_of_something_released_fails_it_too_and_counts_as_held(folder: Folder) -> None:
    call(folder, "publish")
    folder.announce(publish="at once", access="secret")
    call(folder, "publish")
    status = json.loads(call(folder, "status", "--json").stdout)
    assert (status["held"], status["released"]) == (1, 1)
    assert [error["key"] for error in status["errors"]] == ["announcements/first-reading.md"]
    assert call(folder, "status", "--check").exit_code == 1


def test_a_translation_with_an_error_takes_no_brake_of_its_own(folder: Folder) -> None:
    """It has a row of the plan, but nothing would heed a brake of that name."""
    folder.write("first-reading.fr.md", "---\ntitle: Lecture\npublish: at once\n---\n")
    assert "first-reading.fr" in call(folder, "plan").output
    refused = call(folder, "hold", "first-reading.fr", "--reason", "wait")
    assert refused.exit_code == 2
    assert "there is no announcement first-reading.fr" in refused.output
    assert call(folder, "hold", "first-reading", "--reason", "wait").exit_code == 0
