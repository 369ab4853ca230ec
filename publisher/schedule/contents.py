"""What the issue of a day holds when it closes, read from the records at that moment."""

from collections.abc import Iterable
from datetime import date, time

from publisher.releases.records import Records
from publisher.releases.release import Issue, IssueLine, Release
from publisher.schedule.closing import Closing

FORTHCOMING = 60
"""Meetings after the day itself that an issue lists at the most."""


def compile_issue(closing: Closing, records: Records) -> Issue:
    """What the issue holds now; its number is taken when it is recorded."""
    last = records.newest_issue()
    since = 0
    if last:
        since = last.sequence
    fresh = records.announced_since(since)
    today = list(filter(is_meeting, records.on_day(closing.day)))
    names = {release.name for release in today}
    coming = filter(is_meeting, records.forthcoming(next_day(closing.day), FORTHCOMING))
    ahead = [release for release in sorted(coming, key=order_of) if release.name not in names]
    changes = {release.name: release for release in fresh if is_told_change(release)}
    return Issue(
        number=0,
        day=closing.day,
        dated=closing.dated,
        programme=list_lines(today),
        forthcoming=list_lines(ahead),
        announcements=list_lines(filter(is_new_text, fresh)),
        changes=list_lines(changes.values()),
    )


def is_meeting(release: Release) -> bool:
    return release.snapshot.kind == "meeting"


def is_new_text(release: Release) -> bool:
    """A text, deadline or silence procedure announced for the first time, and in time."""
    return release.revision == 1 and not is_meeting(release) and not release.archived


def is_told_change(release: Release) -> bool:
    return release.change is not None and bool(release.change.fields and release.told)


def order_of(release: Release) -> tuple[date, time]:
    """Forthcoming meetings stand by day and, within a day, by hour."""
    when = release.snapshot.when
    return when.first or when.last or date.max, release.snapshot.begins


def list_lines(releases: Iterable[Release]) -> tuple[IssueLine, ...]:
    return tuple(IssueLine(release.name, release.revision, release.snapshot.section) for release in releases)


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
