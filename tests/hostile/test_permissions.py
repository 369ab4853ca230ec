"""Permissions lost, in real commands: a line says what cannot be reached, the rest goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.publication import Publication, assert_once, assert_whole, wait_until
from tests.hostile.unprivileged import run_bound, start_bound

pytestmark = pytest.mark.prove


@pytest.fixture
def publication(tmp_path: Path) -> Iterator[Publication]:
    publication = Publication(tmp_path / "bare")
    publication.announce("first")
    assert publication.run("publish").code == 0
    publication.announce("second")
    yield publication
    publication.close()
    for path in (publication.folder, *publication.folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def close(publication: Publication, name: str, mode: int) -> Path:
    path = publication.folder / name
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("name", "mode", "code", "words"),
    [
        ("announcements/second.md", 0o000, 1, "announcements/second.md:1: the file cannot be read"),
        ("announcements", 0o000, 1, "the folder cannot be read"),
        ("config.toml", 0o000, 2, "config.toml' is not readable"),
        ("ledger.sqlite", 0o000, 1, "ledger"),
        ("ledger.sqlite", 0o444, 1, "ledger"),
        ("public", 0o555, 3, "public cannot be written: Permission denied"),
        ("public", 0o000, 3, "site: "),
        ("public/en", 0o555, 3, "Permission denied"),
        ("public/.printing.json", 0o000, 3, "cannot be read"),
    ],
)
def test_what_is_closed_is_named_and_nothing_is_lost(
    publication: Publication, name: str, mode: int, code: int, words: str
) -> None:
    path = close(publication, name, mode)
    done = run_bound(publication, "publish")
    assert words in done.err
    assert done.code == code
    path.chmod(0o755 if path.is_dir() else 0o644)
    publication.run("publish")
    publication.run("reprint")
    assert publication.released() == ["first", "second"]
    assert_once(publication.released())
    assert_whole(publication.public)


def test_a_daemon_says_what_is_closed_and_goes_on_when_it_is_open_again(publication: Publication) -> None:
    """Nobody starts it anew: what was saved while the doors were shut is released and printed once."""
    daemon = start_bound(publication, "run", "--port", "0")
    daemon.wait_for("Serving")
    wait_until(lambda: publication.released() == ["first", "second"], 30, "what was due at the start")
    public = close(publication, "public", 0o555)
    publication.announce("third")
    wait_until(lambda: publication.status()["failed_deliveries"], 60, "the public folder to be missed")
    assert "public cannot be written: Permission denied" in publication.status()["failed_deliveries"][0]
    public.chmod(0o755)
    wait_until(lambda: (publication.public / "en/entries/third.html").exists(), 120, "the page")
    config = close(publication, "config.toml", 0o000)
    sources = close(publication, "announcements", 0o000)
    wait_until(lambda: publication.status()["config_problem"], 60, "config.toml to be missed")
    wait_until(lambda: "cannot be read" in str(publication.status()["problems"]), 60, "the sources")
    config.chmod(0o644)
    sources.chmod(0o755)
    publication.announce("fourth")
    wait_until(lambda: (publication.public / "en/entries/fourth.html").exists(), 120, "the last page")
    wait_until(lambda: publication.status()["config_problem"] is None, 60, "config.toml to be taken up")
    assert daemon.end() == 0
    assert publication.released() == ["first", "second", "third", "fourth"]
    assert_whole(publication.public)
