"""Closes the issues of days: what each holds is read from the ledger at that moment."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import partial

from publisher.config.config import Config
from publisher.desk.recording import Recorded, attempt, describe_fault
from publisher.ledger.database import OvertakenError
from publisher.ledger.ledger import Ledger
from publisher.problem import Problem
from publisher.releases.records import Records
from publisher.releases.release import EVERYTHING, NOWHERE, Draft, Issue, IssueLine, Origin, Release
from publisher.schedule.closing import Closing, find_closings, find_odd_closings, next_closing
from publisher.schedule.words import describe_instant

FORTHCOMING = 60


def close_issues(ledger: Ledger, config: Config, now: datetime, origin: Origin = NOWHERE) -> Recorded:
    """Every issue due by `now` (UTC), in order; missed ones too. Nothing while everything is on hold.

    One that cannot be closed holds back no other: what was news for it is news for the next.
    """
    settings = config.issue
    if settings is None or EVERYTHING in ledger.brakes():
        return Recorded()
    start, last = first_start(ledger, now), ledger.records.newest_issue()
    last_day = last.issue.day if last else None
    closings = attempt(lambda: find_closings(last_day, start, now, settings, config.calendar, config.zone))
    if isinstance(closings, Exception):
        return Recorded(refused={("issue", "next"): describe_fault(closings)})
    released: list[Release] = []
    refused: dict[tuple[str, str], str] = {}
    for closing in closings:
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
    settings = config.issue
    if settings is None:
        return None
    start, last = first_start(ledger, now), ledger.records.newest_issue()
    last_day = last.issue.day if last else None
    moment = attempt(lambda: next_closing(last_day, start, now, settings, config.calendar, config.zone))
    return None if isinstance(moment, Exception) else moment


def warn_of_closings(config: Config, now: datetime) -> Iterator[Problem]:
    """The closings of the coming year (from `now`, UTC) whose hour the clocks skip or repeat."""
    if config.issue is None:
        return
    for closing, odd in find_odd_closings(now, config.issue, config.calendar, config.zone):
        at = describe_instant(closing.at, config.zone)
        taken = f"that issue closes at {at}" if odd.skipped else "that issue closes at the first of the two"
        mend = f"{taken}; write another hour if that is not meant"
        yield Problem(config.path.name, config.close_line, odd.what, mend, warning=True, rule="clocks")


def first_start(ledger: Ledger, now: datetime) -> datetime:
    """When this publication began: no issue that closed before is made afterwards (decision 0004)."""
    ledger.set_default("first start", now.isoformat())
    return datetime.fromisoformat(ledger.fact("first start") or now.isoformat())


def compile_issue(closing: Closing, records: Records) -> Issue:
    """What the issue holds now; its number is taken when it is recorded."""
    last = records.newest_issue()
    since = last.sequence if last else 0
    fresh = records.announced_since(since)
    today = [one for one in records.on_day(closing.day) if one.snapshot.kind == "meeting"]
    ahead = [
        one
        for one in records.forthcoming(next_day(closing.day), FORTHCOMING)
        if one.snapshot.kind == "meeting"
    ]
    texts = [
        one for one in fresh if one.revision == 1 and one.snapshot.kind != "meeting" and not one.archived
    ]
    changes = [one for one in fresh if one.change and one.change.fields and one.told]
    return Issue(
        number=0,
        day=closing.day,
        dated=closing.dated,
        programme=list_lines(today),
        forthcoming=list_lines(
            one for one in sorted(ahead, key=order_of) if one.name not in {two.name for two in today}
        ),
        announcements=list_lines(texts),
        changes=list_lines({one.name: one for one in changes}.values()),
    )


def order_of(release: Release) -> tuple[date, time]:
    """Forthcoming meetings stand by day and, within a day, by hour."""
    when = release.snapshot.when
    return when.first or when.last or date.max, release.snapshot.begins


def list_lines(releases: Iterable[Release]) -> tuple[IssueLine, ...]:
    return tuple(IssueLine(one.name, one.revision, one.snapshot.section) for one in releases)


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
