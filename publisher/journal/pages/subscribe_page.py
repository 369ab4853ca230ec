"""How to subscribe: every address, and what the programs that people use do with it."""

from collections.abc import Iterator

import msgspec

from publisher.journal.language import word
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import FEED_NAMES, feed_path, roadmap_feed_path, subscribe_path
from publisher.publication import Publication
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.PAGE


class Source(msgspec.Struct, frozen=True):
    """One thing to subscribe to: (name of the format, address) of each feed, and its calendar's addresses."""

    title: str
    feeds: tuple[tuple[str, str], ...]
    calendar: str

    @property
    def webcal(self) -> str:
        """The same address in the scheme that calendar programs open by themselves."""
        return "webcal:" + self.calendar.partition(":")[2]


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject in ("roadmap", "edition"):
        yield from (subscribe_path(lang) for lang in languages)


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    lang = path.split("/")[0]
    alternates = {other: subscribe_path(other) for other in publication.languages}
    frame = Frame(path, lang, publication, alternates, word("How to subscribe", lang))
    sources = list_sources(records, publication, lang)
    return render_page("subscribe.html", frame, TURN, sources=sources)


def list_sources(records: Records, publication: Publication, lang: str) -> list[Source]:
    """The whole publication first, then each roadmap."""
    paths = {suffix: feed_path(lang, suffix) for suffix in FEED_NAMES}
    sources = [make_source(publication.title, paths, publication)]
    for one in records.roadmaps():
        paths = {suffix: roadmap_feed_path(lang, one.name, suffix) for suffix in FEED_NAMES}
        sources.append(make_source(one.roadmap.title_in(lang), paths, publication))
    return sources


def make_source(title: str, paths: dict[str, str], publication: Publication) -> Source:
    addresses = {suffix: publication.address_of(path) for suffix, path in paths.items()}
    calendar = addresses.pop(".ics")
    return Source(title, tuple((FEED_NAMES[suffix], one) for suffix, one in addresses.items()), calendar)
