"""What takes long to play is played once for all workers of a run, and each gets a copy of its own."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def play_once(factory: pytest.TempPathFactory, name: str, play: Callable[[Path], Path]) -> Path:
    """A copy of what `play` made inside the folder that it was given."""
    base = factory.getbasetemp()
    # Each worker of pytest-xdist has a folder beneath the one of the run.
    shared = (base.parent if base.name.startswith("popen-") else base) / f"played-{name}"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = shared / "whole"
        if not whole.exists():
            begun = shared / "begun"
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            played = play(begun)
            (begun / "result").write_text(played.relative_to(begun).as_posix())
            begun.rename(whole)
    copy = factory.mktemp(name)
    shutil.copytree(whole, copy, dirs_exist_ok=True)
    return copy / (copy / "result").read_text()
