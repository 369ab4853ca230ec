"""Looking writes nothing: not in the ledger, not beside it, whatever state it is in, and waits for nobody."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.cli import session
from publisher.cli.main import COMMANDS, publisher
from publisher.config.config import load_config
from publisher.errors import PublisherError
from publisher.ledger.database import find_schema
from publisher.ledger.ledger import Ledger
from publisher.ledger.tables import SCHEMA
from publisher.monitoring.health import Health
from publisher.monitoring.status import read_status
from publisher.monitoring.status_server import StatusSite
from publisher.preview.preview import Preview
from tests.acceptance.publication import Publication
from tests.builders import DUE, ZONE
from tests.folders import CONFIG, Folder
from tests.hostile.unprivileged import run_bound
from tests.ledger.earlier import EARLIER, turn_back
from tests.web.served import ask

ISSUE = '[issue]\nclose = "18:30"\n'
APPROVE = "[schedule]\napprove = 2\n"
LOOKS = (
    ("approve",),
    ("check",),
    ("check", "--links"),
    ("deliveries",),
    ("explain", "first-reading"),
    ("export",),
    ("issue",),
    ("log",),
    ("plan",),
    ("plan", "--at", "2017-09-20 12:00"),
    ("publish", "--dry-run"),
    ("roadmap",),
    ("roadmap", "move", "first-reading", "6 October (morning)", "--dry-run"),
    ("status",),
    ("status", "--json"),
    ("verify",),
)
WRITE = {"hold", "reprint", "restore", "resume", "retry", "run"}
"""The commands that are there to write into the ledger, beside `publish` and `approve SLUG`."""

OF_SOURCES = {"import", "init", "new", "rehearse", "schema"}
"""Those that have nothing to do with the publication's ledger."""

Picture = dict[str, tuple[int, int, int, int, bytes]]


def take_picture(folder: Path) -> Picture:
    """Everything in a folder: mode, owner, group, modification time and content; its own times too."""
    found: Picture = {}
    for path in (folder, *folder.rglob("*")):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (status.st_mode, status.st_uid, status.st_gid, status.st_mtime_ns, content)
    return found


