"""Readers come at any moment, also while a document is being replaced: each gets a whole one."""

import os
import threading

import pytest

from tests.acceptance.publication import (
    Publication,
    announcement,
    assert_whole,
    read_feed,
    slug_of,
    wait_until,
)

pytestmark = pytest.mark.prove

SHORT, LONG = b"<p>short</p>", b"<p>" + b"long " * 5_000 + b"</p>"


def test_a_document_replaced_while_it_is_served_arrives_whole(bare: Publication) -> None:
    """The length was once read from the old file and the bytes from the new one: the answer was cut off."""
    daemon = bare.serve()
    page = bare.public / "en" / "probe.html"
    stopping = threading.Event()

    def replace_again_and_again() -> None:
        while not stopping.is_set():
            for body in (SHORT, LONG):
                beside = page.with_name("probe.tmp")
                beside.write_bytes(body)
                os.replace(beside, page)

    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(SHORT)
    writer = threading.Thread(target=replace_again_and_again)
    writer.start()
    try:
        bodies = [daemon.get("/en/probe.html").body for _ in range(400)]
    finally:
        stopping.set()
        writer.join()
    assert set(bodies) == {SHORT, LONG}
    assert daemon.end() == 0


def test_a_feed_asked_for_while_releases_come_is_whole_and_only_grows(bare: Publication) -> None:
    daemon = bare.serve()
    slugs = [f"meeting-{number:02}" for number in range(6)]
    seen: list[str] = []
    for slug in slugs:
        # As a careful editor saves: nobody should have to read half a file.
        bare.write(".new", announcement(slug)).rename(bare.announcements / f"{slug}.md")

        def look(slug: str = slug) -> bool:
            reply = daemon.get("/en/journal.rss")
            now = [slug_of(one.link) for one in read_feed(reply.body).entries] if reply.status == 200 else []
            assert now[len(now) - len(seen) :] == seen, "what was there is no longer there"
            seen[:] = now
            return slug in now

        wait_until(look, 5, slug)
    assert seen == slugs[::-1]
    assert_whole(bare.public)
    assert daemon.end() == 0
