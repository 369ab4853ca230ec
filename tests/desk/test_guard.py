"""A lost or copied ledger and a wrong clock: noticed before readers notice, and what a person can do."""

import shutil
from datetime import timedelta

import pytest

from publisher.desk import guard
from publisher.desk.desk import Desk, Pass
from publisher.releases.release import EVERYTHING
from tests.builders import DUE
from tests.folders import MINUTE, Folder, Fragile, Listener

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ENTRY = "en/entries/first-reading.html"
MEND = ", or say `publisher resume` if this one is right"


def released(done: Pass) -> list[str]:
    return [f"{one.name}/{one.revision}" for one in done.released if one.subject == "announcement"]


def resume(desk: Desk) -> None:
    """What `publisher resume` does."""
    desk.ledger.lift(EVERYTHING, DUE)
    guard.adopt(desk.ledger, desk.outlets)


# The clock


@pytest.mark.parametrize("back", [DAY, 30 * DAY, 3650 * DAY])
def test_a_clock_a_day_or_more_back_releases_nothing_and_alarms(folder: Folder, back: timedelta) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    folder.announce("second", publish="at once", saved=DUE - back)
    done = desk.run_pass(DUE - back)
    assert released(done) == []
    assert done.alarm is not None
    assert done.exit_code == 1
    assert "the clock says" in done.alarm
    assert released(desk.run_pass(DUE + MINUTE)) == ["second/1"]


def test_a_clock_that_jumps_back_two_hours_undoes_and_repeats_nothing(folder: Folder) -> None:
    hook = Listener()
    desk = folder.open([Fragile("site", folder.public, serves=True), hook])
    desk.run_pass(DUE)
    before = folder.stamps()
    done = desk.run_pass(DUE - 2 * HOUR)
    assert (done.alarm, released(done), folder.stamps()) == (None, [], before)
    desk.run_pass(DUE)
    assert hook.told == ["first-reading/1"]


def test_a_clock_that_jumps_ahead_and_back_repeats_nothing(folder: Folder) -> None:
    desk = folder.open()
    assert released(desk.run_pass(DUE + 3650 * DAY)) == ["first-reading/1"]
    assert desk.run_pass(DUE).alarm is not None
    assert desk.ledger.newest_instant() == DUE + 3650 * DAY


# A lost ledger


@pytest.mark.parametrize("marked", [True, False], ids=["with its mark", "without its mark"])
def test_an_empty_ledger_beside_a_full_folder_holds_and_says_so(folder: Folder, marked: bool) -> None:
    folder.open().run_pass(DUE)
    folder.lose_ledger()
    if not marked:
        (folder.public / ".printing.json").unlink()
    before, hook = folder.stamps(), Listener()
    desk = folder.open([Fragile("site", folder.public, serves=True), hook])
    done = desk.run_pass(DUE + HOUR)
    assert (released(done), folder.stamps(), hook.told) == ([], before, [])
    assert done.alarm is not None
    assert "the ledger is empty" in done.alarm
    assert MEND in done.alarm
    assert "the ledger is empty" in desk.ledger.brakes()[EVERYTHING].reason
    assert done.exit_code == 1
    assert len(desk.ledger.brakes()) == 1
    desk.run_pass(DUE + 2 * HOUR)
    assert len(desk.ledger.brakes()) == 1
    resume(desk)
    assert released(desk.run_pass(DUE + 3 * HOUR)) == ["first-reading/1"]
    assert hook.told == ["first-reading/1"]
    again = desk.run_pass(DUE + 4 * HOUR)
    assert (again.alarm, again.released) == (None, ())


def test_resumed_with_archive_nobody_is_told_of_what_was_due_by_then(folder: Folder) -> None:
    folder.open().run_pass(DUE)
    folder.lose_ledger()
    folder.announce("later", publish="1 day before at 9:00")
    hook = Listener()
    desk = folder.open([Fragile("site", folder.public, serves=True), hook])
    desk.run_pass(DUE + HOUR)
    desk.archive_due(DUE + HOUR)
    resume(desk)
    (release,) = [one for one in desk.run_pass(DUE + 2 * HOUR).released if one.subject == "announcement"]
    assert (release.archived, release.told, release.dated) == (True, (), DUE)
    assert hook.told == []
    desk.run_pass(DUE + 4 * DAY)
    assert hook.told == ["later/1"]


def test_an_empty_ledger_beside_an_empty_folder_is_a_first_start(folder: Folder) -> None:
    folder.public.mkdir()
    (folder.public / "robots.txt").write_text("mine")
    done = folder.open().run_pass(DUE)
    assert (done.alarm, released(done)) == (None, ["first-reading/1"])


# A copied ledger


def test_a_ledger_restored_from_an_older_copy_holds_and_prints_all_of_it_when_resumed(folder: Folder) -> None:
    folder.open().run_pass(DUE)
    folder.copy_ledger("copy.sqlite")
    folder.announce(saved=DUE + HOUR, access="closed")
    folder.open().run_pass(DUE + 2 * HOUR)
    folder.close()
    newer = folder.files()[ENTRY]
    folder.announce(saved=DUE - DAY)
    desk = folder.open(ledger="copy.sqlite")
    done = desk.run_pass(DUE + 3 * HOUR)
    assert done.alarm is not None
    assert "ahead of the ledger" in done.alarm
    assert MEND in done.alarm
    assert folder.files()[ENTRY] == newer
    resume(desk)
    assert desk.run_pass(DUE + 4 * HOUR).alarm is None
    assert folder.files()[ENTRY] != newer
    assert desk.run_pass(DUE + 5 * HOUR).alarm is None


def test_a_shelf_printed_from_another_ledger_holds(folder: Folder) -> None:
    folder.open().run_pass(DUE)
    folder.close()
    other = folder.open([Fragile("elsewhere", folder.path / "elsewhere")], ledger="other.sqlite")
    other.run_pass(DUE)
    folder.close()
    desk = folder.open(ledger="other.sqlite")
    done = desk.run_pass(DUE + HOUR)
    assert done.alarm is not None
    assert done.alarm.startswith("site was printed from another ledger; ")
    assert done.alarm.endswith(MEND)
    resume(desk)
    assert desk.run_pass(DUE + 2 * HOUR).alarm is None
    assert desk.run_pass(DUE + 3 * HOUR).alarm is None


def test_a_restart_or_a_second_process_on_one_ledger_is_no_copy(folder: Folder) -> None:
    folder.open().run_pass(DUE)
    second = folder.open()
    assert second.run_pass(DUE + MINUTE).alarm is None
    folder.close()
    assert folder.open().run_pass(DUE + HOUR).alarm is None


def test_a_folder_that_was_emptied_is_printed_again_and_no_alarm(folder: Folder) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    before = folder.files()
    shutil.rmtree(folder.public)
    assert desk.run_pass(DUE + HOUR).alarm is None
    assert folder.files() == before


def test_each_of_two_machines_fills_the_folder_that_it_has_itself(folder: Folder) -> None:
    """Both go by one config.toml and one ledger, which notes one name."""
    one = folder.open([Fragile("site", folder.public, serves=True)])
    other = folder.open([Fragile("site", folder.path / "other", serves=True)])
    one.run_pass(DUE)
    other.run_pass(DUE + MINUTE)
    folder.announce(saved=DUE, access="closed")
    other.run_pass(DUE + HOUR)
    one.run_pass(DUE + HOUR)
    first = folder.files()
    folder.public = folder.path / "other"
    assert folder.files() == first
    assert b"closed" in first[ENTRY].lower()
