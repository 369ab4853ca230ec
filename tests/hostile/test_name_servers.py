"""Name servers down, wherever the program reaches out: a line says which name, and a later pass makes up."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from obstore.store import MemoryStore

from publisher.announcements import links
from publisher.cli.main import publisher
from publisher.config.config import load_config
from publisher.errors import LedgerError
from publisher.ledger.ledger import Ledger
from publisher.monitoring.alarms.notifier import Notifier
from publisher.monitoring.health import Health
from publisher.monitoring.probe import verify_due
from publisher.monitoring.status import Status
from publisher.outlets.s3 import MARK, Bucket
from publisher.web.server import serve_folder
from tests.builders import DUE
from tests.folders import CONFIG, MINUTE, Folder
from tests.monitoring.alarms.receiver import listen
from tests.outlets.post_office import open_post_office
from tests.outlets.receiver import receiving

# Every name here ends in `.invalid`, which no name server knows (RFC 6761): the failure is a real one.

OUTLETS = """
[outlets.app]
kind = "webhook"
url = "{hook}"
live = true

[outlets.hub]
kind = "websub"
hub = "{hub}"
live = true

[outlets.missions]
kind = "email"
host = "smtp.invalid"
port = {port}
security = "none"
sender = "journal@example.org"
to = ["missions@example.org"]
live = true

[outlets.bucket]
kind = "s3"
bucket = "journal"
endpoint = "http://s3.invalid:9000"
access_key = "env:TEST_S3_KEY"
secret_key = "env:TEST_S3_SECRET"
live = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path / "publication")
    yield folder
    folder.close()


def bring_back(patch: pytest.MonkeyPatch) -> None:
    """From now on every name is known, and is this machine's."""
    whole = socket.getaddrinfo

    def answer(host: str, *more: object, **named: object) -> object:
        return whole("127.0.0.1" if host.endswith(".invalid") else host, *more, **named)  # type: ignore[arg-type]

    patch.setattr(socket, "getaddrinfo", answer)


def watch_names(patch: pytest.MonkeyPatch) -> list[str]:
    """The names that are asked for from now on."""
    asked: list[str] = []
    whole = socket.getaddrinfo

    def ask(host: str, *more: object, **named: object) -> object:
        asked.append(host)
        return whole(host, *more, **named)  # type: ignore[arg-type]

    patch.setattr(socket, "getaddrinfo", ask)
    return asked


def named(address: str, name: str) -> str:
    return address.replace("127.0.0.1", f"{name}.invalid")


def call(folder: Folder, *arguments: str) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(folder.config), *arguments])


def test_each_outlet_says_which_name_the_site_goes_on_and_a_later_pass_delivers_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TEST_S3_KEY", "TEST_S3_SECRET"):
        monkeypatch.setenv(name, "x")
    with receiving() as hook, receiving() as hub, open_post_office() as post:
        places = {"hook": named(hook.address, "app"), "hub": named(hub.address, "hub"), "port": post.port}
        folder.config.write_text(CONFIG + OUTLETS.format(**places), encoding="utf-8")
        for slug in ("first-reading", "second"):
            folder.announce(slug)
        down = folder.open().run_pass(DUE)
        assert {"en/entries/first-reading.html", "en/entries/second.html"} <= set(folder.files())
        assert sorted(down.delivered.failed) == [
            f"app: {places['hook']}: its host is not known; check the spelling and the connection",
            "bucket: the host s3.invalid is not known; check `endpoint`, `region` and the connection",
            f"hub: {places['hub']}: its host is not known; check the spelling and the connection",
            f"missions: smtp.invalid:{post.port} takes no mail: the host is not known; check `host` and the"
            " connection",
        ]
        said = call(folder, "deliveries", "--failed").output.splitlines()
        assert len(said) == len([one for one in said if "is not known" in one and "next try" in one]) == 4
        bring_back(monkeypatch)
        bucket = Bucket("bucket", MemoryStore)
        config = load_config(folder.config)
        desk = folder.open([*(one for one in config.make_outlets() if one.name != "bucket"), bucket])
        assert down.delivered.next_try is not None
        for minutes in range(1, 30, 7):
            done = desk.run_pass(DUE + minutes * MINUTE)
        assert (done.delivered.failed, done.delivered.undelivered) == ((), ())
        releases = len(desk.ledger.deliveries.newest(100)) // 3
        for told in ([one.headers["webhook-id"] for one in hook.requests], post.ids()):
            assert len(told) == len(set(told)) == releases >= 2
        assert len(hub.requests) == releases
        held = {meta["path"] for batch in bucket.store.list() for meta in batch} - {MARK}
        assert held == set(folder.files())


