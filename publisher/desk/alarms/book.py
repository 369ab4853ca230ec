"""The book of alarms: each is told once, and once when it is over, whatever is started anew meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

CLAIM = timedelta(minutes=2)
"""How long whoever took it upon itself to tell has for that; then another process may."""


class Entry(msgspec.Struct, frozen=True):
    """An alarm that stands, or is over and not yet told so; UTC instants."""

    text: str
    since: datetime
    told: bool = False
    over: bool = False
    claimed: datetime | None = None


Book = dict[str, Entry]


class News(msgspec.Struct, frozen=True):
    """What is to be told now: alarms that began and alarms that are over, by their keys."""

    begun: Book = {}
    over: Book = {}

    def __bool__(self) -> bool:
        return bool(self.begun or self.over)


def take_up(book: Book, found: Mapping[str, str], now: datetime) -> tuple[Book, News]:
    """The book with what stands at `now` (UTC), and what its caller has to tell; that is claimed by it.

    What was over before anybody could be told of it is left out.
    """
    kept = {key: one for key, one in book.items() if key in found or one.told}
    entries = {
        key: msgspec.structs.replace(one, over=key not in found, text=found.get(key, one.text))
        for key, one in kept.items()
    }
    entries |= {key: Entry(text, now) for key, text in found.items() if key not in entries}
    mine = [key for key, one in entries.items() if one.told == one.over and _is_free(one, now)]
    entries |= {key: msgspec.structs.replace(entries[key], claimed=now) for key in mine}
    begun = {key: entries[key] for key in mine if not entries[key].over}
    over = {key: entries[key] for key in mine if entries[key].over}
    return entries, News(begun, over)


def _is_free(entry: Entry, now: datetime) -> bool:
    return entry.claimed is None or abs(now - entry.claimed) > CLAIM


def settle(book: Book, news: News, *, told: bool) -> Book:
    """The book after telling: what was told stays so until it is over; what was not is free again."""
    gone: Iterable[str] = news.over if told else ()
    kept = {key: one for key, one in book.items() if key not in gone}
    for key in (*news.begun, *news.over):
        if key in kept:
            entry = kept[key]
            kept[key] = msgspec.structs.replace(entry, told=told or entry.told, claimed=None)
    return kept


def read_book(text: str | None) -> Book:
    return msgspec.json.decode(text, type=Book) if text else {}


def write_book(book: Book) -> str:
    return msgspec.json.encode(book, order="deterministic").decode()
