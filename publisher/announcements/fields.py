"""The fields of an announcement: what each takes and means, to parser, schema and reference alike."""

from typing import Literal

import msgspec

from publisher.announcements.announcement import ACCESS, SECTIONS, STATUSES
from publisher.roadmap.roadmap import KINDS

Takes = Literal["text", "list", "time", "flag", "choice"]


class FieldNote(msgspec.Struct, frozen=True):
    """`about` is the field's row in docs/reference.md; `translated` says that a translation may have it."""

    about: str
    takes: Takes = "text"
    choices: tuple[str, ...] = ()
    translated: bool = False


NOTES: dict[str, FieldNote] = {
    "title": FieldNote("what takes place; required", translated=True),
    "milestone": FieldNote("a line of a roadmap: `first-reading`, or `modalities/first-reading`"),
    "when": FieldNote(
        "its own date with the year, instead of `milestone`: `1 December 2026 (afternoon)`",
    ),
    "publish": FieldNote("a rule (below); else the roadmap's, else the default"),
    "remind": FieldNote("rules for reminders: `[1 working day before at 9:00]`", "list"),
    "kind": FieldNote("`meeting` (default), `text`, `deadline`, `silence`", "choice", KINDS),
    "organ": FieldNote("whose meeting it is: General Assembly"),
    "session": FieldNote("Seventy-second session"),
    "section": FieldNote(
        "the part of the Journal in which it stands: `informal` (default), `official`, `other`",
        "choice",
        SECTIONS,
    ),
    "room": FieldNote('"venue to be announced" is printed without it', translated=True),
    "time": FieldNote("`15:00`, or `15:00 to 18:00`; else the morning or afternoon of the date", "time"),
    "access": FieldNote("`open` (default, not marked) or `closed`", "choice", ACCESS),
    "convened_by": FieldNote("one name, or a list: `[Mexico, Switzerland]`", "list", translated=True),
    "documents": FieldNote("symbols, linked: `[A/RES/71/280]`", "list"),
    "contact": FieldNote("an address", translated=True),
    "status": FieldNote(
        "`scheduled` (default), `cancelled`, `postponed`, `withdrawn`; these need a `reason`",
        "choice",
        STATUSES,
    ),
    "reason": FieldNote("why, in words that readers see", translated=True),
    "correction": FieldNote("a note on what was wrong: readers are told"),
    "draft": FieldNote("`true`: nothing of it leaves the folder", "flag", translated=True),
    "slug": FieldNote("keeps the identity of a file with another name"),
    "was": FieldNote("the former name of a renamed file: history continues"),
}
FIELDS = tuple(NOTES)
TRANSLATED_FIELDS = tuple(name for name, note in NOTES.items() if note.translated)
