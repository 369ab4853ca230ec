"""The site as its readers meet it: types, validators, lifetimes, ranges, encodings, lost addresses."""

import gzip
import hashlib
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.releases.keys import FORMATS, find_format
from publisher.web import versions
from publisher.web.responses import SECURITY
from tests.web.served import DATE, DOCUMENTS, FEED, Reader, write_document

RSS = "/en/journal.rss"
PUBLIC = sorted(path for path in DOCUMENTS if not path.startswith("."))


def make_tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


@pytest.mark.parametrize("path", PUBLIC)
def test_a_document_goes_out_as_it_lies_there_with_type_digest_and_date(reader: Reader, path: str) -> None:
    reply = reader.get(f"/{path}")
    assert (reply.status, reply.body) == (200, DOCUMENTS[path])
    form = find_format(path)
    kind = FORMATS[form].content_type if form else "application/octet-stream"
    assert reply.headers["content-type"] == kind
    assert reply.headers["content-length"] == str(len(DOCUMENTS[path]))
    assert reply.headers["etag"] == make_tag(DOCUMENTS[path])
    assert reply.headers["last-modified"] == DATE
    assert reply.headers["cache-control"] == "max-age=60"
    assert reply.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    "path", ["/", RSS, "/en", "/nothing", "/.printing.json", "/en/issues/2017-10-02.pdf"]
)
@pytest.mark.parametrize(
    "asked", [{}, {"Accept_Encoding": "gzip"}, {"If_None_Match": "*"}, {"Range": "bytes=0-9"}]
)
def test_head_is_get_without_a_body(reader: Reader, path: str, asked: dict[str, str]) -> None:
    get, head = reader.get(path, **asked), reader.get(path, "HEAD", **asked)
    assert head.body == b""
    if "Range" in asked and get.status == 206:
        assert head.status == 200
        return
    assert head.status == get.status
    unequal = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in unequal} == {
        k: v for k, v in get.headers.items() if k not in unequal
    }


