"""Between releases and the rows that hold them."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Select

from publisher.errors import LedgerError
from publisher.ledger.tables import RESTORE, SpoiltValueError
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
    if listed:
        return f",{listed},"
    return ""


@lru_cache(maxsize=100)
def read_languages(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def read_day(name: str) -> date:
    """The local day that names an issue. Raises SpoiltValueError."""
    try:
        return date.fromisoformat(name)
    except ValueError as error:
        raise SpoiltValueError(str(error)) from error


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


def read_releases(connection: Connection, query: Select[Any]) -> list[Release]:
    """What a question for rows of the whole table finds, in its order. Raises LedgerError."""
    return [read_release(row) for row in connection.execute(query).mappings().all()]


def read_release(row: RowMapping) -> Release:
    """From a row that has all columns of the table. Raises LedgerError.

    A mapping, whose values are found ten times as fast by name as those of a row are (SQLAlchemy 2.1).
    """
    try:
        content = decode_content(row["subject"], row["content"])
        change = None
        if row["change"]:
            change = msgspec.json.decode(row["change"], type=Change)
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        # A disk that gives back other bytes than it was given; nothing else writes here.
        which = f"release {row['sequence']}, {row['name']}"
        raise LedgerError(f"the ledger is damaged: {which}: {error}", RESTORE) from error
    return Release(
        sequence=row["sequence"],
        subject=row["subject"],
        name=row["name"],
        revision=row["revision"],
        kind=row["kind"],
        due=row["due"],
        released=row["released"],
        content=content,
        change=change,
        archived=row["archived"],
        told=read_languages(row["told"]),
        origin=Origin(row["source"], row["machine"]),
    )


def standing_row(release: Release) -> dict[str, Any]:
    first, last = days_of(release.content)
    facets = None
    if release.subject == "announcement":
        facets = release.snapshot.facets
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
