"""One page a roadmap: the letter's own wording beside its reading, and what has been announced of it."""

from collections.abc import Iterator

import msgspec
from markupsafe import Markup

from publisher.journal.entry import choose_wording, typeset_head
from publisher.journal.language import direction, format_date, isolate, word
from publisher.journal.moment import typeset_when
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.timeline.facts import TimelineLine, tell_timeline
from publisher.journal.timeline.timeline import NARROW, WIDE, draw_timeline
from publisher.journal.timeline.words import Tongue, say_kind, say_moves, say_note, say_state
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.PAGE
PRINTS: Prints = (("roadmap", "html"),)


class RoadmapRow(msgspec.Struct, frozen=True):
    """A milestone as the page shows it; `entries` are (page, title, language) of its announcements.

    `what` is in `language`. `moves` say of each slip what was, what is and why.
    """

    id: str
    letter_words: str
    reading: str
    kind: str | None
    what: str
    language: str
    note: str | None
    state: str | None
    moves: tuple[str, ...]
    struck: bool
    entries: tuple[tuple[Key, str, str], ...]


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    for name in roadmaps_of(release):
        yield from (Key("roadmap", lang, name) for lang in languages)


def roadmaps_of(release: Release) -> list[str]:
    """The names of the roadmaps whose page and picture a release changes."""
    if release.subject == "roadmap":
        return [release.name]
    if release.subject == "announcement":
        return [facets.roadmap for facets in release.listed if facets.roadmap]
    return []


def print_document(key: Key, records: Records) -> bytes | None:
    """None while the roadmap itself is not public, though something on it is."""
    publication = records.edition().publication
    lang, name = key.language, key.name
    history = records.roadmap_history(name)
    if not history:
        return None
    roadmap, entries = history[-1].roadmap, records.roadmap_entries(name)
    timeline, tongue = tell_timeline(history, entries), Tongue(lang, publication.default_language)
    letter = format_date(roadmap.letter, lang, weekday=False)
    frame = Frame(
        key,
        publication,
        roadmap.title_in(lang),
        description=word("As the letter of {date} writes it", lang, date=letter),
        crumbs=((word("Roadmaps", lang), Key("roadmaps", lang)),),
        roadmap=name,
    )
    # What hung on a line that was taken out of the roadmap stays in sight.
    others = [entry for entry in entries if roadmap.milestone(entry.snapshot.milestone or "") is None]
    return render_page(
        "roadmap.html",
        frame,
        roadmap=roadmap,
        pictures=[Markup(draw_timeline(timeline, tongue, width=width)) for width in (WIDE, NARROW)],
        rows_of_letter=[
            typeset_row(timeline.line(milestone.id), entries, tongue) for milestone in roadmap.milestones
        ],
        others=[typeset_head(other, lang, publication.zone, records) for other in others],
        letter=letter,
    )


def typeset_row(line: TimelineLine, entries: list[Release], tongue: Tongue) -> RoadmapRow:
    lang, milestone = tongue.language, line.milestone
    mine = [entry for entry in entries if entry.snapshot.milestone == milestone.id]
    dated = milestone.when.first or milestone.when.last
    what, language = tongue.what_of(line)
    return RoadmapRow(
        id=milestone.id,
        letter_words=milestone.when.text,
        reading=_isolate(typeset_when(milestone.when, None, lang), lang) if dated else "",
        kind=say_kind(line, lang),
        what=what,
        language=language,
        note=say_note(line, lang),
        state=None if mine else say_state(line, lang),
        moves=tuple(_isolate(move, lang) for move in say_moves(line, lang)),
        struck=line.cancelled,
        entries=tuple(_link_entry(one, lang) for one in mine),
    )


def _isolate(text: str, lang: str) -> str:
    """Keeps a letter's own words, and a reason that nobody translated, in their order among Arabic."""
    if direction(lang) == "rtl":
        return isolate(text)
    return text


def _link_entry(release: Release, lang: str) -> tuple[Key, str, str]:
    wording, language = choose_wording(release.snapshot, lang)
    return Key("entry", lang, release.name), wording.title, language
