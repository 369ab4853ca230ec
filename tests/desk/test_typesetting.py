"""The process that typesets a sheet: ended at its limit, by itself if need be, and named when it fails."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from publisher.desk import typesetting
from publisher.desk.typesetting import SheetError, StoppedError, Typesetter

ECHO = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() + sys.argv[2].encode())"


def make(monkeypatch: pytest.MonkeyPatch, code: str, seconds: float = 60) -> bytes:
    monkeypatch.setattr(typesetting, "CODE", code)
    return Typesetter().make("<p>Füße</p>", "an identifier", seconds)


def test_it_gets_the_page_and_its_identifier_and_gives_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert make(monkeypatch, ECHO) == "<p>Füße</p>an identifier".encode()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import sys; sys.stdout.write('ValueError: no such word'); sys.exit(1)", "ValueError: no such word"),
        ("raise SystemExit(3)", "the process that typesets failed"),
        ("import os; os.kill(os.getpid(), 9)", "the process that typesets was ended by SIGKILL"),
        ("import sys; sys.stdin.close(); sys.exit(2)", "the process that typesets failed"),
    ],
)  # fmt: skip
def test_what_fails_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, code: str, why: str) -> None:
    with pytest.raises(SheetError) as failed:
        make(monkeypatch, code)
    assert str(failed.value) == why


def test_at_its_limit_it_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(SheetError, match="it took longer than 3 seconds"):
        make(monkeypatch, code, 3)
    assert not Path(f"/proc/{note.read_text(encoding='utf-8')}").exists()


def test_where_it_cannot_be_started_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(SheetError, match="did not start: Resource temporarily unavailable"):
        make(monkeypatch, ECHO)


def test_once_it_is_closed_nothing_is_typeset(monkeypatch: pytest.MonkeyPatch) -> None:
    typesetter = Typesetter()
    typesetter.close()
    monkeypatch.setattr(typesetting, "CODE", "import time; time.sleep(600)")
    with pytest.raises(StoppedError):
        typesetter.make("", "", 60)


SERVE = """
import sys, time
from publisher.desk import sheet_process
def make_pdf(html, *, identifier):
    print("a library that talks")
    {body}
sheet_process.make_pdf, sheet_process.LATER = make_pdf, 0
sheet_process.serve("an identifier", {seconds})
"""


def serve(body: str, seconds: float = 60) -> Any:
    code = SERVE.format(body=body, seconds=seconds)
    return subprocess.run([sys.executable, "-c", code], input=b"<p>", capture_output=True, check=False)


def test_left_alone_it_ends_by_itself() -> None:
    """Whoever asked for the sheet was killed: it must not go on for hours."""
    assert serve("time.sleep(600)", 1).returncode == -signal.SIGALRM


def test_what_libraries_print_does_not_stand_in_the_pdf() -> None:
    assert serve("return b'%PDF'").stdout == b"%PDF"


def test_a_fault_is_one_line() -> None:
    done = serve("raise ValueError('one\\nand another')")
    assert (done.returncode, done.stdout) == (1, b"ValueError: one and another")


def test_it_stands_back_for_what_somebody_waits_for() -> None:
    niceness = os.nice(0)
    assert int(serve("import os; return str(os.nice(0)).encode()").stdout) == min(niceness + 10, 19)
