"""While `run` runs: what is saved is released at its hour, neither late nor a moment early."""

import time
from datetime import timedelta

import pytest

from tests.acceptance.publication import (
    OBEDIENT,
    Publication,
    Running,
    announcement,
    files_of,
    in_seconds,
    now,
    read_feed,
    slug_of,
    wait_until,
    z,
)
from tests.obedient import SLEEP

pytestmark = pytest.mark.prove


def served_slugs(daemon: Running) -> list[str]:
    reply = daemon.get("/en/journal.rss")
    return [slug_of(entry.link) for entry in read_feed(reply.body).entries] if reply.status == 200 else []


def test_what_is_saved_with_at_once_is_in_the_feed_within_five_seconds(bare: Publication) -> None:
    daemon = bare.serve()
    saved = time.monotonic()
    bare.announce("urgent")
    wait_until(lambda: "urgent" in served_slugs(daemon), 5, "the announcement in the feed")
    print(f"in the feed {time.monotonic() - saved:.2f} s after the save")
    assert daemon.get("/en/entries/urgent.html").status == 200
    assert daemon.end() == 0


def release_on_the_second(bare: Publication, ahead: float) -> float:
    """Seconds from the announced second until the served feed has it; fails on any trace before it."""
    daemon = bare.serve()
    bare.announce("visible-from-the-start")
    wait_until(lambda: served_slugs(daemon), 5, "a feed")
    due = in_seconds(ahead)
    bare.announce("secret-until-then", z(due), title="Nobody knows this yet")

    def look() -> bool:
        documents = files_of(bare.public)
        served = served_slugs(daemon)
        leaks = [
            path
            for path, body in documents.items()
            if "secret-until-then" in path or b"secret-until-then" in body or b"Nobody knows this yet" in body
        ]
        assert now() >= due or not (leaks or "secret-until-then" in served), f"{leaks} before {due}"
        return "secret-until-then" in served

    wait_until(look, ahead + 5, "the release")
    late = (now() - due) / timedelta(seconds=1)
    [item] = [one for one in bare.json("plan") if one["announcement"] == "secret-until-then"]
    assert item["state"] == "released"
    assert daemon.end() == 0
    return late


def test_an_hour_named_in_the_file_is_kept_to_the_second(bare: Publication) -> None:
    late = release_on_the_second(bare, 5)
    print(f"in the feed {late:.2f} s after its second")
    assert 0 <= late < 1


@pytest.mark.prove
def test_an_hour_twenty_seconds_ahead_is_kept_to_the_second(bare: Publication) -> None:
    late = release_on_the_second(bare, 20)
    print(f"in the feed {late:.2f} s after its second")
    assert 0 <= late < 1


def test_an_hour_that_is_put_off_while_waiting_is_not_kept(bare: Publication) -> None:
    """The plan is worked out anew at the moment itself; a job set once would fire at the old hour."""
    daemon = bare.serve()
    first, later = in_seconds(15), in_seconds(3600)
    bare.announce("moved", z(first))
    wait_until(lambda: bare.status()["next_wakeup"] == z(first), 12, "the alarm set")
    bare.announce("moved", z(later))
    bare.announce("witness", z(first))
    wait_until(lambda: "witness" in bare.slugs(), 30, "the other one at that hour")
    assert bare.released() == ["witness"]
    assert daemon.end() == 0


def test_a_draft_waits_until_the_word_is_taken_away(bare: Publication) -> None:
    daemon = bare.serve()
    bare.announce("thought", draft="true", title="Half a thought")
    bare.announce("witness")
    wait_until(lambda: "witness" in bare.slugs(), 5, "the witness")
    assert not any(b"Half a thought" in body for body in files_of(bare.public).values())
    bare.announce("thought", title="A whole thought")
    wait_until(lambda: "thought" in bare.slugs(), 5, "the announcement")
    assert daemon.end() == 0


def test_a_change_of_room_is_told_once_and_the_entry_says_so(bare: Publication) -> None:
    bare.configure('[schedule]\nchanges = "after 1 second"')
    daemon = bare.serve()
    bare.announce("meeting", room="Conference Room 1")
    wait_until(lambda: bare.slugs() == ["meeting"], 5, "the announcement")
    bare.announce("meeting", room="Conference Room 4")
    wait_until(lambda: bare.slugs() == ["meeting", "meeting"], 8, "an item that tells of the change")
    newest, first = bare.feed().entries
    assert newest.id != first.id
    assert "Conference Room 4" in daemon.get("/en/entries/meeting.html").body.decode()
    assert [(one.revision, one.kind) for one in bare.releases()] == [(1, "announced"), (2, "venue-changed")]
    assert daemon.end() == 0


def test_a_file_that_an_editor_writes_beside_and_renames_is_noticed(bare: Publication) -> None:
    """Most editors save so: a temporary file, then a rename over the old one."""
    daemon = bare.serve()
    beside = bare.write(".meeting.md.swp", announcement("meeting"))
    beside.rename(bare.announcements / "meeting.md")
    wait_until(lambda: bare.slugs() == ["meeting"], 5, "the announcement")
    assert daemon.end() == 0


SLOW = announcement("slow").replace("Words about slow.", SLEEP)


def test_what_is_saved_during_a_pass_is_not_forgotten(bare: Publication) -> None:
    """A pass under way has read the folder already; without another the file waits for the tick."""
    daemon = bare.serve(OBEDIENT)
    bare.write("slow.md", SLOW)
    wait_until(lambda: len(daemon.workers()) > 0, 10, "a pass that hangs on the slow text")
    bare.announce("urgent")
    wait_until(lambda: "urgent" in bare.slugs(), 5, "the announcement in the feed")
    assert daemon.end() == 0


def test_a_text_that_hangs_the_typesetter_makes_no_other_late(bare: Publication) -> None:
    bare.write("slow.md", SLOW)
    daemon = bare.serve(OBEDIENT)
    due = in_seconds(4)
    bare.announce("punctual", z(due))
    wait_until(lambda: "punctual" in bare.slugs(), 10, "the release")
    assert (now() - due).total_seconds() < 1
    assert daemon.end() == 0
