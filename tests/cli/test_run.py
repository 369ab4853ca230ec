"""`publisher run`: one thread surveys, the others ask it for what it saw."""

import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from publisher.cli import run as command
from publisher.cli.main import publisher
from publisher.config.config import load_config
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


def start_and_end(folder: Folder, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    """All of `run` but the waiting: it begins, says what comes next, and ends."""
    monkeypatch.setattr(command, "watch_over", lambda daemon, supervisor, asked: 0)
    done = CliRunner().invoke(publisher, ["--config", str(folder.config), "run", *options])
    assert done.exit_code == 0, done.output
    return done


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
    done = start_and_end(folder, monkeypatch, "--port", "0")
    assert outside == []
    assert "Next release: Tue 26 Feb 2199 18:00 New York" in done.output


def test_a_first_pass_that_fails_does_not_end_the_daemon(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(desk: Desk, *values: Any, **named: Any) -> Pass:
        raise LedgerError("the ledger cannot be used")

    monkeypatch.setattr(Desk, "run_pass", fail)
    done = start_and_end(folder, monkeypatch, "--port", "0")
    assert "The first pass failed; it is tried again every 30 seconds." in done.output


# --- The port, and a base_url of this machine ---


@pytest.fixture
def local(folder: Folder) -> Folder:
    folder.set_config("https://example.org/journal/", f"http://localhost:{find_port()}/")
    return folder


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def addresses(folder: Folder) -> list[str]:
    """Under which addresses it was printed, one edition after another."""
    desk = folder.open()
    return [one.edition.publication.base_url for one in desk.ledger.since(0) if one.subject == "edition"]


def test_links_lead_to_the_port_that_is_served(local: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make run PORT=8120` served on 8120 and sent readers, and its own probe, to 8000."""
    port = find_port()
    done = start_and_end(local, monkeypatch, "--port", str(port))
    assert f"Serving the Journal on http://localhost:{port}/" in done.output
    assert addresses(local) == [f"http://localhost:{port}/"]
    assert CliRunner().invoke(publisher, ["--config", str(local.config), "publish"]).exit_code == 0
    assert addresses(local) == [f"http://localhost:{port}/"]


def test_without_a_port_the_one_in_a_local_base_url_is_served(
    local: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = load_config(local.config).publication
    start_and_end(local, monkeypatch, "--port", str(find_port()))
    done = start_and_end(local, monkeypatch)
    assert f"Serving the Journal on {written.base_url}" in done.output
    assert addresses(local)[1:] == [written.base_url]


@pytest.mark.parametrize("options", [("--port", "0"), ("--no-web",)])
def test_a_port_that_nobody_chose_is_not_followed(
    local: Folder, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    start_and_end(local, monkeypatch, *options)
    assert addresses(local) == [load_config(local.config).publication.base_url]


def test_a_container_s_port_is_not_followed(local: Folder) -> None:
    """It has another number outside; and daemons that share a ledger would take it from each other."""
    config = load_config(local.config)
    assert command.may_follow(config, "127.0.0.1")
    assert not command.may_follow(config, "0.0.0.0")
    shared = msgspec.structs.replace(config, ledger="postgresql+psycopg://db/journal")
    assert not command.may_follow(shared, "127.0.0.1")
