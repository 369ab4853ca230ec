"""robots.txt: everything may be read, and where the sitemap lies."""

from collections.abc import Iterator

from publisher.journal.paths import ROBOTS, SITEMAP
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.INDEX


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject == "edition":
        yield ROBOTS


def print_document(path: str, records: Records) -> Document:
    sitemap = records.edition().publication.address_of(SITEMAP)
    return Document(path, f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode(), TURN)
