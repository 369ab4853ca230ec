"""A release: the act by which one revision of something became public, with all that readers see of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

import msgspec

from publisher.announcements.announcement import Access, Announcement, Section, Status, Wording, list_values
from publisher.dates.when import Times, When
from publisher.publication import Publication
from publisher.roadmap.roadmap import Kind, Roadmap

Subject = Literal["announcement", "reminder", "roadmap", "issue", "paper", "edition"]

EVERYTHING = "*"
"""The name under which a brake holds all."""

UNDATED = date.max
"""Where an announcement without any day is ordered: still to come, after all that has one."""

MOST_DAYS = 31
LATE_AFTER = timedelta(minutes=1)
ANNOUNCED, AMENDED, TRANSLATED, REMINDER = "announced", "amended", "translated", "reminder"
"""The kinds of release that are not changes of substance; the others are named in schedule/changes.py."""
PRINTED = "printed"
"""The kind of release of a sheet that has come; one that lay there before schema 0007 is "taken-up"."""


class Facets(msgspec.Struct, frozen=True):
    """Under which heads an entry is listed; `month` is "2017-10", None while no day is known.

    Only a meeting is open or closed; `organ` is in the author's words; `days` are those of its sittings,
    in whose issues it stands.
    """

    kind: Kind
    month: str | None = None
    organ: str | None = None
    access: Access | None = None
    roadmap: str | None = None
    days: tuple[date, ...] = ()


class Snapshot(msgspec.Struct, frozen=True):
    """An announcement as it was released, complete: the site is printed from this with the sources gone.

    `wordings` begins with the original. `hours` are local wall time and win over those of `when`.
    """

    slug: str
    kind: Kind
    when: When
    wordings: dict[str, Wording]
    roadmap: str | None = None
    milestone: str | None = None
    hours: Times | None = None
    organ: str | None = None
    session: str | None = None
    section: Section = "informal"
    access: Access = "open"
    documents: tuple[str, ...] = ()
    status: Status = "scheduled"
    correction: str | None = None
    reason: str | None = None

    @property
    def original_language(self) -> str:
        return next(iter(self.wordings))

    @property
    def original(self) -> Wording:
        return next(iter(self.wordings.values()))

    def values_of(self, field: str) -> tuple[str, ...]:
        """What a field of text says in the original, as a list; nothing where it is left out."""
        return self.original.values_of(field) or list_values(getattr(self, field, None))

    @property
    def begins(self) -> time:
        """The local hour at which a sitting begins; the start of the day where none is known."""
        start: time | None = None
        if self.hours:
            start = self.hours.start
        elif self.when.occasions:
            start = self.when.occasions[0].start
        return start or time(0)

    @property
    def facets(self) -> Facets:
        day = self.when.first or self.when.last
        return Facets(
            kind=self.kind,
            month=f"{day:%Y-%m}" if day else None,
            organ=self.organ,
            access=self.access if self.kind == "meeting" else None,
            roadmap=self.roadmap,
            days=self.when.days[:MOST_DAYS] if self.when.exact and self.kind == "meeting" else (),
        )


WRITTEN = tuple(
    field
    for field in Snapshot.__struct_fields__
    if field in Announcement.__struct_fields__ and field not in ("slug", "when", "milestone")
)
"""The members that an announcement and its snapshot have alike; dates and identity are settled on the way."""


def copy_written(source: Announcement | Snapshot) -> dict[str, Any]:
    """What the author wrote, from an announcement for its snapshot or back."""
    return {field: getattr(source, field) for field in WRITTEN}


class Edition(msgspec.Struct, frozen=True):
    """What every page shares: the publication, and the digest of the templates it is printed with.

    `pdf` says that each issue is printed as PDF too: asked for, and possible where this was released.
    """

    publication: Publication
    templates: str
    pdf: bool = False


class IssueLine(msgspec.Struct, frozen=True):
    """An announcement at the revision it had at the closing; `section` is its part of the programme."""

    slug: str
    revision: int
    section: Section = "informal"


class Issue(msgspec.Struct, frozen=True):
    """The numbered Journal of one local `day` as it closed; `dated` is the date it bears."""

    number: int
    day: date
    dated: date
    programme: tuple[IssueLine, ...] = ()
    forthcoming: tuple[IssueLine, ...] = ()
    announcements: tuple[IssueLine, ...] = ()
    changes: tuple[IssueLine, ...] = ()


class Paper(msgspec.Struct, frozen=True):
    """A sheet: the issue of a local `day` in one language as PDF; `digest` is the SHA-256 of its bytes.

    That is empty for a sheet printed before ledgers held any (schema 0007): it lies where it was put.
    """

    day: date
    language: str
    digest: str

    @property
    def name(self) -> str:
        return name_sheet(self.day, self.language)


def name_sheet(day: date, language: str) -> str:
    """The name under which a sheet is released: "2017-10-02/en"."""
    return f"{day.isoformat()}/{language}"


Content = Snapshot | Roadmap | Issue | Paper | Edition
CONTENT_DECODERS: dict[str, msgspec.json.Decoder[Content]] = {
    "announcement": msgspec.json.Decoder(Snapshot),
    "reminder": msgspec.json.Decoder(Snapshot),
    "roadmap": msgspec.json.Decoder(Roadmap),
    "issue": msgspec.json.Decoder(Issue),
    "paper": msgspec.json.Decoder(Paper),
    "edition": msgspec.json.Decoder(Edition),
}


class Change(msgspec.Struct, frozen=True):
    """What differs from the revision before: the fields concerned and the reason given to readers.

    `left` is where the entry was listed before, when it is now listed elsewhere: the lists that it
    leaves are printed again too, and the release alone says which those are.
    """

    fields: tuple[str, ...]
    reason: str | None = None
    left: Facets | None = None


class Origin(msgspec.Struct, frozen=True):
    """Where a release was made: the machine, and the commit of its sources if they lie in a clone."""

    source: str | None = None
    machine: str | None = None


NOWHERE = Origin()
LONGEST_NAME = 60
"""Letters of a machine's name that are kept."""


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
    origin: Origin = NOWHERE

    @property
    def dated(self) -> datetime:
        """The UTC instant that readers see: what is archived carries the moment when it was due."""
        if self.archived:
            return self.due
        return self.released

    @property
    def snapshot(self) -> Snapshot:
        assert isinstance(self.content, Snapshot)
        return self.content

    @property
    def listed(self) -> tuple[Facets, ...]:
        """Every place whose lists an announcement's release changes: where it stands, and where it stood."""
        left = None
        if self.change:
            left = self.change.left
        if left:
            return (self.snapshot.facets, left)
        return (self.snapshot.facets,)

    @property
    def roadmap(self) -> Roadmap:
        assert isinstance(self.content, Roadmap)
        return self.content

    @property
    def issue(self) -> Issue:
        assert isinstance(self.content, Issue)
        return self.content

    @property
    def paper(self) -> Paper:
        assert isinstance(self.content, Paper)
        return self.content

    @property
    def late(self) -> bool:
        """Recorded later than it was due, as after downtime."""
        return self.released - self.due > LATE_AFTER

    @property
    def edition(self) -> Edition:
        assert isinstance(self.content, Edition)
        return self.content


