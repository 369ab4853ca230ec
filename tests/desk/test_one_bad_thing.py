"""One bad thing stops one thing: whatever is wrong with one, the others are released in the same pass."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from publisher.desk.desk import Desk, Pass
from publisher.monitoring.alarms.finding import find_alarms
from publisher.monitoring.health import Health
from publisher.monitoring.status import keep_status
from publisher.schedule.item import Item
from tests.builders import DUE, utc
from tests.folders import Folder, Listener
from tests.sample_config import write_milestone

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def refuse(desk: Desk, subject: str, name: str) -> None:
    """As a database would for a fault that nobody thought of."""
    with desk.ledger.database.transaction(write=True) as connection:
        connection.execute(
            text(
                f"CREATE TRIGGER refuse BEFORE INSERT ON release WHEN NEW.subject = '{subject}'"
                f" AND NEW.name LIKE '{name}' BEGIN SELECT RAISE(ABORT, 'it is bad'); END"
            )
        )


def mend(desk: Desk) -> None:
    with desk.ledger.database.transaction(write=True) as connection:
        connection.execute(text("DROP TRIGGER refuse"))


def names(done: Pass, subject: str = "announcement") -> list[str]:
    return [release.name for release in done.released if release.subject == subject]


def row(desk: Desk, name: str, subject: str = "announcement") -> Item:
    """As another process sees it, which only looks."""
    plan = desk.survey(DUE + DAY, keep=False).plan
    return next(item for item in plan.items if (item.subject, item.name) == (subject, name))


def test_a_reminder_there_twice_does_not_stop_the_publication(folder: Folder) -> None:
    """It did from the reminder's hour to the meeting's, and every command said that all was well."""
    desk = folder.open()
    desk.run_pass(DUE)
    # Released before its rule was there twice: an edit of the rule alone changes nothing that readers see.
    folder.announce(saved=DUE + HOUR, remind="[2 days before at 9:00, 2 days before at 9:00]")
    folder.announce("another", publish="2017-09-30 09:00")
    eve = utc("2017-09-30 13:00")
    done = desk.run_pass(eve)
    assert names(done) == ["another"]
    assert len(names(done, "reminder")) == 1
    assert done.exit_code == 1
    assert names(desk.run_pass(eve + MINUTE), "reminder") == []


def test_what_the_ledger_refuses_is_held_and_named_the_others_go_out_and_it_is_tried_again(
    folder: Folder,
) -> None:
    hook = Listener()
    folder.announce("bad")
    folder.announce("another")
    desk = folder.open([hook])
    refuse(desk, "announcement", "bad")
    done = desk.run_pass(DUE)
    assert sorted(names(done)) == ["another", "first-reading"]
    assert sorted(hook.told) == ["another/1", "first-reading/1"]
    assert done.exit_code == 1
    item = row(desk, "bad")
    assert (item.state, item.at) == ("held", DUE)
    assert item.reason.startswith("announcements/bad.md:3: it cannot be released: the ledger refuses it: ")
    assert [str(problem).partition(": it")[0] for problem in item.problems] == ["announcements/bad.md:3"]
    later = desk.run_pass(DUE + 2 * MINUTE)
    status = keep_status(desk.ledger, later)
    assert (status.overdue, status.held_past) == (("bad",), ())
    assert "overdue bad" in find_alarms(Health(status), later.at)
    mend(desk)
    last = desk.run_pass(DUE + HOUR)
    assert (names(last), last.exit_code) == (["bad"], 0)
    assert row(desk, "bad").state == "released"


def test_what_the_ledger_refuses_is_not_tried_while_it_is_on_hold(folder: Folder) -> None:
    folder.announce("bad")
    desk = folder.open()
    refuse(desk, "announcement", "bad")
    desk.run_pass(DUE)
    desk.ledger.hold("bad", "ask first", DUE)
    mend(desk)
    assert names(desk.run_pass(DUE + HOUR)) == []
    assert row(desk, "bad").reason == "on hold: ask first"


def test_a_refused_roadmap_is_named_with_its_line_and_stops_no_announcement(folder: Folder) -> None:
    desk = folder.open()
    refuse(desk, "roadmap", "modalities")
    done = desk.run_pass(DUE)
    assert (names(done), names(done, "roadmap")) == (["first-reading"], [])
    item = row(desk, "modalities", "roadmap")
    (problem,) = item.problems
    lines = folder.config.read_text(encoding="utf-8").split("\n")
    assert problem.path == "config.toml"
    assert lines[problem.line - 1] == 'title = "Modalities"'


def test_an_issue_that_cannot_be_closed_stops_no_announcement_and_no_later_issue(folder: Folder) -> None:
    folder.config.write_text(folder.config.read_text() + "\n[issue]\n")
    desk = folder.open()
    desk.run_pass(DUE - DAY + HOUR)
    refuse(desk, "issue", "2017-09-28")
    done = desk.run_pass(DUE + HOUR)  # the issue of the 28th closes on the 27th at 18:30
    assert (names(done), names(done, "issue")) == (["first-reading"], [])
    assert done.exit_code == 1
    assert "it cannot be released: " in row(desk, "2017-09-28", "issue").reason
    assert names(desk.run_pass(DUE + DAY + HOUR), "issue") == ["2017-09-29"]
    assert desk.run_pass(DUE + DAY + 2 * HOUR).exit_code == 0


def test_an_issue_that_another_process_closed_is_no_fault(folder: Folder) -> None:
    folder.config.write_text(folder.config.read_text() + "\n[issue]\n")
    desk = folder.open()
    desk.run_pass(DUE - DAY + HOUR)
    refuse(desk, "issue", "%")
    desk.run_pass(DUE + HOUR)
    mend(desk)
    other = folder.open()
    assert names(other.run_pass(DUE + HOUR), "issue") == ["2017-09-28"]
    assert desk.run_pass(DUE + HOUR).exit_code == 0


def test_a_milestone_at_the_end_of_all_dates_stops_no_other(folder: Folder) -> None:
    with folder.config.open("a", encoding="utf-8") as file:
        file.write(write_milestone("doomsday", when="9999-12-31", what="The end"))
    folder.announce("doomsday", milestone="doomsday")
    done = folder.open().run_pass(DUE)
    assert names(done) == ["first-reading"]


def test_a_released_announcement_whose_date_runs_out_of_the_calendar_stands_and_stops_no_other(
    folder: Folder,
) -> None:
    folder.announce("doomsday", milestone="", when="2 October 2017")
    desk = folder.open()
    desk.run_pass(DUE)
    folder.announce("doomsday", saved=DUE, milestone="", when="9999-12-31, 22:00 to 1:00")
    folder.announce("another", publish="2017-09-28 09:00")
    done = desk.run_pass(DUE + DAY)
    assert names(done) == ["another"]
    assert done.exit_code == 1
    assert [problem.path for problem in done.survey.problems] == ["announcements/doomsday.md"]
    assert desk.ledger.heads()["announcement", "doomsday"].revision == 1


CULPRITS: dict[str, Callable[[Folder], object]] = {
    "a date that runs out of the calendar": lambda folder: folder.announce(
        "bad", milestone="", when="9999-12-31, 22:00 to 1:00"
    ),
    "a milestone that no roadmap has": lambda folder: folder.announce("bad", milestone="no-such-line"),
    "a rule that cannot be read": lambda folder: folder.announce("bad", publish="tomorrow"),
    "a reminder that cannot be read": lambda folder: folder.announce("bad", remind="[tomorrow]"),
    "a reminder there twice": lambda folder: folder.announce("bad", remind="[1 day before, 1 day before]"),
    "an hour that the clocks skip": lambda folder: folder.announce(
        "bad", milestone="", when="12 March 2017", time="2:30"
    ),
    "no title": lambda folder: folder.announce("bad", title=""),
    "no UTF-8": lambda folder: (folder.announcements / "bad.md").write_bytes(b"\xff\xfe\n"),
    "refused by the ledger": lambda folder: folder.announce("bad"),
}


@settings(max_examples=25)
@given(st.integers(1, 6), st.sets(st.sampled_from(sorted(CULPRITS)), min_size=1, max_size=1))
def test_whatever_is_wrong_with_one_all_others_are_released_in_the_same_pass(
    good: int, culprits: set[str]
) -> None:
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(Path(path) / "publication")
        wanted = {f"good-{number}" for number in range(good)}
        for name in wanted:
            folder.announce(name)
        for culprit in culprits:
            CULPRITS[culprit](folder)
        desk = folder.open()
        refuse(desk, "announcement", "bad")
        done = desk.run_pass(DUE)
        assert set(names(done)) == wanted
        folder.close()
