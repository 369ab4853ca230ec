"""Workers: each keeps to its limits, hears nothing of the terminal's, and ends with whom it works for."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from publisher.workers import EndedError, Pool, Worker
from tests.acceptance.publication import session_of, wait_until
from tests.obedient import end, leave, sleep

SECONDS = 30.0
ROOT = Path(__file__).parents[1]


def run_program(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A program that has workers, in a group of its own; it lies elsewhere than it is started."""
    program = folder / "bin" / "program.py"
    program.parent.mkdir()
    program.write_text(textwrap.dedent(code), encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(program)],
        capture_output=True, text=True, check=False, cwd=folder, process_group=0,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.parametrize(("work", "status"), [(end, -signal.SIGABRT), (leave, 1)])
def test_a_worker_that_ends_at_its_work_tells_how_and_the_next_thing_is_done(
    work: object, status: int
) -> None:
    worker = Worker()
    with pytest.raises(EndedError) as ended:
        worker.run(SECONDS, work)  # type: ignore[arg-type]
    assert (ended.value.status, ended.value.is_late) == (status, False)
    assert worker.run(SECONDS, abs, -3) == 3
    worker.end()


def test_work_that_takes_too_long_ends_its_worker() -> None:
    worker = Worker()
    with pytest.raises(EndedError) as ended:
        worker.run(0.1, sleep)
    assert ended.value.is_late


def test_the_limit_of_time_holds_for_each_call_of_a_pool() -> None:
    with Pool(1, 2) as pool:
        assert pool.submit(abs, -3).result() == 3
        waits = pool.submit(sleep)
        assert "abruptly" in str(waits.exception())


def test_what_is_killed_from_another_thread_does_nothing_more() -> None:
    worker = Worker()
    worker.kill()
    with pytest.raises(EndedError):
        worker.run(SECONDS, sleep)


PRINTS = """
import sys
from publisher.workers import Worker
print("program")
worker = Worker()
worker.run(30, print, "nobody reads this")
print(sorted({"click", "sqlalchemy"} & set(worker.run(30, eval, "list(__import__('sys').modules)"))))
worker.end()
"""


def test_a_worker_runs_no_part_of_the_program_and_prints_nothing(tmp_path: Path) -> None:
    done = run_program(PRINTS, tmp_path)
    assert (done.stdout, done.stderr) == ("program\n[]\n", "")


def test_a_worker_takes_no_module_from_the_folder_the_program_was_started_in(tmp_path: Path) -> None:
    for name in ("markdown", "pickle", "signal", "struct"):
        (tmp_path / f"{name}.py").write_text(
            f"print('planted'); raise SystemExit({name!r})", encoding="utf-8"
        )
    done = run_program(SHOWS + "renderer.close()", tmp_path)
    assert (done.stdout.splitlines()[0], done.stderr) == ("<p>one</p>", "")


SHOWS = """
import os, signal, threading
from publisher.markup.worker import Renderer
renderer = Renderer(seconds=30)
print(renderer.render("one", lang="en"), flush=True)
print(renderer._worker.process.pid, flush=True)
"""


def test_an_interrupt_at_the_keyboard_reaches_no_worker_however_young(tmp_path: Path) -> None:
    """Python needs a moment before it can refuse a signal."""
    heard = """
    import os, signal, threading, time
    signal.signal(signal.SIGINT, lambda *_: None)
    ended = threading.Event()
    def press():
        while not ended.wait(0.002):
            os.killpg(0, signal.SIGINT)
    threading.Thread(target=press).start()
    """
    done = run_program(textwrap.dedent(heard) + SHOWS + "ended.set()\nrenderer.close()", tmp_path)
    assert (done.stdout.splitlines()[0], done.stderr, done.returncode) == ("<p>one</p>", "", 0)


BUSY = """
from time import sleep
threading.Thread(target=renderer._worker.run, args=(60, sleep, 600)).start()
sleep(0.2)
"""


@pytest.mark.parametrize("work", ["", BUSY], ids=["idle", "at work"])
def test_no_worker_outlives_a_program_that_is_killed_and_nothing_is_said(tmp_path: Path, work: str) -> None:
    done = run_program(SHOWS + work + "os.kill(os.getpid(), signal.SIGKILL)", tmp_path)
    assert done.returncode == -signal.SIGKILL
    pid = int(done.stdout.splitlines()[1])
    wait_until(lambda: session_of(pid) is None, 10, "the end of its worker")
    assert done.stderr == ""


CLEARED = """
import os, pathlib, tempfile
from publisher.workers import Worker

worker = Worker()
first = worker.run(30, os.getpid)
worker.end()
for socket in pathlib.Path(tempfile.gettempdir()).glob("pymp-*/*"):
    socket.unlink()
second = worker.run(30, os.getpid)
worker.end()
print(os.getpid() != first != second != os.getpid())
"""


def test_where_temporary_files_are_cleared_away_workers_start_all_the_same(tmp_path: Path) -> None:
    """Ten days on, the socket by which they are started was gone, and nothing was rendered any more."""
    done = subprocess.run(
        [sys.executable, "-c", CLEARED], env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("True\n", "")
