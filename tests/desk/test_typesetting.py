"""The worker that typesets a sheet: ended at its limit, and named when it fails."""

import errno
import os
import threading
from collections.abc import Callable

import pytest

from publisher.desk import typesetting
from publisher.desk.typesetting import SheetError, StoppedError, Typesetter
from tests.acceptance.publication import wait_until
from tests.obedient import end, leave, make_sheet_by_echo, make_sheet_in_vain, sleep


def make(monkeypatch: pytest.MonkeyPatch, work: Callable[..., object], seconds: float = 60) -> bytes:
    monkeypatch.setattr(typesetting, "make_sheet", work)
    return Typesetter().make("<p>Füße</p>", "an identifier", seconds)


def test_it_gives_the_bytes_and_nothing_that_libraries_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands back for what somebody waits for."""
    niceness = min(os.nice(0) + 10, 19)
    assert make(monkeypatch, make_sheet_by_echo) == f"<p>Füße</p>an identifier {niceness}".encode()


@pytest.mark.parametrize(
    ("work", "why"),
    [
        (make_sheet_in_vain, "ValueError: no such word in <p>Füße</p>an identifier"),
        (leave, "the process that typesets failed"),
        (end, "the process that typesets was ended by SIGABRT"),
    ],
)
def test_what_fails_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, work: Callable[..., object], why: str
) -> None:
    with pytest.raises(SheetError) as failed:
        make(monkeypatch, work)
    assert str(failed.value) == why


def test_at_its_limit_it_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SheetError, match="it took longer than 1 seconds"):
        make(monkeypatch, sleep, 1)


def test_where_it_cannot_be_started_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr("multiprocessing.forkserver.connect_to_new_process", refuse)
    with pytest.raises(SheetError, match="did not start: Resource temporarily unavailable"):
        make(monkeypatch, sleep)


def test_once_it_is_closed_nothing_is_typeset(monkeypatch: pytest.MonkeyPatch) -> None:
    typesetter = Typesetter()
    typesetter.close()
    monkeypatch.setattr(typesetting, "make_sheet", sleep)
    with pytest.raises(StoppedError):
        typesetter.make("", "", 60)


def test_what_is_under_way_is_broken_off_when_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "make_sheet", sleep)
    typesetter = Typesetter()

    def close_under_way() -> None:
        wait_until(lambda: typesetter._worker and typesetter._worker.process, 30, "a worker")
        typesetter.close()

    closing = threading.Thread(target=close_under_way)
    closing.start()
    with pytest.raises(StoppedError):
        typesetter.make("", "", 60)
    closing.join()
