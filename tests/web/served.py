"""A site under test: asked as a reader asks, or behind its server with bytes that no reader would send."""

import asyncio
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from publisher.web.server import serve_folder
from publisher.web.site import Site

SAVED = 1_506_000_000
"""When the documents were saved: Thursday, 21 September 2017, 13:20:00 UTC."""
DATE = "Thu, 21 Sep 2017 13:20:00 GMT"
FEED = b"<rss>" + b"<item>Informal consultations</item>" * 200 + b"</rss>"
DOCUMENTS = {
    "index.html": b"<h1>Journal</h1>" * 200,
    "404.html": b"<h1>Page not found</h1>" * 100,
    "en/index.html": b"<h1>English</h1>",
    "en/journal.rss": FEED,
    "en/journal.atom": b"<feed/>",
    "en/journal.json": b"{}",
    "en/today.ics": b"BEGIN:VCALENDAR",
    "en/issues/2017-10-02.pdf": b"%PDF-1.7" * 1000,
    "assets/journal.css": b"p { margin: 0 }" * 100,
    "assets/filter.js": b"1;",
    "assets/icon.svg": b"<svg/>",
    "feeds.opml": b"<opml/>",
    "robots.txt": b"User-agent: *",
    "sitemap.xml": b"<urlset/>",
    "data.bin": b"\0",
    ".printing.json": b"{}",
    ".new/half": b"half",
}


class Reply(NamedTuple):
    """What the server answered; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Reader:
    """Asks a site without a server between; the site goes by `now` and `next_release`, UTC instants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Ahead of the machine's clock: what was written a moment ago has settled.
        self.now = datetime.now(UTC) + timedelta(hours=1)
        self.next_release: datetime | None = None
        self.site = Site(folder, next_release=lambda: self.next_release, clock=lambda: self.now)

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        return ask(self.site, path, method, **headers)


def ask(application: ASGIApp, path: str, method: str = "GET", **headers: str) -> Reply:
    """`path` is percent-encoded; `if_none_match="…"` is the header If-None-Match."""
    address, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": unquote(address),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").lower().encode(), text.encode("latin-1"))
            for name, text in headers.items()
        ],
    }
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    asyncio.run(application(scope, receive, send))  # type: ignore[arg-type] # an awaitable, and in truth a coroutine
    named = {name.decode(): text.decode("latin-1") for name, text in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    assert not sent[-1].get("more_body")
    return Reply(sent[0]["status"], named, b"" if method == "HEAD" else body)


class Served:
    """A site behind the real server, sent what no reader would send."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = serve_folder(folder, "127.0.0.1", 0)
        self.server.start()

    def stop(self) -> None:
        self.server.stop()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.server.port), timeout=30)

    def send(self, *pieces: bytes) -> bytes:
        """What comes back, until the server closes, for bytes that are sent as they are."""
        with self.connect() as connection:
            with suppress(ConnectionError):
                for piece in pieces:
                    connection.sendall(piece)
            answer = b""
            with suppress(ConnectionError):
                while part := connection.recv(65536):
                    answer += part
            return answer

    def get(self, path: str, *headers: str) -> bytes:
        """The answer as it came, to a request of one line and these."""
        lines = [f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *headers]
        return self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))


def write_documents(folder: Path) -> None:
    for path, body in DOCUMENTS.items():
        write_document(folder, path, body)


def write_document(folder: Path, path: str, body: bytes, saved: float = SAVED) -> None:
    """As the directory outlet does it: written elsewhere, renamed into place."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.new")
    draft.write_bytes(body)
    os.utime(draft, (saved, saved))
    os.replace(draft, target)
