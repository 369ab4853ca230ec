"""A web server on loopback that keeps what it is sent, and behaves as badly as it is told to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Received(NamedTuple):
    """One request: path, headers with names in small letters, body."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """`behaviour` is what requests meet: a status (`answer_headers` go with it), "drop" or "stall"."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/hook"
        self.requests: list[Received] = []
        self.behaviour: int | str = 204
        self.answer_headers: dict[str, str] = {}
        self.ending = threading.Event()


class Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        named = {name.lower(): value for name, value in self.headers.items()}
        self.receiver.requests.append(Received(self.path, named, body))
        if self.receiver.behaviour == "stall":
            self._stall()
        elif self.receiver.behaviour == "drop":
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.send_response(int(self.receiver.behaviour))
            for name, value in self.receiver.answer_headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def _stall(self) -> None:
        """A byte now and then: no time-out between two bytes ever ends this."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.receiver.ending.wait(0.05):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Mine(Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Mine)
    server.daemon_threads = True
    Mine.receiver = receiver = Receiver(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.ending.set()
        server.shutdown()
        thread.join()
        server.server_close()
