"""Story 37: something is overdue, and nobody notices for days."""

import logging
import os
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.daemon import Daemon
from publisher.desk.recording import Recorded
from publisher.errors import LedgerError
from publisher.monitoring.alarms.notifier import Notifier
from publisher.monitoring.health import Health
from publisher.monitoring.metrics import write_metrics
from publisher.monitoring.status import keep_status
from tests.builders import DUE
from tests.failure_stories.story import Story
from tests.folders import Folder
from tests.monitoring.alarms.receiver import listen

MINUTE = timedelta(minutes=1)


def test_what_is_overdue_is_counted_logged_told_once_and_told_when_it_is_over(
    story: Story, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """publishpress-planner #417; wagtail.org #50: posts had missed their hour, and readers told of it."""
    story.save()
    ledger = story.desk.ledger
    with listen() as receiver, monkeypatch.context() as broken:
        story.head += f'\n[alarms]\nwebhook = "{receiver.address}"\n'
        story.move()
        # The ledger records nothing, as when another process always is the quicker one and yet fails.
        broken.setattr(story.desk, "_record", lambda drafts, now: Recorded())
        story.wait("2017-09-27 18:00")
        done = story.wait(5 * MINUTE)
        status = keep_status(ledger, done)
        assert "first-reading" in status.overdue
        assert "publisher_overdue 0" not in write_metrics(Health(status))
        notifier = Notifier(ledger, "journal-1")
        daemon = Daemon(story.desk.config, ledger, clock=lambda: story.now)
        with caplog.at_level(logging.ERROR, logger="publisher"):
            daemon._log(done, status)
        daemon.desk.close()
        assert "first-reading is overdue" in caplog.text
        for minute in range(3):
            notifier.announce(story.desk.config, Health(status), story.now + minute * MINUTE)
        broken.undo()
        status = keep_status(ledger, story.wait(5 * MINUTE))
        assert status.overdue == ()
        notifier.announce(story.desk.config, Health(status), story.now)
    begun, over = receiver.posted
    assert "overdue first-reading" in [one["key"] for one in begun["begun"]]
    assert "overdue first-reading" in [one["key"] for one in over["over"]]


def test_a_pass_that_fails_is_noticed_though_the_ledger_cannot_say_so(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.save()
    now = [story.now]
    daemon = Daemon(story.desk.config, story.desk.ledger, clock=lambda: now[0])

    def refuse(*values: object, **settings: object) -> None:
        raise LedgerError("the ledger cannot be used: disk full")

    monkeypatch.setattr(daemon.desk, "run_pass", refuse)
    daemon.make_pass()
    now[0] += 5 * MINUTE
    daemon.make_pass()
    health = daemon.health_check.look()
    daemon.desk.close()
    assert (health.failing, health.since) == ("the ledger cannot be used: disk full", story.now)
    assert "publisher_failing 1\n" in write_metrics(health)


def test_an_announcement_that_cannot_be_read_is_told_after_a_minute_and_when_it_is_mended(
    tmp_path: Path,
) -> None:
    """It stood in no log, no plan and no alarm; the hour went by, and its author thought it was released."""
    folder = Folder(tmp_path / "publication")
    folder.announce()
    now = [DUE - 30 * MINUTE]
    folder.announce("broken", access="secret")
    with listen() as receiver:
        alarms = f'[alarms]\nwebhook = "{receiver.address}"\nproblems = "announcements/PROBLEMS.txt"\n\n'
        folder.set_config("[outlets.site]", f"{alarms}[outlets.site]")
        desk = folder.open()
        daemon = Daemon(desk.config, desk.ledger, clock=lambda: now[0])
        daemon.desk = desk
        for minute in range(4):
            now[0] = DUE + (minute - 30) * MINUTE
            daemon.make_pass()
            daemon.tell_alarms()
            daemon.list_problems()
            assert len(receiver.posted) == int(minute > 0)
        assert "publisher_errors 1\n" in write_metrics(daemon.health_check.look())
        assert "broken.md:4" in (folder.announcements / "PROBLEMS.txt").read_text(encoding="utf-8")
        folder.announce("broken")
        now[0] += MINUTE
        daemon.make_pass()
        daemon.tell_alarms()
        daemon.list_problems()
    folder.close()
    begun, over = receiver.posted
    assert [one["key"] for one in begun["begun"]] == ["problem announcements/broken.md"]
    assert [one["key"] for one in over["over"]] == ["problem announcements/broken.md"]
    assert sorted(os.listdir(folder.announcements)) == ["broken.md", "first-reading.md"]
