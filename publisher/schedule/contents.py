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
    today = [release for release in records.on_day(closing.day) if release.snapshot.kind == "meeting"]
    ahead = [
        release
        for release in records.forthcoming(next_day(closing.day), FORTHCOMING)
        if release.snapshot.kind == "meeting"
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
        changes=list_lines({change.name: change for change in changes}.values()),
    )


def order_of(release: Release) -> tuple[date, time]:
    """Forthcoming meetings stand by day and, within a day, by hour."""
    when = release.snapshot.when
    return when.first or when.last or date.max, release.snapshot.begins


def list_lines(releases: Iterable[Release]) -> tuple[IssueLine, ...]:
    return tuple(IssueLine(release.name, release.revision, release.snapshot.section) for release in releases)


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
