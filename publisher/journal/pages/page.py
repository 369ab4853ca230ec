"""What all pages share: the templates, the masthead, the switch of languages and the feeds they announce."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publisher.journal import paths
from publisher.journal.document import Document, Turn, relative_link
from publisher.journal.language import direction, native_name, word, zone_in_words
from publisher.journal.matter import comma_of, keep_symbols, lower_headings
from publisher.publication import Publication

TEMPLATES = Path(__file__).parent.parent / "templates"
FUNCTIONS = {
    "comma_of": comma_of,
    "direction": direction,
    "entry_calendar_path": paths.entry_calendar_path,
    "entry_path": paths.entry_path,
    "feed_names": paths.FEED_NAMES,
    "feed_path": paths.feed_path,
    "feed_types": paths.FEED_TYPES,
    "home_path": paths.home_path,
    "keep_symbols": keep_symbols,
    "lower_headings": lower_headings,
    "native_name": native_name,
    "paths": paths,
    "roadmap_feed_path": paths.roadmap_feed_path,
    "roadmap_path": paths.roadmap_path,
    "stylesheet": paths.STYLESHEET,
    "icon": paths.ICON,
    "zone_in_words": zone_in_words,
}
LOCALES: Final = {"ar": "ar_AR", "en": "en_GB", "es": "es_ES", "fr": "fr_FR", "ru": "ru_RU", "zh": "zh_CN"}
"""Open Graph asks for a country with each language; these are the ones that its readers know."""

NAVIGATION: Final = (
    ("Home", paths.home_path),
    ("Roadmaps", paths.roadmaps_path),
    ("All entries", paths.all_path),
    ("Archives", paths.archive_index_path),
    ("Subscribe", paths.subscribe_path),
)


class FeedLink(msgspec.Struct, frozen=True):
    """A feed or calendar as the head of a page announces it."""

    path: str
    media_type: str
    language: str
    title: str


class Frame(msgspec.Struct, frozen=True):
    """Where a page stands: its own path, its language, and its path in the other languages.

    `crumbs` are (text, path) of the pages above it. `roadmap` names the roadmap whose feeds the page
    announces beside the publication's. `data` is structured data as JSON, safe inside a script element.
    """

    path: str
    language: str
    publication: Publication
    alternates: dict[str, str]
    title: str
    description: str = ""
    kind: str = "website"
    crumbs: tuple[tuple[str, str], ...] = ()
    roadmap: str | None = None
    data: str | None = None

    def link(self, target: str) -> str:
        if self.path == paths.NOT_FOUND:
            # It is shown at every address that is not there, however deep.
            return urlsplit(self.publication.base_url).path + target
        return relative_link(self.path, target)

    def word(self, key: str, **values: str) -> str:
        return word(key, self.language, **values)

    @property
    def is_lost(self) -> bool:
        """Whether this is the page for addresses that are not there."""
        return self.path == paths.NOT_FOUND

    @property
    def address(self) -> str:
        """The one address under which the page is to be known."""
        return self.publication.address_of(self.alternates[self.language])

    @property
    def summary(self) -> str:
        default = "Announcements of meetings, with every change of date, time and venue."
        return self.description or self.word(default)

    @property
    def locale(self) -> str:
        return LOCALES[self.language]

    @property
    def navigation(self) -> list[tuple[str, str, str | None]]:
        """Word, path and the value of `aria-current` of each link of the masthead."""
        here = None if self.is_lost else self.alternates[self.language]
        above = [path for _, path in self.crumbs]
        links = [(self.word(key), place(self.language)) for key, place in NAVIGATION]
        return [
            (text, path, "page" if path == here else "true" if path in above else None)
            for text, path in links
        ]

    @property
    def feeds(self) -> list[FeedLink]:
        """Those of the page's own roadmap and language first: readers take what comes first."""
        return [*self._roadmap_feeds(), *self._own_feeds(), *self._other_feeds()]

    def _roadmap_feeds(self) -> Iterator[FeedLink]:
        if self.roadmap:
            for suffix, media_type in paths.FEED_TYPES.items():
                path = paths.roadmap_feed_path(self.language, self.roadmap, suffix)
                yield FeedLink(path, media_type, self.language, f"{self.title} ({paths.FEED_NAMES[suffix]})")

    def _own_feeds(self) -> Iterator[FeedLink]:
        for suffix, media_type in paths.FEED_TYPES.items():
            title = f"{self.publication.title} ({paths.FEED_NAMES[suffix]})"
            yield FeedLink(paths.feed_path(self.language, suffix), media_type, self.language, title)

    def _other_feeds(self) -> Iterator[FeedLink]:
        for lang in self.publication.languages:
            if lang != self.language:
                title = f"{self.publication.title} ({native_name(lang)})"
                yield FeedLink(paths.feed_path(lang, ".atom"), paths.FEED_TYPES[".atom"], lang, title)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(FUNCTIONS)
    return environment


def render_page(template: str, frame: Frame, turn: Turn, **values: Any) -> Document:
    """The page as a document; `values` are what its template shows."""
    return Document(frame.path, render_fragment(template, frame=frame, **values).encode(), turn)


def render_fragment(template: str, **values: Any) -> str:
    """A piece of HTML for a feed, or XML, without the page around it."""
    return _environment().get_template(template).render(**values)
