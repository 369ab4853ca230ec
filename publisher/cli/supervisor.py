"""Speaks to systemd: ready, alive, stopping (sd_notify(3)); says nothing where nobody listens."""

import os
import socket
import time
from collections.abc import Callable, Mapping


class Supervisor:
    """Sends to the socket that the environment names; a process that was not started so sends nothing."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.address = environment.get("NOTIFY_SOCKET", "")
        self.seconds = seconds
        self.pause = _read_pause(environment)
        self.beaten = seconds()

    def tell(self, *lines: str) -> None:
        """ "READY=1", "STATUS=…" and so on. Nothing depends on whether they arrive."""
        if not self.address.startswith(("/", "@")):
            return
        # An address that begins with @ lies in Linux's abstract namespace, where NUL stands for it.
        if self.address.startswith("@"):
            address = "\0" + self.address[1:]
        else:
            address = self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
                sender.sendto("\n".join(lines).encode(), address)
        except OSError:
            return

    def beat(self) -> None:
        """Tells the watchdog that all is well, as often as it wants to hear it."""
        if self.pause is not None and self.seconds() - self.beaten >= self.pause:
            self.beaten = self.seconds()
            self.tell("WATCHDOG=1")


def _read_pause(environment: Mapping[str, str]) -> float | None:
    """Seconds between beats: half of what systemd waits, as sd_watchdog_enabled(3) advises."""
    limit, process = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
    if not limit.isdigit() or (process and process != str(os.getpid())):
        return None
    return int(limit) / 2_000_000
