"""A limit in time for a whole conversation, whatever the other side does in it."""

import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self


class Watch:
    """Ends the connections it guards when the time is up: a read time-out lets a byte a second go on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self._deadline = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def left(self) -> float:
        """Seconds, never quite none: to a socket 0 means something else."""
        return max(self._deadline - time.monotonic(), 0.001)

    def guard(self, connection: socket.socket) -> None:
        """Keep a second handle on a connection, which stays good when TLS wraps or closes the first."""
        with self._lock:
            held = socket.fromfd(connection.fileno(), connection.family, connection.type)
            self._sockets.append(held)
            if self.is_over:
                _shut(held)

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            for held in self._sockets:
                held.close()
            self._sockets.clear()

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for held in self._sockets:
                _shut(held)


def _shut(held: socket.socket) -> None:
    with suppress(OSError):  # it was closed at the other end first
        held.shutdown(socket.SHUT_RDWR)
