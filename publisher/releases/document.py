"""A document: finished bytes with their key and their turn in the order of publication."""

from enum import IntEnum

import msgspec

from publisher.releases.keys import FORMATS, Key


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
    key: Key
    body: bytes
    turn: Turn

    @property
    def path(self) -> str:
        """Relative to the publication's address, with forward slashes."""
        return self.key.path

    @property
    def content_type(self) -> str:
        """Media type and charset, as servers send them."""
        return FORMATS[self.key.format].content_type


class Misprint(msgspec.Struct, frozen=True):
    """A document that could not be printed, by its path, and why; the ledger keeps it so."""

    path: str
    why: str
