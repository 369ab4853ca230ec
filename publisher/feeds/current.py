"""The feeds that readers subscribe to, in each format: the publication's, a roadmap's, that of issues."""

from collections.abc import Iterator

from publisher.feeds.feed import list_feeds, read_feed
from publisher.feeds.writers import WRITERS
from publisher.releases.document import Turn
from publisher.releases.keys import FEEDS, Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.FEED
PRINTS: Prints = tuple((kind, form) for kind in ("feed", "roadmap", "issues") for form in FEEDS)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    for language in languages:
        yield from list_feeds(release, language)


def print_document(key: Key, records: Records) -> bytes:
    return WRITERS[key.format](read_feed(key, records))
