"""A printer of the RSS feed of 50 alone, without the archives behind it, which the peers do not print."""

from collections.abc import Iterator

from publisher.feeds import current
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = current.TURN
PRINTS: Prints = (("feed", "rss"),)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    yield from (Key("feed", lang, format="rss") for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    return current.print_document(key, records)
