"""A fresh clone on a machine with Python, git and make: one command, and the Journal is served."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.publication import (
    ROOT,
    SAMPLE,
    Running,
    find_feeds,
    read_feed,
    slug_of,
    wait_until,
)
from tests.sample import SAMPLE_CONFIG

pytestmark = pytest.mark.prove

MINUTES = 5
"""For the environment, which takes some twenty seconds where the package index is near."""


def clone(folder: Path) -> Path:
    """HEAD of this tree, as somebody else would get it; what is not committed is not in it."""
    git = ["git", "-c", f"safe.directory={ROOT / '.git'}", "-c", f"safe.directory={ROOT}"]
    head = subprocess.run([*git, "-C", str(ROOT), "rev-parse", "--verify", "HEAD"], capture_output=True)
    if head.returncode:
        pytest.skip("there is no commit to clone yet")
    subprocess.run([*git, "clone", "--quiet", str(ROOT), str(folder)], check=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = clone(tmp_path_factory.mktemp("fresh") / "clone")
    # Whoever runs `make prove` hands down what that make was told; a fresh machine knows nothing of it.
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        os.environ.pop(name, None)
    running = Running(("make", "-C", str(folder), "run", "PORT=0"), folder.parent / "make.log")
    running.wait_for("Serving the Journal", MINUTES * 60)
    yield running
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait(10)


def test_the_journal_is_served_with_its_feeds(run: Running) -> None:
    assert b"Journal of Consultations" in run.get("/").body
    for language in ("en", "fr", "es", "ar", "zh", "ru"):
        feeds = find_feeds(run, f"/{language}/index.html")
        entries = read_feed(run.get(feeds[language]).body).entries
        assert {slug_of(entry.link) for entry in entries} == set(SAMPLE)


def test_the_terminal_says_what_to_do_next(run: Running) -> None:
    run.wait_for("make demo")
    assert "Traceback" not in run.output


def test_it_ends_with_everything_it_started(run: Running) -> None:
    os.killpg(run.process.pid, signal.SIGTERM)
    run.process.wait(10)
    wait_until(lambda: not run.left_behind(), 10, "the end of all its processes")


def test_what_is_shipped_is_what_the_tests_and_the_demo_have(run: Running) -> None:
    """They have a copy of their own, for a person edits the one that lies on top."""
    folder = run.log.parent / "clone"
    sample = folder / SAMPLE_CONFIG.parent.relative_to(ROOT)
    for path in (path for path in sample.rglob("*") if path.is_file()):
        shipped = folder / path.relative_to(sample)
        assert shipped.read_bytes() == path.read_bytes(), f"copy {shipped.name} to {path.parent}"


def test_nothing_is_left_that_git_would_want_to_add(run: Running) -> None:
    folder = run.log.parent / "clone"
    status = subprocess.run(
        ["git", "-C", str(folder), "status", "--porcelain"], capture_output=True, check=True
    )
    assert status.stdout == b""
