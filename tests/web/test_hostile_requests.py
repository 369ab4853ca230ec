"""What nobody well-meaning sends: nothing outside the folder goes out, nothing breaks, nobody is held up."""

import os
import socket
from contextlib import ExitStack
from pathlib import Path

import h11
import pytest

from publisher.web import server
from tests.acceptance.publication import wait_until
from tests.web.served import DOCUMENTS, Served, write_document

OUTSIDE = [
    "/../config.toml",
    "/..%2fconfig.toml",
    "/%2e%2e/config.toml",
    "/%2e%2e%2fconfig.toml",
    "/.%2e/config.toml",
    "/en/../../config.toml",
    "/en/%2e%2e/%2e%2e/config.toml",
    "/%252e%252e/config.toml",
    "/..%c0%afconfig.toml",
    "/%c0%ae%c0%ae/config.toml",
    "/..%5cconfig.toml",
    "/..\\config.toml",
    "//config.toml",
    "///etc/passwd",
    "/%2fetc%2fpasswd",
    "/etc/passwd",
    "/en/journal.rss%00.html",
    "/%00",
    "/en%0d%0aSet-Cookie:x",
    "/%ff%fe",
    "/.",
    "/..",
    "/./config.toml",
    "/.printing.json",
    "/%2eprinting.json",
    "/.new/half",
    "/en/.",
    "/index.html/",
    "/index.html/x",
    "/con:",
    "/" + "a" * 300,
    "/" + "a/" * 900,
    "/" + "../" * 900,
    "/link.toml",
    "/linked/config.toml",
    "/pipe",
    "/*",
]


@pytest.fixture(scope="module")
def hostile(served: Served) -> Served:
    os.symlink("../config.toml", served.folder / "link.toml")
    os.symlink("..", served.folder / "linked")
    os.mkfifo(served.folder / "pipe")
    return served


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: ascii(path[:30]))
def test_nothing_but_a_document_goes_out(
    hostile: Served, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    reply = hostile.get(path)
    assert reply.startswith(b"HTTP/1.1 404 ")
    assert reply.endswith(DOCUMENTS["404.html"])
    assert b"secret" not in reply
    assert caplog.records == []


CLOSE = b"Connection: close\r\n"
LONG = b"A" * 32 * h11._connection.DEFAULT_MAX_INCOMPLETE_EVENT_SIZE
"""More than the server takes of a request that is not whole yet."""


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        (b"\r\n\r\nGET\r\n\r\n", [400]),
        (b"GET / HTTP/1.1\r\n" + CLOSE + b"\r\n", [400]),
        (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", [400]),
        (b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", [400]),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", [400]),
        (b"GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n", [400]),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", [400]),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", [400]),
        (b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n", [400, 501]),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [405]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", [400]),
        # Beyond the limit it is refused, unless it arrives in one piece.
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + CLOSE + b"X: " + LONG + b"\r\n\r\n", [400]),
        (b"GET /" + LONG + b" HTTP/1.1\r\nHost: x\r\n\r\n", [400]),
        (LONG, [400]),
    ],
    ids=lambda sent: ascii(sent[:25]) if isinstance(sent, bytes) else "",
)
def test_what_is_no_request_is_refused_in_a_line(
    served: Served, sent: bytes, statuses: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    reply = served.send(sent)
    # Of a connection that closes while more is under way the answer may be lost.
    if reply or len(sent) < 10_000:
        assert int(reply.split(b" ")[1]) in statuses
    assert all(record.exc_info is None for record in caplog.records)


@pytest.mark.parametrize(
    "value", ["\xff", '"' * 500, "," * 900, "bytes=" + "9" * 900 + "-", "W/" * 450], ids=str.__len__
)
def test_headers_that_mean_nothing_change_nothing(served: Served, value: str) -> None:
    names = (
        "If-None-Match",
        "If-Modified-Since",
        "If-Unmodified-Since",
        "Range",
        "If-Range",
        "Accept-Encoding",
    )
    for name in names:
        reply = served.get("/en/journal.rss", f"{name}: {value}")
        assert reply.startswith(b"HTTP/1.1 200 ")
        assert reply.endswith(DOCUMENTS["en/journal.rss"])


def test_a_body_that_never_ends_is_not_waited_for(served: Served) -> None:
    reply = served.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 405 ")


def test_two_requests_in_one_breath_are_answered_in_turn(served: Served) -> None:
    ask = b"GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n"
    reply = served.send(ask % (b"/robots.txt", b"") + ask % (b"/nothing", CLOSE))
    assert reply.index(b"HTTP/1.1 200") < reply.index(b"HTTP/1.1 404")


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_request_that_does_not_come_in_is_not_waited_for(
    served: Served, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "REQUEST_SECONDS", 0.2)
    with served.connect() as slow:
        slow.sendall(begun)
        slow.settimeout(0.02)
        wait_until(lambda: is_closed(slow, dribble=bool(begun)), 30, "the end of a slow connection")


def is_closed(connection: socket.socket, *, dribble: bool) -> bool:
    """One byte at a time puts nothing off."""
    try:
        if dribble:
            connection.sendall(b"a")
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_connections_beyond_what_the_process_can_hold_are_closed(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "count_places", lambda: 5)
    with ExitStack() as crowd:
        connections = [crowd.enter_context(served.connect()) for _ in range(20)]
        assert all(is_closed(one, dribble=False) for one in connections[5:])
        connections[0].sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connections[0].recv(12) == b"HTTP/1.1 200"


def test_no_answer_waits_for_the_reader_to_confirm_its_head(served: Served) -> None:
    """The second answer on a connection came 40 ms late."""
    connections = served.server.server.server_state.connections
    before = set(connections)
    with served.connect():
        [ours] = wait_until(lambda: set(connections) - before, 30, "the connection")
        accepted = ours.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.prove
def test_a_reader_that_takes_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STALL_SECONDS", 2)
    write_document(tmp_path, "large.bin", b"x" * (7 << 20))
    served = Served(tmp_path)
    connections = served.server.server.server_state.connections
    with served.connect() as idle:
        idle.sendall(b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_until(lambda: connections, 30, "a connection")
        wait_until(lambda: not connections, 60, "its end")
    served.stop()
