"""A background worker works beside the desk: woken, at its own moment, and whatever goes wrong."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from publisher.desk.background import BackgroundWorker
from publisher.errors import LedgerError
from publisher.outlets.directory import Directory
from publisher.outlets.outlet import Printing
from tests.builders import DUE
from tests.folders import Folder

NOW = datetime(2017, 9, 27, 22, tzinfo=UTC)


@pytest.mark.parametrize("fault", [LedgerError("locked"), ValueError("surprise")])
def test_it_goes_on_after_a_fault_and_comes_back_when_its_work_says(fault: Exception) -> None:
    rounds, enough = [], threading.Event()

    def work() -> datetime:
        rounds.append(1)
        if len(rounds) == 1:
            raise fault
        if len(rounds) == 5:
            enough.set()
        return NOW + timedelta(milliseconds=1)

    delivery_worker = BackgroundWorker("test", work, lambda: NOW)
    delivery_worker.start()
    while not rounds:
        delivery_worker.wake()
    delivery_worker.wake()
    assert enough.wait(30)
    delivery_worker.stop(30)
    assert not delivery_worker.thread.is_alive()


def test_it_ends_although_its_work_does_not() -> None:
    """A mail server that does not answer must not keep the program from ending within seconds."""
    begun, never = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        never.wait(60)

    delivery_worker = BackgroundWorker("test", work, lambda: NOW)
    delivery_worker.start()
    delivery_worker.wake()
    assert begun.wait(30)
    delivery_worker.stop(0.1)
    assert delivery_worker.thread.daemon
    never.set()


def test_it_ends_its_round_with_the_outlets_it_began_with(folder: Folder) -> None:
    """A pass takes up a saved config.toml while the mirror is filled: it lost that round."""

    class SavedMeanwhile(Directory):
        def printing(self) -> Printing | None:
            desk.take_up(desk.config)
            return super().printing()

    site = Directory("site", folder.public, serves=True)
    mirror = SavedMeanwhile("mirror", folder.path / "mirror")
    desk = folder.open([site, mirror])
    desk.run_pass(DUE, reach=False)
    assert desk.reach_out(DUE).documents > 0
    assert mirror not in desk.outlets
