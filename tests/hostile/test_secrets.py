"""Secrets come from the environment only, and stand in no log, ledger, document, message or file."""

import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from publisher.config.config import load_config
from publisher.errors import ConfigError
from tests.acceptance.publication import CONFIG, Publication
from tests.folders import CONFIG as SETTINGS
from tests.outlets.post_office import AnyPort, PostOffice

PLANTED = "planted-6f2b91"
ADDRESS = "postgresql+psycopg://someone@127.0.0.1:1/ledger"


def search(folder: Path) -> list[str]:
    """The files under a folder, the ledger too, that hold what was planted."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in found if PLANTED.encode() in path.read_bytes()]


# Under the names that docs/outlets.md and docs/operating.md give them.
NAMES = ("HOOK_SECRET", "JOURNAL_S3_KEY", "JOURNAL_S3_SECRET", "MAIL_PASSWORD", "PGPASSWORD")
ADDRESSES = ("ALARM_WEBHOOK", "ALARM_HEARTBEAT")
OUTLETS = """
[operating]
port = 0

[alarms]
webhook = "env:ALARM_WEBHOOK"
heartbeat = "env:ALARM_HEARTBEAT"

[alarms.email]
host = "127.0.0.1"
port = {mail}
security = "none"
sender = "journal@example.org"
to = ["operators@example.org"]
user = "journal"
password = "env:MAIL_PASSWORD"

[outlets.bucket]
kind = "s3"
bucket = "journal"
endpoint = "{web}"
access_key = "env:JOURNAL_S3_KEY"
secret_key = "env:JOURNAL_S3_SECRET"
live = true

[outlets.app]
kind = "webhook"
url = "{web}/app"
secret = "env:HOOK_SECRET"
live = true

[outlets.hub]
kind = "websub"
hub = "{web}/hub"
live = true

[outlets.missions]
kind = "email"
host = "127.0.0.1"
port = {mail}
security = "none"
user = "journal"
password = "env:MAIL_PASSWORD"
sender = "journal@example.org"
to = ["missions@example.org"]
live = true
"""


class Gossip(ThreadingHTTPServer):
    """Tells whoever asks all that it was told, in the way of S3 ("SignatureDoesNotMatch" names the key)."""

    daemon_threads = True

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), Repeating)
        self.status = status
        self.told: list[str] = []


class Repeating(BaseHTTPRequestHandler):
    server: Gossip

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
        head = " ".join(f"{name}: {value}" for name, value in self.headers.items())
        told = f"{self.headers.get('Authorization', '')[17:]} {self.path} {head} {body}"
        self.server.told.append(told)
        named = f"<Error><Told>{told}</Told><Code>SignatureDoesNotMatch</Code></Error>".encode()
        self.send_response(403 if "/journal" in self.path else self.server.status)
        self.send_header("Content-Length", str(len(named)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(named)

    do_GET = do_HEAD = do_PUT = do_POST = answer

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@contextmanager
def gossiping(status: int) -> Iterator[Gossip]:
    server = Gossip(status)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def asking_for_passwords(succeeds: bool) -> Iterator[tuple[PostOffice, list[str]]]:
    """A mail server, and the passwords that it was shown."""
    shown: list[str] = []

    def look(server: object, session: object, envelope: object, how: str, shown_now: Any) -> AuthResult:
        shown.append(shown_now.password.decode())
        return AuthResult(success=succeeds, handled=False)

    office = PostOffice()
    controller = AnyPort(
        office, hostname="127.0.0.1", port=0, ready_timeout=30, auth_require_tls=False, authenticator=look
    )
    controller.start()
    office.port = controller.port
    try:
        yield office, shown
    finally:
        controller.stop()


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("publish",), ("plan",), ("explain", "first"), ("status",), ("status", "--json"), ("check",), ("issue",),
    ("deliveries",), ("deliveries", "--json"), ("deliveries", "--failed"), ("log",), ("verify",), ("retry",),
    ("publish",), ("reprint",), ("export", "backup.jsonl"), ("hold", "--reason", "A trial"), ("resume",),
)  # fmt: skip


@pytest.mark.prove
@pytest.mark.parametrize("status", [403, 204], ids=["everything refuses", "everything answers"])
def test_a_planted_secret_turns_up_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """In no output, log, status, metrics, export, document or row, though each is used and told back."""
    with gossiping(status) as web, asking_for_passwords(status == 204) as (office, shown):
        address = f"http://127.0.0.1:{web.server_port}"
        for name in NAMES:
            monkeypatch.setenv(name, PLANTED)
        for name in ADDRESSES:
            monkeypatch.setenv(name, f"{address}/{name}/{PLANTED}")
        publication = Publication(tmp_path / "bare")
        publication.configure(OUTLETS.format(web=address, mail=office.port))
        publication.announce("first")
        said = [text for command in COMMANDS for text in publication.run(*command)[1:]]
        daemon = publication.start("run", "--port", "0", "--log", "json")
        watched = int(daemon.wait_for(r"Status and metrics on http://\S+?:(\d+)")[1])
        said += [daemon.get(path).body.decode() for path in ("/", "/en/journal.rss")]
        for path in ("status", "status.json", "metrics"):
            with urllib.request.urlopen(f"http://127.0.0.1:{watched}/{path}", timeout=60) as answer:
                said.append(answer.read().decode())
        daemon.end()
        publication.close()
    assert PLANTED not in "".join(said)
    assert search(publication.folder) == []
    assert "bucket: " in "".join(said)
    assert "SignatureDoesNotMatch" in "".join(said)
    # All of it was used, or nothing would have been shown.
    assert set(shown) == {PLANTED}
    assert bool(office.mails) == (status == 204)
    told = "".join(web.told)
    for path in ("/app", "/hub", "/journal", *(f"/{name}/{PLANTED}" for name in ADDRESSES)):
        assert f" {path}" in told
    assert f"Credential={PLANTED}/" in told
    assert "webhook-signature: v1," in told


@pytest.mark.prove
def test_a_database_that_refuses_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PLANTED)
    publication = Publication(tmp_path / "bare")
    publication.config.write_text(f'ledger = "{ADDRESS}"\n{CONFIG}')
    for command in (["publish"], ["run", "--port", "0"], ["status"]):
        done = publication.run(*command)
        assert done.code == 1
        assert PLANTED not in done.out + done.err
    assert search(publication.folder) == []


@pytest.mark.parametrize("address", [ADDRESS.replace("@", f":{PLANTED}@"), f"{ADDRESS}?password={PLANTED}"])
def test_a_password_in_the_ledger_s_address_is_refused_and_not_repeated(tmp_path: Path, address: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'ledger = "{address}"\n{SETTINGS}')
    with pytest.raises(
        ConfigError, match=r":1: the ledger's address holds a password; .*PGPASSWORD"
    ) as refused:
        load_config(path)
    assert PLANTED not in str(refused.value)
