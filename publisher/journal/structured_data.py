"""An entry for machines: schema.org's Event as JSON-LD, saying what the page says."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from publisher.calendars.local_time import to_local
from publisher.journal.entry import Entry, choose_wording
from publisher.journal.language import translate_term
from publisher.journal.sittings import Sitting, find_sittings
from publisher.releases.release import Release, Snapshot

SCHEMA = "https://schema.org"
MOVED = {"when", "hours"}


def describe_event(history: Sequence[Release], entry: Entry, address: str, zone: ZoneInfo) -> str | None:
    """The Event of a meeting, one a sitting, safe inside a script element; None for anything else."""
    snapshot = history[-1].snapshot
    if snapshot.kind != "meeting":
        return None
    previous = find_previous_start(history, zone)
    sittings = list_dates(snapshot, zone) or ([{"startDate": previous}] if previous else [])
    events = [
        {
            "@context": SCHEMA,
            "@type": "Event",
            "name": entry.title,
            "description": entry.summary,
            "url": address,
            "inLanguage": entry.words_language,
            **dates,
            **say_status(history, previous),
            "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
            # The only address that is known of a room is its name.
            "location": {"@type": "Place", "name": entry.room, "address": entry.room},
            **say_organizers(snapshot, entry),
        }
        for dates in sittings
    ]
    if events:
        return escape_json(events[0] if len(events) == 1 else events)
    return None


def escape_json(value: Any) -> str:
    """JSON in which no "</script>" can end the element around it."""
    text = msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def list_dates(snapshot: Snapshot, zone: ZoneInfo) -> list[dict[str, str]]:
    """Start and end of each sitting: local time with its offset, or the date alone while it is vague."""
    sittings = find_sittings(snapshot.when, snapshot.hours, zone)
    return [write_dates(sitting, zone) for sitting in sittings]


def write_dates(sitting: Sitting, zone: ZoneInfo) -> dict[str, str]:
    start, end = sitting.start, sitting.end
    dates = {"startDate": to_local(start, zone).isoformat() if isinstance(start, datetime) else str(start)}
    if end is not None and end != start:
        if isinstance(end, datetime):
            dates["endDate"] = to_local(end, zone).isoformat()
        else:
            dates["endDate"] = str(end)
    return dates


def find_previous_start(history: Sequence[Release], zone: ZoneInfo) -> str | None:
    """The start before the last move; a vague date that was made exact is none."""
    for before, after in reversed(list(pairwise(history))):
        if after.change and MOVED & set(after.change.fields):
            starts = [list_dates(one.snapshot, zone)[:1] for one in (before, after)]
            was, now = ([one["startDate"] for one in each] for each in starts)
            if was and was != now and after.kind != "confirmed":
                return was[0]
            return None
    return None


def say_status(history: Sequence[Release], previous: str | None) -> dict[str, str]:
    snapshot = history[-1].snapshot
    if snapshot.status in ("cancelled", "withdrawn"):
        return {"eventStatus": f"{SCHEMA}/EventCancelled"}
    if snapshot.status == "postponed" or (previous and not snapshot.when.exact):
        return {"eventStatus": f"{SCHEMA}/EventPostponed"}
    if previous:
        return {"eventStatus": f"{SCHEMA}/EventRescheduled", "previousStartDate": previous}
    return {"eventStatus": f"{SCHEMA}/EventScheduled"}


def say_organizers(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    """Those who convene it, else the organ whose meeting it is."""
    wording, language = choose_wording(snapshot, entry.language)
    names = list(wording.convened_by or snapshot.original.convened_by)
    if not names and snapshot.organ:
        names = [translate_term(snapshot.organ, language)]
    if names:
        return {"organizer": [{"@type": "Organization", "name": name} for name in names]}
    return {}
