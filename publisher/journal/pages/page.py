"""What every page has: its own address, its other languages, and the frame around what it shows."""

from typing import Any

import msgspec

from publisher.journal import paths
from publisher.journal.language import word
from publisher.journal.pages.setting import Setting, find_current, link_from
from publisher.journal.pages.templates import render_fragment
from publisher.languages.languages import find_language
from publisher.publication import Publication
from publisher.releases.document import Document, Turn


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
        return link_from(self.path, target, self.publication, lost=self.is_lost)

    def word(self, key: str, **values: str) -> str:
        return word(key, self.language, **values)

    @property
    def setting(self) -> Setting:
        here = None if self.is_lost else self.alternates[self.language]
        return Setting(
            self.publication,
            self.language,
            self.path[: self.path.rfind("/") + 1],
            find_current(self.language, here, [path for _, path in self.crumbs]),
            self.is_lost,
            (self.roadmap, self.title) if self.roadmap else None,
        )

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
        return find_language(self.language).locale


def render_page(template: str, frame: Frame, turn: Turn, **values: Any) -> Document:
    """The page as a document; `values` are what its template shows."""
    html = render_fragment(template, frame=frame, setting=frame.setting, **values)
    return Document(frame.path, html.encode(), turn)
