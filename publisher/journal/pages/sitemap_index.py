"""The index of the sitemap's shards; it comes after them, so that none is missing."""

from collections.abc import Iterator

from publisher.journal.pages.sitemap import list_shards, shard_key
from publisher.journal.pages.templates import render_fragment
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.INDEX
PRINTS: Prints = (("sitemap", "xml"),)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    first = release.subject == "announcement" and release.revision == 1
    if first or release.subject in ("roadmap", "edition"):
        yield Key("sitemap", format="xml")


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    addresses = [publication.address_of(shard_key(shard).path) for shard in list_shards(records)]
    return render_fragment("sitemap_index.xml", addresses=addresses).encode()
