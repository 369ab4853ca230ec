"""Signals, sleep and neighbours: the daemon ends when asked, wakes when woken, and is alone on its ledger."""

import os
import signal
import time

import pytest

from tests.acceptance.publication import (
    OBEDIENT,
    PROGRAM,
    Publication,
    Running,
    assert_once,
    assert_whole,
    in_seconds,
    now,
    wait_until,
    z,
)
from tests.obedient import SLEEP

pytestmark = pytest.mark.prove


def many(publication: Publication, count: int) -> list[str]:
    slugs = [f"meeting-{number:03}" for number in range(count)]
    for slug in slugs:
        publication.announce(slug)
    return slugs


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_within_five_seconds(bare: Publication, number: signal.Signals) -> None:
    daemon = bare.serve()
    daemon.send(number)
    assert daemon.process.wait(5) == 0
    assert "Traceback" not in daemon.output
    wait_until(lambda: not daemon.left_behind(), 5, "the end of all its processes")


@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.prove)])
def test_two_signals_at_once_end_it_too(bare: Publication, rounds: int) -> None:
    """`make` hands on what its whole group was sent: the handler, interrupted by itself, waited for ever."""
    makefile = bare.folder / "Makefile"
    makefile.write_text(f"run:\n\t{PROGRAM[0]} --config {bare.config} run --port 0\n")
    for number in range(rounds):
        make = Running(("make", "-f", str(makefile), "run"), bare.folder / f"make-{number}.log")
        bare.started.append(make)
        make.wait_for("Serving")
        os.killpg(make.process.pid, signal.SIGTERM)
        make.process.wait(5)
        wait_until(lambda make=make: not make.left_behind(), 5, "the end of all its processes")  # type: ignore[misc]


def test_a_signal_in_the_first_pass_ends_it_within_five_seconds(bare: Publication) -> None:
    slugs = many(bare, 40)
    daemon = bare.start("run", "--port", "0")
    wait_until(lambda: any(bare.public.glob("*/entries/*.html")), 20, "the first page")
    assert daemon.end(5) == 0
    assert_whole(bare.public)
    assert bare.run("publish").code == 0
    assert sorted(bare.released()) == slugs
    assert set(bare.slugs()) == set(slugs)


def test_a_signal_in_a_later_pass_ends_it_within_five_seconds(bare: Publication) -> None:
    """The pass waits for a text that hangs its worker, which is ended after two seconds."""
    daemon = bare.serve(OBEDIENT)
    bare.write("slow.md", f"---\ntitle: Slow\nwhen: 1 December 2028\npublish: at once\n---\n\n{SLEEP}\n")
    wait_until(lambda: len(daemon.workers()) > 0, 10, "a process that renders")
    assert daemon.end(5) == 0
    wait_until(lambda: not daemon.left_behind(), 5, "the end of all its processes")


def test_a_signal_while_readers_hold_connections_open_ends_it_too(bare: Publication) -> None:
    import socket

    bare.announce("meeting")
    daemon = bare.serve()
    with socket.create_connection(("127.0.0.1", daemon.port)) as reader:
        reader.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        assert daemon.end(5) == 0


def test_a_second_daemon_on_one_ledger_says_so_and_leaves(bare: Publication) -> None:
    first = bare.serve()
    done = bare.run("run", "--port", "0", seconds=15)
    assert done.code == 1
    assert "another daemon is at work on this ledger" in done.err
    bare.announce("meeting")
    wait_until(lambda: bare.slugs() == ["meeting"], 5, "the first one still at work")
    assert first.end() == 0
    assert bare.serve().end() == 0


def test_commands_work_beside_the_daemon(bare: Publication) -> None:
    daemon = bare.serve()
    slugs = many(bare, 5)
    for _ in range(3):
        assert bare.run("publish").code == 0
    wait_until(lambda: set(bare.slugs()) == set(slugs), 5, "all of them in the feed")
    assert_once(bare.released())
    assert_whole(bare.public)
    assert bare.json("status")["problems"] == []
    assert daemon.end() == 0


def test_stopped_over_the_hour_it_releases_once_when_it_goes_on(bare: Publication) -> None:
    """A laptop's lid, a suspended virtual machine: the alarm is missed, and the release is not."""
    daemon = bare.serve()
    due = in_seconds(3)
    bare.announce("meeting", z(due))
    wait_until(lambda: bare.status()["next_wakeup"] == z(due), 5, "the alarm set")
    daemon.send(signal.SIGSTOP)
    wait_until(lambda: (now() - due).total_seconds() > 1.5, 10, "the hour to pass")
    assert not bare.slugs()
    daemon.send(signal.SIGCONT)
    begun = time.monotonic()
    wait_until(lambda: bare.slugs() == ["meeting"], 5, "the release")
    assert time.monotonic() - begun < 2
    assert daemon.end() == 0
    assert bare.released() == ["meeting"]


def test_killed_over_the_hour_it_releases_at_the_next_start(bare: Publication) -> None:
    due = in_seconds(2)
    bare.announce("meeting", z(due))
    daemon = bare.serve()
    daemon.kill()
    wait_until(lambda: now() > due, 5, "the hour to pass")
    assert bare.serve().end() == 0
    assert bare.released() == ["meeting"]
    assert bare.slugs() == ["meeting"]


def test_without_the_web_it_keeps_the_schedule_only(bare: Publication) -> None:
    daemon = bare.start("run", "--no-web")
    bare.announce("meeting")
    wait_until(lambda: bare.slugs() == ["meeting"], 10, "the release")
    assert "Serving" not in daemon.output
    assert daemon.end() == 0
