"""Every feed in one OPML 2.0 file, which a feed reader takes whole: each feed once, in each language."""

from collections.abc import Iterator

import msgspec

from publisher.journal.language import native_name
from publisher.journal.pages.templates import render_fragment
from publisher.journal.paths import OUTLINE, feed_path, home_path, roadmap_feed_path, roadmap_path
from publisher.lines import one_line
from publisher.publication import Publication
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.INDEX

SUFFIX = ".rss"
"""One format: with three of each, a reader would show every announcement three times."""


class Subscription(msgspec.Struct, frozen=True):
    """A feed with its title, its own address and that of the page it is of."""

    title: str
    feed: str
    page: str


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject in ("roadmap", "edition"):
        yield OUTLINE


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    groups = [
        (lang, native_name(lang), list_subscriptions(lang, records, publication))
        for lang in publication.languages
    ]
    text = render_fragment("feeds.opml", title=one_line(publication.title), groups=groups)
    return Document(path, text.encode(), TURN)


def list_subscriptions(lang: str, records: Records, publication: Publication) -> list[Subscription]:
    address_of, title = publication.address_of, one_line(publication.title)
    whole = Subscription(title, address_of(feed_path(lang, SUFFIX)), address_of(home_path(lang)))
    return [whole] + [
        Subscription(
            f"{title}: {one_line(one.roadmap.title_in(lang))}",
            address_of(roadmap_feed_path(lang, one.name, SUFFIX)),
            address_of(roadmap_path(lang, one.name)),
        )
        for one in records.roadmaps()
    ]
