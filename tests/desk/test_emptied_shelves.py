"""A shelf that was emptied becomes whole again, of whatever kind it is; one out of reach costs little."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from obstore.store import MemoryStore

from publisher.desk.delivering import print_directories
from publisher.errors import DeliveryError
from publisher.outlets.directory import Directory
from publisher.outlets.outlet import Printing, Shelf
from publisher.outlets.s3 import Bucket, S3Settings, make_s3
from tests.builders import DUE
from tests.folders import MINUTE, Folder
from tests.outlets.bucket_server import KEY, SECRET, serving_buckets

NOBODY = S3Settings(
    bucket="b", endpoint="http://127.0.0.1:1", access_key="env:BUCKET_KEY", secret_key="env:BUCKET_SECRET"
)


class Distant(Bucket):
    """A bucket that is out of reach while `away`, and counts how often it is asked."""

    away = False
    asked = 0

    def printing(self) -> Printing | None:
        self.asked += 1
        if self.away:
            raise DeliveryError("no answer")
        return super().printing()


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCKET_KEY", KEY)
    monkeypatch.setenv("BUCKET_SECRET", SECRET)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving_buckets(tmp_path_factory.mktemp("weed")) as address:
        yield address


@pytest.fixture(
    params=["directory", "memory", pytest.param("server", marks=[pytest.mark.prove, pytest.mark.server])]
)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    if request.param == "directory":
        return Directory("mirror", tmp_path / "mirror", serves=True)
    store = MemoryStore()
    if request.param == "memory":
        return Bucket("mirror", lambda: store, serves=True)
    settings = msgspec.structs.replace(
        NOBODY,
        bucket="ready",
        endpoint=request.getfixturevalue("server"),
        prefix=request.node.name,
        serves=True,
    )
    return make_s3("mirror", settings, tmp_path)


def list_documents(shelf: Shelf) -> set[str]:
    if isinstance(shelf, Directory):
        found = {path.relative_to(shelf.path) for path in shelf.path.rglob("*") if path.is_file()}
        return {path.as_posix() for path in found if path.name[0] != "."}
    assert isinstance(shelf, Bucket)
    paths = {meta["path"] for batch in shelf.store.list() for meta in batch}
    return {path for path in paths if not path.startswith(".")}


def empty(shelf: Shelf) -> None:
    if isinstance(shelf, Directory):
        shutil.rmtree(shelf.path)
    elif isinstance(shelf, Bucket):
        shelf.store.delete([meta["path"] for batch in shelf.store.list() for meta in batch])
    assert list_documents(shelf) == set()


def open_both(folder: Folder, shelf: Shelf) -> list[Shelf]:
    return [Directory("site", folder.public, serves=True), shelf]


def test_emptied_and_then_one_release_a_shelf_is_whole_again(folder: Folder, shelf: Shelf) -> None:
    """Of 167 documents an emptied bucket had 34 after one more release, and that was reported as success."""
    folder.open(open_both(folder, shelf)).run_pass(DUE)
    empty(shelf)
    folder.announce("second", saved=DUE)
    done = folder.open(open_both(folder, shelf)).run_pass(DUE + 10 * MINUTE)
    assert [one.name for one in done.released] == ["second"]
    assert list_documents(shelf) == set(folder.files())
    assert done.delivered.undelivered == ()


def test_emptied_a_shelf_is_whole_again_before_there_is_another_release(folder: Folder, shelf: Shelf) -> None:
    desk = folder.open(open_both(folder, shelf))
    desk.run_pass(DUE)
    empty(shelf)
    assert desk.run_pass(DUE + MINUTE).delivered.documents == len(folder.files())
    assert list_documents(shelf) == set(folder.files())
    assert desk.run_pass(DUE + 2 * MINUTE).delivered.documents == 0


def test_a_shelf_with_pages_and_no_mark_beside_an_empty_ledger_waits_for_a_person(
    folder: Folder, shelf: Shelf
) -> None:
    folder.open(open_both(folder, shelf)).run_pass(DUE)
    if isinstance(shelf, Directory):
        (shelf.path / ".printing.json").unlink()
    elif isinstance(shelf, Bucket):
        shelf.store.delete(".printing.json")
    folder.lose_ledger()
    assert folder.open([shelf]).run_pass(DUE + MINUTE).alarm == (
        "the ledger is empty, but mirror already holds pages; bring the lost one back, or an export with"
        " `publisher restore`, or say `publisher resume` if this one is right"
    )


def test_a_restored_ledger_is_printed_on_this_machine_alone(folder: Folder, shelf: Shelf) -> None:
    desk = folder.open([Directory("site", folder.public, serves=True)])
    desk.run_pass(DUE)
    written = print_directories(desk.ledger, open_both(folder, shelf), DUE)
    assert set(written) == ({"site", "mirror"} if isinstance(shelf, Directory) else {"site"})


def test_a_bucket_out_of_reach_is_told_asked_seldom_and_printed_on_no_more_than_it_needs(
    folder: Folder,
) -> None:
    """It was asked at each pass, and each question may take as long as a network takes to give up."""
    store = MemoryStore()
    bucket = Distant("mirror", lambda: store, serves=True)
    desk = folder.open([Directory("site", folder.public, serves=True), bucket])
    desk.run_pass(DUE)
    bucket.away, bucket.asked = True, 0
    for minutes in range(1, 61):
        done = desk.run_pass(DUE + minutes * MINUTE)
    assert bucket.asked < 10
    assert done.delivered.undelivered == ("mirror: no answer",)
    bucket.away = False
    written = [desk.run_pass(DUE + minutes * MINUTE).delivered for minutes in range(61, 180)]
    assert {one.documents for one in written} == {0}
    assert written[-1].undelivered == ()


def test_nobody_at_the_address_of_a_bucket_keeps_no_folder_waiting(folder: Folder, tmp_path: Path) -> None:
    desk = folder.open([make_s3("mirror", NOBODY, tmp_path), Directory("site", folder.public, serves=True)])
    done = desk.run_pass(DUE)
    assert "en/entries/first-reading.html" in folder.files()
    assert [line.partition(":")[0] for line in done.delivered.undelivered] == ["mirror"]
