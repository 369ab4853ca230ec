"""The timeline of a roadmap as a picture of its own, to be shown elsewhere."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from publisher.journal.pages.roadmap_page import roadmaps_of
from publisher.journal.paths import timeline_path
from publisher.journal.timeline.facts import tell_timeline
from publisher.journal.timeline.style import read_style
from publisher.journal.timeline.timeline import draw_document
from publisher.journal.timeline.words import Tongue
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.ASSET


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    for name in roadmaps_of(release):
        yield from (timeline_path(lang, name) for lang in languages)


def print_document(path: str, records: Records) -> Document | None:
    """None while the roadmap itself is not public, though something on it is."""
    lang, name = path.split("/")[0], PurePosixPath(path).stem
    history = records.roadmap_history(name)
    if not history:
        return None
    timeline = tell_timeline(history, records.roadmap_entries(name))
    tongue = Tongue(lang, records.edition().publication.default_language)
    return Document(path, draw_document(timeline, tongue, read_style()).encode(), TURN)
