"""The timeline of a roadmap as a picture of its own, to be shown elsewhere."""

from collections.abc import Iterator

from publisher.journal.pages.roadmap_page import roadmaps_of
from publisher.journal.timeline.facts import tell_timeline
from publisher.journal.timeline.style import read_style
from publisher.journal.timeline.timeline import draw_document
from publisher.journal.timeline.words import Tongue
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.ASSET
PRINTS: Prints = (("roadmap", "svg"),)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    for name in roadmaps_of(release):
        yield from (Key("roadmap", lang, name, "svg") for lang in languages)


def print_document(key: Key, records: Records) -> bytes | None:
    """None while the roadmap itself is not public, though something on it is."""
    lang, name = key.language, key.name
    history = records.roadmap_history(name)
    if not history:
        return None
    timeline = tell_timeline(history, records.roadmap_entries(name))
    tongue = Tongue(lang, records.edition().publication.default_language)
    return draw_document(timeline, tongue, read_style()).encode()
