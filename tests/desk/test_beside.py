"""What a daemon says of announcements beside one another, before their release and after it."""

import logging
from datetime import datetime, timedelta

import pytest

from publisher.announcements import folder as sources
from publisher.daemon import Daemon
from publisher.desk import beside
from tests.builders import DUE, utc
from tests.folders import MINUTE, Folder

ROOM = "Conference Room 4"
SAID = "announcements/other.md:5: warning: it meets `first-reading` on Monday 2 October 2017: both claim"


class Played:
    """A daemon whose clock the test sets; two of its announcements claim a room at one time."""

    def __init__(self, folder: Folder) -> None:
        self.folder, self.now = folder, DUE
        for slug in ("first-reading", "other"):
            folder.announce(slug, publish="3 working days before at 18:00", room=ROOM)
        folder.set_config("[outlets.site]", '[alarms]\nproblems = "PROBLEMS.txt"\n\n[outlets.site]')
        desk = folder.open()
        self.daemon = Daemon(desk.config, desk.ledger, clock=lambda: self.now)
        self.daemon.desk.close()
        self.daemon.desk = desk

    def look(self, at: datetime) -> str:
        """A pass at that moment, and what lies before the authors after it."""
        self.now = at
        self.daemon.make_pass()
        self.daemon.list_problems()
        listed = self.folder.path / "PROBLEMS.txt"
        return listed.read_text(encoding="utf-8") if listed.exists() else ""


@pytest.fixture
def played(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Played:
    monkeypatch.setattr(sources, "DOUBT_NANOSECONDS", 0)
    return Played(folder)


def test_a_double_booking_is_said_once_and_listed_until_it_is_over_or_mended(
    played: Played, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="publisher"):
        for wait in range(3):
            assert SAID in played.look(DUE - timedelta(days=1) + wait * MINUTE)
        for wait in range(3):
            assert SAID in played.look(DUE + wait * MINUTE)
    assert len(played.daemon.desk.surveyor.resting.known) == 2
    said = [one.getMessage() for one in caplog.records if "it meets" in one.getMessage()]
    assert len(said) == 1
    assert said[0].startswith(f"{SAID} {ROOM} at one time")
    assert played.look(utc("2017-10-03 12:00")) == ""


def test_it_is_gone_once_one_of_them_has_moved(played: Played, folder: Folder) -> None:
    assert SAID in played.look(DUE)
    folder.announce("other", saved=DUE, room="Conference Room 5")
    assert played.look(DUE + 10 * MINUTE) == ""


def test_it_is_worked_out_only_when_something_changed(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    played.look(DUE)
    played.look(DUE + MINUTE)
    played.look(DUE + 2 * MINUTE)

    def refuse(*values: object) -> None:
        raise AssertionError("nothing changed")

    monkeypatch.setattr(beside, "review_beside", refuse)
    assert SAID in played.look(DUE + 3 * MINUTE)


def test_each_save_is_said_in_the_log_of_the_daemon(
    played: Played, folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    played.look(DUE - timedelta(days=1))
    caplog.clear()
    folder.announce("third", access="secret")
    with caplog.at_level(logging.INFO, logger="publisher"):
        for wait in range(3):
            played.look(DUE - timedelta(hours=23) + wait * MINUTE)
    lines = [(one.levelname, one.getMessage()) for one in caplog.records]
    assert lines == [
        (
            "ERROR",
            "announcements/third.md:4: `access: secret` is not known; write one of open, closed",
        ),
        ("WARNING", "third: held until that is mended"),
    ]
    assert vars(caplog.records[1])["state"] == "held"
