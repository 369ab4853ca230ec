"""What a page tells search engines of an event (schema.org), in the words of an announcement."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4.element import Tag

MOST = 200


def find_event(soup: "Tag") -> dict[str, Any]:
    """`name`, `when` and `room` of the first event in the page's JSON-LD; empty where there is none.

    Hours are taken as they are written: local at the place of the event.
    """
    for script in soup.find_all("script", type="application/ld+json", limit=20):
        try:
            found = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        for one in _list_objects(found):
            kinds = one.get("@type")
            if any(str(kind).endswith("Event") for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return _read_event(one)
    return {}


def _list_objects(value: object) -> Iterator[dict[str, Any]]:
    """Every object in what was read, the outer before the inner, as far as a page may reasonably go."""
    waiting = [value]
    for _ in range(MOST):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _read_event(event: dict[str, Any]) -> dict[str, Any]:
    place = event.get("location")
    if isinstance(place, dict):
        room = place.get("name")
    else:
        room = place
    found = {
        "name": event.get("name"),
        "room": room,
        "when": _write_when(str(event.get("startDate")), str(event.get("endDate"))),
    }
    return {key: " ".join(str(value).split())[:300] for key, value in found.items() if value}


def _write_when(start: str, end: str) -> str | None:
    try:
        first = date.fromisoformat(start[:10])
        words = f"{first.day} {first:%B %Y}"
        if not re.match(r".{10}[T ]\d\d:\d\d", start):
            return words
        hour = datetime.fromisoformat(start[:16])
        closing = None
        if end[:10] == start[:10] and len(end) >= 16:
            closing = datetime.fromisoformat(end[:16])
    except ValueError:
        return None
    return f"{words} at {hour:%H:%M}" + (f" to {closing:%H:%M}" if closing and closing > hour else "")
