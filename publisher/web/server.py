"""Serves an application in a thread of its own, and lets no reader hold it up."""

import asyncio
import os
import resource
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from publisher.desk.desk import Clock, real_clock
from publisher.errors import PublisherError
from publisher.web.site import Site

GRACE_SECONDS = 2
REQUEST_SECONDS = 10
"""How long a request may take to come in."""
STALL_SECONDS = 30
"""How long a reader may take nothing of an answer."""
LARGEST_HEADERS = 32 << 10


class Server:
    """Serves an application on a loopback or public address until it is stopped."""

    def __init__(self, application: ASGIApp, host: str, port: int) -> None:
        """Takes the port at once, 0 for any free one. Raises PublisherError where somebody else has it."""
        self.socket = _bind(host, port)
        self.host, self.port = host, self.socket.getsockname()[1]
        config = uvicorn.Config(
            application,
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEADERS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), name="web", daemon=True)

    @property
    def address(self) -> str:
        if self.host in ("127.0.0.1", "::1"):
            name = "localhost"
        else:
            name = self.host
        return f"http://{f'[{name}]' if ':' in name else name}:{self.port}/"

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.server.should_exit = True
        if self.thread.is_alive():
            self.thread.join(GRACE_SECONDS + 1)
        self.socket.close()


class PatientProtocol(H11Protocol):
    """A connection that ends when its request does not come in: uvicorn would wait for ever (its issue 157).

    Connections beyond half of what the process may open are closed at once; the desk needs files too.
    """

    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        super().connection_made(transport)
        if len(self.connections) > count_places():
            transport.abort()
        else:
            self._set_deadline()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # Not put off by further bytes: one every few seconds would keep it open all day.
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._set_deadline()
        else:
            self._lift_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lift_deadline()
        super().connection_lost(exc)

    def _set_deadline(self) -> None:
        if self.deadline is None:
            self.deadline = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _lift_deadline(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


def serve_folder(
    folder: Path,
    host: str,
    port: int,
    *,
    next_release: Callable[[], datetime | None] = lambda: None,
    clock: Clock = real_clock,
) -> Server:
    return Server(Site(folder, next_release=next_release, clock=clock), host, port)


def count_places() -> int:
    """The connections that may be open at once."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY:
        return 10_000
    return allowed // 2


def _bind(host: str, port: int) -> socket.socket:
    if ":" in host:
        family = socket.AF_INET6
    else:
        family = socket.AF_INET
    # Of a socket whose protocol is not named asyncio does not take Nagle's wait off: the second answer on a
    # connection came 40 ms late, for its head and its body are written one after the other.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # What is accepted inherits it: a reader that takes nothing more is given up by the kernel (Linux).
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALL_SECONDS * 1000)
    try:
        taken.bind((host, port))
        taken.listen(2048)
    except OSError as error:
        taken.close()
        if error.errno:
            why = os.strerror(error.errno)
        else:
            why = str(error)
        raise PublisherError(f"port {port} cannot be used: {why}", "choose another with --port") from error
    return taken
