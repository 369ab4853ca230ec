"""The book of alarms: each is told once, and once when it is over, whatever is started anew meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

CLAIM = timedelta(minutes=2)
"""How long whoever took it upon itself to tell has for that; then another process may."""

RENEWED_AFTER, FORGOTTEN_AFTER = timedelta(minutes=3), timedelta(minutes=10)
"""How often a machine that goes on seeing something says so again, and how long its word counts."""


class OpenAlarm(msgspec.Struct, frozen=True):
    """An alarm that stands, or is over and not yet told so; UTC instants.

    `seen` tells which machines see it, and when each said so last. It is over when none does any more: clones
    are brought up to date one after the other, and each would end what the other began.
    """

    text: str
    since: datetime
    told: bool = False
    over: bool = False
    claimed: datetime | None = None
    seen: dict[str, datetime] = {}


Book = dict[str, OpenAlarm]


class AlarmNews(msgspec.Struct, frozen=True):
    """What is to be told now: alarms that began and alarms that are over, by their keys."""

    begun: Book = {}
    over: Book = {}

    def __bool__(self) -> bool:
        return bool(self.begun or self.over)


def take_up(book: Book, found: Mapping[str, str], now: datetime, machine: str = "") -> tuple[Book, AlarmNews]:
    """The book with what `machine` sees at `now` (UTC), and what it has to tell; that is claimed by it.

    What was over before anybody could be told of it is left out.
    """
    entries = _look_again(book, found, now, machine)
    for key, text in found.items():
        if key not in entries:
            entries[key] = OpenAlarm(text, now, seen={machine: now})
    mine = [key for key, entry in entries.items() if entry.told == entry.over and _is_free(entry, now)]
    entries |= {key: msgspec.structs.replace(entries[key], claimed=now) for key in mine}
    begun = {key: entries[key] for key in mine if not entries[key].over}
    over = {key: entries[key] for key in mine if entries[key].over}
    return entries, AlarmNews(begun, over)


def _look_again(book: Book, found: Mapping[str, str], now: datetime, machine: str) -> Book:
    """What was in the book before, with who sees it now."""
    entries: Book = {}
    for key, entry in book.items():
        seen = {name: at for name, at in entry.seen.items() if now - at < FORGOTTEN_AFTER}
        before = seen.pop(machine, None)
        if key in found and before is not None and abs(now - before) < RENEWED_AFTER:
            seen[machine] = before
        elif key in found:
            seen[machine] = now
        if seen or entry.told:
            text = found.get(key, entry.text)
            entries[key] = msgspec.structs.replace(entry, text=text, over=not seen, seen=seen)
    return entries


def _is_free(entry: OpenAlarm, now: datetime) -> bool:
    return entry.claimed is None or abs(now - entry.claimed) > CLAIM


def settle(book: Book, news: AlarmNews, *, told: bool) -> Book:
    """The book after telling: what was told stays so until it is over; what was not is free again."""
    if told:
        gone: Iterable[str] = news.over
    else:
        gone = ()
    kept = {key: one for key, one in book.items() if key not in gone}
    for key in (*news.begun, *news.over):
        if key in kept:
            entry = kept[key]
            kept[key] = msgspec.structs.replace(entry, told=told or entry.told, claimed=None)
    return kept
