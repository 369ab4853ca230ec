"""What cannot be typeset is held before it is recorded: nothing recorded is ever taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from publisher.desk import trying
from publisher.desk.desk import Desk, Pass
from publisher.journal import entry
from publisher.releases.release import Snapshot
from publisher.schedule.item import Item
from tests.builders import DUE
from tests.folders import Folder, Listener

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CURSED = "Conference Room 13"


@contextmanager
def cursed_room() -> Iterator[None]:
    """A fault of ours, which every document meets that names the room."""
    typeset_room = entry.typeset_room

    def fail(snapshot: Snapshot, lang: str) -> str:
        if snapshot.original.room == CURSED:
            raise ZeroDivisionError("out of its depth")
        return typeset_room(snapshot, lang)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entry, "typeset_room", fail)
        yield


def released(done: Pass) -> list[str]:
    return sorted(f"{one.name}/{one.revision}" for one in done.released if one.subject == "announcement")


def row(desk: Desk, name: str) -> Item:
    plan = desk.survey(DUE + HOUR, keep=False).plan
    return next(item for item in plan.announcements if item.name == name)


@pytest.mark.parametrize("most", [trying.MOST_TRIED_WHOLE, 0], ids=["a few", "a mass"])
def test_what_cannot_be_typeset_is_held_and_named_and_the_others_are_released_printed_and_told(
    folder: Folder, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "MOST_TRIED_WHOLE", most)
    hook = Listener()
    folder.announce("bad", room=CURSED)
    desk = folder.open([*folder.open().outlets, hook])
    with cursed_room():
        done = desk.run_pass(DUE)
        assert (released(done), hook.told) == (["first-reading/1"], ["first-reading/1"])
        assert {"en/index.html", "en/journal.rss", "en/journal.ics"} <= folder.files().keys()
        assert done.delivered.failed == ()
        item = row(desk, "bad")
        assert item.state == "held"
        assert item.reason == (
            "announcements/bad.md:3: it cannot be released: it cannot be typeset: "
            "ZeroDivisionError: out of its depth"
        )
    assert released(desk.run_pass(DUE + MINUTE)) == ["bad/1"]
    assert row(desk, "bad").state == "released"


def test_a_change_that_cannot_be_typeset_leaves_what_was_released(folder: Folder) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    folder.announce(saved=DUE, room=CURSED)
    folder.announce("another", publish="2017-09-27 18:10")
    with cursed_room():
        assert released(desk.run_pass(DUE + HOUR)) == ["another/1"]
        assert b"Meeting another" in folder.files()["en/index.html"]
    assert released(desk.run_pass(DUE + HOUR + MINUTE)) == ["first-reading/2"]


def test_a_reminder_that_cannot_be_typeset_is_held_too(folder: Folder) -> None:
    folder.announce(room=CURSED, remind="[2 days before at 9:00]")
    folder.announce("another", publish="2017-09-30 09:00")
    desk = folder.open()
    desk.run_pass(DUE)
    with cursed_room():
        done = desk.run_pass(DUE + timedelta(days=3))
    assert [one.name for one in done.released] == ["another"]
    assert "reminder" in {item.subject for item in done.survey.plan.items if item.state == "held"}
