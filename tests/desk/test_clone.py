"""A release names the commit of its sources; a clone that is behind the newest records nothing."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from publisher.desk import clone
from publisher.desk.clone import accept_commit, is_behind, read_commit
from publisher.desk.desk import Pass
from tests.builders import DUE
from tests.folders import Folder

MINUTE = timedelta(minutes=1)
QUIET = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Author", "-c", "user.email=author@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ("git", *who, *arguments), cwd=folder, capture_output=True, text=True, check=True, env=QUIET
    )
    return done.stdout.strip()


def commit(folder: Path, message: str = "More") -> str:
    git(folder, "add", "config.toml", "announcements")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(folder: Folder) -> Folder:
    git(folder.path, "init", "--quiet")
    commit(folder.path)
    return folder


def released(done: Pass) -> list[str]:
    return [one.name for one in done.released if one.subject == "announcement"]


def test_a_release_names_the_commit_that_it_came_from(repository: Folder) -> None:
    head = git(repository.path, "rev-parse", "HEAD")
    done = repository.open().run_pass(DUE)
    assert {one.origin.source for one in done.released} == {head}
    assert done.alarm is None


def test_the_commit_is_read_as_git_reads_it(repository: Folder, tmp_path: Path) -> None:
    path = repository.path
    head = git(path, "rev-parse", "HEAD")
    assert read_commit(repository.announcements) == head
    git(path, "pack-refs", "--all")
    assert not (path / ".git" / "refs" / "heads" / "main").exists()
    assert read_commit(path) == head
    git(path, "checkout", "--quiet", "--detach")
    assert read_commit(path) == head
    git(path, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))
    newer = commit(tmp_path / "tree")
    assert read_commit(tmp_path / "tree" / "announcements") == newer != head
    assert read_commit(path) == head


def test_where_there_is_no_clone_or_no_git_there_is_no_commit(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_commit(Path("/")) is None
    git(folder.path, "init", "--quiet")
    assert read_commit(folder.path) is None
    commit(folder.path)
    monkeypatch.setattr(clone, "_has_git", lambda: False)
    done = folder.open().run_pass(DUE)
    assert (released(done), done.origin.source) == (["first-reading"], None)


def test_a_clone_that_is_behind_records_nothing_until_it_has_caught_up(
    repository: Folder, tmp_path: Path
) -> None:
    """The one ahead has released with a later date; the one behind would take it back."""
    git(tmp_path, "clone", "--quiet", str(repository.path), "behind")
    desk = repository.open()
    desk.run_pass(DUE - MINUTE)
    repository.announce("second")
    commit(repository.path)
    desk.run_pass(DUE - MINUTE)
    other = repository.open()
    elsewhere = tmp_path / "behind" / "announcements"
    other.config = msgspec.structs.replace(other.config, announcements=elsewhere)
    done = other.run_pass(DUE)
    assert done.released == ()
    assert done.alarm is not None
    assert "behind" in done.alarm
    git(tmp_path / "behind", "fetch", "--quiet")
    assert other.run_pass(DUE).released == ()
    git(tmp_path / "behind", "merge", "--quiet", "--ff-only", "origin/main")
    done = other.run_pass(DUE)
    assert done.alarm is None
    assert "second" in released(done)


def test_git_is_started_only_when_the_commit_is_another(
    repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = repository.open()
    desk.run_pass(DUE)
    monkeypatch.setattr(clone, "_ask", lambda *question: pytest.fail("git was started"))
    desk.run_pass(DUE + MINUTE)


def test_going_back_is_what_a_person_has_to_mean(repository: Folder) -> None:
    first = git(repository.path, "rev-parse", "HEAD")
    commit(repository.path)
    desk = repository.open()
    assert desk.run_pass(DUE - MINUTE).alarm is None
    git(repository.path, "reset", "--quiet", "--hard", first)
    assert desk.run_pass(DUE).released == ()
    accept_commit(desk.ledger, repository.announcements)
    assert released(desk.run_pass(DUE)) == ["first-reading"]


def test_an_amended_commit_is_no_older_one(repository: Folder) -> None:
    desk = repository.open()
    desk.run_pass(DUE - MINUTE)
    git(repository.path, "commit", "--quiet", "--allow-empty", "--amend", "--message", "Better words")
    assert released(desk.run_pass(DUE)) == ["first-reading"]


def test_a_shallow_clone_cannot_say_what_it_is_behind(repository: Folder, tmp_path: Path) -> None:
    first = git(repository.path, "rev-parse", "HEAD")
    newest = commit(repository.path)
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository.path}", "shallow")
    assert is_behind(tmp_path / "shallow", newest, first) is False
    assert is_behind(repository.path, first, newest) is True
    assert is_behind(tmp_path, first, newest) is False
