"""The key of a document, and the one table to and from paths and media types; permalinks never move."""

import re
from pathlib import PurePosixPath
from typing import Literal, get_args

import msgspec

Kind = Literal[
    "all entries",
    "archives",
    "asset",
    "closed feed",
    "entry",
    "feed",
    "home",
    "issue",
    "issues",
    "listing by access",
    "listing by kind",
    "listing by organ",
    "month",
    "not found",
    "outline",
    "roadmap",
    "roadmaps",
    "robots",
    "root",
    "sitemap",
    "sitemap shard",
    "subscribe",
    "today",
]
"""What a document is of. It may be there in several formats: a roadmap as page, picture, feed, calendar."""

PLACES: dict[Kind, str] = {
    # The publication's bare address shows the default language.
    "root": "index",
    "not found": "404",
    "outline": "feeds",
    "robots": "robots",
    "sitemap": "sitemap",
    "asset": "assets/{name}",
    "sitemap shard": "sitemaps/{name}",
    "home": "{language}/index",
    "all entries": "{language}/all",
    "subscribe": "{language}/subscribe",
    "archives": "{language}/archive/index",
    # The name of a month is "2017-10", of an issue its day, "2017-10-02".
    "month": "{language}/archive/{name}",
    "listing by organ": "{language}/listings/organ-{name}",
    "listing by kind": "{language}/listings/kind-{name}",
    "listing by access": "{language}/listings/access-{name}",
    "entry": "{language}/entries/{name}",
    # Beside the folder of the roadmaps, not in it: a roadmap may have any name there.
    "roadmaps": "{language}/roadmaps",
    "roadmap": "{language}/roadmaps/{name}",
    "issues": "{language}/issues",
    "issue": "{language}/issues/{name}",
    "today": "{language}/today",
    "feed": "{language}/journal",
    # A part of a feed that changes no more (RFC 5005); its name is its number.
    "closed feed": "{language}/journal/{name}",
}
"""Where each kind lies below the publication's address, without the ending, which is the format's."""

Format = Literal["html", "css", "js", "svg", "rss", "atom", "json", "ics", "xml", "opml", "txt", "pdf"]
"""The ending of a document's path."""


class FileType(msgspec.Struct, frozen=True):
    """What servers and readers are told of a format; `title` is what readers call one to subscribe to."""

    media_type: str
    charset: str | None = "utf-8"
    title: str | None = None

    @property
    def content_type(self) -> str:
        """The header of that name."""
        if self.charset:
            return f"{self.media_type}; charset={self.charset}"
        return self.media_type


FORMATS: dict[Format, FileType] = {
    "html": FileType("text/html"),
    "css": FileType("text/css"),
    "js": FileType("text/javascript"),
    "svg": FileType("image/svg+xml", charset=None),
    "rss": FileType("application/rss+xml", title="RSS"),
    "atom": FileType("application/atom+xml", title="Atom"),
    "json": FileType("application/feed+json", title="JSON Feed"),
    "ics": FileType("text/calendar", title="iCalendar"),
    "xml": FileType("application/xml"),
    "opml": FileType("text/x-opml"),
    "txt": FileType("text/plain"),
    "pdf": FileType("application/pdf", charset=None),
}

SUBSCRIPTIONS: dict[Format, str] = {form: row.title for form, row in FORMATS.items() if row.title}
"""What readers subscribe to, and what they call it."""

FEEDS = tuple(form for form in SUBSCRIPTIONS if form != "ics")
"""Those that hold items; a calendar holds events. `publisher/feeds/FORMAT.py` writes each."""

Prints = tuple[tuple[Kind, Format], ...]
"""What a printer prints."""


class Key(msgspec.Struct, frozen=True):
    """Which document: of what, in which language, by which name, in which format.

    `language` and `name` are empty where the kind's place has none.
    """

    kind: Kind
    language: str = ""
    name: str = ""
    format: Format = "html"

    @property
    def path(self) -> str:
        """Relative to the publication's address, with forward slashes."""
        return f"{self.language}{_BEFORE_NAMES[self.kind]}{self.name}.{self.format}"

    def in_format(self, form: Format) -> "Key":
        return Key(self.kind, self.language, self.name, form)


# Tens of thousands of paths are written in one printing, so each place is taken apart beforehand.
_BEFORE_NAMES: dict[Kind, str] = {
    kind: place.removeprefix("{language}").removesuffix("{name}") for kind, place in PLACES.items()
}
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    kind: re.compile(place.format(language="(?P<language>[a-z]{2})", name="(?P<name>[^/]+)"))
    for kind, place in sorted(PLACES.items(), key=lambda row: "{name}" in row[1])
}


def read_path(path: str) -> Key | None:
    """The key of the document at a path below the publication's address; None where no kind lies."""
    form = find_format(path)
    if form is None:
        return None
    for kind, pattern in _PATTERNS.items():
        match = pattern.fullmatch(path.removesuffix(f".{form}"))
        if match:
            parts = match.groupdict()
            return Key(kind, parts.get("language", ""), parts.get("name", ""), form)
    return None


def find_format(path: str) -> Format | None:
    """The format that the ending of a path names; None for an ending that no document has."""
    ending = PurePosixPath(path).suffix.removeprefix(".")
    return next((form for form in get_args(Format) if form == ending), None)
