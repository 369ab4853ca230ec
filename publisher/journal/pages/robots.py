"""robots.txt: everything may be read, and where the sitemap lies."""

from collections.abc import Iterator

from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.INDEX
PRINTS: Prints = (("robots", "txt"),)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject == "edition":
        yield Key("robots", format="txt")


def print_document(key: Key, records: Records) -> bytes:
    sitemap = records.edition().publication.address_of(Key("sitemap", format="xml").path)
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()
