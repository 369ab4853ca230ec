"""`publisher publish`: what it did, so that a person can read it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli import publish
from publisher.cli.main import publisher
from publisher.desk import renderings
from tests.folders import Folder, PlainRenderer


def test_of_very_many_releases_the_first_are_named_and_the_others_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderings, "Renderer", PlainRenderer)
    monkeypatch.setattr(publish, "SHOWN", 2)
    folder = Folder(tmp_path / "publication")
    folder.announce()
    folder.announce("second")
    arguments = ["--config", str(folder.config), "publish"]
    dry = CliRunner().invoke(publisher, [*arguments, "--dry-run"])
    assert dry.output.splitlines()[2:] == [
        "would release announcement first-reading (archived)",
        "would release announcement second (archived)",
    ]
    done = CliRunner().invoke(publisher, arguments)
    assert done.output.splitlines()[:3] == [
        "released edition edition (edition)",
        "released roadmap modalities (archived)",
        "… and 2 more; `publisher log` has them all",
    ]


def test_a_dry_run_says_what_is_wrong_and_exits_as_the_pass_itself_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderings, "Renderer", PlainRenderer)
    folder = Folder(tmp_path / "publication")
    folder.announce()
    arguments = ["--config", str(folder.config), "publish", "--dry-run"]
    assert CliRunner().invoke(publisher, arguments).exit_code == 0
    folder.announce("broken", access="secret")
    dry = CliRunner().invoke(publisher, arguments)
    assert dry.exit_code == 1
    assert "would release announcement first-reading" in dry.stdout
    assert dry.stderr.startswith("announcements/broken.md:4: `access: secret` is not known")


def test_what_is_wrong_lies_where_authors_see_it_until_it_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderings, "Renderer", PlainRenderer)
    folder = Folder(tmp_path / "publication")
    folder.set_config("[outlets.site]", '[alarms]\nproblems = "announcements/PROBLEMS.txt"\n\n[outlets.site]')
    arguments = ["--config", str(folder.config), "publish"]
    folder.announce("broken", access="secret")
    assert CliRunner().invoke(publisher, arguments).exit_code == 1
    listed = folder.announcements / "PROBLEMS.txt"
    assert "announcements/broken.md:4: `access: secret` is not known" in listed.read_text(encoding="utf-8")
    folder.announce("broken")
    assert CliRunner().invoke(publisher, arguments).exit_code == 0
    assert not listed.exists()


def test_what_is_on_hold_is_said_at_every_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hold that was forgotten looked like a day on which nothing is due."""
    monkeypatch.setattr(renderings, "Renderer", PlainRenderer)
    folder = Folder(tmp_path / "publication")
    folder.announce()
    arguments = ["--config", str(folder.config)]
    CliRunner().invoke(publisher, [*arguments, "publish"])
    CliRunner().invoke(publisher, [*arguments, "hold", "--reason", "the letter is disputed"])
    CliRunner().invoke(publisher, [*arguments, "hold", "first-reading", "--reason", "no room"])
    lines = CliRunner().invoke(publisher, [*arguments, "publish"]).stderr.splitlines()
    assert "everything is on hold: the letter is disputed; `publisher resume` ends it" in lines
    assert "first-reading is on hold: no room; `publisher resume first-reading` ends it" in lines


def test_a_changed_id_is_held_and_everything_else_goes_on_under_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every item of the feeds became a new one for its readers, without a word."""
    monkeypatch.setattr(renderings, "Renderer", PlainRenderer)
    folder = Folder(tmp_path / "publication")
    arguments = ["--config", str(folder.config)]
    CliRunner().invoke(publisher, [*arguments, "publish"])
    folder.set_config(",2017:", ",2018:")
    folder.announce()
    done = CliRunner().invoke(publisher, [*arguments, "publish"])
    assert done.exit_code == 1
    assert "config.toml:2: the id is" in done.stderr
    assert "write the old one back" in done.stderr
    assert "released announcement first-reading" in done.stdout
    assert "edition" not in done.stdout
    feed = (folder.public / "en" / "journal.atom").read_bytes()
    assert b"tag:example.org,2017:test" in feed
    assert b"tag:example.org,2018:test" not in feed
