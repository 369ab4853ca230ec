"""Closed archives of the feeds (RFC 5005), in each format: printed when full, and the same ever after."""

from collections.abc import Iterable, Iterator

from publisher.feeds.feed import count_closed, read_archive
from publisher.feeds.writers import WRITERS
from publisher.releases.document import Turn
from publisher.releases.keys import FEEDS, Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.ARCHIVE
PRINTS: Prints = tuple(("closed feed", form) for form in FEEDS)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterable[Key]:
    """None, whatever is released: archives close by number."""
    return ()


def closed_between(since: int, newest: int, languages: tuple[str, ...]) -> Iterator[Key]:
    for number in range(count_closed(since) + 1, count_closed(newest) + 1):
        for lang in languages:
            yield from (Key("closed feed", lang, str(number), form) for form in FEEDS)


def print_document(key: Key, records: Records) -> bytes | None:
    """None for an archive that is not closed yet, which must never change."""
    feed = read_archive(key, records)
    if feed:
        return WRITERS[key.format](feed)
    return None
