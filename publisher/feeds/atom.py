"""Atom (RFC 4287): the same items as RSS, with the instant at which each last changed in substance."""

from collections.abc import Sequence

from publisher.feeds import feed as feeds
from publisher.feeds.feed import Feed
from publisher.feeds.generator import make_generator
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.FEED

SUFFIX, MEDIA_TYPE = ".atom", "application/atom+xml"


def touched_by(release: Release, languages: tuple[str, ...]) -> Sequence[str]:
    return feeds.touched_by(release, languages, SUFFIX)


def print_document(path: str, records: Records) -> Document | None:
    feed = feeds.read_feed(path, records)
    if feed is None:
        return None
    return Document(path, write_feed(feed), TURN)


def write_feed(feed: Feed) -> bytes:
    body: bytes = make_generator(feed, MEDIA_TYPE, "html").atom_str(pretty=True)
    return body