def call(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(folder / "config.toml"), *arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    """With a release, an issue and something that waits for approval."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = Folder(tmp_path / "publication", CONFIG + ISSUE)
    folder.announce()
    desk = folder.open()
    desk.run_pass(DUE)
    desk.run_pass(DUE + timedelta(days=2))
    folder.config.write_text(CONFIG + ISSUE + APPROVE, encoding="utf-8")
    folder.announce("second")
    yield folder
    folder.close()


@pytest.fixture(params=["none", "at rest", "older", "crashed", "in use", "being written"])
def looked_into(request: pytest.FixtureRequest, folder: Folder, tmp_path: Path) -> Iterator[Path]:
    """A publication whose ledger is in some state; of one in use the daemon's own files are as they were."""
    ledger = folder.path / "ledger.sqlite"
    if request.param == "none":
        folder.lose_ledger()
    elif request.param == "at rest":
        folder.close()
    elif request.param == "older":
        folder.close()
        turn_back(folder.ledger_url(), EARLIER[0])
    elif request.param == "crashed":
        # As the end of a process or of a machine leaves them: what was recorded last stands beside the file.
        shutil.copytree(folder.path, tmp_path / "crashed")
        assert (tmp_path / "crashed/ledger.sqlite-wal").stat().st_size
        yield tmp_path / "crashed"
        return
    else:
        folder.close()
        with use(ledger, USES[request.param]):
            yield folder.path
        return
    yield folder.path


USES = {"in use": "SELECT 1 FROM release", "being written": "BEGIN IMMEDIATE; DELETE FROM release"}
USE = """
import sqlite3, sys
ledger = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2].split(";"):
    ledger.execute(statement).fetchall()
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def use(ledger: Path, statements: str) -> Iterator[None]:
    """Another process that has the ledger open; within one process SQLite shares what it knows of a file."""
    command = (sys.executable, "-c", USE, str(ledger), statements)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        try:
            yield
        finally:
            process.stdin.close()


def test_no_look_changes_a_file_or_a_time_in_the_whole_folder(looked_into: Path) -> None:
    before = take_picture(looked_into)
    for arguments in LOOKS:
        result = call(looked_into, *arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit | PublisherError)
        assert take_picture(looked_into) == before, arguments


def test_every_command_is_known_to_look_or_to_write() -> None:
    assert {arguments[0] for arguments in LOOKS} | WRITE | OF_SOURCES | {"preview"} == set(COMMANDS)


def test_only_those_commands_open_the_ledger_to_write_and_two_of_them_migrate() -> None:
    texts = {
        path.stem: path.read_text(encoding="utf-8") for path in Path(session.__file__).parent.glob("*.py")
    }
    del texts["session"]
    found = {
        word: {name for name, text in texts.items() if re.search(rf'"{word}"|{call}\(', text)}
        for word, call in (("write", "write_to_ledger"), ("migrate", "migrate_ledger"))
    }
    assert found == {"write": WRITE - {"run"} | {"approve"}, "migrate": {"publish", "run"}}


def test_a_look_shows_what_a_crashed_daemon_had_recorded(folder: Folder, tmp_path: Path) -> None:
    shutil.copytree(folder.path, tmp_path / "crashed")
    assert "released first-reading" in call(tmp_path / "crashed", "log").output


def test_a_look_beside_a_writer_shows_what_was_recorded_before(folder: Folder) -> None:
    folder.close()
    with use(folder.path / "ledger.sqlite", USES["being written"]):
        assert "released first-reading" in call(folder.path, "log").output


@pytest.mark.parametrize("revision", EARLIER)
def test_an_older_ledger_is_shown_as_it_will_be_and_said_to_be_older(folder: Folder, revision: str) -> None:
    now = [call(folder.path, *arguments).stdout for arguments in (("plan",), ("deliveries",), ("issue",))]
    folder.close()
    turn_back(folder.ledger_url(), revision)
    then = [call(folder.path, *arguments) for arguments in (("plan",), ("deliveries",), ("issue",))]
    assert [one.stdout for one in then] == now
    for one in then:
        [line] = [line for line in one.stderr.splitlines() if "older" in line]
        assert f"schema {revision}" in line


def test_an_export_of_an_older_ledger_is_one_that_its_own_program_can_restore(folder: Folder) -> None:
    folder.close()
    turn_back(folder.ledger_url(), "0004")
    done = call(folder.path, "export")
    assert done.stdout.startswith('{"ledger":{"format":1,"schema":"0004"}}\n')
    assert '"held_by"' not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("hold", "--reason", "wait"), ("resume",), ("retry",), ("reprint",), ("approve", "second")],
    ids=" ".join,
)
def test_a_command_that_writes_says_what_to_do_with_an_older_ledger(
    folder: Folder, arguments: tuple[str, ...]
) -> None:
    folder.close()
    turn_back(folder.ledger_url(), "0004")
    before = take_picture(folder.path)
    result = call(folder.path, *arguments)
    assert result.exit_code == 1
    assert "has schema 0004" in str(result.exception)
    assert "`publisher publish` or `publisher run` brings it up to date" in str(result.exception)
    assert take_picture(folder.path) == before


def test_publish_migrates_after_an_export_beside_config_toml_and_says_so(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    before = call(folder.path, "log").stdout
    folder.close()
    turn_back(folder.ledger_url(), "0004")
    call(folder.path, "publish")
    [export] = folder.path.glob("ledger-*.jsonl")
    [line] = [one.message for one in caplog.records if "brought up to date" in one.message]
    assert line == (
        f"the ledger is brought up to date from schema 0004 to {SCHEMA}; {export} holds it as it was"
    )
    assert find_schema(folder.ledger_url()) == SCHEMA
    assert len(call(folder.path, "log").stdout.splitlines()) >= len(before.splitlines())


def test_a_preview_and_the_page_of_the_status_change_nothing(folder: Folder) -> None:
    folder.close()
    before = take_picture(folder.path)
    preview = Preview(load_config(folder.config), lambda: DUE)
    assert preview.look().waiting
    preview.close()
    with closing(Ledger.look_into(folder.ledger_url())) as ledger:
        site = StatusSite(lambda: Health(read_status(ledger)), ledger, "Journal", ZONE, lambda: DUE)
        for path in ("/status", "/status.json", "/metrics", "/health"):
            assert ask(site.site, path, host="localhost").status in (200, 503)
    assert take_picture(folder.path) == before


@pytest.mark.parametrize("arguments", [("retry",), ("reprint",)], ids=" ".join)
def test_what_has_nothing_to_do_without_a_ledger_makes_none(
    folder: Folder, arguments: tuple[str, ...]
) -> None:
    folder.lose_ledger()
    call(folder.path, *arguments)
    assert list(folder.path.glob("ledger*")) == []


def test_whoever_may_only_read_can_look(tmp_path: Path) -> None:
    """The folder belongs to the daemon's user; a colleague asks how it is doing."""
    publication = Publication(tmp_path / "bare")
    publication.announce("first")
    assert publication.run("publish").code == 0
    for path in (*publication.folder.rglob("*"), publication.folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = take_picture(publication.folder)
    for arguments in (("status",), ("plan",), ("log",), ("check",), ("publish", "--dry-run")):
        done = run_bound(publication, *arguments)
        assert (done.code, done.err) == (0, ""), (arguments, done)
    assert take_picture(publication.folder) == before
    for path in (publication.folder, *publication.folder.rglob("*")):
        path.chmod(0o755)


def test_a_look_of_root_leaves_nothing_that_the_daemon_s_user_could_not_write(folder: Folder) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can look as root")
    folder.close()
    for path in (folder.path, *folder.path.rglob("*")):
        shutil.chown(path, "nobody", "nogroup")
    before = take_picture(folder.path)
    assert call(folder.path, "status").exit_code == 0
    assert take_picture(folder.path) == before
