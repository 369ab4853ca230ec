"""`publisher resume --archive` covers what is due at that moment, says so in the plan, and ends with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from publisher.desk.archiving import read_archiving
from publisher.desk.desk import Desk
from publisher.releases.release import EVERYTHING
from publisher.schedule.item import Item
from tests.builders import DUE, WRITTEN, utc
from tests.folders import Folder, Listener

SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


@pytest.fixture
def hook() -> Listener:
    return Listener()


@pytest.fixture
def desk(folder: Folder, hook: Listener) -> Desk:
    """On hold since long before anything was due."""
    desk = folder.open([hook])
    desk.ledger.hold(EVERYTHING, "a rest", WRITTEN)
    return desk


def resume(desk: Desk, now: datetime) -> None:
    """What `publisher resume --archive` does, in its order."""
    desk.archive_due(now)
    desk.ledger.lift(EVERYTHING, now)


def released(
    desk: Desk, now: datetime, subject: str = "announcement"
) -> list[tuple[str, bool, Sequence[str]]]:
    releases = desk.run_pass(now).released
    return [(one.name, one.archived, one.told) for one in releases if one.subject == subject]


def row(desk: Desk, name: str, now: datetime) -> Item:
    """As `publisher plan` shows it, which only looks."""
    plan = desk.survey(now, keep=False).plan
    return next(item for item in plan.items if item.name == name and item.subject != "roadmap")


def test_what_is_written_after_the_word_is_told_however_long_it_was_due(
    folder: Folder, desk: Desk, hook: Listener
) -> None:
    """The word stood for ever: an hour later the plan said "released at once", and nobody was told."""
    resume(desk, DUE + HOUR)
    folder.announce("fresh", saved=DUE + HOUR + MINUTE, publish="2017-09-20 09:00")
    assert "nobody is told" not in row(desk, "fresh", DUE + 2 * HOUR).reason
    both = [("first-reading", True, ()), ("fresh", False, ("en",))]
    assert sorted(released(desk, DUE + 2 * HOUR)) == both
    assert hook.told == ["fresh/1"]


def test_the_word_ends_with_the_last_that_it_covers(folder: Folder, desk: Desk) -> None:
    resume(desk, DUE)
    assert read_archiving(desk.ledger) is not None
    desk.run_pass(DUE + MINUTE)
    assert read_archiving(desk.ledger) is None
    folder.announce(saved=DUE + MINUTE, access="closed")
    assert released(desk, DUE + HOUR) == [("first-reading", False, ("en",))]


def test_the_plan_says_what_the_desk_will_do(desk: Desk) -> None:
    resume(desk, DUE)
    item = row(desk, "first-reading", DUE)
    assert item.state == "due"
    assert item.reason.endswith("; archived, and nobody is told, as `publisher resume --archive` said")
    assert item.draft is not None
    assert (item.draft.archived, item.draft.told) == (True, ())


@pytest.mark.parametrize(("since", "archived"), [(-SECOND, False), (timedelta(), True), (SECOND, True)])
def test_what_falls_due_at_the_moment_of_the_word_is_the_last_that_it_covers(
    desk: Desk, hook: Listener, since: timedelta, archived: bool
) -> None:
    resume(desk, DUE + since)
    assert [each for _, each, _ in released(desk, DUE + HOUR)] == [archived]
    assert bool(hook.told) != archived


def test_what_only_settles_at_that_moment_is_covered(folder: Folder, desk: Desk, hook: Listener) -> None:
    """A folder that was copied a minute ago has all its files new."""
    folder.announce(saved=DUE + HOUR - MINUTE)
    resume(desk, DUE + HOUR)
    assert released(desk, DUE + HOUR) == []
    assert released(desk, DUE + 2 * HOUR) == [("first-reading", True, ())]
    assert hook.told == []


def test_an_announcement_given_a_later_hour_is_covered_no_more(
    folder: Folder, desk: Desk, hook: Listener
) -> None:
    folder.announce(saved=DUE + HOUR - MINUTE)
    resume(desk, DUE + HOUR)
    folder.announce(saved=DUE + HOUR, publish="1 day before at 9:00")
    desk.run_pass(DUE + 2 * HOUR)
    assert read_archiving(desk.ledger) is None
    assert released(desk, utc("2017-10-01 13:00")) == [("first-reading", False, ("en",))]
    assert hook.told == ["first-reading/1"]


def test_what_is_held_by_itself_at_that_moment_is_not_covered(desk: Desk, hook: Listener) -> None:
    desk.ledger.hold("first-reading", "ask first", WRITTEN)
    resume(desk, DUE + HOUR)
    desk.run_pass(DUE + 2 * HOUR)
    desk.ledger.lift("first-reading", DUE + 2 * HOUR)
    assert released(desk, DUE + 3 * HOUR) == [("first-reading", False, ("en",))]
    assert hook.told == ["first-reading/1"]


def test_what_waits_for_approval_at_that_moment_is_told_once_it_is_approved(folder: Folder) -> None:
    folder.config.write_text(folder.config.read_text() + "\n[schedule]\napprove = 1\n")
    desk = folder.open([Listener()])
    desk.ledger.hold(EVERYTHING, "a rest", WRITTEN)
    resume(desk, DUE + HOUR)
    approval = row(desk, "first-reading", DUE + HOUR).approval
    assert approval is not None
    desk.ledger.approvals.approve("first-reading", approval.digest, "anna", DUE + HOUR)
    assert released(desk, DUE + 2 * HOUR) == [("first-reading", False, ("en",))]


def test_a_reminder_that_fell_due_on_hold_is_covered_too(folder: Folder, hook: Listener) -> None:
    folder.announce(remind="[2 days before at 9:00]")
    desk = folder.open([hook])
    desk.run_pass(DUE)
    desk.ledger.hold(EVERYTHING, "a rest", DUE)
    resume(desk, utc("2017-09-30 14:00"))
    ((_, archived, told),) = released(desk, utc("2017-09-30 14:01"), "reminder")
    assert (archived, told) == (True, ())
    assert hook.told == ["first-reading/1"]


def test_a_file_that_is_faulty_for_a_moment_stays_covered(folder: Folder, desk: Desk, hook: Listener) -> None:
    folder.announce(saved=DUE + HOUR - MINUTE)
    resume(desk, DUE + HOUR)
    folder.announce(saved=DUE + HOUR - MINUTE, rooom="misspelt")
    desk.run_pass(DUE + HOUR + MINUTE)
    folder.announce(saved=DUE + HOUR - MINUTE, room="Conference Room 1")
    assert released(desk, DUE + 2 * HOUR) == [("first-reading", True, ())]
    assert hook.told == []
