"""Printing in several processes gives the same bytes as printing in one, whatever becomes of them."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher.desk import presses
from publisher.desk.delivering import put_documents
from publisher.desk.desk import Desk
from publisher.desk.presses import (
    Job,
    Portion,
    PressError,
    count_worthwhile,
    open_records,
    print_in_portions,
    print_portion,
)
from publisher.ledger.ledger import Ledger
from publisher.ledger.printing import PrintingRecords
from publisher.outlets.directory import Directory
from publisher.releases.keys import Key
from tests.acceptance.publication import wait_until
from tests.builders import DUE
from tests.folders import Folder
from tests.ledger.postgresql import serve_postgresql
from tests.obedient import sleep

pytestmark = pytest.mark.prove

ENTRIES = 30


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = Folder(tmp_path / "publication")
    for number in range(ENTRIES):
        when = f"{number % 28 + 1} November 2017, morning"
        folder.announce(f"meeting-{number}", milestone="", when=when, publish="at once")
    desk = folder.open([])
    assert len(desk.run_pass(DUE).released) == ENTRIES + 2
    yield desk
    folder.close()


@pytest.fixture
def many_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three presses for the hundred documents of a small publication, in portions of seven."""
    monkeypatch.setattr(presses, "WORTH_A_PROCESS", 10)
    monkeypatch.setattr(presses, "PORTION", 7)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


def print_into(ledger: Ledger, path: Path) -> dict[str, bytes]:
    """All documents, printed into an empty folder."""
    put_documents(ledger, Directory("site", path), 0, ledger.newest_sequence())
    files = [one for one in path.rglob("*") if one.is_file() and one.name[0] != "."]
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in files}


def test_few_documents_are_worth_no_process() -> None:
    assert count_worthwhile(presses.WORTH_A_PROCESS) < 2


def test_several_processes_print_the_same_bytes_as_one(
    desk: Desk, tmp_path: Path, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    alone = print_into(desk.ledger, tmp_path / "alone")
    request.getfixturevalue("many_presses")
    assert len(alone) > 3 * ENTRIES
    assert print_into(desk.ledger, tmp_path / "together") == alone
    assert caplog.messages == []


@pytest.mark.usefixtures("many_presses")
@pytest.mark.parametrize("portion", [0, 5])
def test_a_press_that_is_killed_costs_time_and_no_document(
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    portion: int,
) -> None:
    received = 0
    receive: Callable[..., Any] = Future.result

    def kill_first(self: Any) -> Any:
        nonlocal received
        received += 1
        if received > portion:
            press = multiprocessing.active_children()[0]
            press.kill()
            press.join()
            wait_until(lambda: self.done() or not multiprocessing.active_children(), 30, "its answer")
        return receive(self)

    with monkeypatch.context() as patch:
        patch.setattr(Future, "result", kill_first)
        printed = print_into(desk.ledger, tmp_path / "killed")
    assert "printed without further presses" in caplog.text
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert printed == print_into(desk.ledger, tmp_path / "alone")


@pytest.mark.usefixtures("many_presses")
def test_where_no_press_can_be_started_the_desk_prints_alone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    with monkeypatch.context() as patch:
        patch.setattr("multiprocessing.forkserver.connect_to_new_process", refuse)
        printed = print_into(desk.ledger, tmp_path / "refused")
    assert "a press did not start" in caplog.text
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert printed == print_into(desk.ledger, tmp_path / "alone")


@pytest.mark.usefixtures("many_presses")
def test_a_press_that_sees_later_releases_than_the_desk_prints_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(PrintingRecords, "newest_sequence", lambda self: 7)
    printed = print_into(desk.ledger, tmp_path / "later")
    assert "something was recorded meanwhile" in caplog.text
    assert len(printed) > ENTRIES


def test_portions_are_printed_on_any_executor_in_their_order(desk: Desk) -> None:
    """Its workers may have printed another job before."""
    address = str(desk.ledger.database.address)
    job = Job(address, desk.ledger.newest_sequence())
    keys = [Key("entry", "en", f"meeting-{number}") for number in range(9)]
    portions = [Portion([key], []) for key in keys]
    with ThreadPoolExecutor(1) as executor:
        assert executor.submit(print_portion, job, portions[0]).result()
        printed = [
            document for some in print_in_portions(executor, job, iter(portions), 3) for document in some
        ]
        with pytest.raises(PressError, match="recorded meanwhile"):
            executor.submit(print_portion, Job(address, job.newest - 1), portions[0]).result()
        executor.submit(open_records.cache_clear).result()
    assert [document.path for document in printed] == [key.path for key in keys]


@pytest.mark.usefixtures("many_presses")
def test_a_press_that_hangs_is_ended(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(presses, "PATIENCE", 0.2)
    monkeypatch.setattr(presses, "print_portion", sleep)
    assert len(print_into(desk.ledger, tmp_path / "late")) > ENTRIES
    assert "took too long" in caplog.text


DIE_WHILE_PRINTING = """
import multiprocessing, os, signal, sys
from pathlib import Path
from publisher.desk import presses
from publisher.desk.delivering import put_documents
from publisher.ledger.ledger import Ledger
from publisher.ledger.printing import PrintingRecords
from publisher.outlets.directory import Directory

def die(*_):
    for press in multiprocessing.active_children():
        print(press.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

presses.WORTH_A_PROCESS, presses.PORTION, os.cpu_count = 10, 7, lambda: 3
Directory._give_name = die
ledger = Ledger.open_to_write(sys.argv[1])
put_documents(ledger, Directory("site", Path(sys.argv[2])), 0, ledger.newest_sequence())
"""


def test_presses_end_with_the_desk_that_is_killed(desk: Desk, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        DIE_WHILE_PRINTING,
        str(desk.ledger.database.address),
        str(tmp_path / "site"),
    ]
    killed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    pids = [int(line) for line in killed.stdout.split()]
    assert len(pids) == 3
    wait_until(lambda: not any(map(lives, pids)), 30, "the end of its presses")


def lives(pid: int) -> bool:
    """Whether it runs; what nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def copy_into(desk: Desk, other: Ledger) -> Ledger:
    """The same releases in another ledger."""
    drafts = desk.survey(DUE, as_of=DUE - timedelta(days=1), keep=False).plan.due
    other.record(drafts, [], DUE)
    return other


@pytest.mark.usefixtures("many_presses")
def test_a_ledger_in_memory_is_printed_by_the_desk_alone(desk: Desk, tmp_path: Path) -> None:
    memory = copy_into(desk, Ledger.in_memory())
    assert memory.database.address is None
    assert len(print_into(memory, tmp_path / "site")) > 2 * ENTRIES


@pytest.mark.postgresql
@pytest.mark.usefixtures("many_presses")
def test_presses_read_a_ledger_on_postgresql(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with serve_postgresql() as server:
        ledger = copy_into(desk, Ledger.open_to_write(server.make_schema()))
        together = print_into(ledger, tmp_path / "together")
        assert caplog.messages == []
        monkeypatch.setattr(os, "cpu_count", lambda: 1)
        assert print_into(ledger, tmp_path / "alone") == together
        ledger.close()
