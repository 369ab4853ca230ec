"""What a page has in common with all others of its language and folder; rendered once for all of them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from publisher.journal.language import native_name, word
from publisher.journal.pages.templates import render_fragment
from publisher.publication import Publication
from publisher.releases.keys import FORMATS, SUBSCRIPTIONS, Key, Kind

NAVIGATION: Final[tuple[tuple[str, Kind], ...]] = (
    ("Home", "home"),
    ("Roadmaps", "roadmaps"),
    ("All entries", "all entries"),
    ("Archives", "archives"),
    ("Subscribe", "subscribe"),
)

Current = tuple[str | None, ...]
"""The value of `aria-current` of each link of the masthead."""


class FeedLink(msgspec.Struct, frozen=True):
    """A feed or calendar as the head of a page announces it."""

    key: Key
    language: str
    title: str

    @property
    def media_type(self) -> str:
        return FORMATS[self.key.format].media_type


class Layout(msgspec.Struct, frozen=True):
    """A language, a folder (its path with the slash at the end), and where the reader is in the masthead.

    `lost` is the page that is shown at every address that is not there. `roadmap` has the name and the
    title of the roadmap whose feeds are announced beside the publication's.
    """

    publication: Publication
    language: str
    folder: str
    current: Current
    lost: bool = False
    roadmap: tuple[str, str] | None = None

    def link(self, target: Key) -> str:
        return link_from(self.folder, target, self.publication, lost=self.lost)

    def word(self, key: str, **values: str) -> str:
        return word(key, self.language, **values)

    def render(self, template: str) -> Markup:
        """A piece of HTML that is the same on every page of this setting."""
        return _render(template, self)

    @property
    def navigation(self) -> list[tuple[str, Key, str | None]]:
        """Word, key and the value of `aria-current` of each link of the masthead."""
        return [
            (self.word(words), Key(kind, self.language), current)
            for (words, kind), current in zip(NAVIGATION, self.current, strict=True)
        ]

    @property
    def feeds(self) -> list[FeedLink]:
        """Those of the page's own roadmap and language first: readers take what comes first."""
        return [*self._roadmap_feeds(), *self._own_feeds(), *self._other_feeds()]

    def _roadmap_feeds(self) -> Iterator[FeedLink]:
        if self.roadmap:
            name, title = self.roadmap
            for form, called in SUBSCRIPTIONS.items():
                key = Key("roadmap", self.language, name, form)
                yield FeedLink(key, self.language, f"{title} ({called})")

    def _own_feeds(self) -> Iterator[FeedLink]:
        for form, called in SUBSCRIPTIONS.items():
            key = Key("feed", self.language, format=form)
            yield FeedLink(key, self.language, f"{self.publication.title} ({called})")

    def _other_feeds(self) -> Iterator[FeedLink]:
        for lang in self.publication.languages:
            if lang != self.language:
                title = f"{self.publication.title} ({native_name(lang)})"
                yield FeedLink(Key("feed", lang, format="atom"), lang, title)


def link_from(folder: str, target: Key, publication: Publication, *, lost: bool) -> str:
    """The link from a page in a folder to another, so that the site works at any address and from a folder.

    The lost page is shown at every address, however deep.
    """
    if lost:
        return urlsplit(publication.base_url).path + target.path
    return "../" * folder.count("/") + target.path


def find_current(language: str, here: Key | None, above: list[Key]) -> Current:
    """Which link of the masthead is the page at `here` itself, and which is above it."""
    current: list[str | None] = []
    for _, kind in NAVIGATION:
        link = Key(kind, language)
        if link == here:
            current.append("page")
        elif link in above:
            current.append("true")
        else:
            current.append(None)
    return tuple(current)


@lru_cache(maxsize=500)
def _render(template: str, setting: Layout) -> Markup:
    return Markup(render_fragment(template, setting=setting))
