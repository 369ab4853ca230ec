"""The directory as a shelf, and what a file system can do to it."""

import errno
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from publisher.errors import DeliveryError
from publisher.outlets.directory import MARK, TEMPORARY, Directory
from publisher.outlets.outlet import Printing, Shelf
from tests.outlets.shelf_contract import ONE, TWO, ShelfContract, page

NOBODY = 65534


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may do everything, so it becomes nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{TEMPORARY}*"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public"


class TestDirectory(ShelfContract):
    @pytest.fixture
    def shelf(self, folder: Path) -> Shelf:
        return Directory("site", folder)

    def found(self, shelf: Shelf) -> dict[str, bytes]:
        assert isinstance(shelf, Directory)
        files = (path for path in shelf.path.rglob("*") if path.is_file() and path.name != MARK)
        return {path.relative_to(shelf.path).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def shelf(folder: Path) -> Directory:
    return Directory("site", folder)


def test_unchanged_bytes_are_not_written_again(shelf: Directory, folder: Path) -> None:
    """Servers make their validators from the modification time: a rewrite costs every reader a download."""
    shelf.put([page("en/index.html"), page("en/journal.rss")], ONE)
    for path in folder.rglob("*.*"):
        os.utime(path, (1, 1))
    shelf.put([page("en/index.html"), page("en/journal.rss", "new")], ONE)
    assert (folder / "en/index.html").stat().st_mtime == 1
    assert (folder / MARK).stat().st_mtime == 1
    assert (folder / "en/journal.rss").stat().st_mtime > 1


def test_documents_get_their_names_as_they_come_and_the_mark_last(
    shelf: Directory, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    replace = os.replace

    def note(source: str, target: Path) -> None:
        order.append(target.relative_to(folder).as_posix())
        replace(source, target)

    monkeypatch.setattr(os, "replace", note)
    names = "assets/journal.css en/entries/b.html en/entries/a.html en/index.html en/journal.rss".split()
    shelf.put(map(page, names), ONE)
    assert order == [*names, MARK]


def test_no_reader_ever_finds_half_a_file(shelf: Directory, folder: Path) -> None:
    bodies = [letter * 300_000 for letter in "ab"]
    shelf.put([page("en/index.html", bodies[0])], ONE)
    seen, stop = set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            body = (folder / "en/index.html").read_bytes()
            seen.add((len(body), body[:1], body[-1:]))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(2, 30):
        shelf.put([page("en/index.html", bodies[number % 2])], Printing("ours", number))
    stop.set()
    reader.join(10)
    assert seen <= {(300_000, b"a", b"a"), (300_000, b"b", b"b")}


def test_what_a_killed_process_left_half_written_is_swept(shelf: Directory, folder: Path) -> None:
    shelf.put([page("en/index.html")], ONE)
    (folder / TEMPORARY).mkdir()
    (folder / TEMPORARY / "abc").write_text("half")
    shelf.put([], TWO)
    assert leftovers(folder) == []


def test_files_can_be_read_by_the_web_server(shelf: Directory, folder: Path) -> None:
    shelf.put([page("en/index.html")], ONE)
    assert stat.S_IMODE((folder / "en/index.html").stat().st_mode) == 0o644


def test_two_processes_do_not_print_at_once(shelf: Directory, folder: Path) -> None:
    shelf.put([], ONE)
    entered = threading.Event()

    def print_too() -> None:
        Directory("site", folder).put([], TWO)
        entered.set()

    other = threading.Thread(target=print_too)
    with shelf._alone():
        other.start()
        assert not entered.wait(0.2)
    other.join(10)
    assert entered.is_set()


def test_a_folder_that_may_not_be_written_is_a_delivery_error(shelf: Directory, folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o555)
    with unprivileged(), pytest.raises(DeliveryError) as refused:
        shelf.put([page("en/index.html")], ONE)
    assert not refused.value.permanent
    assert "Permission denied" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_in_the_place_of_the_folder_is_a_delivery_error(shelf: Directory, folder: Path) -> None:
    folder.write_text("I was here first")
    with pytest.raises(DeliveryError, match="cannot be written"):
        shelf.put([page("en/index.html")], ONE)


def test_a_folder_in_the_place_of_a_page_is_a_delivery_error(shelf: Directory, folder: Path) -> None:
    (folder / "en/index.html").mkdir(parents=True)
    with pytest.raises(DeliveryError, match="cannot be written"):
        shelf.put([page("en/index.html")], ONE)
    assert leftovers(folder) == []


@pytest.mark.parametrize("mark", [b"", b"{}", b"not JSON", b'{"ledger": 1}'])
def test_a_damaged_mark_is_a_delivery_error(shelf: Directory, folder: Path, mark: bytes) -> None:
    folder.mkdir()
    (folder / MARK).write_bytes(mark)
    with pytest.raises(DeliveryError, match="cannot be read"):
        shelf.printing()
    with pytest.raises(DeliveryError, match="cannot be read"):
        shelf.put([page("en/index.html")], ONE)


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("place", ["fsync", "replace", "fchmod"])
def test_a_full_disk_leaves_the_old_page_whole_and_nothing_half_written(
    shelf: Directory, folder: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    shelf.put([page("en/index.html", "old")], ONE)
    with monkeypatch.context() as patch:
        patch.setattr(os, place, full_disk)
        with pytest.raises(DeliveryError, match="No space left on device"):
            shelf.put([page("en/index.html", "new")], TWO)
    assert (folder / "en/index.html").read_text() == "old"
    assert shelf.printing() == ONE
    assert leftovers(folder) == []
    assert shelf.put([page("en/index.html", "new")], TWO) == 1


def test_a_disk_that_fills_up_on_the_second_page_keeps_the_first_and_goes_on_later(
    shelf: Directory, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [page("en/entries/a.html"), page("en/entries/b.html"), page("en/journal.rss")]
    calls: list[object] = []
    replace = os.replace

    def fail_second(source: str, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            full_disk()
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail_second)
        with suppress(DeliveryError):
            shelf.put(documents, ONE)
    assert (folder / "en/entries/a.html").exists()
    assert not (folder / "en/journal.rss").exists()
    assert shelf.printing() is None
    assert shelf.put(documents, ONE) == 2


def test_it_knows_whether_pages_lie_there_without_a_mark(shelf: Directory, folder: Path) -> None:
    assert not shelf.holds_pages()
    shelf.put([page("en/entries/one.html")], ONE)
    (folder / MARK).unlink()
    assert shelf.holds_pages()


def test_a_file_is_on_the_disk_before_it_takes_its_name_and_the_folder_after(
    shelf: Directory, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut between the two must leave the old page or the new one, never an empty one."""
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def note_sync(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def note_replace(source: str, target: Path) -> None:
        steps.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_replace)
    shelf.put([page("en/index.html")], ONE)
    assert steps[:3] == ["file", "rename", "folder"]
