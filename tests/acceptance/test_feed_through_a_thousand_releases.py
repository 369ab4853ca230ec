"""A feed fetched without end during 1,000 releases: always well-formed, never a link to what is not there."""

import os
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import feedparser
import msgspec
import pytest

from publisher.desk.delivering import deliver
from publisher.ledger.ledger import Ledger
from publisher.outlets.directory import Directory
from publisher.outlets.outlet import Outlet
from publisher.outlets.s3 import S3Settings, make_s3
from publisher.web.server import serve_folder
from tests.builders import DUE, PUBLICATION, make_draft, make_edition_draft, make_snapshot
from tests.outlets.bucket_server import KEY, SECRET, serving_buckets

pytestmark = [pytest.mark.prove, pytest.mark.server]

RELEASES, TOGETHER = 1000, 5
"""As many as are due at one hour are recorded and printed together."""


class FeedReader:
    """Fetches one feed again and again in a thread of its own, and follows every link it has not seen."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.faults: list[str] = []
        self.fetched = 0
        self.seen: set[str] = set()
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.read)

    def read(self) -> None:
        # It shares the processor with the press, which is to be slowed by no more than a real reader would.
        while not self.stopping.wait(0.1):
            self.look()
        self.look()

    def look(self) -> None:
        body = self.get("en/journal.rss")
        if body is None:
            return  # before the first release
        self.fetched += 1
        feed = feedparser.parse(body)
        if feed.bozo:
            self.faults.append(f"not well-formed: {feed.bozo_exception}")
        for entry in feed.entries:
            if entry.link not in self.seen:
                self.seen.add(entry.link)
                if self.get(entry.link.removeprefix(PUBLICATION.base_url)) is None:
                    self.faults.append(f"a dead link: {entry.link}")

    def get(self, path: str) -> bytes | None:
        try:
            with urllib.request.urlopen(self.site + path, timeout=30) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as refusal:
            refusal.close()
            return None


@pytest.fixture(scope="module")
def buckets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving_buckets(tmp_path_factory.mktemp("weed")) as address:
        yield address


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    ledger = Ledger.in_memory()
    ledger.record([make_edition_draft(msgspec.structs.replace(PUBLICATION, languages=("en",)))], [], DUE)
    yield ledger
    ledger.close()


def release_all(ledger: Ledger, outlet: Outlet, reader: FeedReader) -> None:
    reader.thread.start()
    try:
        for first in range(0, RELEASES, TOGETHER):
            # A day apart, so that the feed, which holds two days, stays at its usual length.
            now = DUE + first * timedelta(days=1)
            slugs = [f"meeting-{number:04}" for number in range(first, first + TOGETHER)]
            snapshots = {slug: make_snapshot(slug, roadmap=None, milestone=None) for slug in slugs}
            ledger.record([make_draft(slug, content=one) for slug, one in snapshots.items()], [], now)
            assert deliver(ledger, [outlet], now).failed == ()
    finally:
        reader.stopping.set()
        reader.thread.join()
    assert reader.faults == []
    assert reader.fetched > 50
    assert len(reader.seen) == RELEASES


def test_on_a_folder(ledger: Ledger, tmp_path: Path) -> None:
    server = serve_folder(tmp_path / "public", "127.0.0.1", 0)
    server.start()
    try:
        reader = FeedReader(f"http://127.0.0.1:{server.port}/")
        release_all(ledger, Directory("site", tmp_path / "public", serves=True), reader)
    finally:
        server.stop()


def test_in_a_bucket(ledger: Ledger, buckets: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCKET_KEY", KEY)
    monkeypatch.setenv("BUCKET_SECRET", SECRET)
    key, secret = "env:BUCKET_KEY", "env:BUCKET_SECRET"
    settings = S3Settings(
        bucket="ready", prefix="thousand", endpoint=buckets, access_key=key, secret_key=secret
    )
    reader = FeedReader(f"{buckets}/ready/thousand/")
    release_all(ledger, make_s3("site", settings, tmp_path), reader)
