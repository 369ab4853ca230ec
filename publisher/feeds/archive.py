"""Closed archives of the feeds (RFC 5005), in each format: printed when full, and the same ever after."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from publisher.feeds import atom, jsonfeed, rss
from publisher.feeds.feed import Feed, list_closed, read_feed
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.ARCHIVE

WRITERS: dict[str, Callable[[Feed], bytes]] = {
    rss.SUFFIX: rss.write_feed,
    atom.SUFFIX: atom.write_feed,
    jsonfeed.SUFFIX: jsonfeed.write_feed,
}


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterable[str]:
    """None, whatever is released: archives close by number."""
    return ()


def closed_between(since: int, newest: int, languages: tuple[str, ...]) -> Iterable[str]:
    return [path for suffix in WRITERS for path in list_closed(since, newest, languages, suffix)]


def print_document(path: str, records: Records) -> Document | None:
    feed = read_feed(path, records)
    if feed is None:
        return None
    write = WRITERS[PurePosixPath(path).suffix]
    return Document(path, write(feed), TURN)
