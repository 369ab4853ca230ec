"""iCalendar (RFC 5545): a calendar of everything, one a roadmap, one an entry; a change is the same event."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import msgspec

from publisher.calendars.local_time import to_local
from publisher.dates.when import When, find_condition
from publisher.journal.entry import Entry, typeset_entry
from publisher.journal.issue import name_issue
from publisher.journal.language import direction, isolate, word
from publisher.journal.sittings import Sitting, find_sittings
from publisher.lines import each_line, one_line
from publisher.publication import Publication
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release, Snapshot
from publisher.roadmap.roadmap import Milestone

TURN = Turn.CALENDAR
PRINTS: Prints = (("feed", "ics"), ("roadmap", "ics"), ("entry", "ics"), ("today", "ics"))

REFRESH = "PT1H"
BEHIND = timedelta(days=365)
_END = b"END:VCALENDAR\r\n"
MOST = 1000
"""Events in a calendar: those of the last year and all to come, at most so many."""


class CalendarEvent(msgspec.Struct, frozen=True):
    """One VEVENT; `start` and `end` are UTC instants, or local days of an all-day span (`end` exclusive)."""

    uid: str
    sequence: int
    stamp: datetime
    start: datetime | date
    end: datetime | date | None
    summary: str
    status: str
    location: str | None = None
    description: str | None = None
    address: str | None = None


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject in ("issue", "announcement"):
        yield from (Key("today", lang, format="ics") for lang in languages)
    if release.subject in ("edition", "roadmap"):
        yield from (Key("feed", lang, format="ics") for lang in languages)
    if release.subject == "roadmap":
        roadmaps = [release.name]
    else:
        roadmaps = []
    if release.subject == "announcement":
        roadmaps = [facets.roadmap for facets in release.listed if facets.roadmap]
        yield from (Key("feed", lang, format="ics") for lang in languages)
        yield from (Key("entry", lang, release.name, "ics") for lang in languages)
    for roadmap in roadmaps:
        yield from (Key("roadmap", lang, roadmap, "ics") for lang in languages)


def print_document(key: Key, records: Records) -> bytes | None:
    publication = records.edition().publication
    lang, title = key.language, publication.title
    if key.kind == "entry":
        events = list(_entry_events(records.history(key.name), lang, publication))
    elif key.kind == "roadmap":
        roadmap = next((one for one in records.roadmaps() if one.name == key.name), None)
        if roadmap is None:
            return None
        title = roadmap.roadmap.title_in(lang)
        events = list(_roadmap_events(roadmap, lang, records, publication))
    elif key.kind == "today":
        issue = records.newest_issue()
        if issue is None:
            return None
        title = f"{title}: {name_issue(issue.issue, lang)}"
        events = list(_day_events(issue.issue.day, lang, records, publication))
    else:
        events = list(_all_events(lang, records, publication))
    return write_calendar(title, publication, lang, events)


def _all_events(lang: str, records: Records, publication: Publication) -> Iterator[CalendarEvent]:
    newest = records.newest(1)
    if newest:
        day = to_local(newest[0].released, publication.zone).date()
    else:
        day = date.min + BEHIND
    releases = records.forthcoming(day - BEHIND, MOST)
    records.expect(one.name for one in releases)
    for release in releases:
        yield from _cached_events(release.name, lang, records, publication)


def _day_events(day: date, lang: str, records: Records, publication: Publication) -> Iterator[CalendarEvent]:
    for release in records.on_day(day):
        yield from _cached_events(release.name, lang, records, publication)


def _roadmap_events(
    roadmap: Release, lang: str, records: Records, publication: Publication
) -> Iterator[CalendarEvent]:
    """The entries of a roadmap, and its lines that nothing has been announced of yet."""
    entries = records.roadmap_entries(roadmap.name)
    for release in entries:
        yield from _cached_events(release.name, lang, records, publication)
    announced = {release.snapshot.milestone for release in entries}
    for line in roadmap.roadmap.milestones:
        if line.id not in announced:
            yield from _line_events(line, roadmap, lang, publication)


def _cached_events(slug: str, lang: str, records: Records, publication: Publication) -> list[CalendarEvent]:
    history = records.history(slug)
    key = ("events", lang, slug, history[-1].sequence if history else 0)
    return records.cache_across_printings(key, lambda: list(_entry_events(history, lang, publication)))


def _entry_events(history: Sequence[Release], lang: str, publication: Publication) -> Iterator[CalendarEvent]:
    """An event for each sitting; UIDs are stable, SEQUENCE counts the changes that readers were told of."""
    if not history:
        return
    snapshot, entry = history[-1].snapshot, typeset_entry(history, lang, publication.zone)
    changes = [release for release in history if release.change and release.change.fields]
    if changes:
        stamp = changes[-1].dated
    else:
        stamp = history[0].dated
    sittings = find_sittings(snapshot.when, snapshot.hours, publication.zone)
    for number, sitting in enumerate(sittings):
        yield CalendarEvent(
            uid=publication.tag_of(snapshot.slug, *([str(number + 1)] if number else [])),
            sequence=len(changes),
            stamp=stamp,
            start=sitting.start,
            end=_exclusive_end(sitting),
            summary=_summary(entry),
            status=_status(snapshot),
            location=entry.room if snapshot.kind == "meeting" else None,
            description=_description(entry),
            address=publication.address_of(Key("entry", lang, snapshot.slug).path),
        )


def _line_events(
    line: Milestone, roadmap: Release, lang: str, publication: Publication
) -> Iterator[CalendarEvent]:
    cancelled = line.status == "cancelled"
    conditional = line.status != "confirmed" and bool(line.when.condition or find_condition(line.what))
    if cancelled:
        mark, status = word("cancelled", lang), "CANCELLED"
    elif conditional:
        mark, status = word("not confirmed", lang), "TENTATIVE"
    else:
        mark, status = None, _certainty(line.when)
    what = line.what_in(lang)
    for number, sitting in enumerate(find_sittings(line.when, None, publication.zone)):
        yield CalendarEvent(
            uid=publication.tag_of(
                f"roadmap:{roadmap.name}", line.id, *([str(number + 1)] if number else [])
            ),
            sequence=roadmap.revision - 1,
            stamp=roadmap.dated,
            start=sitting.start,
            end=_exclusive_end(sitting),
            summary=word("{label}: {value}", lang, label=mark, value=what) if mark else what,
            status=status,
            description=line.when.text,
        )


def _exclusive_end(sitting: Sitting) -> datetime | date | None:
    """An all-day span ends before the day that DTEND names (RFC 5545)."""
    if sitting.is_timed or sitting.end is None:
        return sitting.end
    return sitting.end + timedelta(days=1)


def _certainty(when: When) -> str:
    if when.exact:
        return "CONFIRMED"
    return "TENTATIVE"


def _status(snapshot: Snapshot) -> str:
    if snapshot.status in ("cancelled", "withdrawn"):
        return "CANCELLED"
    if snapshot.status == "postponed":
        return "TENTATIVE"
    return _certainty(snapshot.when)


def _summary(entry: Entry) -> str:
    """Says in words what STATUS says: some calendars ignore it and show a cancelled meeting as on."""
    mark = entry.status_word or entry.closed
    if mark:
        text = word("{label}: {value}", entry.language, label=mark, value=entry.title)
    else:
        text = entry.title
    if direction(entry.language) == "rtl":
        return isolate(text)
    return text


def _description(entry: Entry) -> str:
    notice = entry.notice
    if notice:
        change = [notice.word, *notice.lines, *([notice.reason] if notice.reason else [])]
    else:
        change = []
    # Brackets set conveners off from what stands around them; here they have a line of their own.
    conveners = [fact.value for fact in entry.facts_of("conveners")]
    facts = [fact.text for fact in entry.facts_of("detail", "documents", "contact")]
    parts = [" · ".join(change), entry.summary, *conveners, *facts]
    return "\n".join(part for part in parts if part)


def list_events(history: Sequence[Release], lang: str, publication: Publication) -> list[CalendarEvent]:
    """The events of one announcement as it stands, one a sitting; none while no day is known."""
    return list(_entry_events(history, lang, publication))


def write_invitation(history: Sequence[Release], lang: str, publication: Publication) -> tuple[bytes, str]:
    """The events of one announcement for a mail, and their method: PUBLISH or CANCEL (RFC 5546, 3.2).

    UID and SEQUENCE are those of the feeds; empty bytes where no day is known.
    """
    events = list_events(history, lang, publication)
    if events and events[0].status == "CANCELLED":
        method = "CANCEL"
    else:
        method = "PUBLISH"
    title = publication.title
    return (write_calendar(title, publication, lang, events, method) if events else b""), method


def write_calendar(
    title: str, publication: Publication, lang: str, events: Sequence[CalendarEvent], method: str = "PUBLISH"
) -> bytes:
    """The calendar's bytes, refreshed hourly by readers that ask (RFC 7986)."""
    import icalendar

    title = one_line(title)

    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{publication.id}//publisher//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", publication.timezone)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    # As a string: given a length of time, the library writes 1:00:00.
    calendar.add("x-published-ttl", REFRESH)
    ordered = sorted(events, key=lambda event: (str(event.start), event.uid))
    head = bytes(calendar.to_ical()).removesuffix(_END)
    return b"".join([head, *map(_write_event, ordered), _END])


@lru_cache(maxsize=4000)
def _write_event(event: CalendarEvent) -> bytes:
    """The lines of one event, which stands the same in the calendars of a year: written once for them all."""
    import icalendar

    written = icalendar.Event()
    written.add("uid", event.uid)
    written.add("dtstamp", event.stamp.astimezone(UTC))
    written.add("last-modified", event.stamp.astimezone(UTC))
    written.add("sequence", event.sequence)
    written.add("dtstart", event.start)
    if event.end is not None:
        written.add("dtend", event.end)
    written.add("summary", one_line(event.summary))
    written.add("status", event.status)
    if event.location:
        written.add("location", one_line(event.location))
    if event.description:
        written.add("description", each_line(event.description))
    if event.address:
        written.add("url", event.address)
    if not isinstance(event.start, datetime):
        # A whole day should not block a delegate's calendar.
        written.add("transp", "TRANSPARENT")
    return bytes(written.to_ical())
