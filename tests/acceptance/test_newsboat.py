"""newsboat, a reader somebody else wrote, reads the feeds as served and notices what is new."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.publication import BASE_URL, SAMPLE, Publication, Running, slug_of, wait_until

pytestmark = pytest.mark.reader


class Newsboat:
    """Its three files in a folder of their own; each `reload` is one visit of a subscriber."""

    def __init__(self, folder: Path, feeds: list[str]) -> None:
        if shutil.which("newsboat") is None:
            pytest.skip("newsboat is not installed")
        folder.mkdir()
        self.folder = folder
        (folder / "urls").write_text("\n".join(feeds) + "\n")
        (folder / "config").write_text("")

    def reload(self) -> None:
        subprocess.run(
            ["newsboat", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload"], cwd=self.folder,
            check=True, timeout=60, capture_output=True, env={"HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            return cache.execute(query).fetchall()


def subscribe(publication: Publication, daemon: Running, *languages: str) -> Newsboat:
    feeds = [f"{daemon.address}{language}/journal.rss" for language in languages]
    return Newsboat(publication.folder / "newsboat", feeds)


def test_newsboat_lists_every_entry_with_title_link_and_words(sample: Publication) -> None:
    daemon = sample.serve()
    reader = subscribe(sample, daemon, "en", "ar")
    reader.reload()
    feeds = reader.ask("SELECT title, url FROM rss_feed ORDER BY rssurl DESC")
    assert feeds == [("Journal of Consultations", f"{BASE_URL}{lang}/index.html") for lang in ("en", "ar")]
    items = reader.ask("SELECT guid, title, url, content FROM rss_item WHERE url LIKE '%/en/%'")
    assert {slug_of(url) for _, _, url, _ in items} == set(SAMPLE)
    assert all(guid.startswith("tag:publisher.example,2017:modalities/") for guid, _, _, _ in items)
    assert all(title and "<p>" in content for _, title, _, content in items)
    [(arabic,)] = reader.ask("SELECT title FROM rss_item WHERE url LIKE '%/ar/entries/first-reading.html'")
    assert "القراءة الأولى" in arabic
    dates = reader.ask("SELECT pubDate FROM rss_item WHERE url LIKE '%/en/entries/first-reading.html'")
    assert dates == [(1506549600,)]


def test_newsboat_sees_one_new_item_for_one_release_and_none_twice(bare: Publication) -> None:
    bare.announce("first")
    daemon = bare.serve()
    reader = subscribe(bare, daemon, "en")
    reader.reload()
    reader.reload()
    assert reader.ask("SELECT title FROM rss_item") == [("Meeting first",)]
    bare.announce("second")
    wait_until(lambda: "second" in bare.slugs(), 5, "the release")
    reader.reload()
    titles = reader.ask("SELECT title, unread FROM rss_item ORDER BY title")
    assert titles == [("Meeting first", 1), ("Meeting second", 1)]
