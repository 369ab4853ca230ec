"""A printer of the RSS feed of 50 alone, without the archives behind it, which the peers do not print."""

from collections.abc import Iterator

from publisher.feeds import rss
from publisher.journal.paths import feed_path
from publisher.releases.document import Document
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = rss.TURN


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    yield from (feed_path(lang, rss.SUFFIX) for lang in languages)


def print_document(path: str, records: Records) -> Document | None:
    return rss.print_document(path, records)
