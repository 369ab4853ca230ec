"""Rooms that are known: those of Headquarters, and those that the publication has named before."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from publisher.announcements.announcement import Announcement
from publisher.problem import Problem

HEADQUARTERS = (
    "General Assembly Hall",
    "Security Council Chamber",
    "Consultations Room",
    "Security Council Consultations Room",
    "Trusteeship Council Chamber",
    "Economic and Social Council Chamber",
    "ECOSOC Chamber",
    *(f"Conference Room {name}" for name in (*range(1, 13), *"ABCDEF")),
    "Press Briefing Room",
    "Dag Hammarskjöld Library Auditorium",
)
"""As the Journal prints them; "Press Briefing Room S-237" and the like are known by their beginning."""
# Rooms of the Secretariat building go by number, and a virtual meeting is in no room.
_KNOWN_SHAPE = re.compile(r"S-\d{3,4}\b.*|Press Briefing Room \S+|Virtual\b.*|Online\b.*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+|\b[A-Z]\b")


def check_rooms(announcements: Iterable[Announcement], released: Sequence[str]) -> Iterator[Problem]:
    """A warning for each room that neither Headquarters, nor a release, nor another announcement knows."""
    named = [
        (announcement, announcement.original.room)
        for announcement in announcements
        if announcement.original.room
    ]
    uses: dict[str, int] = {}
    for _, room in named:
        uses[room] = uses.get(room, 0) + 1
    known = frozenset((*HEADQUARTERS, *released))
    by_number = _sort_by_number((*HEADQUARTERS, *released, *uses))
    for one, room in named:
        if room in known or uses[room] > 1 or _KNOWN_SHAPE.fullmatch(room):
            continue
        what = f"the room `{room}` is not known"
        yield Problem(one.path, one.line_of("room"), what, _suggest(room, by_number), True, "room")


def _sort_by_number(rooms: Iterable[str]) -> dict[str, list[str]]:
    """Conference Room 4 is near to 5 in letters and not in the house: only one of its own number is meant."""
    found: dict[str, list[str]] = defaultdict(list)
    for room in dict.fromkeys(rooms):
        found[_number_of(room)].append(room)
    return found


def _number_of(room: str) -> str:
    return " ".join(_NUMBER.findall(room))


def _suggest(room: str, by_number: Mapping[str, list[str]]) -> str:
    choices = [one for one in by_number[_number_of(room)] if one != room]
    close = difflib.get_close_matches(room, choices, n=1, cutoff=0.7)
    if close:
        return f"did you mean `{close[0]}`?"
    return "see that people will find it under that name"
