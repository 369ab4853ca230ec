"""The list of roadmaps, newest letter first."""

from collections.abc import Iterator

from publisher.journal.language import format_date, word
from publisher.journal.pages.page import Frame, render_page
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING
PRINTS: Prints = (("roadmaps", "html"),)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    """There from the first edition on, so that the masthead is the same on every page of a site."""
    if release.subject in ("roadmap", "edition"):
        yield from (Key("roadmaps", lang) for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    lang = key.language
    frame = Frame(key, publication, word("Roadmaps", lang))
    roadmaps = [
        (
            Key("roadmap", lang, roadmap.name),
            roadmap.roadmap.title_in(lang),
            word("Letter of {date}", lang, date=format_date(roadmap.roadmap.letter, lang, weekday=False)),
        )
        for roadmap in records.roadmaps()
    ]
    return render_page("roadmaps.html", frame, roadmaps=roadmaps)
