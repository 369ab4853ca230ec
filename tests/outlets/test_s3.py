"""The bucket as a shelf: in memory quickly, and on a real S3 with its conditional writes."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from obstore.exceptions import PermissionDeniedError
from obstore.store import MemoryStore

from publisher.errors import DeliveryError
from publisher.outlets.outlet import Printing, Shelf
from publisher.outlets.s3 import AHEAD, MARK, Bucket, S3Settings, make_s3
from publisher.releases.document import Document
from tests.outlets.bucket_server import KEY, SECRET, read_as_a_reader, serving_buckets
from tests.outlets.shelf_contract import ONE, TWO, ShelfContract, page


def read_all(store: Any) -> dict[str, bytes]:
    paths = [meta["path"] for batch in store.list() for meta in batch]
    return {path: bytes(store.get(path).bytes()) for path in paths if path != MARK}


class BucketContract(ShelfContract):
    def found(self, shelf: Shelf) -> dict[str, bytes]:
        assert isinstance(shelf, Bucket)
        return read_all(shelf.store)


class TestBucketInMemory(BucketContract):
    @pytest.fixture
    def shelf(self) -> Shelf:
        return Bucket("site", MemoryStore)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving_buckets(tmp_path_factory.mktemp("weed")) as address:
        yield address


@pytest.fixture
def settings(server: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> S3Settings:
    """A folder of its own for each test, in one bucket: every bucket costs the server volumes."""
    monkeypatch.setenv("BUCKET_KEY", KEY)
    monkeypatch.setenv("BUCKET_SECRET", SECRET)
    return S3Settings(
        bucket="ready",
        prefix=request.node.name,
        endpoint=server,
        access_key="env:BUCKET_KEY",
        secret_key="env:BUCKET_SECRET",
    )


@pytest.mark.prove
@pytest.mark.server
class TestBucketOnServer(BucketContract):
    @pytest.fixture
    def shelf(self, settings: S3Settings, tmp_path: Path) -> Shelf:
        return make_s3("site", settings, tmp_path)


class Noting:
    """A store in memory that notes what is put, and lets a rival in before."""

    def __init__(self) -> None:
        self.inner = MemoryStore()
        self.order: list[str] = []
        self.rival: Any = None

    def get(self, *args: Any, **how: Any) -> Any:
        return self.inner.get(*args, **how)

    def put(self, path: str, *args: Any, **how: Any) -> Any:
        rival, self.rival = self.rival, None
        if rival:
            rival()
        self.order.append(path)
        return self.inner.put(path, *args, **how)


def test_a_turn_is_whole_before_the_next_begins_and_the_mark_comes_last() -> None:
    """Else a feed leads to a page that is still on its way."""
    store, later = Noting(), threading.Event()

    def hold_up() -> None:
        assert not later.wait(0.2), "something came before it"

    def draw() -> Iterator[Document]:
        yield page("assets/journal.css")
        store.rival = hold_up
        yield page("en/entries/a.html")
        yield page("en/entries/b.html")
        yield page("en/journal.rss")
        later.set()
        yield page("en/index.html")

    Bucket("site", lambda: store).put(draw(), ONE)  # type: ignore[arg-type, return-value]
    assert store.order[0] == "assets/journal.css"
    assert set(store.order[1:3]) == {"en/entries/a.html", "en/entries/b.html"}
    assert store.order[3:] == ["en/journal.rss", "en/index.html", MARK]


def test_of_any_number_of_documents_a_few_are_in_memory() -> None:
    """Four thousand pages took 89 MB: they were sorted, although they come in order."""
    store, ahead = Noting(), []

    def draw() -> Iterator[Document]:
        for number in range(20 * AHEAD):
            ahead.append(number - len(store.order))
            yield page(f"en/entries/{number:04}.html")

    assert Bucket("site", lambda: store).put(draw(), ONE) == 20 * AHEAD  # type: ignore[arg-type, return-value]
    assert max(ahead) <= AHEAD


def test_a_document_that_is_refused_ends_the_printing() -> None:
    store, drawn = Noting(), []

    def refuse() -> None:
        raise PermissionDeniedError("not yours")

    def draw() -> Iterator[Document]:
        for number in range(20 * AHEAD):
            drawn.append(number)
            yield page(f"en/entries/{number:04}.html")

    store.rival = refuse
    with pytest.raises(DeliveryError, match="not yours"):
        Bucket("site", lambda: store).put(draw(), ONE)  # type: ignore[arg-type, return-value]
    assert len(drawn) <= AHEAD + 1
    assert MARK not in store.order


def test_a_fault_of_the_press_is_not_taken_for_one_of_the_bucket() -> None:
    def draw() -> Iterator[Document]:
        yield page("en/entries/a.html")
        raise FileNotFoundError("a template")

    with pytest.raises(FileNotFoundError, match="a template"):
        Bucket("site", MemoryStore).put(draw(), ONE)


class Empty(BaseHTTPRequestHandler):
    """A server that has no such bucket, whatever it is asked."""

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_PUT = answer

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's own output is read by people."""


