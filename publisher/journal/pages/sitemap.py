"""What search engines are to know, in shards: each of the entries first released in one stretch.

No dates of change: with them an amendment would print a shard again that its release does not name.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from publisher.journal.pages.templates import render_fragment
from publisher.journal.paths import (
    all_path,
    archive_index_path,
    entry_path,
    home_path,
    roadmap_path,
    roadmaps_path,
    sitemap_path,
    subscribe_path,
)
from publisher.publication import Publication
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING

SHARD = 500
"""Releases, counted by the ledger's sequence, that one shard covers; shard 0 holds the standing pages."""


class Place(msgspec.Struct, frozen=True):
    """One page in every language: (language, address)."""

    versions: tuple[tuple[str, str], ...]


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject == "announcement" and release.revision == 1:
        yield sitemap_path(shard_of(release.sequence))
    if release.subject in ("roadmap", "edition"):
        yield sitemap_path(0)


def shard_of(sequence: int) -> int:
    return 1 + (sequence - 1) // SHARD


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    shard = int(PurePosixPath(path).stem)
    places = list_entries(shard, records, publication) if shard else list_standing(records, publication)
    text = render_fragment("sitemap.xml", places=places, default=publication.default_language)
    return Document(path, text.encode(), TURN)


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


def list_standing(records: Records, publication: Publication) -> list[Place]:
    kinds = (home_path, roadmaps_path, all_path, archive_index_path, subscribe_path)
    places = [make_place({lang: kind(lang) for lang in publication.languages}, publication) for kind in kinds]
    for one in records.roadmaps():
        paths = {lang: roadmap_path(lang, one.name) for lang in publication.languages}
        places.append(make_place(paths, publication))
    return places


def list_entries(shard: int, records: Records, publication: Publication) -> list[Place]:
    last = shard * SHARD
    return [
        make_place({lang: entry_path(lang, one.name) for lang in publication.languages}, publication)
        for one in records.first_between(last - SHARD + 1, last)
    ]


def make_place(paths: dict[str, str], publication: Publication) -> Place:
    return Place(tuple((lang, publication.address_of(path)) for lang, path in paths.items()))
