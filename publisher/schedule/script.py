"""The script of a rehearsal: "on 4 October at 09:00 move first-reading to 6 October because …"."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from publisher.calendars.local_time import to_instant
from publisher.dates.when import read_when
from publisher.errors import LocalTimeError
from publisher.problem import Problem
from publisher.roadmap.moving import Move

_EVENT = re.compile(
    r"on\s+(?P<at>.+?)\s+(?P<verb>move|confirm|cancel)\s+(?P<milestone>[a-z0-9/-]+)"
    r"(?:\s+(?:to|as|on)\s+(?P<when>.+?))?(?:\s+because\s+(?P<reason>.+))?",
    re.IGNORECASE,
)
MEND = 'write "on 4 October 2017 at 09:00 move first-reading to 6 October (morning) because …"'


class Event(msgspec.Struct, frozen=True):
    """A change of a roadmap at a UTC instant of the rehearsal."""

    at: datetime
    move: Move


def read_script(text: str, path: str, begin: date, zone: ZoneInfo) -> tuple[list[Event], list[Problem]]:
    """The events of a script in order of time; empty lines and those after # are passed over.

    `begin` gives a date without a year its year, as a letter does.
    """
    events: list[Event] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if words and not words.startswith("#"):
            event = _read_event(words, begin, zone)
            if isinstance(event, Event):
                events.append(event)
            else:
                problems.append(Problem(path, number, event, MEND, rule="field"))
    return sorted(events, key=lambda event: event.at), problems


def _read_event(words: str, begin: date, zone: ZoneInfo) -> Event | str:
    match = _EVENT.fullmatch(words)
    if match is None:
        return f'"{words}" is not an event'
    verb = match["verb"].lower()
    if verb == "move" and not match["when"]:
        return f'"{words}" does not say where to'
    moment = read_when(match["at"], letter=begin)
    if moment.first is None or moment.precision != "time" or moment.faults:
        return f'"{match["at"]}" gives no day and hour'
    try:
        at = to_instant(moment.first, moment.times[0].start, zone)
    except LocalTimeError as error:
        return str(error)
    return Event(at, msgspec.convert({"verb": verb} | _parts(match), Move))


def _parts(match: re.Match[str]) -> dict[str, str | None]:
    return {name: match[name] for name in ("milestone", "when", "reason")}
