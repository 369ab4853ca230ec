"""What an operator is to be told of: something overdue, held past its date, or failing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from publisher.monitoring.health import Health

FAILING_AFTER = timedelta(minutes=1)
"""A database that is started anew fails one pass or two, and nobody need get up for it."""

SETTLED_AFTER = timedelta(minutes=1)
"""A source with an error may be one that is being written."""

Kind = Literal["publication", "held", "source", "machine"]
"""What is wrong in a source concerns its authors too; what concerns one machine alone, no other."""


class Alarm(msgspec.Struct, frozen=True):
    """`key` stays the same while the alarm stands, whatever its words; the ledger keeps it."""

    kind: Kind
    key: str
    text: str


def find_urgent(health: Health, now: datetime) -> list[str]:
    """The alarms that a person can end today, in words; what waited too long is told, and stays as it is.

    An error in a source is among them at once: whoever asks wants to know what stands.
    """
    found = find_alarms(health, now, settled_after=timedelta())
    return [alarm.text for alarm in found.values() if alarm.kind != "held"]


def find_alarms(
    health: Health, now: datetime, *, settled_after: timedelta = SETTLED_AFTER
) -> dict[str, Alarm]:
    """Every alarm that stands at `now` (UTC), by its key.

    An error in a source is none until it has stood for `settled_after`.
    """
    faults = _find_in_sources(health, now, settled_after)
    found = (*_find_of_publication(health), *faults, *_find_own(health, now))
    return {alarm.key: alarm for alarm in found}


def _find_of_publication(health: Health) -> Iterator[Alarm]:
    for name in health.status.overdue:
        yield Alarm(
            "publication", f"overdue {name}", f"{name} is overdue: it should have been released by now"
        )
    for name in health.status.held_past:
        yield Alarm("held", f"held {name}", f"{name} is held, and its date is past")
    for text in health.status.late_paper:
        name = text.partition(":")[0]
        yield Alarm("publication", f"paper {name}", f"the issue is not printed on paper: {text}")
    for failure in health.status.failed_deliveries:
        name = failure.partition(": ")[0]
        yield Alarm("publication", f"outlet {name}", f"not delivered: {failure}")
    for text in health.status.unproved:
        yield Alarm("publication", "unproved", f"readers do not get {text}")


def _find_in_sources(health: Health, now: datetime, settled_after: timedelta) -> Iterator[Alarm]:
    for fault in health.status.errors:
        if now - fault.began(now) >= settled_after:
            yield Alarm("source", f"problem {fault.key}", f"held back: {fault.text}")


def _find_own(health: Health, now: datetime) -> Iterator[Alarm]:
    status = health.status
    if status.alarm:
        yield Alarm("machine", "here: guard", f"nothing is released: {status.alarm}")
    if status.config_problem:
        yield Alarm("machine", "here: config", f"config.toml cannot be used: {status.config_problem}")
    if health.failing and health.since and now - health.since > FAILING_AFTER:
        yield Alarm("machine", "here: pass", f"no pass comes to its end: {health.failing}")
    elif health.is_silent:
        minutes = int(health.quiet.total_seconds() // 60)
        if status.last_pass:
            for_so_long = f"for {minutes} minutes"
        else:
            for_so_long = "yet"
        yield Alarm("machine", "here: silence", f"no pass has come to its end {for_so_long}")
