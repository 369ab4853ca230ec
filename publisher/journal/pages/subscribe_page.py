"""How to subscribe: every address, and what the programs that people use do with it."""

from collections.abc import Iterator

import msgspec

from publisher.journal.language import word
from publisher.journal.pages.page import Frame, render_page
from publisher.publication import Publication
from publisher.releases.document import Turn
from publisher.releases.keys import FEEDS, SUBSCRIPTIONS, Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.PAGE
PRINTS: Prints = (("subscribe", "html"),)


class SubscribeSource(msgspec.Struct, frozen=True):
    """One thing to subscribe to: (name of the format, address) of each feed, and its calendar's addresses."""

    title: str
    feeds: tuple[tuple[str, str], ...]
    calendar: str

    @property
    def webcal(self) -> str:
        """The same address in the scheme that calendar programs open by themselves."""
        return "webcal:" + self.calendar.partition(":")[2]


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject in ("roadmap", "edition"):
        yield from (Key("subscribe", lang) for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    lang = key.language
    frame = Frame(key, publication, word("How to subscribe", lang))
    sources = list_sources(records, publication, lang)
    return render_page("subscribe.html", frame, sources=sources)


def list_sources(records: Records, publication: Publication, lang: str) -> list[SubscribeSource]:
    """The whole publication first, then each roadmap."""
    whole = make_source(publication.title, Key("feed", lang), publication)
    roadmaps = [
        make_source(roadmap.roadmap.title_in(lang), Key("roadmap", lang, roadmap.name), publication)
        for roadmap in records.roadmaps()
    ]
    return [whole, *roadmaps]


def make_source(title: str, key: Key, publication: Publication) -> SubscribeSource:
    """What is there in the formats of feeds and as a calendar, whatever the format of `key`."""
    addresses = {form: publication.address_of(key.in_format(form).path) for form in SUBSCRIPTIONS}
    feeds = tuple((SUBSCRIPTIONS[form], addresses[form]) for form in FEEDS)
    return SubscribeSource(title, feeds, addresses["ics"])
