"""Closes the issues of days when they are due, and records what each holds."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from publisher.config.config import Config
from publisher.desk.recording import Recorded, attempt, describe_fault
from publisher.ledger.database import OvertakenError
from publisher.ledger.facts import FIRST_START
from publisher.ledger.ledger import Ledger
from publisher.problem import Problem
from publisher.releases.release import EVERYTHING, NOWHERE, Draft, Origin, Release
from publisher.schedule.closing import Closing, Closings
from publisher.schedule.contents import compile_issue
from publisher.schedule.words import describe_instant


def close_issues(ledger: Ledger, config: Config, now: datetime, origin: Origin = NOWHERE) -> Recorded:
    """Every issue due by `now` (UTC), in order; missed ones too. Nothing while everything is on hold.

    One that cannot be closed holds back no other: what was news for it is news for the next.
    """
    closings = open_closings(ledger, config, now)
    if closings is None or EVERYTHING in ledger.brakes():
        return Recorded()
    due = attempt(lambda: closings.due(now))
    if isinstance(due, Exception):
        return Recorded(refused={("issue", "next"): describe_fault(due)})
    released: list[Release] = []
    refused: dict[tuple[str, str], str] = {}
    for closing in due:
        outcome = attempt(partial(close_issue, ledger, config, closing, now, origin))
        if isinstance(outcome, Release):
            released.append(outcome)
        elif not isinstance(outcome, OvertakenError):
            refused["issue", closing.day.isoformat()] = describe_fault(outcome)
    return Recorded(tuple(released), refused)


def close_issue(
    ledger: Ledger, config: Config, closing: Closing, now: datetime, origin: Origin = NOWHERE
) -> Release:
    settings = config.issue
    assert settings is not None
    content = compile_issue(closing, ledger.records)
    draft = Draft("issue", closing.day.isoformat(), "issue", closing.at, content)
    return ledger.close_issue(draft, settings.next_number, settings.numbered_year, now, origin)


def find_next_closing(ledger: Ledger, config: Config, now: datetime) -> datetime | None:
    """The UTC instant at which the next issue closes; None where no issues are made, or nobody can say."""
    closings = open_closings(ledger, config, now)
    if closings is None:
        return None
    moment = attempt(lambda: closings.next_after(now))
    if isinstance(moment, Exception):
        return None
    return moment


def open_closings(ledger: Ledger, config: Config, now: datetime) -> Closings | None:
    """Those after the newest issue of the ledger; None where no issues are made."""
    if config.issue is None:
        return None
    newest = ledger.records.newest_issue()
    last = None
    if newest:
        last = newest.issue.day
    return Closings(config.issue, config.calendar, config.zone, first_start(ledger, now), last)


def warn_of_closings(config: Config, now: datetime) -> Iterator[Problem]:
    """The closings of the coming year (from `now`, UTC) whose hour the clocks skip or repeat."""
    if config.issue is None:
        return
    closings = Closings(config.issue, config.calendar, config.zone, start=now)
    for closing, odd in closings.odd_hours():
        at = describe_instant(closing.at, config.zone)
        if odd.skipped:
            taken = f"that issue closes at {at}"
        else:
            taken = "that issue closes at the first of the two"
        mend = f"{taken}; write another hour if that is not meant"
        yield Problem(config.path.name, config.close_line, odd.what, mend, warning=True, rule="clocks")


def first_start(ledger: Ledger, now: datetime) -> datetime:
    """When this publication began: no issue that closed before is made afterwards (decision 0004)."""
    ledger.set_default(FIRST_START, now)
    return ledger.fact(FIRST_START) or now
