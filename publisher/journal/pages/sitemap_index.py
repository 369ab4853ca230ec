"""The index of the sitemap's shards; it comes after them, so that none is missing."""

from collections.abc import Iterator

from publisher.journal.pages.sitemap import list_shards
from publisher.journal.pages.templates import render_fragment
from publisher.journal.paths import SITEMAP, sitemap_path
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.INDEX


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    first = release.subject == "announcement" and release.revision == 1
    if first or release.subject in ("roadmap", "edition"):
        yield SITEMAP


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    addresses = [publication.address_of(sitemap_path(shard)) for shard in list_shards(records)]
    return Document(path, render_fragment("sitemap_index.xml", addresses=addresses).encode(), TURN)
