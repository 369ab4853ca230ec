"""One page an entry: what it says now, and how it came to say so."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from publisher.journal.entry import typeset_entry
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import entry_path
from publisher.journal.structured_data import describe_event
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.PAGE


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject == "announcement":
        yield from (entry_path(lang, release.name) for lang in languages)


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    lang, slug = path.split("/")[0], PurePosixPath(path).stem
    history = records.history(slug)
    entry = typeset_entry(history, lang, publication.zone)
    alternates = {other: entry_path(other, slug) for other in publication.languages}
    address = publication.address_of(path)
    frame = Frame(
        path,
        lang,
        publication,
        alternates,
        entry.title,
        description=entry.summary,
        kind="article",
        data=describe_event(history, entry, address, publication.zone),
    )
    roadmaps = {one.name: one.roadmap.title_in(lang) for one in records.roadmaps()}
    return render_page("entry.html", frame, TURN, entry=entry, roadmaps=roadmaps)