@pytest.mark.parametrize("path", ["/", RSS, "/en", "/nothing", "/.printing.json"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_answer_carries_the_security_headers(reader: Reader, path: str, method: str) -> None:
    headers = reader.get(path, method).headers
    assert {name: headers[name.lower()] for name in SECURITY} == SECURITY


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_only_reading_is_possible(reader: Reader, method: str) -> None:
    for path in ("/", RSS, "/nothing"):
        reply = reader.get(path, method)
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
        assert reply.headers["cache-control"] == "no-store"


def test_a_folder_shows_its_index_and_its_bare_name_leads_there(reader: Reader) -> None:
    assert reader.get("/en/").body == DOCUMENTS["en/index.html"]
    reply = reader.get("/en?page=2")
    assert (reply.status, reply.headers["location"]) == (301, "/en/?page=2")
    assert reader.get("/assets/").status == 404


@pytest.mark.parametrize("path", ["//en", "/%2f%2fexample.org", "//example.org/%2e%2e", "/%5cexample.org"])
def test_no_address_leads_to_another_host(reader: Reader, path: str) -> None:
    (reader.folder / "example.org").mkdir()
    assert reader.get(path).status == 404


def test_a_lost_address_gets_the_page_for_it_and_nobody_keeps_it(reader: Reader) -> None:
    reply = reader.get("/en/entries/never-announced.html")
    assert (reply.status, reply.body) == (404, DOCUMENTS["404.html"])
    assert reply.headers["content-type"] == FORMATS["html"].content_type
    assert reply.headers["cache-control"] == "no-store"
    assert not {"etag", "last-modified"} & set(reply.headers)
    packed = reader.get("/nothing.rss", Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == DOCUMENTS["404.html"]


def test_a_site_that_is_not_printed_yet_is_empty(tmp_path: Path) -> None:
    reply = Reader(tmp_path / "not there").get("/")
    assert (reply.status, reply.body, reply.headers["cache-control"]) == (404, b"Not found.\n", "no-store")


@pytest.mark.parametrize("asked", [{"If_None_Match": make_tag(FEED)}, {"If_Modified_Since": DATE}])
def test_a_reader_that_has_the_feed_is_told_so_in_a_few_bytes(reader: Reader, asked: dict[str, str]) -> None:
    first, again = reader.get(RSS), reader.get(RSS, **asked)
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "last-modified", "cache-control", "vary"):  # RFC 9110, 15.4.5
        assert again.headers[name] == first.headers[name]
    assert not {"content-type", "content-length", "content-encoding"} & set(again.headers)


def test_a_changed_feed_of_the_same_length_and_date_is_seen(reader: Reader) -> None:
    tag = reader.get(RSS).headers["etag"]
    write_document(reader.folder, "en/journal.rss", FEED.replace(b"Informal", b"Informed"))
    assert reader.get(RSS, If_None_Match=tag).status == 200


def test_a_date_that_another_printing_may_share_is_not_given(reader: Reader) -> None:
    write_document(reader.folder, "en/journal.rss", FEED, reader.now.timestamp() - 1)
    reply = reader.get(RSS, If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert reply.status == 200
    assert "last-modified" not in reply.headers
    assert reader.get(RSS, If_None_Match=reply.headers["etag"]).status == 304


def test_text_goes_out_compressed_to_who_takes_it_under_a_tag_of_its_own(reader: Reader) -> None:
    plain, packed = reader.get(RSS), reader.get(RSS, Accept_Encoding="br, gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == FEED
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers["content-length"] == str(len(packed.body))
    assert packed.headers["etag"] == make_tag(packed.body) != plain.headers["etag"]
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    # A copy of one form says nothing of the other (RFC 9110, 8.8.3.3).
    assert reader.get(RSS, Accept_Encoding="gzip", If_None_Match=packed.headers["etag"]).status == 304
    assert reader.get(RSS, If_None_Match=packed.headers["etag"]).status == 200


@pytest.mark.parametrize("path", ["/en/index.html", "/en/issues/2017-10-02.pdf", "/data.bin"])
def test_what_gains_nothing_is_not_compressed(reader: Reader, path: str) -> None:
    reply = reader.get(path, Accept_Encoding="gzip")
    assert not {"content-encoding", "vary"} & set(reply.headers)


def test_the_same_document_is_compressed_to_the_same_bytes_elsewhere(reader: Reader, tmp_path: Path) -> None:
    first = reader.get(RSS, Accept_Encoding="gzip")
    write_document(tmp_path / "elsewhere", "en/journal.rss", FEED, 1_700_000_000)
    second = Reader(tmp_path / "elsewhere").get(RSS, Accept_Encoding="gzip")
    assert first.body == second.body
    assert first.headers["etag"] == second.headers["etag"]


def test_what_lies_compressed_beside_a_document_is_taken_if_it_is_the_same(reader: Reader) -> None:
    better = gzip.compress(FEED, 9, mtime=1)
    write_document(reader.folder, "en/journal.rss.gz", better)
    assert reader.get(RSS, Accept_Encoding="gzip").body == better
    assert reader.get("/en/journal.rss.gz").status == 404


@pytest.mark.parametrize(
    "beside",
    [gzip.compress(b"old" * 1000), gzip.compress(FEED)[:-9], b"", b"\0" * 99, gzip.compress(FEED) + b"x"],
    # Each process of a test run has to find the same names, and these bytes hold the second of their making.
    ids=["older", "cut off", "empty", "no archive", "with more behind"],
)
def test_what_lies_compressed_beside_a_document_and_is_another_is_left(reader: Reader, beside: bytes) -> None:
    write_document(reader.folder, "en/journal.rss.gz", beside, saved=2_000_000_000)
    assert gzip.decompress(reader.get(RSS, Accept_Encoding="gzip").body) == FEED


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_broken_download_goes_on_where_it_broke_off(reader: Reader, encoding: str) -> None:
    whole = reader.get(RSS, Accept_Encoding=encoding)
    tag = whole.headers["etag"]
    rest = reader.get(RSS, Accept_Encoding=encoding, Range="bytes=10-", If_Range=tag)
    size = len(whole.body)
    assert (rest.status, rest.body) == (206, whole.body[10:])
    assert rest.headers["content-range"] == f"bytes 10-{size - 1}/{size}"
    assert rest.headers["etag"] == tag
    other = reader.get(RSS, Accept_Encoding=encoding, Range="bytes=10-", If_Range='"other"')
    assert (other.status, other.body) == (200, whole.body)


def test_a_part_that_is_not_there_is_refused_with_the_true_length(reader: Reader) -> None:
    reply = reader.get(RSS, Range=f"bytes={len(FEED)}-")
    assert (reply.status, reply.headers["content-range"]) == (416, f"bytes */{len(FEED)}")


def test_of_several_parts_the_whole_is_sent(reader: Reader) -> None:
    assert reader.get(RSS, Range="bytes=0-1,5-6").body == FEED


def test_a_large_document_goes_out_in_pieces(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "WHOLE", 1000)
    plain = reader.get(RSS, Accept_Encoding="gzip")
    assert (plain.status, plain.body, plain.headers["etag"]) == (200, FEED, make_tag(FEED))
    assert "content-encoding" not in plain.headers
    assert reader.get(RSS, Range="bytes=-5").body == FEED[-5:]
    head = reader.get(RSS, "HEAD")
    assert (head.body, head.headers["content-length"]) == (b"", str(len(FEED)))


@pytest.mark.parametrize(("ahead", "age"), [(3600, 60), (20, 20), (0.5, 1), (-10, 1)])
def test_no_copy_is_kept_past_the_next_release(reader: Reader, ahead: float, age: int) -> None:
    reader.next_release = reader.now + timedelta(seconds=ahead)
    for path in (RSS, "/", "/en"):
        assert reader.get(path).headers["cache-control"] == f"max-age={age}"
    assert reader.get("/nothing").headers["cache-control"] == "no-store"


def test_an_unchanged_document_is_neither_hashed_nor_compressed_twice(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    read_plain = versions.read_plain

    def count(handle: int, size: int) -> versions.Form:
        read.append(size)
        return read_plain(handle, size)

    monkeypatch.setattr(versions, "read_plain", count)
    replies = {reader.get(RSS, Accept_Encoding="gzip").body for _ in range(3)}
    assert (len(replies), len(read)) == (1, 1)
    write_document(reader.folder, "en/journal.rss", FEED + b"\n")
    assert reader.get(RSS).body == FEED + b"\n"
    assert len(read) == 2


def test_what_was_saved_just_now_is_read_again_but_not_compressed_again(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An inode is used again at once, and its time may be the same: such a key proves nothing yet."""
    packed: list[int] = []
    pack = versions.pack

    def count(plain: versions.Form, read_sibling: versions.Sibling) -> versions.Form | None:
        packed.append(plain.size)
        return pack(plain, read_sibling)

    monkeypatch.setattr(versions, "pack", count)
    reader.now = datetime.now(UTC) - timedelta(hours=1)
    for _ in range(3):
        assert reader.get(RSS, Accept_Encoding="gzip").status == 200
    assert (len(packed), len(reader.site.versions.tags)) == (1, 0)


def test_what_is_held_stays_within_its_room(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "ROOM", 20_000)
    monkeypatch.setattr(versions, "MOST_KEYS", 3)
    for number in range(20):
        write_document(reader.folder, f"{number}.txt", bytes([65 + number]) * 5000)
    for _ in range(2):
        for number in range(20):
            assert reader.get(f"/{number}.txt").body == bytes([65 + number]) * 5000
    assert reader.site.versions.size <= 20_000
    assert len(reader.site.versions.tags) <= 3


def test_no_reader_gets_a_mixture_while_a_document_is_replaced(reader: Reader) -> None:
    bodies = [letter * (5000 + 3000 * number) for number, letter in enumerate((b"a", b"b", b"c"))]
    allowed = {make_tag(body): body for body in bodies}
    done = threading.Event()

    def replace() -> None:
        while not done.is_set():
            for body in bodies:
                write_document(reader.folder, "en/journal.rss", body)

    write_document(reader.folder, "en/journal.rss", bodies[0])
    writer = threading.Thread(target=replace)
    writer.start()
    try:
        replies = [reader.get(RSS) for _ in range(200)]
    finally:
        done.set()
        writer.join()
    assert {reply.status for reply in replies} == {200}
    assert all(allowed[reply.headers["etag"]] == reply.body for reply in replies)


def test_a_disk_at_fault_is_said_to_pass_and_not_that_nothing_is_there(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.pread

    def fail(handle: int, size: int, start: int) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "pread", fail)
    reply = reader.get(RSS)
    monkeypatch.setattr(os, "pread", real)
    assert (reply.status, reply.headers["retry-after"], reply.headers["cache-control"]) == (
        503,
        "5",
        "no-store",
    )
    assert reader.get(RSS).status == 200
