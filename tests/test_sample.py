"""The shipped sample: no error in it, and the hours that issue and README promise."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from publisher.config.config import load_config
from publisher.desk.desk import Desk
from publisher.ledger.ledger import Ledger
from publisher.preview.rehearsal import Rehearsal
from publisher.schedule.plan import Item
from tests.builders import utc
from tests.conftest import PublicationRead
from tests.folders import PlainRenderer
from tests.sample import ROOT, SAMPLE_CONFIG

INSTANTS = {
    "zero-draft": "2017-09-20 22:00",
    "first-reading": "2017-09-27 22:00",
    "informal-consultations": "2017-10-02 22:00",
    "conclusion": "2017-10-26 22:00",
}
KINDS = {
    "zero-draft": "text",
    "first-reading": "meeting",
    "informal-consultations": "meeting",
    "additional-consultations": "meeting",
    "conclusion": "deadline",
}


@pytest.fixture
def desk() -> Iterator[Desk]:
    """The shipped files on a ledger in memory, no outlet; saved before the autumn of 2017."""
    desk = Desk(load_config(SAMPLE_CONFIG), Ledger.in_memory(), [], saved=utc("2017-09-13 12:00"))
    yield desk
    desk.close()
    desk.ledger.close()


def items(desk: Desk, moment: str) -> dict[str, Item]:
    plan = desk.survey(utc(moment), keep=False).plan
    return {item.name: item for item in plan.announcements}


def test_the_sample_has_no_error_then_or_now(desk: Desk) -> None:
    for moment in ("2017-09-20 16:00", "2026-11-24 10:00"):
        problems = desk.survey(utc(moment), keep=False).problems
        assert [str(problem) for problem in problems if not problem.warning] == []


def test_the_first_reading_is_planned_for_its_instant_in_the_promised_words(desk: Desk) -> None:
    item = items(desk, "2017-09-20 16:00")["first-reading"]
    assert (item.state, item.at) == ("planned", utc("2017-09-27 22:00"))
    assert item.reason == "3 working days before 1st reading (Monday 2 October 2017, afternoon)"


def test_what_the_letter_calls_as_needed_is_held_and_quoted(desk: Desk) -> None:
    item = items(desk, "2017-09-20 16:00")["additional-consultations"]
    assert (item.state, item.at, item.draft) == ("held", None, None)
    assert '"as needed"' in item.reason


def test_every_line_but_the_one_already_past_has_its_announcement_of_the_right_kind(desk: Desk) -> None:
    found = items(desk, "2017-09-13 16:00")
    contents = {name: item.snapshot.kind for name, item in found.items() if item.snapshot}
    library = desk.survey(utc("2017-09-13 16:00"), keep=False).library
    assert {one.slug: one.kind for one in library.announcements} == KINDS
    assert set(contents) == set(INSTANTS)


def test_the_languages_that_were_promised_are_there(desk: Desk) -> None:
    library = desk.survey(utc("2017-09-13 16:00"), keep=False).library
    languages = {one.slug: set(one.wordings) for one in library.announcements}
    assert languages["first-reading"] == {"en", "fr", "es", "ar"}
    assert all(found >= {"en", "fr"} for found in languages.values())


@pytest.mark.prove
def test_a_rehearsal_of_the_autumn_gives_the_four_instants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    config = load_config(SAMPLE_CONFIG)
    rehearsal = Rehearsal(config, tmp_path / "out", utc("2017-08-20 04:00"), utc("2017-12-01 04:59"))
    rehearsal.desk.surveyor.renderings.worker = PlainRenderer()  # type: ignore[assignment]
    try:
        told = {
            release.name: (done.at, release.dated)
            for done in rehearsal.play()
            for release in done.released
            if release.subject == "announcement"
        }
    finally:
        rehearsal.close()
    assert told == {name: (utc(at), utc(at)) for name, at in INSTANTS.items()}


def test_today_all_of_it_is_archived_dated_when_it_was_due(desk: Desk) -> None:
    desk.saved = None
    done = desk.run_pass(utc("2026-11-24 10:00"))
    found = {one.name: (one.archived, one.dated, one.told) for one in done.released
             if one.subject == "announcement"}  # fmt: skip
    assert found == {name: (True, utc(at), ()) for name, at in INSTANTS.items()}


def test_a_slip_of_one_line_moves_what_hangs_on_it_and_nothing_else(desk: Desk) -> None:
    before = items(desk, "2017-09-20 16:00")
    roadmap = desk.config.roadmaps["modalities"]
    lines = tuple(
        msgspec.structs.replace(line, when=roadmap.milestones[3].when) if line.id == "first-reading" else line
        for line in roadmap.milestones
    )
    moved = {"modalities": msgspec.structs.replace(roadmap, milestones=lines)}
    desk.config = msgspec.structs.replace(desk.config, roadmaps=moved)
    after = items(desk, "2017-09-20 16:00")
    assert after["first-reading"].at == utc("2017-10-02 22:00")
    others = set(before) - {"first-reading"}
    assert {name: after[name].at for name in others} == {name: before[name].at for name in others}
    assert timedelta(0) < utc("2017-10-02 22:00") - utc(INSTANTS["first-reading"])


@pytest.mark.parametrize(
    "name", ["config.toml", "announcements/zero-draft.md", "public/index.html", "ledger.sqlite"]
)
def test_no_test_can_read_what_a_person_edits(name: str) -> None:
    """The first announcement of the README, saved as it says, made seven tests fail."""
    with pytest.raises(PublicationRead, match=name):
        (ROOT / name).read_bytes()
    with pytest.raises(PublicationRead, match=name):
        sqlite3.connect(ROOT / name)
