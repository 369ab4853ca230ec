"""nginx and Caddy serve the folder as `publisher run` does: types, lifetimes, refusals, encodings."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from publisher.web.responses import SECURITY
from publisher.web.server import serve_folder
from tests.deploy.servers import (
    Address,
    Reply,
    find_caddy,
    find_nginx,
    run_server,
    write_caddy,
    write_nginx,
)
from tests.web.served import DATE, DOCUMENTS, SAVED, write_document, write_documents

pytestmark = [pytest.mark.server, pytest.mark.prove]

BESIDE = gzip.compress(DOCUMENTS["assets/journal.css"], 9, mtime=1)
PAGES = ["/", "/en/", *(f"/{path}" for path in DOCUMENTS if not path.startswith((".", "data")))]
SAME = ("content-type", "content-encoding", "cache-control", "last-modified", *map(str.lower, SECURITY))
LOST = ["/nothing.html", "/en/nothing.rss", "/assets/", "/.printing.json", "/%2eprinting.json", "/.new/half",
        "/en/.hidden/x", "/assets/journal.css.gz"]  # fmt: skip
TRICKS = ["/../secret.toml", "/%2e%2e/secret.toml", "/..%2fsecret.toml", "/en/../../secret.toml", "/%00",
          "/..%5csecret.toml", "/.%2e/secret.toml", "//secret.toml", "/" + "a" * 300]  # fmt: skip


class Both(NamedTuple):
    """One folder behind our server and behind the other."""

    ours: Address
    theirs: Address
    folder: Path


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    find, write = {"nginx": (find_nginx, write_nginx), "caddy": (find_caddy, write_caddy)}[request.param]
    if find() is None:
        pytest.skip(f"{request.param} is not installed; scripts/install-test-tools installs it")
    work = tmp_path_factory.mktemp(request.param)
    folder = work / "public"
    write_documents(folder)
    write_document(folder, "assets/journal.css.gz", BESIDE)
    write_document(folder, "en/.hidden/x", b"secret")
    (work / "secret.toml").write_text("secret", encoding="utf-8")
    server = serve_folder(folder, "127.0.0.1", 0)
    server.start()
    with run_server(write, folder, work / "server") as theirs:
        yield Both(Address(server.port), theirs, folder)
    server.stop()


def take(reply: Reply) -> bytes:
    return gzip.decompress(reply.body) if reply.headers.get("content-encoding") == "gzip" else reply.body


def compare(ours: Reply, theirs: Reply) -> None:
    """The same to a reader; validators may be their own."""
    assert theirs.status == ours.status
    assert take(theirs) == take(ours)
    assert {name: theirs.headers.get(name) for name in SAME} == {
        name: ours.headers.get(name) for name in SAME
    }
    if "vary" in ours.headers:
        assert theirs.headers["vary"] == ours.headers["vary"]


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", PAGES)
def test_a_document_is_the_same(both: Both, path: str, encoding: str) -> None:
    compare(both.ours.ask(path, Accept_Encoding=encoding), both.theirs.ask(path, Accept_Encoding=encoding))
    compare(both.ours.ask(path, "HEAD"), both.theirs.ask(path, "HEAD"))


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_reader_that_has_it_is_told_so(both: Both, encoding: str) -> None:
    for address in (both.ours, both.theirs):
        first = address.ask("/en/journal.rss", Accept_Encoding=encoding)
        by_tag = address.ask("/en/journal.rss", Accept_Encoding=encoding, If_None_Match=first.headers["etag"])
        by_date = address.ask("/en/journal.rss", Accept_Encoding=encoding, If_Modified_Since=DATE)
        for again in (by_tag, by_date):
            assert (again.status, again.body) == (304, b"")
            # nginx leaves out that a tag is weak when it compresses nothing.
            assert again.headers["etag"].removeprefix("W/") == first.headers["etag"].removeprefix("W/")
            for name in ("cache-control", *map(str.lower, SECURITY)):
                assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize("path", ["/en/journal.rss", "/en/issues/2017-10-02.pdf"])
def test_a_part_is_the_same(both: Both, path: str) -> None:
    for asked in ("bytes=5-14", "bytes=-7", "bytes=9999999-"):
        ours, theirs = both.ours.ask(path, Range=asked), both.theirs.ask(path, Range=asked)
        assert theirs.status == ours.status
        assert theirs.headers["content-range"] == ours.headers["content-range"]
        if ours.status == 206:
            assert theirs.body == ours.body


def test_no_reader_goes_on_with_a_part_of_another_form(both: Both) -> None:
    for address in (both.ours, both.theirs):
        packed = address.ask("/en/journal.rss", Accept_Encoding="gzip")
        rest = address.ask("/en/journal.rss", Range="bytes=10-", If_Range=packed.headers["etag"])
        assert (rest.status, rest.body) == (200, DOCUMENTS["en/journal.rss"])


def test_what_lies_compressed_beside_a_document_goes_out_in_its_place(both: Both) -> None:
    for address in (both.ours, both.theirs):
        assert address.ask("/assets/journal.css", Accept_Encoding="gzip").body == BESIDE


@pytest.mark.parametrize("path", LOST)
def test_a_lost_address_is_answered_the_same(both: Both, path: str) -> None:
    ours, theirs = both.ours.ask(path), both.theirs.ask(path, If_Modified_Since=DATE)
    assert (theirs.status, theirs.body) == (ours.status, ours.body) == (404, DOCUMENTS["404.html"])
    for name in ("content-type", "cache-control", *map(str.lower, SECURITY)):
        assert theirs.headers[name] == ours.headers[name]


@pytest.mark.parametrize("path", TRICKS)
def test_no_trick_leads_out_of_the_folder(both: Both, path: str) -> None:
    for address in (both.ours, both.theirs):
        reply = address.ask(path)
        assert 400 <= reply.status < 500
        assert b"secret" not in reply.body


def test_a_link_leads_nowhere_but_with_caddy(both: Both, request: pytest.FixtureRequest) -> None:
    (both.folder / "link").unlink(missing_ok=True)
    os.symlink("../secret.toml", both.folder / "link")
    assert both.ours.ask("/link").status == 404
    follows = "caddy" in request.node.callspec.id
    assert both.theirs.ask("/link").status == (200 if follows else 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_possible(both: Both, method: str) -> None:
    for path in ("/", "/en/journal.rss", "/nothing"):
        ours, theirs = both.ours.ask(path, method), both.theirs.ask(path, method)
        assert theirs.status == ours.status == 405
        for name in ("allow", "cache-control"):
            assert theirs.headers[name] == ours.headers[name]


def test_a_bare_folder_leads_to_its_index(both: Both) -> None:
    for address in (both.ours, both.theirs):
        reply = address.ask("/en")
        assert reply.status in (301, 308)
        assert (reply.headers["location"], reply.headers["cache-control"]) == ("/en/", "max-age=60")


def test_a_document_that_is_replaced_is_seen_at_once(both: Both) -> None:
    for number, address in enumerate((both.ours, both.theirs)):
        write_document(both.folder, "robots.txt", b"old", SAVED)
        old = address.ask("/robots.txt")
        write_document(both.folder, "robots.txt", b"newer", SAVED + 100 + number)
        new = address.ask("/robots.txt", If_None_Match=old.headers["etag"])
        assert (new.status, new.body) == (200, b"newer")
