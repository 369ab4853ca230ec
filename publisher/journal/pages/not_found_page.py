"""The page for an address that is not there, in the default language."""

from collections.abc import Iterator

from publisher.journal.language import word
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import NOT_FOUND, home_path
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.PAGE


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject == "edition":
        yield NOT_FOUND


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    lang = publication.default_language
    alternates = {other: home_path(other) for other in publication.languages}
    frame = Frame(path, lang, publication, alternates, word("Page not found", lang))
    return render_page("not_found.html", frame, TURN)
