"""The plan played without a clock releases what the desk would release, at the same moments."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from publisher.desk.desk import Desk
from publisher.preview import future_site as scene_module
from publisher.preview import simulation as playing
from publisher.preview.future_site import FutureSite
from publisher.preview.simulation import number_closings, play
from publisher.preview.sources import read_sources
from publisher.releases.release import NOWHERE, Release, as_recorded
from tests.builders import utc
from tests.folders import CONFIG, Folder

ISSUES = CONFIG + '\n[issue]\nclose = "18:30"\nnext_number = "2017/188"\n'
END = utc("2017-10-06 12:00")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path, ISSUES)
    folder.announce(remind="1 working day before at 9:00", publish="5 working days before")
    folder.announce("side-event", milestone="", when="5 October 2017 (morning)")
    folder.announce("note", milestone="", when="4 October 2017", publish="at once", kind="text")
    folder.announce("pending", milestone="", when="to be announced")
    yield folder
    folder.close()


def make_scene(folder: Folder, now: datetime = END) -> FutureSite:
    desk = folder.open([], ledger="scratch.sqlite")
    return FutureSite(desk.config, read_sources(desk.config, desk.surveyor.renderings, now), "1", now)


def run_desk(desk: Desk, begin: datetime, end: datetime) -> list[Release]:
    """What a rehearsal records: a pass at each moment at which something is due."""
    desk.saved, now = begin, begin
    while now <= end:
        ahead = desk.run_pass(now).next_wakeup
        if ahead is None:
            break
        now = ahead
    return [msgspec.structs.replace(one, origin=NOWHERE) for one in desk.ledger.since(0)]


def test_it_is_what_the_desk_records_between_the_same_moments(folder: Folder) -> None:
    scene = make_scene(folder)
    recorded = run_desk(folder.open([]), scene.course.begin, END)
    assert scene.records(END).releases == recorded
    assert {one.subject for one in recorded} == {"edition", "roadmap", "announcement", "reminder", "issue"}
    assert [one.issue.number for one in recorded if one.subject == "issue"][:2] == [188, 189]


def test_at_a_moment_only_what_is_due_by_then_stands(folder: Folder) -> None:
    scene = make_scene(folder)
    due = scene.course.items["side-event"].at
    assert due == utc("2017-10-02 22:00")
    assert not scene.records(due - timedelta(seconds=1)).stands("announcement", "side-event")
    assert scene.records(due).stands("announcement", "side-event")


def test_before_the_beginning_there_is_an_empty_site(folder: Folder) -> None:
    scene = make_scene(folder)
    before = scene.course.begin - timedelta(days=400)
    assert [one.subject for one in scene.records(before).releases] == ["edition"]
    assert scene.print_document("en/index.html", before) is not None


def test_years_later_only_the_last_issues_are_compiled_and_their_numbers_are_right(folder: Folder) -> None:
    scene = make_scene(folder)
    late = utc("2018-10-05 12:00")
    settings = scene.config.issue
    assert settings is not None
    numbers = list(number_closings(scene.course.begin, late, settings, scene.context))
    issues = [one.issue for one in scene.records(late).releases if one.subject == "issue"]
    assert len(issues) == 60
    assert issues[-1].number == numbers[-1].number
    assert numbers[-1].closing.dated.year == 2018
    assert all(one.announcements == () for one in issues)


def test_a_release_is_as_the_ledger_makes_it(folder: Folder) -> None:
    scene = make_scene(folder)
    act = scene.course.acts[1]
    made = as_recorded(act.draft, 7, act.at)
    assert (made.sequence, made.revision, made.dated) == (7, 1, act.at)
    assert play(scene.course, [], act.at).releases[-1].name in {"modalities", "note"}


def test_an_issue_shows_its_link_and_its_sheet_is_typeset_when_it_is_asked_for(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene_module, "has_paper", lambda config: True)
    monkeypatch.setattr(playing, "print_issue", lambda release, lang, records: f"%PDF {lang}".encode())
    scene = make_scene(folder)
    page = scene.print_document("fr/issues/2017-10-02.html", END)
    assert page is not None
    assert b"2017-10-02.pdf" in page.body
    sheet = scene.print_document("fr/issues/2017-10-02.pdf", END)
    assert sheet is not None
    assert sheet.body == b"%PDF fr"
    assert scene.print_document("fr/issues/2017-10-01.pdf", END) is None


def test_a_sheet_that_cannot_be_made_leaves_the_preview_as_it_is(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise RecursionError("too deep")

    monkeypatch.setattr(scene_module, "has_paper", lambda config: True)
    monkeypatch.setattr(playing, "print_issue", fail)
    scene = make_scene(folder)
    assert scene.print_document("fr/issues/2017-10-02.pdf", END) is None
    assert scene.print_document("fr/issues/2017-10-02.html", END) is not None
