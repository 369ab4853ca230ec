"""What a page has in common with all others of its language and folder; rendered once for all of them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from publisher.journal import paths
from publisher.journal.language import native_name, word
from publisher.journal.pages.templates import render_fragment
from publisher.publication import Publication
from publisher.releases.document import relative_link

NAVIGATION: Final = (
    ("Home", paths.home_path),
    ("Roadmaps", paths.roadmaps_path),
    ("All entries", paths.all_path),
    ("Archives", paths.archive_index_path),
    ("Subscribe", paths.subscribe_path),
)

Current = tuple[str | None, ...]
"""The value of `aria-current` of each link of the masthead."""


class FeedLink(msgspec.Struct, frozen=True):
    """A feed or calendar as the head of a page announces it."""

    path: str
    media_type: str
    language: str
    title: str


class Setting(msgspec.Struct, frozen=True):
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

    def link(self, target: str) -> str:
        return link_from(self.folder, target, self.publication, lost=self.lost)

    def word(self, key: str, **values: str) -> str:
        return word(key, self.language, **values)

    def render(self, template: str) -> Markup:
        """A piece of HTML that is the same on every page of this setting."""
        return _render(template, self)

    @property
    def navigation(self) -> list[tuple[str, str, str | None]]:
        """Word, path and the value of `aria-current` of each link of the masthead."""
        return [
            (self.word(key), place(self.language), current)
            for (key, place), current in zip(NAVIGATION, self.current, strict=True)
        ]

    @property
    def feeds(self) -> list[FeedLink]:
        """Those of the page's own roadmap and language first: readers take what comes first."""
        return [*self._roadmap_feeds(), *self._own_feeds(), *self._other_feeds()]

    def _roadmap_feeds(self) -> Iterator[FeedLink]:
        if self.roadmap:
            name, title = self.roadmap
            for suffix, media_type in paths.FEED_TYPES.items():
                path = paths.roadmap_feed_path(self.language, name, suffix)
                yield FeedLink(path, media_type, self.language, f"{title} ({paths.FEED_NAMES[suffix]})")

    def _own_feeds(self) -> Iterator[FeedLink]:
        for suffix, media_type in paths.FEED_TYPES.items():
            title = f"{self.publication.title} ({paths.FEED_NAMES[suffix]})"
            yield FeedLink(paths.feed_path(self.language, suffix), media_type, self.language, title)

    def _other_feeds(self) -> Iterator[FeedLink]:
        for lang in self.publication.languages:
            if lang != self.language:
                title = f"{self.publication.title} ({native_name(lang)})"
                yield FeedLink(paths.feed_path(lang, ".atom"), paths.FEED_TYPES[".atom"], lang, title)


def link_from(source: str, target: str, publication: Publication, *, lost: bool) -> str:
    """The link from one page to another; the lost one is shown at every address, however deep."""
    return urlsplit(publication.base_url).path + target if lost else relative_link(source, target)


def find_current(language: str, here: str | None, above: list[str]) -> Current:
    """Which link of the masthead is the page at `here` itself, and which is above it."""
    links = [place(language) for _, place in NAVIGATION]
    return tuple("page" if path == here else "true" if path in above else None for path in links)


@lru_cache(maxsize=500)
def _render(template: str, setting: Setting) -> Markup:
    return Markup(render_fragment(template, setting=setting))
