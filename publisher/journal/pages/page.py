"""What all pages share: the templates, the masthead, the switch of languages and the feeds they announce."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publisher.journal import paths
from publisher.journal.document import Document, Turn, relative_link
from publisher.journal.language import direction, native_name, word, zone_in_words
from publisher.publication import Publication

TEMPLATES = Path(__file__).parent.parent / "templates"
FUNCTIONS = {
    "direction": direction,
    "entry_path": paths.entry_path,
    "feed_path": paths.feed_path,
    "feed_types": paths.FEED_TYPES,
    "home_path": paths.home_path,
    "native_name": native_name,
    "roadmap_feed_path": paths.roadmap_feed_path,
    "roadmap_path": paths.roadmap_path,
    "stylesheet": paths.STYLESHEET,
    "zone_in_words": zone_in_words,
}


class Frame(msgspec.Struct, frozen=True):
    """Where a page stands: its own path, its language, and its path in the other languages."""

    path: str
    language: str
    publication: Publication
    alternates: dict[str, str]
    title: str

    def link(self, target: str) -> str:
        return relative_link(self.path, target)

    def word(self, key: str, **values: str) -> str:
        return word(key, self.language, **values)


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
    text = _environment().get_template(template).render(frame=frame, **values)
    return Document(frame.path, text.encode(), turn)


def render_fragment(template: str, **values: Any) -> str:
    """A piece of HTML for a feed, without the page around it."""
    return _environment().get_template(template).render(**values)
