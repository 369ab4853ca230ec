"""What an author wrote: one announcement and its translations."""

from datetime import datetime
from typing import Literal, get_args

import msgspec
from msgspec import UNSET, UnsetType

from publisher.dates.when import Times, When
from publisher.roadmap.roadmap import Kind

Status = Literal["scheduled", "cancelled", "postponed", "withdrawn"]
Access = Literal["open", "closed"]
Section = Literal["informal", "official", "other"]
STATUSES: tuple[Status, ...] = get_args(Status)
ACCESS: tuple[Access, ...] = get_args(Access)
SECTIONS: tuple[Section, ...] = get_args(Section)
"""The parts of a programme; consultations are informal unless the author says otherwise."""


class Wording(msgspec.Struct, frozen=True):
    """The announcement in one language; `html` is clean, `None` elsewhere means "as in the original"."""

    title: str
    html: str
    reason: str | None = None
    room: str | None = None
    convened_by: tuple[str, ...] = ()
    contact: str | None = None
    details: dict[str, tuple[str, ...]] | UnsetType = UNSET
    """The fields that are printed as they were written, by name. Unset and not empty where there are none,
    so that a snapshot has the same bytes, and an approval the same digest, as before there were any."""

    def values_of(self, field: str) -> tuple[str, ...]:
        """What a field of the words says, as a list; nothing where it is left out or none of them."""
        given = None
        if self.details:
            given = self.details.get(field)
        return given or list_values(getattr(self, field, None))


class Announcement(msgspec.Struct, frozen=True):
    """One Markdown file and the translations beside it.

    `slug` is the identity that outlives a change of file name. `milestone` names a roadmap's line,
    `when` is the announcement's own date; exactly one of them is given. `publish` is a rule in the
    author's words. `saved` is the UTC instant at which the newest of the files was last changed.
    `lines` tells on which line of the file each field stands.
    """

    slug: str
    path: str
    wordings: dict[str, Wording]
    saved: datetime
    kind: Kind = "meeting"
    milestone: str | None = None
    when: When | None = None
    publish: str | None = None
    remind: tuple[str, ...] = ()
    organ: str | None = None
    session: str | None = None
    section: Section = "informal"
    time: Times | None = None
    access: Access = "open"
    documents: tuple[str, ...] = ()
    status: Status = "scheduled"
    correction: str | None = None
    draft: bool = False
    stem: str = ""
    lines: dict[str, int] = {}

    def line_of(self, field: str) -> int:
        return self.lines.get(field, 1)

    @property
    def original(self) -> Wording:
        """The words in the language that the announcement was written in; the first of `wordings`."""
        return next(iter(self.wordings.values()))

    def values_of(self, field: str) -> tuple[str, ...]:
        """What a field of text says in the original, as a list; nothing where it is left out."""
        return self.original.values_of(field) or list_values(getattr(self, field, None))


def list_values(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """One value or several as a list."""
    if isinstance(value, str):
        return (value,)
    return value or ()
