"""The history of the ledger: what was released, delivered, held and lifted, when, by whom and why."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from publisher.ledger.database import Database
from publisher.ledger.rows import read_releases
from publisher.ledger.tables import approval, brake, delivery, proof, release
from publisher.releases.release import EVERYTHING, REMINDER, Release


class HistoryLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that was done to `name`, an announcement or another subject; `at` is a UTC instant.

    `by` is the machine for what the program did and USER@MACHINE for what a person did.
    """

    at: datetime
    act: str
    subject: str
    name: str
    revision: int | None = None
    by: str | None = None
    why: str | None = None
    source: str | None = None
    due: datetime | None = None


def list_acts(database: Database, slug: str | None = None) -> list[HistoryLine]:
    """All acts, or those that concern one announcement, in the order in which they were done."""
    with database.transaction(snapshot=True) as connection:
        acts = [
            *_list_releases(connection, slug),
            *_list_deliveries(connection, slug),
            *_list_brakes(connection, slug),
            *_list_approvals(connection, slug),
            *_list_proofs(connection, slug),
        ]
    return sorted(acts, key=lambda act: act.at)


def _list_releases(connection: Connection, slug: str | None) -> Iterator[HistoryLine]:
    query = select(release).order_by(release.c.sequence)
    for recorded in read_releases(connection, _about(query, slug)):
        yield HistoryLine(
            recorded.released,
            _name_act(recorded),
            recorded.subject,
            recorded.name,
            recorded.revision,
            recorded.origin.machine,
            _explain(recorded),
            recorded.origin.source,
            recorded.due,
        )


def _about(query: Select[Any], slug: str | None) -> Select[Any]:
    if slug is None:
        return query
    reminders = (release.c.subject == "reminder") & release.c.name.startswith(f"{slug}/", autoescape=True)
    return query.where((release.c.subject == "announcement") & (release.c.name == slug) | reminders)


def _name_act(recorded: Release) -> str:
    if recorded.archived:
        return "archived"
    if recorded.subject != "announcement":
        return {"issue": "closed", "paper": "printed", REMINDER: "reminded"}.get(recorded.subject, "released")
    if recorded.revision == 1:
        return "released"
    return recorded.kind


def _explain(recorded: Release) -> str | None:
    """The fields that changed and the reason given to readers; that it was late."""
    parts: list[str] = []
    change = recorded.change
    if change and change.fields:
        parts.append(f"{', '.join(change.fields)} changed")
    if change and change.reason:
        parts.append(change.reason)
    if recorded.late:
        parts.append(f"{describe_length(recorded.released - recorded.due)} late")
    return "; ".join(parts) or None


def describe_length(length: timedelta) -> str:
    """ "3 days and 4 hours": the two largest units of a minute and more."""
    minutes = int(length.total_seconds() // 60)
    hours, days = minutes // 60, minutes // 1440
    units = ((days, "day"), (hours % 24, "hour"), (minutes % 60 if not days else 0, "minute"))
    return " and ".join(f"{number:,} {unit}{'s' * (number != 1)}" for number, unit in units if number)


def _list_deliveries(connection: Connection, slug: str | None) -> Iterator[HistoryLine]:
    """What each messenger was told, and what it would not take; what is owed is `publisher status`'s."""
    columns = (delivery, release.c.subject, release.c.name, release.c.revision)
    query = select(*columns).join(release, release.c.sequence == delivery.c.sequence)
    for row in connection.execute(_about(query, slug).where(delivery.c.settled.is_not(None))):
        if row.state == "done":
            act = "delivered"
        else:
            act = "not delivered"
        what = f"to {row.outlet}" + (f": {row.error}" if row.error else "")
        yield HistoryLine(row.settled, act, row.subject, row.name, row.revision, why=what)


def _list_brakes(connection: Connection, slug: str | None) -> Iterator[HistoryLine]:
    query = select(brake)
    if slug is not None:
        query = query.where(brake.c.name.in_((slug, EVERYTHING)))
    for row in connection.execute(query):
        if row.name == EVERYTHING:
            subject = "all"
        else:
            subject = "announcement"
        yield HistoryLine(row.held, "held", subject, row.name, by=row.held_by, why=row.reason)
        if row.lifted:
            yield HistoryLine(row.lifted, "resumed", subject, row.name, by=row.lifted_by)


def _list_approvals(connection: Connection, slug: str | None) -> Iterator[HistoryLine]:
    if slug is None:
        query = select(approval)
    else:
        query = select(approval).where(approval.c.slug == slug)
    for row in connection.execute(query):
        yield HistoryLine(row.at, "approved", "announcement", row.slug, by=row.name, why=row.digest[:10])


def _list_proofs(connection: Connection, slug: str | None) -> Iterator[HistoryLine]:
    columns = (proof, release.c.subject, release.c.name, release.c.revision)
    query = select(*columns).join(release, release.c.sequence == proof.c.sequence)
    for row in connection.execute(_about(query, slug)):
        if row.fault:
            act = "not seen"
        else:
            act = "proved"
        yield HistoryLine(row.checked, act, row.subject, row.name, row.revision, why=row.fault)
