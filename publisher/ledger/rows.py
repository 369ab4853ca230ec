"""Between releases and the rows that hold them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from publisher.errors import LedgerError
from publisher.ledger.tables import RESTORE
from publisher.releases.release import (
    NOWHERE,
    Change,
    Draft,
    Origin,
    Release,
    Snapshot,
    days_of,
    decode_content,
    encode_content,
)


def write_languages(languages: Iterable[str]) -> str:
    """ ",en,fr," so that one language can be asked for with LIKE."""
    listed = ",".join(languages)
    return f",{listed}," if listed else ""


def read_languages(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def release_row(draft: Draft, now: datetime, origin: Origin = NOWHERE) -> dict[str, Any]:
    return {
        "subject": draft.subject,
        "name": draft.name,
        "revision": draft.replaces + 1,
        "kind": draft.kind,
        "due": draft.due,
        "released": now,
        "archived": draft.archived,
        "told": write_languages(draft.told),
        "roadmap": draft.content.roadmap if isinstance(draft.content, Snapshot) else None,
        "change": msgspec.json.encode(draft.change) if draft.change else None,
        "content": encode_content(draft.content),
        "source": origin.source,
        "machine": origin.machine,
    }


def read_release(row: Sequence[Any]) -> Release:
    """From a row of the whole table, its columns in their order (tables.py). Raises LedgerError."""
    *identity, archived, told, _, change, content, source, machine = row
    sequence, subject, name, revision, kind, due, released = identity
    try:
        decoded = decode_content(subject, content)
        changed = msgspec.json.decode(change, type=Change) if change else None
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        # A disk that gives back other bytes than it was given; nothing else writes here.
        raise LedgerError(f"the ledger is damaged: release {sequence}, {name}: {error}; {RESTORE}") from error
    return Release(
        sequence=sequence,
        subject=subject,
        name=name,
        revision=revision,
        kind=kind,
        due=due,
        released=released,
        content=decoded,
        change=changed,
        archived=archived,
        told=read_languages(told),
        origin=Origin(source, machine),
    )


def standing_row(release: Release) -> dict[str, Any]:
    first, last = days_of(release.content)
    facets = release.snapshot.facets if release.subject == "announcement" else None
    return {
        "subject": release.subject,
        "name": release.name,
        "sequence": release.sequence,
        "first_day": first,
        "last_day": last,
        "roadmap": facets.roadmap if facets else None,
        "month": facets.month if facets else None,
        "kind": facets.kind if facets else None,
        "organ": facets.organ if facets else None,
        "access": facets.access if facets else None,
    }
