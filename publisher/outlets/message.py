"""What messengers are given to say: one release, in words, with its addresses and its calendar part."""

from typing import Literal

import msgspec

from publisher.publication import Publication
from publisher.releases.release import Release

Method = Literal["PUBLISH", "CANCEL"]


class MessageWords(msgspec.Struct, frozen=True):
    """A release in one language, as it stood when it was released.

    `page` and `feeds` are absolute addresses; `changes` say what was and what is; `html` is a fragment of
    clean HTML. `calendar` holds the events with the UID and SEQUENCE of the feeds, None without a date.
    """

    language: str
    title: str
    page: str
    summary: str
    changes: tuple[str, ...]
    text: str
    html: str
    feeds: tuple[str, ...]
    calendar: bytes | None = None
    method: Method = "PUBLISH"


class Message(msgspec.Struct, frozen=True):
    """One release for one messenger.

    `done` names the parts that are settled: they arrived at earlier attempts, or were refused for good. Those
    of `withheld` wait for an earlier message about the same thing.

    `words` holds every language whose readers are told, the publication's default first.
    """

    ledger: str
    release: Release
    publication: Publication
    words: dict[str, MessageWords]
    done: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