def encode_content(content: Content) -> bytes:
    """Canonical JSON: equal content gives equal bytes."""
    return msgspec.json.encode(content)


def decode_content(subject: str, data: bytes) -> Content:
    return CONTENT_DECODERS[subject].decode(data)


def as_recorded(draft: Draft, sequence: int, now: datetime, origin: Origin = NOWHERE) -> Release:
    """The release that a draft became; equal to what `read_release` makes of its row."""
    return Release(
        sequence=sequence,
        subject=draft.subject,
        name=draft.name,
        revision=draft.replaces + 1,
        kind=draft.kind,
        due=draft.due.astimezone(UTC),
        released=now.astimezone(UTC),
        content=draft.content,
        change=draft.change,
        archived=draft.archived,
        told=draft.told,
        origin=origin,
    )


def next_number(last: Issue | None, issue_year: int, first_number: int, year: int | None) -> int:
    """The number of an issue of `issue_year`: numbers begin anew each year, as in "No. 2017/188"."""
    if last is not None and last.dated.year == issue_year:
        return max(last.number + 1, first_number if year == issue_year else 0)
    if year == issue_year or (year is None and last is None):
        return first_number
    return 1


def days_of(content: Content) -> tuple[date | None, date | None]:
    """The local days that a page orders something by; an open end counts as the day that is known."""
    if isinstance(content, Snapshot):
        when = content.when
        return when.first or when.last or UNDATED, when.last or when.first or UNDATED
    if isinstance(content, Roadmap):
        return content.letter, content.letter
    return None, None
