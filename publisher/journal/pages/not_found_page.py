"""The page for an address that is not there, in the default language."""

from collections.abc import Iterator

from publisher.journal.language import word
from publisher.journal.pages.page import Frame, render_page
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.PAGE
PRINTS: Prints = (("not found", "html"),)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject == "edition":
        yield Key("not found")


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    frame = Frame(key, publication, word("Page not found", publication.default_language))
    return render_page("not_found.html", frame)
