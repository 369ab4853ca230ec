"""A release: the act by which one revision of something became public, with all that readers see of it."""

from datetime import datetime
from typing import Literal

import msgspec

from publisher.announcements.announcement import Wording
from publisher.publication import Publication
from publisher.roadmap.roadmap import Roadmap
from publisher.roadmap.when import Times, When

Subject = Literal["announcement", "reminder", "roadmap", "edition"]

ANNOUNCED, AMENDED, TRANSLATED, REMINDER = "announced", "amended", "translated", "reminder"
"""The kinds of release that are not changes of substance; the others are named in schedule/changes.py."""


class Snapshot(msgspec.Struct, frozen=True):
    """An announcement as it was released, complete: the site is printed from this with the sources gone.

    `wordings` begins with the original. `hours` are local wall time and win over those of `when`.
    """

    slug: str
    kind: str
    when: When
    wordings: dict[str, Wording]
    roadmap: str | None = None
    milestone: str | None = None
    hours: Times | None = None
    organ: str | None = None
    session: str | None = None
    access: str = "open"
    documents: tuple[str, ...] = ()
    status: str = "scheduled"
    correction: str | None = None
    reason: str | None = None

    @property
    def original_language(self) -> str:
        return next(iter(self.wordings))

    @property
    def original(self) -> Wording:
        return next(iter(self.wordings.values()))


class Edition(msgspec.Struct, frozen=True):
    """What every page shares: the publication, and the digest of the templates it is printed with."""

    publication: Publication
    templates: str


Content = Snapshot | Roadmap | Edition
CONTENT_TYPES: dict[str, type[Content]] = {
    "announcement": Snapshot,
    "reminder": Snapshot,
    "roadmap": Roadmap,
    "edition": Edition,
}


class Change(msgspec.Struct, frozen=True):
    """What differs from the revision before: the fields concerned and the reason given to readers."""

    fields: tuple[str, ...]
    reason: str | None = None


class Draft(msgspec.Struct, frozen=True):
    """A release about to be recorded; `replaces` is the revision it follows, 0 for a first one.

    `due` is a UTC instant. `told` holds the languages whose readers are to be told; it is empty for
    what is archived and for a silent amendment.
    """

    subject: Subject
    name: str
    kind: str
    due: datetime
    content: Content
    replaces: int = 0
    change: Change | None = None
    archived: bool = False
    told: tuple[str, ...] = ()


class Release(msgspec.Struct, frozen=True):
    """A release as the ledger holds it; `sequence` orders all of them, `revision` those of one subject.

    `due` and `released` are UTC instants.
    """

    sequence: int
    subject: Subject
    name: str
    revision: int
    kind: str
    due: datetime
    released: datetime
    content: Content
    change: Change | None = None
    archived: bool = False
    told: tuple[str, ...] = ()

    @property
    def dated(self) -> datetime:
        """The UTC instant that readers see: what is archived carries the moment when it was due."""
        return self.due if self.archived else self.released

    @property
    def snapshot(self) -> Snapshot:
        assert isinstance(self.content, Snapshot)
        return self.content

    @property
    def roadmap(self) -> Roadmap:
        assert isinstance(self.content, Roadmap)
        return self.content

    @property
    def edition(self) -> Edition:
        assert isinstance(self.content, Edition)
        return self.content


def encode_content(content: Content) -> bytes:
    """Canonical JSON: equal content gives equal bytes."""
    return msgspec.json.encode(content)


def decode_content(subject: str, data: bytes) -> Content:
    return msgspec.json.decode(data, type=CONTENT_TYPES[subject])
