"""`publisher run`: one thread surveys, the others ask it for what it saw."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from publisher.cli import run as command
from publisher.cli.main import publisher
from publisher.desk.desk import Desk, Pass
from publisher.desk.surveying import Survey, Surveyor
from publisher.errors import LedgerError
from tests.folders import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path / "publication")
    folder.announce(when="1 March 2199", milestone="")
    yield folder
    folder.close()


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def start_and_end(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Result:
    """All of `run` but the waiting: it begins, says what comes next, and ends."""
    monkeypatch.setattr(command, "watch_over", lambda daemon, supervisor, asked: 0)
    return CliRunner().invoke(publisher, ["--config", str(folder.config), "run", "--port", "0"])


def test_nothing_is_surveyed_outside_of_a_pass(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The main thread surveyed too, to say what comes next, while a save had begun a pass in another.

    Both read on in the same texts, and `run` died at its start: seven times of eight with 4,000 files.
    """
    passing = threading.local()
    outside: list[str] = []
    run_pass, survey = Desk.run_pass, Surveyor.survey

    def note_pass(desk: Desk, *values: Any, **named: Any) -> Pass:
        passing.now = True
        try:
            return run_pass(desk, *values, **named)
        finally:
            passing.now = False

    def note_survey(surveyor: Surveyor, *values: Any, **named: Any) -> Survey:
        if not getattr(passing, "now", False):
            outside.append(threading.current_thread().name)
        return survey(surveyor, *values, **named)

    monkeypatch.setattr(Desk, "run_pass", note_pass)
    monkeypatch.setattr(Surveyor, "survey", note_survey)
    done = start_and_end(folder, monkeypatch)
    assert done.exit_code == 0, done.output
    assert outside == []
    assert "Next release: Tue 26 Feb 2199 18:00 New York" in done.output


def test_a_first_pass_that_fails_does_not_end_the_daemon(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(desk: Desk, *values: Any, **named: Any) -> Pass:
        raise LedgerError("the ledger cannot be used")

    monkeypatch.setattr(Desk, "run_pass", fail)
    done = start_and_end(folder, monkeypatch)
    assert done.exit_code == 0, done.output
    assert "The first pass failed; it is tried again every 30 seconds." in done.output
