"""feedgen, with its known faults worked around in one place (feedgen 1.0.0).

The last `link()` becomes the RSS channel's own address, so self comes first and alternate last; the moment
of printing stands in for a missing date, so every date is set; entries are prepended unless told otherwise;
neither hub nor archive links reach RSS, and no item says its language, so extensions write them.
"""

from datetime import UTC, datetime
from typing import Any, Literal

from publisher.feeds.feed import Feed, FeedItem

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a feed without items: it has to have one, and must not have now."""


def make_generator(feed: Feed, media_type: str, content: Literal["CDATA", "html"]) -> Any:
    """A feedgen generator of the whole feed; `content` is "CDATA" for RSS and "html" for Atom.

    RSS and Atom need one each: CDATA in Atom would be written as a media type.
    """
    from feedgen.feed import FeedGenerator

    generator = FeedGenerator()
    generator.register_extension("history", lambda: HistoryExtension(feed))
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.description(feed.description)
    generator.link(href=feed.address, rel="self", type=media_type)
    generator.link(href=feed.home, rel="alternate", type="text/html")
    generator.author(name=feed.publisher)
    generator.language(feed.language)
    generator.updated(feed.updated or NEVER)
    generator.generator("publisher")
    for item in feed.items:
        add_item(generator, item, content)
    return generator


def add_item(generator: Any, item: FeedItem, content: str) -> None:
    entry = generator.add_entry(order="append")
    entry.register_extension("language", lambda: LanguageExtension(item))
    entry.id(item.id)
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.link(href=item.address, rel="alternate")
    entry.published(item.published)
    entry.updated(item.updated)
    entry.description(item.summary)
    entry.summary(item.summary)
    entry.content(item.content, type=content)


class HistoryExtension:
    """Hub (WebSub) and archive links (RFC 5005), which feedgen writes into no RSS."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed

    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY, "dc": DUBLIN_CORE}

    def extend_rss(self, root: Any) -> Any:
        self._extend(root[0])
        return root

    def extend_atom(self, root: Any) -> Any:
        self._extend(root)
        root.set(XML_LANG, self.feed.language)
        return root

    def _extend(self, parent: Any) -> None:
        from lxml.etree import Element

        feed = self.feed
        pairs = [("hub", feed.hub), ("prev-archive", feed.previous), ("current", feed.current)]
        added = [Element(f"{{{ATOM}}}link", rel=rel, href=address) for rel, address in pairs if address]
        if feed.archive is not None:
            added.append(Element(f"{{{HISTORY}}}archive"))
        for place, element in enumerate(added):
            parent.insert(place, element)


class LanguageExtension:
    """The language an item's words are in, which need not be the feed's own."""

    def __init__(self, item: FeedItem) -> None:
        self.language = item.language

    def extend_rss(self, element: Any) -> None:
        from lxml.etree import SubElement

        SubElement(element, f"{{{DUBLIN_CORE}}}language").text = self.language

    def extend_atom(self, element: Any) -> None:
        element.set(XML_LANG, self.language)
