"""The disk on bad days: full at any write, small, slow to rename; what readers see stays whole."""

import errno
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from publisher.outlets.directory import Directory
from tests.acceptance.publication import Publication, assert_whole, files_of
from tests.builders import DUE
from tests.failure_stories.story import folder_in_memory
from tests.folders import MINUTE, Folder, Listener


def fail_at(number: int, whole: Callable[..., Any], calls: list[int]) -> Callable[..., Any]:
    """The call of this number finds the disk full, and each after it, until `calls` is emptied of hope."""

    def write(*arguments: Any, **how: Any) -> Any:
        calls.append(1)
        if len(calls) >= number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(*arguments, **how)

    return write


def live_with_a_full_disk(path: Path, step: str, number: int) -> int:
    """How many writes a printing took; the disk full from the given one on, with room again later."""
    folder = Folder(path)
    for slug in ("first-reading", "second", "third"):
        folder.announce(slug)
    hook = Listener()
    desk = folder.open([Directory("site", folder.public, serves=True), hook])
    calls: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Directory, step, fail_at(number, getattr(Directory, step), calls))
        done = desk.run_pass(DUE)
    if done.delivered.failed:
        assert "No space left on device" in done.delivered.failed[0]
        assert done.delivered.next_try is not None
        assert hook.told == [], "nobody is told of a page that is not there"
        assert list(folder.public.glob(".new/*")) == []
        desk.run_pass(done.delivered.next_try)
    assert sorted(hook.told) == ["first-reading/1", "second/1", "third/1"]
    pages = {path for path in folder.files() if path.startswith("en/entries/") and path.endswith(".html")}
    assert len(pages) == 3
    assert desk.run_pass(DUE + 10 * MINUTE).delivered.documents == 0
    folder.close()
    return len(calls)


@pytest.mark.parametrize("step", ["_write_aside", "_give_name"])
@pytest.mark.parametrize("number", [1, 9])
def test_a_disk_that_is_full_delays_and_loses_nothing(step: str, number: int) -> None:
    with folder_in_memory() as path:
        live_with_a_full_disk(path / "publication", step, number)


@pytest.mark.prove
@pytest.mark.parametrize("step", ["_write_aside", "_give_name"])
def test_a_disk_full_at_every_single_write_delays_and_loses_nothing(step: str) -> None:
    with folder_in_memory() as path:
        writes = live_with_a_full_disk(path / "all", step, 10**6)
        assert writes > 40
        for number in range(1, writes + 1):
            live_with_a_full_disk(path / f"n-{number}", step, number)


# A file system of its own, where this machine lets us mount one; elsewhere the tests above stand for it.


@contextmanager
def small_disk(path: Path, kilobytes: int) -> Iterator[bool]:
    path.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(path))
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(("umount", str(path)), check=True)


@pytest.mark.prove
@pytest.mark.parametrize("free", [0, 16, 64, 160, 320])
def test_on_a_small_disk_the_command_says_so_and_the_next_one_completes_it(tmp_path: Path, free: int) -> None:
    """Ledger, site and sources all on it; `free` kilobytes are left when the release is due."""
    with small_disk(tmp_path / "disk", 4096) as mounted:
        if not mounted:
            return
        publication = Publication(tmp_path / "disk" / "bare")
        publication.announce("first")
        assert publication.run("publish").code == 0
        for number in range(12):
            publication.announce(f"meeting-{number:02}")
        ballast = tmp_path / "disk" / "ballast"
        fill(ballast, free)
        done = publication.run("publish")
        assert done.code in (1, 3)
        assert "full" in done.err or "No space left" in done.err
        assert len(done.err.splitlines()) == 1
        assert_whole(publication.public)
        ballast.unlink()
        publication.run("publish")
        assert publication.run("reprint").code == 0
        assert len(publication.released()) == len(set(publication.released())) == 13
        assert_whole(publication.public)
        publication.run("reprint", "--into", str(tmp_path / "again"))
        assert files_of(publication.public) == files_of(tmp_path / "again")


def fill(ballast: Path, free: int) -> None:
    """Takes all the disk has but `free` kilobytes."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            file.truncate(max(0, file.tell() - free * 1024))


# A network file system that renames slowly


def test_while_a_rename_hangs_readers_have_what_was_there_and_releases_are_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path / "publication")
    folder.announce()
    first = folder.open()
    first.run_pass(DUE)
    before = folder.files()
    hanging, go_on = threading.Event(), threading.Event()
    whole = Directory._give_name

    def rename_slowly(self: Directory, temporary: str, path: str) -> None:
        hanging.set()
        assert go_on.wait(60)
        whole(self, temporary, path)

    monkeypatch.setattr(Directory, "_give_name", rename_slowly)
    folder.announce("second", publish="at once")
    printer = threading.Thread(target=first.run_pass, args=(DUE + MINUTE,))
    printer.start()
    try:
        assert hanging.wait(60)
        assert {path: body for path, body in folder.files().items() if path[0] != "."} == before
        folder.announce("third", publish="at once")
        second = folder.open([])  # another process, which has no site to print
        assert "third" in {one.name for one in second.run_pass(DUE + 2 * MINUTE).released}
    finally:
        go_on.set()
        printer.join()
    first.run_pass(DUE + 3 * MINUTE)
    names = [one.name for one in first.ledger.since(0) if one.subject == "announcement"]
    assert sorted(names) == ["first-reading", "second", "third"]
    assert {f"en/entries/{name}.html" for name in names} <= set(folder.files())
    folder.close()
