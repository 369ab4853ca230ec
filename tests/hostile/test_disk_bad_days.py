"""The disk on bad days: full at any write, small, slow to rename; what readers see stays whole."""

import errno
import os
import re
import resource
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from publisher.outlets.directory import Directory
from tests.acceptance.publication import (
    PROGRAM,
    Done,
    Publication,
    assert_whole,
    environment,
    files_of,
    refuse_traceback,
)
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


# Real commands that find no room: by a limit that every system keeps for whoever asks (setrlimit(2)), and on
# a file system of its own where this machine lets us mount one.

LONGEST = 96
"""Kilobytes; the ledger of this publication needs more for itself."""


Squeezed = Callable[[Publication, int], Done]
"""Publishes while only so many kilobytes are to be had."""


def publish_with_short_files(publication: Publication, free: int) -> Done:
    """No file may grow beyond so many kilobytes."""
    done = subprocess.run(
        (*PROGRAM, "--config", str(publication.config), "publish"), capture_output=True, text=True,
        timeout=60, env=environment(), cwd=publication.folder,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (free * 1024, free * 1024)),
    )  # fmt: skip
    refuse_traceback(done.stdout, done.stderr)
    return Done(done.returncode, done.stdout, done.stderr)


def publish_on_a_full_disk(publication: Publication, free: int) -> Done:
    ballast = publication.folder / "ballast"
    fill(ballast, free)
    done = publication.run("publish")
    ballast.unlink()
    return done


@contextmanager
def small_disk(path: Path, kilobytes: int) -> Iterator[Squeezed]:
    """How to run out of room in that folder: a disk of that size, or short files where none is mounted."""
    path.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(path))
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        print("nothing can be mounted here: files are kept short in place of a small disk")
        yield lambda publication, free: publish_with_short_files(publication, min(free, LONGEST))
    else:
        try:
            yield publish_on_a_full_disk
        finally:
            subprocess.run(("umount", str(path)), check=True)


@pytest.mark.prove
@pytest.mark.parametrize("free", [0, 16, 64, 160, 320])
def test_on_a_small_disk_the_command_says_so_and_the_next_one_completes_it(tmp_path: Path, free: int) -> None:
    """Ledger, site and sources all on it; `free` kilobytes are left when the release is due."""
    with small_disk(tmp_path / "disk", 4096) as publish:
        run_out_of_room(Publication(tmp_path / "disk" / "bare"), publish, free, tmp_path / "again")


@pytest.mark.prove
@pytest.mark.parametrize("free", [0, 40, LONGEST])
def test_where_no_file_may_grow_the_command_says_so_and_the_next_one_completes_it(
    tmp_path: Path, free: int
) -> None:
    """A quota, or a limit set for the service, on whatever machine."""
    run_out_of_room(Publication(tmp_path / "bare"), publish_with_short_files, free, tmp_path / "again")


def run_out_of_room(publication: Publication, publish: Squeezed, free: int, again: Path) -> None:
    publication.announce("first")
    assert publication.run("publish").code == 0
    for number in range(12):
        publication.announce(f"meeting-{number:02}")
    done = publish(publication, free)
    assert done.code in (1, 3)
    assert re.search("full|No space left|File too large|disk I/O error", done.err), done.err
    assert len(done.err.splitlines()) == 1
    assert_whole(publication.public)
    publication.run("publish")
    assert publication.run("reprint").code == 0
    assert len(publication.released()) == len(set(publication.released())) == 13
    assert_whole(publication.public)
    publication.run("reprint", "--into", str(again))
    assert files_of(publication.public) == files_of(again)


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
