"""What every page has: its own address, its other languages, and the frame around what it shows."""

from typing import Any

import msgspec

from publisher.journal.language import word
from publisher.journal.pages.layout import Layout, find_current, link_from
from publisher.journal.pages.templates import render_fragment
from publisher.languages.languages import find_language
from publisher.publication import Publication
from publisher.releases.keys import Key


class Frame(msgspec.Struct, frozen=True):
    """A page's key and title, and what its head and its edges say besides.

    `crumbs` are (text, key) of the pages above it. `roadmap` names the roadmap whose feeds the page
    announces beside the publication's. `data` is structured data as JSON, safe inside a script element.
    """

    key: Key
    publication: Publication
    title: str
    description: str = ""
    kind: str = "website"
    crumbs: tuple[tuple[str, Key], ...] = ()
    roadmap: str | None = None
    data: str | None = None

    @property
    def language(self) -> str:
        """A page that lies in no language's folder is in the default one."""
        return self.key.language or self.publication.default_language

    @property
    def alternates(self) -> dict[str, Key]:
        """The page in each language."""
        return {lang: self.page_in(lang) for lang in self.publication.languages}

    def page_in(self, language: str) -> Key:
        """The home page for what lies in no language's folder, the issue's page for a sheet."""
        if self.key.language:
            kind = self.key.kind
        else:
            kind = "home"
        return Key(kind, language, self.key.name)

    def link(self, target: Key) -> str:
        return link_from(self.folder, target, self.publication, lost=self.is_lost)

    def word(self, key: str, **values: str) -> str:
        return word(key, self.language, **values)

    @property
    def folder(self) -> str:
        """Where the page lies, with the slash at the end."""
        path = self.key.path
        return path[: path.rfind("/") + 1]

    @property
    def setting(self) -> Layout:
        if self.is_lost:
            here = None
        else:
            here = self.page_in(self.language)
        return Layout(
            self.publication,
            self.language,
            self.folder,
            find_current(self.language, here, [key for _, key in self.crumbs]),
            self.is_lost,
            (self.roadmap, self.title) if self.roadmap else None,
        )

    @property
    def is_lost(self) -> bool:
        """Whether this is the page for addresses that are not there."""
        return self.key.kind == "not found"

    @property
    def address(self) -> str:
        """The one address under which the page is to be known."""
        return self.publication.address_of(self.page_in(self.language).path)

    @property
    def summary(self) -> str:
        default = "Announcements of meetings, with every change of date, time and venue."
        return self.description or self.word(default)

    @property
    def locale(self) -> str:
        return find_language(self.language).locale


def render_page(template: str, frame: Frame, **values: Any) -> bytes:
    """The page's bytes; `values` are what its template shows."""
    return render_fragment(template, frame=frame, setting=frame.setting, **values).encode()
