"""A server that is never done: it says its first words, and then a byte now and then."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

PAUSE = 0.02


@contextmanager
def dripping(*opening: bytes) -> Iterator[int]:
    """The port of a server that answers what it is sent with each of `opening` in turn, and then drips."""
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            for words in opening:
                connection.sendall(words)
                connection.recv(65_536)
            while not over.wait(PAUSE):
                connection.sendall(b"x")

    def accept(listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                start(serve, connection)

    threads: list[threading.Thread] = []

    def start(work: Any, place: socket.socket) -> None:
        threads.append(threading.Thread(target=work, args=(place,)))
        threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        start(accept, listening)
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            listening.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join(30)
