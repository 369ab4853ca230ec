"""What an operator is to be told of: something overdue, held past its date, or failing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from publisher.monitoring.health import Health

FAILING_AFTER = timedelta(minutes=1)
"""A database that is started anew fails one pass or two, and nobody need get up for it."""

SETTLED_AFTER = timedelta(minutes=1)
"""A source with an error may be one that is being written."""

HELD = "held "
PROBLEM = "problem "
"""How the keys of what is wrong in the sources begin; it concerns their authors too."""
OWN = "here: "
"""How the keys of what concerns one machine alone begin; the others are those of the publication."""


def find_urgent(health: Health, now: datetime) -> list[str]:
    """The alarms that a person can end today, in words; what waited too long is told, and stays as it is.

    An error in a source is among them at once: whoever asks wants to know what stands.
    """
    found = find_alarms(health, now, settled_after=timedelta())
    return [text for key, text in found.items() if not key.startswith(HELD)]


def find_alarms(health: Health, now: datetime, *, settled_after: timedelta = SETTLED_AFTER) -> dict[str, str]:
    """Every alarm that stands at `now` (UTC), in words, by a key that stays the same while it stands.

    An error in a source is none until it has stood for `settled_after`.
    """
    faults = _find_in_sources(health, now, settled_after)
    return dict((*_find_of_publication(health), *faults, *_find_own(health, now)))


def _find_of_publication(health: Health) -> Iterator[tuple[str, str]]:
    for name in health.status.overdue:
        yield f"overdue {name}", f"{name} is overdue: it should have been released by now"
    for name in health.status.held_past:
        yield f"{HELD}{name}", f"{name} is held, and its date is past"
    for text in health.status.late_paper:
        yield f"paper {text.partition(':')[0]}", f"the issue is not printed on paper: {text}"
    for failure in health.status.failed_deliveries:
        yield f"outlet {failure.partition(': ')[0]}", f"not delivered: {failure}"
    for text in health.status.unproved:
        yield "unproved", f"readers do not get {text}"


def _find_in_sources(health: Health, now: datetime, settled_after: timedelta) -> Iterator[tuple[str, str]]:
    for fault in health.status.errors:
        if now - fault.began(now) >= settled_after:
            yield f"{PROBLEM}{fault.key}", f"held back: {fault.text}"


def _find_own(health: Health, now: datetime) -> Iterator[tuple[str, str]]:
    status = health.status
    if status.alarm:
        yield f"{OWN}guard", f"nothing is released: {status.alarm}"
    if status.config_problem:
        yield f"{OWN}config", f"config.toml cannot be used: {status.config_problem}"
    if health.failing and health.since and now - health.since > FAILING_AFTER:
        yield f"{OWN}pass", f"no pass comes to its end: {health.failing}"
    elif health.is_silent:
        minutes = int(health.quiet.total_seconds() // 60)
        for_so_long = f"for {minutes} minutes" if status.last_pass else "yet"
        yield f"{OWN}silence", f"no pass has come to its end {for_so_long}"
