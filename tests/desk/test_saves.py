"""What each save comes to is said once, at the terminal and in the log, and never every half minute."""

import logging
from datetime import datetime, timedelta

import pytest

from publisher.announcements import folder as sources
from publisher.desk import saves
from publisher.desk.saves import Saves
from tests.builders import DUE
from tests.folders import MINUTE, Folder

HOUR = "Wed 27 Sep 2017 18:00 New York"
REASON = "3 working days before 1st reading (Monday 2 October 2017, afternoon)"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files written by a test just now count as unchanged for long."""
    monkeypatch.setattr(sources, "DOUBT_NANOSECONDS", 0)


class Watched:
    """One process on a folder, and what it said of each pass."""

    def __init__(self, folder: Folder, at: datetime = DUE - DAY) -> None:
        self.folder, self.now = folder, at
        self.desk, self.saves = folder.open(), Saves()

    def look(self, wait: timedelta = MINUTE, *, hurried: bool = False) -> list[str]:
        """One pass, so long after the last: what it said, with the level before what is no news."""
        done = self.desk.run_pass(self.now, hurried=hurried)
        self.now += wait
        return [
            f"{logging.getLevelName(line.level)} {line.text}"
            for line in self.saves.note(done, self.desk.config.zone)
        ]


@pytest.fixture
def watched(folder: Folder) -> Watched:
    watched = Watched(folder)
    assert watched.look() == []
    assert watched.look() == []
    return watched


def test_a_save_says_for_when_it_is_planned_and_why_once(watched: Watched, folder: Folder) -> None:
    folder.announce("second")
    assert watched.look() == [f"INFO second: planned for {HOUR}: {REASON}"]
    for hurried in (False, True, False):
        assert watched.look(hurried=hurried) == []
    folder.announce("second", title="Another title")
    assert watched.look() == [f"INFO second: planned for {HOUR}: {REASON}"]


def test_a_save_with_an_error_says_where_and_what_and_that_it_is_held(
    watched: Watched, folder: Folder
) -> None:
    folder.announce(access="secret")
    error = "ERROR announcements/first-reading.md:4: `access: secret` is not known; write one of"
    assert watched.look() == [
        f"{error} open, closed",
        "WARNING first-reading: held until that is mended",
    ]
    assert watched.look() == []
    folder.announce(access="secrets")
    assert len(watched.look()) == 2
    folder.announce(access="closed")
    assert watched.look() == [f"INFO first-reading: planned for {HOUR}: {REASON}"]


def test_a_broken_edit_of_something_released_says_that_what_was_released_stays(
    watched: Watched, folder: Folder
) -> None:
    watched.now = DUE
    assert watched.look() == []
    folder.announce(saved=DUE, room="Conference Room 2", access="secret")
    assert watched.look()[1:] == [
        "WARNING first-reading: held until that is mended; what was released stays as it was"
    ]
    assert watched.look() == []
    folder.announce(saved=watched.now, room="Conference Room 2")
    said = "INFO first-reading: planned for Wed 27 Sep 2017 18:08 New York: venue-announced: room"
    assert watched.look(10 * MINUTE) == [said]
    assert watched.look() == []


def test_a_save_that_changes_nothing_says_so(watched: Watched, folder: Folder) -> None:
    watched.now = DUE
    watched.look()
    watched.look()
    assert len(watched.desk.surveyor.resting.known) == 1
    folder.announce()
    assert watched.look() == [
        "INFO first-reading: nothing to say: announced (Monday 2 October 2017, afternoon)"
    ]
    assert watched.look() == []


def test_a_draft_is_said_to_be_held(watched: Watched, folder: Folder) -> None:
    folder.announce("thought", draft="true")
    assert watched.look() == ["INFO thought: held: it is a draft"]


def test_a_warning_is_said_at_each_save_and_not_in_between(watched: Watched, folder: Folder) -> None:
    for _ in range(2):
        folder.announce("odd", documents="[see annex]")
        warning, row = watched.look()
        assert warning.startswith("WARNING announcements/odd.md:4: warning: `see annex` is not a document")
        assert row.startswith("INFO odd: planned for")
        assert watched.look() == []


def test_a_translation_with_an_error_has_its_own_line(watched: Watched, folder: Folder) -> None:
    folder.write("first-reading.fr.md", "---\ntitle: Lecture\npublish: at once\n---\n")
    lines = watched.look()
    assert lines[0].startswith("ERROR announcements/first-reading.fr.md:3: unknown field `publish`")
    assert sorted(lines[1:]) == [
        f"INFO first-reading: planned for {HOUR}: {REASON}",
        "WARNING first-reading.fr: held until that is mended",
    ]


def test_a_change_of_the_roadmap_says_what_moved_with_it_and_nothing_else(
    watched: Watched, folder: Folder
) -> None:
    folder.announce("other", milestone="", when="1 November 2017")
    watched.look()
    folder.set_config("2 October (afternoon)", "3 October (afternoon)")
    watched.desk.config = folder.open().config
    assert watched.look() == [
        "INFO first-reading: planned for Thu 28 Sep 2017 18:00 New York: 3 working days before 1st reading"
        " (Tuesday 3 October 2017, afternoon)"
    ]
    assert watched.look() == []


def test_a_brake_is_said_once(watched: Watched) -> None:
    watched.desk.ledger.hold("first-reading", "ask first", watched.now, "anna")
    assert watched.look() == ["INFO first-reading: held: on hold: ask first"]
    assert watched.look() == []


def test_what_is_taken_away_is_said_with_what_becomes_of_it(watched: Watched, folder: Folder) -> None:
    second = folder.announce("second")
    watched.look()
    second.unlink()
    assert watched.look() == ["WARNING second: its file is gone, and nothing of it is released"]
    folder.announce("third", milestone="", when="1 November 2017")
    watched.now = DUE
    watched.look()
    watched.look()
    (folder.announcements / "first-reading.md").unlink()
    assert watched.look() == ["WARNING first-reading: its file is gone; what was released stays"]
    assert watched.look() == []


def test_a_process_that_begins_says_what_is_wrong_and_no_more(folder: Folder) -> None:
    folder.announce("second")
    folder.announce("broken", access="secret")
    watched = Watched(folder)
    (line,) = watched.look()
    assert line.startswith("ERROR announcements/broken.md:4:")
    assert watched.look() == []


def test_that_an_hour_is_past_is_not_said_where_the_release_is(folder: Folder) -> None:
    """At a first start the log told each of them twice: as a warning of what happens, and as done."""
    folder.announce(saved=DUE + MINUTE)
    watched = Watched(folder, DUE + DAY)
    assert any(problem.rule == "past" for problem in watched.desk.survey(watched.now).problems)
    assert watched.look() == []


def test_what_is_woken_and_was_not_saved_is_not_said_to_be(watched: Watched, folder: Folder) -> None:
    """A setting that everything hangs on has everything at rest looked at again."""
    watched.now = DUE
    watched.look()
    watched.look()
    again = Watched(folder, watched.now)
    assert again.look() == []
    folder.set_config("[outlets.site]", "[schedule]\nminimum_notice = 1\n\n[outlets.site]")
    again.desk.config = folder.open().config
    assert again.look() == []
    folder.announce()
    assert len(again.look()) == 1


def test_of_very_many_saves_the_first_are_said_and_the_others_counted(
    watched: Watched, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saves, "MOST_LINES", 2)
    for number in range(5):
        folder.announce(f"m-{number}")
    folder.announce("broken", access="secret")
    lines = watched.look()
    assert lines[0].startswith("ERROR announcements/broken.md:4:")
    assert lines[2:] == ["INFO … and 5 more; `publisher plan` has them all"]


def test_nothing_that_a_source_holds_makes_a_second_line_of_the_log(watched: Watched, folder: Folder) -> None:
    folder.announce(
        "odd", title='"A title\\nERROR nothing is released"', milestone="", when="1 November 2017"
    )
    assert all("\n" not in line for line in watched.look())
