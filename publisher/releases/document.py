"""A document: finished bytes with their path, media type and turn in the order of publication."""

import hashlib
from enum import IntEnum
from pathlib import PurePosixPath

import msgspec

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
}


class Turn(IntEnum):
    """What is linked to goes before what links to it, so that no reader finds a dead link.

    Feeds come as soon as the pages and archives that they name: people wait for them, and a calendar of a
    thousand events or a list may take longer.
    """

    ASSET = 0
    PAGE = 1
    ARCHIVE = 2
    FEED = 3
    CALENDAR = 4
    LISTING = 5
    INDEX = 6


class Document(msgspec.Struct, frozen=True):
    """`path` is relative to the publication's address, with forward slashes."""

    path: str
    body: bytes
    turn: Turn

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[PurePosixPath(self.path).suffix]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


class Misprint(msgspec.Struct, frozen=True):
    """A document that could not be printed, by the name of its printer's module and its path, and why."""

    printer: str
    path: str
    why: str


def relative_link(source: str, target: str) -> str:
    """The link from one document to another, so that the site works at any address and from a folder."""
    return "../" * source.count("/") + target
