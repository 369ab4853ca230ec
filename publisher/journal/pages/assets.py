"""The style sheets, the icon and the script of the filter, printed again with every edition."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from publisher.journal.paths import FILTER, ICON, PAPER, STYLESHEET, TIMELINE_STYLE
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.ASSET

SOURCES = Path(__file__).parent.parent / "static"


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject == "edition":
        yield from (STYLESHEET, PAPER, TIMELINE_STYLE, ICON, FILTER)


def print_document(path: str, records: Records) -> Document:
    return Document(path, (SOURCES / PurePosixPath(path).name).read_bytes(), TURN)
