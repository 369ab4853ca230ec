"""All entries in one list, which a script narrows down; without it the list is just long."""

from collections.abc import Iterator, Sequence

import msgspec

from publisher.journal.entry import Entry, typeset_head
from publisher.journal.language import word
from publisher.journal.listing import ACCESS_WORDS, organ_slug
from publisher.journal.pages.page import Frame, render_page
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING
PRINTS: Prints = (("all entries", "html"),)

LENGTH = 300


class AllLine(msgspec.Struct, frozen=True):
    """An entry with the values that the filter looks at; "" where it has none."""

    entry: Entry
    values: dict[str, str]


class Choice(msgspec.Struct, frozen=True):
    """One field of the filter: its name in the address, its label, its values with their words."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject in ("announcement", "roadmap", "edition"):
        yield from (Key("all entries", lang) for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    lang = key.language
    frame = Frame(key, publication, word("All entries", lang))
    titles = {roadmap.name: roadmap.roadmap.title_in(lang) for roadmap in records.roadmaps()}
    releases = records.listed(LENGTH)
    lines = [
        AllLine(typeset_head(release, lang, publication.zone, records), find_values(release, titles))
        for release in releases
    ]
    choices = list_choices(lines, titles, lang)
    return render_page("all.html", frame, lines=lines, choices=choices, limit=LENGTH)


def find_values(release: Release, titles: dict[str, str]) -> dict[str, str]:
    facets = release.snapshot.facets
    return {
        "process": facets.roadmap if facets.roadmap in titles else "",
        "organ": organ_slug(facets.organ) if facets.organ else "",
        "kind": facets.kind,
        "access": facets.access or "",
    }


def list_choices(lines: Sequence[AllLine], titles: dict[str, str], lang: str) -> list[Choice]:
    """The fields worth showing: those in which the listed entries differ."""
    words = {
        "process": titles,
        "organ": {line.values["organ"]: line.entry.organ or "" for line in lines},
        "kind": {line.values["kind"]: line.entry.kind_word for line in lines},
        "access": {value: word(key, lang) for value, key in ACCESS_WORDS.items()},
    }
    labels = {"process": "Process", "organ": "Organ", "kind": "Kind", "access": "Access"}
    found = {name: {line.values[name] for line in lines} for name in labels}
    return [
        Choice(name, word(label, lang), tuple((one, words[name][one]) for one in sorted(found[name] - {""})))
        for name, label in labels.items()
        if len(found[name]) > 1
    ]
