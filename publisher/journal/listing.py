"""What entries are listed under, in words and in addresses: kind, organ, open or closed, month."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from publisher.journal.language import format_month, translate_term, word
from publisher.releases.keys import Kind
from publisher.releases.records import Records
from publisher.releases.release import Facets

LONGEST = 100
"""Characters of an organ's name that stand in an address."""

Head = Literal["kind", "organ", "access"]
LISTINGS: dict[Head, Kind] = {
    "organ": "listing by organ",
    "kind": "listing by kind",
    "access": "listing by access",
}
"""What there is a listing of for each value, and the kind of its documents."""
ACCESS_WORDS = {"open": "Open meetings", "closed": "Closed meetings"}


class DayListing(msgspec.Struct, frozen=True):
    """One value of a facet: its name in an address, its words, and how many entries stand under it."""

    value: str
    words: str
    count: int


@lru_cache(maxsize=1000)
def organ_slug(organ: str) -> str:
    """ "general-assembly", in whichever of the six languages the author wrote it."""
    english = translate_term(organ, "en")
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    mark = hashlib.sha256(organ.encode()).hexdigest()[:8]
    if len(slug) > LONGEST:
        # No file system takes such a name, and a listing that cannot be written stops all that is printed.
        return f"{slug[:LONGEST].rstrip('-')}-{mark}"
    # A name in another script that the catalogues do not know has no letters left.
    return slug or mark


def listings_of(facets: Facets) -> Iterator[tuple[Head, str]]:
    """The listings that an entry stands in."""
    yield "kind", facets.kind
    if facets.organ:
        yield "organ", organ_slug(facets.organ)
    if facets.access:
        yield "access", facets.access


def find_values(head: Head, value: str, records: Records) -> list[str]:
    """What the ledger holds for a value of an address: an organ may be written in several languages."""
    if head != "organ":
        return [value]
    return [organ for organ in records.counts("organ") if organ_slug(organ) == value]


def say_head(head: Head, value: str, records: Records, lang: str) -> str:
    """The title of a listing. One that everything has left still has to be called something."""
    if head == "access":
        return word(ACCESS_WORDS[value], lang)
    if head == "kind":
        return word("{label}: {value}", lang, label=word("Kind", lang), value=word(value, lang))
    organs = find_values("organ", value, records)
    return translate_term(organs[0] if organs else value.replace("-", " ").capitalize(), lang)


def group_head(head: Head, records: Records, lang: str) -> list[DayListing]:
    """The values of a facet that have entries, in the order of their addresses."""
    counts: dict[str, int] = {}
    for raw, number in records.counts(head).items():
        if head == "organ":
            value = organ_slug(raw)
        else:
            value = raw
        counts[value] = counts.get(value, 0) + number
    return [
        DayListing(value, _say_value(head, value, records, lang), number)
        for value, number in sorted(counts.items())
    ]


def _say_value(head: Head, value: str, records: Records, lang: str) -> str:
    if head == "kind":
        return word(value, lang)
    return say_head(head, value, records, lang)


def month_day(month: str) -> date:
    """The first day of "2017-10"."""
    return date.fromisoformat(f"{month}-01")


def say_month(month: str, lang: str) -> str:
    return format_month(month_day(month), lang)