def test_alarms_are_told_once_when_names_are_back_and_the_log_shows_no_secret_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The heartbeat's address stood in the log as it was, though the config names a variable for it."""
    with listen() as receiver, open_post_office() as post:
        monkeypatch.setenv("TEST_HOOK", f"{named(receiver.address, 'alarms')}/planted")
        path = tmp_path / "config.toml"
        path.write_text(f"""{CONFIG}
[alarms]
webhook = "env:TEST_HOOK"
heartbeat = "env:TEST_HOOK"

[alarms.email]
host = "smtp.invalid"
port = {post.port}
security = "none"
sender = "journal@example.org"
to = ["operator@example.org"]
""")
        config, notifier = load_config(path), Notifier(Ledger.in_memory(), "journal-1")
        overdue = Health(Status(overdue=("first-reading",)))
        for minute in range(3):
            notifier.announce(config, overdue, DUE + minute * MINUTE)
        assert list(dict.fromkeys(caplog.messages)) == [
            "nobody is told of alarms: the webhook for alarms (env:TEST_HOOK): its host is not known; check"
            " the spelling and the connection",
            f"nobody is told of alarms: smtp.invalid:{post.port} takes no alarms: the host is not known;"
            " check `host` and the connection",
            "the heartbeat (env:TEST_HOOK): its host is not known; check the spelling and the connection",
        ]
        assert "planted" not in caplog.text
        bring_back(monkeypatch)
        for minute in range(3, 6):
            notifier.announce(config, overdue, DUE + minute * MINUTE)
        assert [one["text"].splitlines()[0] for one in receiver.posted] == ["Test Journal: 1 alarm"]
        assert (len(post.mails), receiver.beats) == (1, 3)


def test_verify_names_the_host_once_and_asks_for_it_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dozen addresses a release, each waiting for a name server, took hours and all said the same."""
    server = serve_folder(folder.public, "127.0.0.1", 0)
    server.start()
    try:
        home = named(server.address, "journal").replace("localhost", "journal.invalid")
        folder.set_config("https://example.org/journal/", home)
        for slug in ("first-reading", "second"):
            folder.announce(slug)
        desk = folder.open()
        desk.run_pass(DUE)
        asked = watch_names(monkeypatch)
        line = f"{home}: its host is not known; check the spelling and the connection"
        assert {one.summary for one in verify_due(desk, DUE + 2 * MINUTE)} == {line}
        assert asked == ["journal.invalid"]
        with pytest.MonkeyPatch.context() as patch:
            bring_back(patch)
            assert {one.faults for one in verify_due(desk, DUE + 60 * MINUTE)} == {()}
        assert desk.run_pass(DUE + 61 * MINUTE).released == ()
        said = call(folder, "verify")
        assert (said.exit_code, said.output) == (1, f"{line}\n0 of 2 announcements are as they should be\n")
    finally:
        server.stop()


def test_links_are_warned_of_by_line_and_what_answered_well_stays_known(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "PACE_SECONDS", 0)
    asked = watch_names(monkeypatch)
    body = "".join(f"[{one}](https://papers.invalid/{one})\n" for one in "abc")
    folder.write("first-reading.md", f"---\ntitle: A\nmilestone: first-reading\n---\n\n{body}")
    kept = {"https://example.org/": "2000-01-01T00:00:00Z"}
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "cache/publisher").mkdir(parents=True)
    (tmp_path / "cache/publisher/links.json").write_text(json.dumps(kept))
    said = call(folder, "check", "--links")
    assert said.exit_code == 0
    assert [line for line in said.output.splitlines() if "papers.invalid" in line] == [
        f"announcements/first-reading.md:{line}: warning: https://papers.invalid/{one}:"
        " its host is not known; check the spelling and the connection [link]"
        for line, one in ((6, "a"), (7, "b"), (8, "c"))
    ]
    assert asked == ["papers.invalid"] * links.TRIES


@pytest.mark.parametrize("command", [("import",), ("roadmap", "import")])
def test_a_page_that_cannot_be_asked_for_is_one_line_and_nothing_is_written(
    folder: Folder, command: tuple[str, ...]
) -> None:
    before = folder.config.read_bytes()
    said = call(folder, *command, "https://letters.invalid/letter.html", "--yes")
    line = "https://letters.invalid/letter.html: its host is not known; check the spelling and the connection"
    assert (said.exit_code, str(said.exception)) == (1, line)
    assert folder.config.read_bytes() == before
    assert list(folder.announcements.iterdir()) == []


def test_a_database_whose_name_is_not_known_is_one_line(folder: Folder) -> None:
    pytest.importorskip("psycopg", reason="psycopg is missing; it comes with the extra `postgresql`")
    folder.set_config("[publication]", 'ledger = "postgresql+psycopg://db.invalid/x"\n\n[publication]')
    said = call(folder, "publish")
    assert isinstance(said.exception, LedgerError)
    assert len(str(said.exception).splitlines()) == 1
    assert "failed to resolve host 'db.invalid'" in str(said.exception)
