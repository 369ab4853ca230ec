"""Every feed in one OPML 2.0 file, which a feed reader takes whole: each feed once, in each language."""

from collections.abc import Iterator

import msgspec

from publisher.journal.language import native_name
from publisher.journal.pages.templates import render_fragment
from publisher.lines import one_line
from publisher.publication import Publication
from publisher.releases.document import Turn
from publisher.releases.keys import Format, Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.INDEX
PRINTS: Prints = (("outline", "opml"),)

FORMAT: Format = "rss"
"""One format: with three of each, a reader would show every announcement three times."""


class Subscription(msgspec.Struct, frozen=True):
    """A feed with its title, its own address and that of the page it is of."""

    title: str
    feed: str
    page: str


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject in ("roadmap", "edition"):
        yield Key("outline", format="opml")


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    groups = [
        (lang, native_name(lang), list_subscriptions(lang, records, publication))
        for lang in publication.languages
    ]
    text = render_fragment("feeds.opml", title=one_line(publication.title), groups=groups)
    return text.encode()


def list_subscriptions(lang: str, records: Records, publication: Publication) -> list[Subscription]:
    address_of, title = publication.address_of, one_line(publication.title)
    feed = Key("feed", lang, format=FORMAT)
    subscriptions = [Subscription(title, address_of(feed.path), address_of(Key("home", lang).path))]
    for roadmap in records.roadmaps():
        page = Key("roadmap", lang, roadmap.name)
        called = f"{title}: {one_line(roadmap.roadmap.title_in(lang))}"
        feed = page.in_format(FORMAT)
        subscriptions.append(Subscription(called, address_of(feed.path), address_of(page.path)))
    return subscriptions
