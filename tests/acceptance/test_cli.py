"""The command line under absurd use: a line a person can act on, an exit code, and never a stack trace."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.publication import CONFIG, PROGRAM, Publication, environment, refuse_traceback

COMMANDS = "check hold init new plan publish rehearse reprint resume roadmap run status".split()

# What a command needs to get as far as opening the publication.
COMPLETE: dict[str, tuple[str, ...]] = {
    "check": (), "hold": ("--reason", "why"), "new": ("a-name", "--when", "1 December 2029"), "plan": (),
    "publish": (), "reprint": (), "resume": (), "roadmap": (), "run": ("--port", "0"), "status": (),
    "rehearse": ("--from", "2017-08-20", "--to", "2017-11-30", "--into", "out"),
}  # fmt: skip


def call(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        (*PROGRAM, *arguments),
        input="",
        capture_output=True,
        text=True,
        timeout=30,
        cwd=cwd,
        env=environment(),
    )
    refuse_traceback(done.stdout, done.stderr)
    return done


def remove(publication: Publication) -> None:
    publication.config.unlink()


def make_folder(publication: Publication) -> None:
    publication.config.unlink()
    publication.config.mkdir()


def fill_with_bytes(publication: Publication) -> None:
    publication.config.write_bytes(b"\xff\xfe\x00\x01" * 50)


def empty(publication: Publication) -> None:
    publication.config.write_text("")


ABSURD: dict[str, Callable[[Publication], None]] = {
    "missing": remove, "a folder": make_folder, "no text": fill_with_bytes, "empty": empty,
}  # fmt: skip


@pytest.mark.parametrize("kind", ABSURD)
def test_an_unusable_config_ends_every_command_with_a_line(bare: Publication, kind: str) -> None:
    ABSURD[kind](bare)
    for command in COMPLETE if kind == "missing" else ("publish", "status"):
        done = bare.run(command, *COMPLETE[command], seconds=20)
        assert done.code in (1, 2), (command, done)
        assert "config.toml" in done.out + done.err, (command, done)


@pytest.mark.parametrize("command", ["publish", "plan", "status", "run"])
def test_a_ledger_that_is_a_folder_ends_every_command_without_a_trace(
    bare: Publication, command: str
) -> None:
    bare.ledger.mkdir()
    done = bare.run(command, *COMPLETE[command], seconds=20)
    assert (done.code, len(done.err.splitlines())) == (1, 1), done
    assert "ledger" in done.err


@pytest.mark.parametrize(
    "url",
    [
        "nonsense://x",
        "sqlite:////nowhere/at/all.sqlite",
        "postgresql://127.0.0.1:1/none",
        "://",
        "mysql://x/y",
    ],
)
def test_a_ledger_that_cannot_be_reached_is_said_in_a_line(bare: Publication, url: str) -> None:
    bare.config.write_text(f'ledger = "{url}"\n{CONFIG}')
    done = bare.run("publish", seconds=20)
    assert done.code in (1, 2), done
    assert "ledger" in done.err
    bare.run("status", seconds=20)


ARGUMENTS = [
    ("plan", "--at", "yesterday"),
    ("plan", "--at", "2027-03-14 02:30"),
    ("plan", "--at", ""),
    ("plan", "--days", "99999999999"),
    ("rehearse", "--from", "2017-02-30", "--to", "2017-03-01", "--into", "out"),
    ("rehearse", "--from", "2017-01-01", "--to", "2017-02-01", "--into", "announcements"),
    ("rehearse", "--from", "2017-01-01", "--to", "2017-02-01", "--into", "/proc/nowhere"),
    ("run", "--port", "70000"),
    ("run", "--host", "256.256.256.256", "--port", "0"),
    ("hold", "nothing-of-that-name", "--reason", "why"),
    ("reprint",),
    ("reprint", "--into", "config.toml"),
    ("new", "../../escape", "--when", "1 December 2029"),
    ("new", "first", "--when", "1 December 2029"),
    ("init", "."),
    ("roadmap", "move", "no-such-milestone", "3 May 2029"),
    ("roadmap", "import", "http://127.0.0.1:1/"),
    ("no-such-command",),
]
MORE_ARGUMENTS = [
    ("plan", "--at", "2017-13-01"),
    ("plan", "--days", "-1"),
    ("plan", "--days", "many"),
    ("rehearse",),
    ("rehearse", "--from", "2017", "--to", "2018", "--into", "out"),
    ("rehearse", "--from", "2017-01-01", "--to", "never", "--into", "out"),
    ("rehearse", "--from", "2017-01-01", "--to", "2017-02-01", "--into", "config.toml"),
    ("rehearse", "--from", "2017-01-01", "--to", "2017-02-01", "--into", "out", "--pace", "-1"),
    ("run", "--port", "http"),
    ("hold",),
    ("resume", "a", "--archive"),
    ("new", "Capital Letters", "--when", "1 December 2029"),
    ("new", "x" * 300, "--when", "1 December 2029"),
    ("init", "announcements/first.md"),
    ("init", "/proc/nowhere"),
    ("roadmap", "confirm", "no-such-milestone"),
    ("roadmap", "cancel", "no-such-milestone", "--reason", "why"),
    ("roadmap", "read"),
    ("roadmap", "read", "1 May", "--letter", "last week"),
    ("roadmap", "import", "no-such-file"),
    ("roadmap", "import", "announcements"),
    ("roadmap", "import", "/dev/null"),
    ("roadmap", "import", "announcements/first.md", "--letter", "last week"),
    ("status", "--everything"),
    ("publish", "first.md"),
    ("--config",),
    ("--no-such-option",),
]


@pytest.mark.parametrize(
    "arguments",
    [*ARGUMENTS, *(pytest.param(one, marks=pytest.mark.prove) for one in MORE_ARGUMENTS)],
    ids=lambda arguments: " ".join(arguments)[:60],
)
def test_absurd_arguments_are_refused_in_words(bare: Publication, arguments: tuple[str, ...]) -> None:
    bare.announce("first")
    done = bare.run(*arguments, seconds=20)
    assert done.code in (1, 2), done
    assert done.err.strip()
    assert sorted(path.name for path in bare.folder.iterdir() if path.name != "out") == [
        *("announcements", "config.toml"), *(path.name for path in bare.folder.glob("ledger*")),
    ]  # fmt: skip


def test_new_without_anybody_to_ask_writes_nothing(bare: Publication) -> None:
    done = bare.run("new")
    assert done.code == 2
    assert "give this one a name of its own, such as third-reading" in done.err
    assert list(bare.announcements.iterdir()) == []


def test_a_port_that_is_taken_is_named(bare: Publication) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = bare.run("run", "--port", str(port), seconds=15)
    assert done.code == 1
    assert re.fullmatch(rf"port {port} cannot be used: .*; choose another with --port\n", done.err)


def test_a_check_of_a_file_that_is_not_there_is_refused(bare: Publication) -> None:
    done = bare.run("check", "announcements/frist.md")
    assert done.code == 2
    assert "frist.md" in done.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    done = call(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert f"Usage: publisher {command}" in done.stdout


def test_help_lists_every_command_in_a_blink(tmp_path: Path) -> None:
    begun = time.monotonic()
    done = call("--help", cwd=tmp_path)
    assert time.monotonic() - begun < 2
    assert [
        command for command in COMMANDS if not re.search(rf"^  {command} ", done.stdout, re.MULTILINE)
    ] == []


def test_a_new_publication_goes_from_nothing_to_a_feed(tmp_path: Path) -> None:
    assert call("init", "mine", "--title", 'My "own" Journal', cwd=tmp_path).returncode == 0
    publication = Publication(tmp_path / "mine", (tmp_path / "mine/config.toml").read_text())
    assert publication.run("new", "third-reading", "--when", "3 December 2029 (afternoon)").code == 0
    assert publication.run("check").code == 0
    assert publication.run("publish").code == 0
    assert publication.slugs() == []
    path = publication.announcements / "third-reading.md"
    path.write_text(re.sub("^draft:.*\n", "publish: at once\n", path.read_text(), flags=re.MULTILINE))
    assert publication.run("publish").code == 0
    assert publication.slugs() == ["third-reading"]


def test_a_publication_can_be_run_from_anywhere(bare: Publication, tmp_path: Path) -> None:
    bare.announce("first")
    away = tmp_path / "away"
    away.mkdir()
    assert bare.run("publish", cwd=away).code == 0
    assert list(away.iterdir()) == []
    assert bare.slugs() == ["first"]


def test_a_closed_pipe_is_no_fault(sample: Publication) -> None:
    command = f"'{PROGRAM[0]}' --config '{sample.config}' plan | head -1"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=20, env=environment()
    )
    refuse_traceback(done.stderr)
    assert "Exception" not in done.stderr
    assert done.stdout.count("\n") == 1


def test_it_runs_as_a_module_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "publisher", "--help"], capture_output=True, text=True, timeout=20,
        env=environment(), cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0
    assert "Usage:" in done.stdout
