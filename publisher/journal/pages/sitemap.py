"""What search engines are to know, in shards: each of the entries first released in one stretch.

No dates of change: with them an amendment would print a shard again that its release does not name.
"""

from collections.abc import Iterator

import msgspec

from publisher.journal.pages.templates import render_fragment
from publisher.publication import Publication
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Kind, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING
PRINTS: Prints = (("sitemap shard", "xml"),)

SHARD = 500
"""Releases, counted by the ledger's sequence, that one shard covers; shard 0 holds the standing pages."""

STANDING: tuple[Kind, ...] = ("home", "roadmaps", "all entries", "archives", "subscribe")


class SitemapPlace(msgspec.Struct, frozen=True):
    """One page in every language: (language, address)."""

    versions: tuple[tuple[str, str], ...]


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject == "announcement" and release.revision == 1:
        yield shard_key(shard_of(release.sequence))
    if release.subject in ("roadmap", "edition"):
        yield shard_key(0)


def shard_key(shard: int) -> Key:
    return Key("sitemap shard", name=str(shard), format="xml")


def shard_of(sequence: int) -> int:
    return 1 + (sequence - 1) // SHARD


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    shard = int(key.name)
    if shard:
        places = list_entries(shard, records, publication)
    else:
        places = list_standing(records, publication)
    text = render_fragment("sitemap.xml", places=places, default=publication.default_language)
    return text.encode()


def list_shards(records: Records) -> Iterator[int]:
    """Shard 0 and each in which something was first released; of full ones it is asked once."""
    yield 0
    newest = shard_of(records.newest_sequence())
    yield from records.cache_across_printings(
        ("full shards", newest), lambda: tuple(_find_shards(records, newest))
    )
    if records.next_first((newest - 1) * SHARD) is not None:
        yield newest


def _find_shards(records: Records, end: int) -> Iterator[int]:
    """Those before `end`, one question for each."""
    sequence = records.next_first(0)
    while sequence is not None and (shard := shard_of(sequence)) < end:
        yield shard
        sequence = records.next_first(shard * SHARD)


def list_standing(records: Records, publication: Publication) -> list[SitemapPlace]:
    places = [make_place(kind, "", publication) for kind in STANDING]
    return places + [make_place("roadmap", roadmap.name, publication) for roadmap in records.roadmaps()]


def list_entries(shard: int, records: Records, publication: Publication) -> list[SitemapPlace]:
    last = shard * SHARD
    return [
        make_place("entry", release.name, publication)
        for release in records.first_between(last - SHARD + 1, last)
    ]


def make_place(kind: Kind, name: str, publication: Publication) -> SitemapPlace:
    keys = [Key(kind, lang, name) for lang in publication.languages]
    return SitemapPlace(tuple((key.language, publication.address_of(key.path)) for key in keys))
