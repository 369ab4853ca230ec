"""One page a roadmap: the letter's own wording beside its reading, and what has been announced of it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from publisher.journal.document import Document, Turn
from publisher.journal.entry import choose_wording, typeset_entry
from publisher.journal.language import format_date, word
from publisher.journal.moment import typeset_when
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import entry_path, roadmap_path, roadmaps_path
from publisher.ledger.records import Records
from publisher.ledger.release import Release
from publisher.roadmap.roadmap import Milestone, Roadmap
from publisher.roadmap.when import find_condition


class Row(msgspec.Struct, frozen=True):
    """A milestone as the page shows it; `entries` are (path, title, language) of its announcements."""

    id: str
    letter_words: str
    reading: str
    what: str
    note: str | None
    struck: bool
    entries: tuple[tuple[str, str, str], ...]


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    names = [release.name] if release.subject == "roadmap" else []
    if release.subject == "announcement":
        names = [facets.roadmap for facets in release.listed if facets.roadmap]
    for name in names:
        yield from (roadmap_path(lang, name) for lang in languages)


def print_document(path: str, records: Records) -> Document | None:
    """None while the roadmap itself is not public, though something on it is."""
    publication = records.edition().publication
    lang, name = path.split("/")[0], PurePosixPath(path).stem
    roadmap = next((one.roadmap for one in records.roadmaps() if one.name == name), None)
    if roadmap is None:
        return None
    entries = records.roadmap_entries(name)
    letter = format_date(roadmap.letter, lang, weekday=False)
    frame = Frame(
        path,
        lang,
        publication,
        {other: roadmap_path(other, name) for other in publication.languages},
        roadmap.title_in(lang),
        description=word("As the letter of {date} writes it", lang, date=letter),
        crumbs=((word("Roadmaps", lang), roadmaps_path(lang)),),
        roadmap=name,
    )
    # What hung on a line that was taken out of the roadmap stays in sight.
    others = [one for one in entries if roadmap.milestone(one.snapshot.milestone or "") is None]
    return render_page(
        "roadmap.html",
        frame,
        Turn.PAGE,
        roadmap=roadmap,
        rows_of_letter=[typeset_row(line, roadmap, entries, lang) for line in roadmap.milestones],
        others=[typeset_entry([one], lang, publication.zone) for one in others],
        letter=letter,
    )


def typeset_row(line: Milestone, roadmap: Roadmap, entries: list[Release], lang: str) -> Row:
    mine = [one for one in entries if one.snapshot.milestone == line.id]
    return Row(
        id=line.id,
        letter_words=line.when.text,
        reading=typeset_when(line.when, None, lang) if line.when.first or line.when.last else "",
        what=line.what_in(lang),
        note=typeset_note(line, roadmap, lang),
        struck=line.status == "cancelled",
        entries=tuple(_link_entry(one, lang) for one in mine),
    )


def _link_entry(release: Release, lang: str) -> tuple[str, str, str]:
    wording, language = choose_wording(release.snapshot, lang)
    return entry_path(lang, release.name), wording.title, language


def typeset_note(line: Milestone, roadmap: Roadmap, lang: str) -> str | None:
    """What a reader should know of a line beyond its date."""
    if line.status == "cancelled":
        return word("cancelled", lang)
    if line.status != "confirmed" and (line.when.condition or find_condition(line.what)):
        return word("not confirmed", lang)
    if line.when.last and line.when.last < roadmap.letter:
        return word("already past when the letter was written", lang)
    return None
