"""Story 48: the scheduler's thread dies, the process lives on, and nothing is ever released again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.cli import run
from publisher.cli.supervisor import Supervisor
from publisher.daemon import Daemon
from publisher.monitoring.health import SILENT_AFTER, HealthCheck
from tests.failure_stories.story import Story


class Listening(Supervisor):
    """Counts the beats that systemd's watchdog would hear."""

    def __init__(self) -> None:
        super().__init__({})
        self.beats = 0

    def beat(self) -> None:
        self.beats += 1


@pytest.fixture
def daemon(story: Story) -> Iterator[Daemon]:
    daemon = Daemon(story.desk.config, story.desk.ledger, clock=lambda: story.now)
    daemon.start()
    yield daemon
    daemon.stop()


def test_a_dead_scheduler_ends_the_process_with_a_fault(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen in a trial: `scheduler.running` was still true, and so was everything that asked for it."""
    monkeypatch.setattr(run, "LOOK_SECONDS", 0.01)
    asked: list[int] = []
    supervisor = Listening()
    looks = iter([True, True, False])
    monkeypatch.setattr(daemon, "is_alive", lambda: next(looks, False))
    assert run.watch_over(daemon, supervisor, asked) == 1
    assert supervisor.beats <= 2


def test_a_thread_that_has_ended_is_seen_although_the_scheduler_says_that_it_runs(daemon: Daemon) -> None:
    assert daemon.is_alive()
    scheduler = daemon.scheduler
    scheduler._event.set()
    thread = scheduler._thread
    # What a fault in the thread itself does: it ends, and nobody tells the scheduler.
    scheduler._main_loop = lambda: None
    scheduler.state, state = 0, scheduler.state
    scheduler._event.set()
    thread.join(30)
    scheduler.state = state
    assert scheduler.running
    assert not daemon.is_alive()


def test_a_pass_that_never_ends_is_not_beaten_for(daemon: Daemon) -> None:
    """Then systemd ends the process, and a container is seen to be ill."""
    assert daemon.is_well()
    seconds = [0.0]
    daemon.health_check = HealthCheck(lambda: seconds[0])
    seconds[0] = SILENT_AFTER.total_seconds() + 1
    assert daemon.is_alive()
    assert not daemon.is_well()


def test_status_tells_that_no_pass_was_made(story: Story, tmp_path: Path) -> None:
    """Whoever asks from outside, as a container's own check does, learns it by the exit code."""
    from click.testing import CliRunner

    from publisher.cli.main import publisher
    from publisher.desk.desk import real_clock
    from publisher.monitoring.status import keep_status

    def ask() -> int:
        command = ["--config", str(story.folder.config), "status", "--check"]
        return CliRunner().invoke(publisher, command).exit_code

    ledger = story.desk.ledger
    keep_status(ledger, story.desk.run_pass(real_clock()))
    assert ask() == 0
    keep_status(ledger, story.desk.run_pass(real_clock() - SILENT_AFTER - timedelta(minutes=1)))
    assert ask() == 1