def test_a_bucket_that_is_not_there_is_one_line_with_its_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended each pass, for everything else too: the library has no error of its own for it."""
    monkeypatch.setenv("BUCKET_KEY", KEY)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    key, address = "env:BUCKET_KEY", f"http://127.0.0.1:{server.server_port}"
    settings = S3Settings(bucket="nowhere", endpoint=address, access_key=key, secret_key=key)
    with pytest.raises(DeliveryError, match=r"^site: the bucket is not there; make it, or check `bucket`$"):
        make_s3("site", settings, tmp_path).put([page("en/index.html")], ONE)
    server.shutdown()
    serving.join()
    server.server_close()


def test_of_two_processes_at_one_document_the_newer_printing_stays() -> None:
    """Between our look and our write another process puts a newer one: the condition fails, we look again."""
    store = Noting()
    older, newer = (Bucket("site", lambda: store) for _ in range(2))  # type: ignore[arg-type, return-value]
    older.put([page("en/journal.rss", "first")], ONE)
    store.rival = lambda: newer.put([page("en/journal.rss", "third")], Printing("ours", 3))
    assert older.put([page("en/journal.rss", "second")], TWO) == 0
    assert bytes(store.get("en/journal.rss").bytes()) == b"third"
    assert newer.printing() == Printing("ours", 3)


def test_of_two_processes_at_one_document_the_newer_printing_wins_when_it_comes_second() -> None:
    store = Noting()
    older, newer = (Bucket("site", lambda: store) for _ in range(2))  # type: ignore[arg-type, return-value]
    older.put([page("en/journal.rss", "first")], ONE)
    store.rival = lambda: older.put([page("en/journal.rss", "second")], TWO)
    assert newer.put([page("en/journal.rss", "third")], Printing("ours", 3)) == 1
    assert bytes(store.get("en/journal.rss").bytes()) == b"third"


def test_a_damaged_mark_is_a_delivery_error() -> None:
    bucket = Bucket("site", MemoryStore)
    bucket.store.put(MARK, b"not JSON")
    with pytest.raises(DeliveryError, match="cannot be read"):
        bucket.printing()


def test_nobody_at_the_address_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCKET_KEY", KEY)
    key, nobody = "env:BUCKET_KEY", "http://127.0.0.1:1"
    settings = S3Settings(bucket="b", endpoint=nobody, access_key=key, secret_key=key)
    bucket = make_s3("site", settings, tmp_path)
    for call in (bucket.printing, lambda: bucket.put([page("en/index.html")], ONE)):
        with pytest.raises(DeliveryError) as failed:
            call()
        assert "\n" not in str(failed.value)
        assert not failed.value.permanent


def test_a_key_that_is_not_set_is_said(tmp_path: Path) -> None:
    settings = S3Settings(bucket="b", access_key="env:NO_SUCH_KEY", secret_key="env:NO_SUCH_KEY")
    with pytest.raises(DeliveryError, match="NO_SUCH_KEY is not set"):
        make_s3("site", settings, tmp_path).printing()


@pytest.mark.prove
@pytest.mark.server
def test_readers_get_the_media_type_and_how_long_to_keep_it(
    server: str, settings: S3Settings, tmp_path: Path
) -> None:
    make_s3("site", settings, tmp_path).put([page("en/index.html"), page("en/journal.rss")], ONE)
    for path, kind in (("en/index.html", "text/html"), ("en/journal.rss", "application/rss+xml")):
        headers, body = read_as_a_reader(f"{server}/{settings.bucket}/{settings.prefix}/{path}")
        assert headers["content-type"] == f"{kind}; charset=utf-8"
        assert headers["cache-control"] == "public, max-age=60"
        assert body == b"words"


@pytest.mark.prove
@pytest.mark.server
def test_sixteen_processes_at_once_leave_the_newest_printing(settings: S3Settings, tmp_path: Path) -> None:
    def print_through(sequence: int) -> None:
        bucket = make_s3("site", settings, tmp_path)
        bucket.put([page("en/journal.rss", f"through {sequence}")], Printing("ours", sequence))

    threads = [threading.Thread(target=print_through, args=(number,)) for number in range(1, 17)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bucket = make_s3("site", settings, tmp_path)
    assert bytes(bucket.store.get("en/journal.rss").bytes()) == b"through 16"
    assert bucket.printing() == Printing("ours", 16)
