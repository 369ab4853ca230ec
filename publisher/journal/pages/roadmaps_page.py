"""The list of roadmaps, newest letter first."""

from collections.abc import Iterator

from publisher.journal.language import format_date, word
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import roadmap_path, roadmaps_path
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    """There from the first edition on, so that the masthead is the same on every page of a site."""
    if release.subject in ("roadmap", "edition"):
        yield from (roadmaps_path(lang) for lang in languages)


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    lang = path.split("/")[0]
    alternates = {other: roadmaps_path(other) for other in publication.languages}
    frame = Frame(path, lang, publication, alternates, word("Roadmaps", lang))
    roadmaps = [
        (
            roadmap_path(lang, one.name),
            one.roadmap.title_in(lang),
            word("Letter of {date}", lang, date=format_date(one.roadmap.letter, lang, weekday=False)),
        )
        for one in records.roadmaps()
    ]
    return render_page("roadmaps.html", frame, TURN, roadmaps=roadmaps)
