"""A site printed from a ledger in memory: an autumn of meetings, moved, closed, cancelled and corrected."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from publisher.dates.when import When
from publisher.ledger.ledger import Ledger
from publisher.press import print_documents, touched_by
from publisher.publication import Publication
from publisher.releases.document import Document
from publisher.releases.release import Draft, Release, Snapshot
from publisher.schedule.changes import compare
from tests.builders import (
    DUE,
    PUBLICATION,
    at_hour,
    by_day,
    in_week,
    make_draft,
    make_edition_draft,
    make_line,
    make_roadmap,
    make_snapshot,
    make_wording,
    on_day,
)

SIX = msgspec.structs.replace(PUBLICATION, languages=("en", "fr", "es", "ar", "zh", "ru"))
COUNCIL = "Economic and Social Council"


def announce(slug: str, when: When, title: str, **fields: Any) -> Draft:
    """A first release in English, and in the languages of `others` (language to title)."""
    words = {name: fields.pop(name) for name in ("room", "convened_by", "contact") if name in fields}
    others = fields.pop("others", {})
    wordings = {"en": make_wording(title, **words)}
    wordings |= {lang: make_wording(translated) for lang, translated in others.items()}
    values: dict[str, Any] = {"when": when, "wordings": wordings, "organ": "General Assembly"}
    content = make_snapshot(slug, **(values | fields))
    return make_draft(slug, content=content, told=tuple(wordings))


def amend(draft: Draft, **fields: Any) -> Draft:
    """The next revision of what `draft` announced, as the schedule would make it."""
    assert isinstance(draft.content, Snapshot)
    after = msgspec.structs.replace(draft.content, **fields)
    difference = compare(draft.content, after)
    assert difference is not None
    return msgspec.structs.replace(
        draft,
        content=after,
        kind=difference.kind,
        change=difference.change,
        replaces=draft.replaces + 1,
        told=draft.told if difference.significant else (),
    )


def make_sample() -> list[Draft]:
    """What the pages of the tests show, in the order of release."""
    lines = (
        make_line("zero-draft", on_day("2017-09-25"), what="Circulation of a 0-draft", kind="text"),
        make_line(translations={"fr": "1re lecture", "ar": "القراءة الأولى", "zh": "一读"}),
        make_line(
            "additional", in_week("2017-10-23", condition="as needed"), what="Consultations, as needed"
        ),
    )
    roadmap = make_draft(
        "modalities",
        subject="roadmap",
        kind="roadmap",
        content=make_roadmap(*lines, title="Modalities resolution"),
        told=(),
    )
    reading = announce(
        "first-reading",
        on_day("2017-10-02", "afternoon"),
        "First reading of the draft modalities resolution",
        session="Seventy-second session",
        documents=("A/RES/71/280",),
        convened_by=("Mexico", "Switzerland"),
        contact="gcmigration@un.org",
        others={"fr": "Première lecture du projet", "ar": "القراءة الأولى للمشروع", "zh": "草案一读"},
    )
    forum = announce(
        "forum",
        at_hour("2017-10-19", "10:00", "13:00"),
        "Forum on financing for development",
        organ=COUNCIL,
        room="ECOSOC Chamber",
        roadmap=None,
    )
    return [
        roadmap,
        announce("zero-draft", on_day("2017-09-25"), "Zero draft", kind="text", milestone="zero-draft"),
        reading,
        forum,
        announce(
            "bureau",
            at_hour("2017-10-06", "09:00"),
            "Meeting of the Bureau",
            access="closed",
            room="Conference Room 5",
        ),
        announce("additional", in_week("2017-10-23"), "Additional consultations", milestone="additional"),
        announce("inputs", by_day("2017-12-01"), "Inputs", kind="deadline", roadmap=None, organ=None),
        amend(reading, when=on_day("2017-10-05", "morning"), reason="Conference Room 1 was taken"),
        amend(forum, status="cancelled", reason="No quorum"),
    ]


def record(ledger: Ledger, drafts: Iterable[Draft], publication: Publication = SIX) -> None:
    """An edition, and each draft a minute after the one before."""
    if not ledger.newest_sequence():
        ledger.record([make_edition_draft(publication)], [], DUE)
    for draft in drafts:
        now = (ledger.newest_instant() or DUE) + timedelta(minutes=1)
        ledger.record([draft], [], now)


def print_releases(ledger: Ledger, releases: Iterable[Release]) -> list[Document]:
    """The documents that these releases touch, as a shelf would be given them."""
    languages = ledger.records.edition().publication.languages
    return list(print_documents(touched_by(releases, languages, ledger.records), ledger.records))


def print_site(ledger: Ledger) -> dict[str, str]:
    """Every document by its path."""
    return {one.path: one.body.decode() for one in print_releases(ledger, ledger.since(0))}


def print_drafts(drafts: Iterable[Draft], publication: Publication = PUBLICATION) -> dict[str, str]:
    """A site of nothing but these, in two languages unless told otherwise."""
    ledger = Ledger.in_memory()
    record(ledger, drafts, publication)
    return print_site(ledger)


@cache
def print_sample() -> dict[str, str]:
    """The whole sample in six languages; printed once, so nobody may change it."""
    return print_drafts(make_sample(), SIX)


def write_site(site: dict[str, str], folder: Path) -> None:
    for path, text in site.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
