"""How the publication is doing, for the operator: kept by each pass, read by `publisher status`."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from publisher.calendars.local_time import iso_z
from publisher.desk.desk import Pass
from publisher.desk.faults import SourceFault, find_faults
from publisher.desk.sheets import find_late
from publisher.ledger.facts import StoredFact
from publisher.ledger.ledger import Ledger
from publisher.schedule.item import Item

OVERDUE_AFTER = timedelta(minutes=1)
NOTICE_STANDS = timedelta(days=1)
NAMED = 3
"""Releases named where many have the same fault."""


class Status(msgspec.Struct, frozen=True):
    """All instants are RFC 3339 in UTC; `config_problem` is set while the daemon keeps an older config.

    `held_past` waited for a person until its date or hour was past; `late_paper` are sheets that did not come
    at several tries; `deliveries` counts by outlet and state; `source` is the commit of the sources; `notice`
    is what a pass said `noticed`, a day ago at most. `errors` are those among `problems` that hold
    something back, as the newest sources have them.
    """

    last_pass: str | None = None
    next_wakeup: str | None = None
    planned: int = 0
    held: int = 0
    released: int = 0
    overdue: tuple[str, ...] = ()
    failed_deliveries: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    on_hold: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()
    alarm: str | None = None
    config_problem: str | None = None
    held_past: tuple[str, ...] = ()
    late_paper: tuple[str, ...] = ()
    deliveries: dict[str, dict[str, int]] = {}
    machine: str | None = None
    source: str | None = None
    notice: str | None = None
    noticed: str | None = None
    errors: tuple[SourceFault, ...] = ()


STATUS = StoredFact[Status]("status", Status, Status())


def keep_status(
    ledger: Ledger, done: Pass, config_problem: str | None = None, *, proving: bool = False
) -> Status:
    """Notes how a pass went, for whoever asks from another process.

    `proving` says that what was released is also looked for at its public address.
    """
    plan = done.survey.plan
    recorded = {(release.subject, release.name) for release in done.released}
    overdue = [
        item.name
        for item in plan.items
        if item.state == "due" or (item.state == "held" and (item.approval or item.refused))
        if item.at and (item.subject, item.name) not in recorded
        if done.at - item.at > OVERDUE_AFTER
    ]
    before = read_status(ledger)
    notice, noticed = _find_notice(before, done)
    status = Status(
        last_pass=iso_z(done.at),
        next_wakeup=iso_z(done.next_wakeup) if done.next_wakeup else None,
        planned=plan.count("planned"),
        held=plan.count("held"),
        # The survey was made before anything was recorded: after the first pass it would say 0.
        released=ledger.count_standing("announcement"),
        overdue=tuple(overdue),
        failed_deliveries=done.delivered.undelivered,
        problems=tuple(map(str, done.survey.problems)),
        on_hold=tuple(f"{brake.name}: {brake.reason}" for brake in ledger.brakes().values()),
        unproved=find_unproved(ledger, done.at, proving),
        alarm=done.alarm,
        config_problem=config_problem,
        held_past=tuple(item.name for item in plan.items if _is_held_past(item, done.at)),
        late_paper=tuple(f"{one.name}: {one.error}" for one in find_late(ledger)),
        machine=done.origin.machine,
        source=done.origin.source,
        notice=notice,
        noticed=noticed,
        # What another machine found in newer sources stands: these may be mended there, or not broken yet.
        errors=before.errors if done.is_behind else find_faults(done.survey, before.errors, done.at),
    )
    ledger.set_fact(STATUS, status)
    return status


def _find_notice(before: Status, done: Pass) -> tuple[str | None, str | None]:
    """What this pass has to say, else what one said lately: it is said by one pass only."""
    if done.notice:
        return done.notice, iso_z(done.at)
    if before.noticed is None or done.at - datetime.fromisoformat(before.noticed) > NOTICE_STANDS:
        return None, None
    return before.notice, before.noticed


def find_unproved(ledger: Ledger, now: datetime, proving: bool) -> tuple[str, ...]:
    """What should have been seen at its public address by now (UTC), in one line if there is any.

    That nobody has looked yet is an alarm only where a daemon is at it.
    """
    overdue = ledger.proofs.overdue(now, unlooked=proving)
    unseen = [(f"{name}/{revision}", fault or "nobody has looked yet") for name, revision, fault in overdue]
    if unseen:
        return (describe_unseen(unseen),)
    return ()


def describe_unseen(unseen: Sequence[tuple[str, str]]) -> str:
    """Releases that readers do not get, each with its fault, in one line.

    All of them belong to one site, and what ails one mostly ails all: the first fault stands for the others.
    """
    names = ", ".join(name for name, _ in unseen[:NAMED])
    others = len(unseen) - NAMED
    if others > 0:
        names += f" and {others} more"
    return f"{names}: {unseen[0][1]}"


def _is_held_past(item: Item, now: datetime) -> bool:
    if item.state == "held":
        return item.at is not None and item.at < now and not item.refused
    return item.state == "lapsed"


def read_status(ledger: Ledger) -> Status:
    """As the last pass left it, on whatever machine it was."""
    return ledger.fact(STATUS)


def age_of(status: Status, now: datetime) -> timedelta | None:
    """How long ago the last pass was; a daemon makes one every 30 seconds."""
    if status.last_pass:
        return now - datetime.fromisoformat(status.last_pass)
    return None
