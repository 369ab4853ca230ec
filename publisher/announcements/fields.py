"""The fields of an announcement, each declared once, for parser, schema, `new`, pages and reference alike."""

from typing import Literal

import msgspec

from publisher.announcements.announcement import ACCESS, SECTIONS, STATUSES
from publisher.roadmap.roadmap import KINDS

Takes = Literal["text", "list", "time", "flag", "choice"]
FactKind = Literal["documents", "conveners", "detail", "contact"]
"""How a field is printed beside the head of an entry; a "detail" is printed "label: value"."""


class Field(msgspec.Struct, frozen=True):
    """One field; CONTRIBUTING tells how to add another.

    `about` is its row in docs/reference.md, and its help in editors and in the preview. `translated` says
    that a translation may have it, `shared` that the next announcement of its roadmap will probably say the
    same. `new` writes a line for it if it is `offered`, with `note` beside it. A field that readers see as it
    was written is a `fact`, under its `label`, a word of the catalogues. A change of a "detail" that readers
    are told of is `told` under that word; without one it is corrected in silence.
    """

    name: str
    about: str
    example: str
    note: str = ""
    takes: Takes = "text"
    choices: tuple[str, ...] = ()
    translated: bool = False
    shared: bool = False
    offered: bool = True
    fact: FactKind | None = None
    label: str = ""
    told: str = ""


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            "title",
            "what takes place; required",
            "First reading of the draft modalities resolution",
            translated=True,
        ),
        Field(
            "milestone",
            "a line of a roadmap: `first-reading`, or `modalities/first-reading`",
            "first-reading",
            "a line of a roadmap, which gives the date",
        ),
        Field(
            "when",
            "its own date with the year, instead of `milestone`: `1 December 2026 (afternoon)`",
            "1 December 2026 (afternoon)",
            "the date with its year",
        ),
        Field(
            "kind",
            "`meeting` (default), `text`, `deadline`, `silence`",
            "deadline",
            "meeting, text, deadline or silence",
            takes="choice",
            choices=KINDS,
        ),
        Field(
            "publish",
            "a rule (below); else the roadmap's, else the default",
            "3 working days before at 18:00",
            "when readers learn of it, if not by the default rule",
        ),
        Field("organ", "whose meeting it is: General Assembly", "General Assembly", shared=True),
        Field("session", "Seventy-second session", "Eighty-first session", shared=True),
        Field(
            "section",
            "the part of the Journal in which it stands: `informal` (default), `official`, `other`",
            "other",
            takes="choice",
            choices=SECTIONS,
            offered=False,
        ),
        Field(
            "room",
            '"venue to be announced" is printed without it',
            "Conference Room 1",
            'without it "venue to be announced" is printed',
            translated=True,
        ),
        Field(
            "time",
            "`15:00`, or `15:00 to 18:00`; else the morning or afternoon of the date",
            "15:00 to 18:00",
            "else the morning or afternoon of the date",
            takes="time",
        ),
        Field(
            "access",
            "`open` (default, not marked) or `closed`",
            "closed",
            "open is not marked",
            takes="choice",
            choices=ACCESS,
        ),
        Field(
            "convened_by",
            "one name, or a list: `[Mexico, Switzerland]`",
            "[Mexico, Switzerland]",
            takes="list",
            translated=True,
            shared=True,
            fact="conveners",
        ),
        Field(
            "documents",
            "symbols, linked: `[A/RES/71/280]`",
            "[A/RES/71/280]",
            "symbols; they are linked",
            takes="list",
            shared=True,
            fact="documents",
            label="Documents",
        ),
        Field(
            "contact",
            "an address",
            "somebody@example.org",
            translated=True,
            shared=True,
            fact="contact",
            label="Contact",
        ),
        Field(
            "remind",
            "rules for reminders: `[1 working day before at 9:00]`",
            "[1 working day before at 9:00]",
            "readers are told again",
            takes="list",
        ),
        Field(
            "status",
            "`scheduled` (default), `cancelled`, `postponed`, `withdrawn`; these need a `reason`",
            "cancelled",
            takes="choice",
            choices=STATUSES,
            offered=False,
        ),
        Field(
            "reason",
            "why, in words that readers see",
            "Agreement was reached on 16 November 2017",
            translated=True,
            offered=False,
        ),
        Field(
            "correction",
            "a note on what was wrong: readers are told",
            "The room was wrong",
            offered=False,
        ),
        Field("draft", "`true`: nothing of it leaves the folder", "true", takes="flag", translated=True),
        Field("slug", "keeps the identity of a file with another name", "first-reading", offered=False),
        Field(
            "was",
            "the former name of a renamed file: history continues",
            "1st-reading",
            offered=False,
        ),
    )
}
"""In the order of the Journal, which is that of the files that `new` writes."""

DETAILS = tuple(field for field in FIELDS.values() if field.fact == "detail")
"""The fields that nothing decides by: a text, a list or a choice, kept and printed as it was written."""

TRANSLATED_FIELDS = tuple(name for name, field in FIELDS.items() if field.translated)
