"""What systemd hears: ready, alive as often as it wants, stopping; and nothing where nobody listens."""

import os
import socket
from pathlib import Path

from publisher.cli.supervisor import Supervisor


def test_it_tells_whoever_listens_at_the_socket(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(10)
        now = [0.0]
        environment = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "60000000"}
        supervisor = Supervisor(environment, lambda: now[0])
        supervisor.tell("READY=1", "STATUS=Next release: tomorrow.")
        assert listener.recv(1000) == b"READY=1\nSTATUS=Next release: tomorrow."
        for second in range(61):
            now[0] = second
            supervisor.beat()
        supervisor.tell("STOPPING=1")
        assert [listener.recv(1000) for _ in range(3)] == [b"WATCHDOG=1", b"WATCHDOG=1", b"STOPPING=1"]


def test_it_reaches_a_socket_without_a_file() -> None:
    name = f"publisher-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0{name}")
        listener.settimeout(10)
        Supervisor({"NOTIFY_SOCKET": f"@{name}"}).tell("READY=1")
        assert listener.recv(100) == b"READY=1"


def test_where_nobody_listens_nothing_happens(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone")}, {"NOTIFY_SOCKET": "nonsense"}):
        supervisor = Supervisor(environment)
        supervisor.tell("READY=1")
        supervisor.beat()


def test_a_watchdog_of_another_process_is_not_beaten_for() -> None:
    assert Supervisor({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}).pause is None
    assert Supervisor({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}).pause == 30
