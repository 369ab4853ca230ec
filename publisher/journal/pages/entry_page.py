"""One page an entry: what it says now, and how it came to say so."""

from collections.abc import Iterator

from publisher.journal.entry import typeset_entry
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.structured_data import describe_event
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.PAGE
PRINTS: Prints = (("entry", "html"),)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject == "announcement":
        yield from (Key("entry", lang, release.name) for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    lang = key.language
    history = records.history(key.name)
    entry = typeset_entry(history, lang, publication.zone)
    address = publication.address_of(key.path)
    frame = Frame(
        key,
        publication,
        entry.title,
        description=entry.summary,
        kind="article",
        data=describe_event(history, entry, address, publication.zone),
    )
    roadmaps = {roadmap.name: roadmap.roadmap.title_in(lang) for roadmap in records.roadmaps()}
    return render_page("entry.html", frame, entry=entry, roadmaps=roadmaps)
