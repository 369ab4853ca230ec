"""The style sheet: one file, printed again with every edition."""

from collections.abc import Iterator
from pathlib import Path

from publisher.journal.document import Document, Turn
from publisher.journal.paths import STYLESHEET
from publisher.ledger.records import Records
from publisher.ledger.release import Release

SOURCE = Path(__file__).parent.parent / "static" / "journal.css"


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject == "edition":
        yield STYLESHEET


def print_document(path: str, records: Records) -> Document:
    return Document(path, SOURCE.read_bytes(), Turn.ASSET)
