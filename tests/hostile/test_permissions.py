"""Permissions lost, in real commands: a line says what cannot be reached, the rest goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.publication import Publication, assert_once, assert_whole
from tests.hostile.unprivileged import run_bound

pytestmark = pytest.mark.prove


@pytest.fixture
def publication(tmp_path: Path) -> Iterator[Publication]:
    publication = Publication(tmp_path / "bare")
    publication.announce("first")
    assert publication.run("publish").code == 0
    publication.announce("second")
    yield publication
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
