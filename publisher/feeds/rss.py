"""RSS 2.0: an item for each announcement, each change of substance and each reminder."""

from collections.abc import Sequence

from publisher.feeds import feed as feeds
from publisher.feeds.feed import Feed
from publisher.feeds.generator import make_generator
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.FEED

SUFFIX, MEDIA_TYPE = ".rss", "application/rss+xml"


def touched_by(release: Release, languages: tuple[str, ...]) -> Sequence[str]:
    return feeds.touched_by(release, languages, SUFFIX)


def print_document(path: str, records: Records) -> Document | None:
    feed = feeds.read_feed(path, records)
    if feed is None:
        return None
    return Document(path, write_feed(feed), TURN)


def write_feed(feed: Feed) -> bytes:
    body: bytes = make_generator(feed, MEDIA_TYPE, "CDATA").rss_str(pretty=True)
    return body
