"""Fetching from the web: limits, redirects and hosts that must not be reached, on real loopback servers."""

import gzip
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publisher.fetch.fetch import FetchError, fetch

PAGE = "<p>25 septembre – première lecture</p>".encode()


class Site(http.server.ThreadingHTTPServer):
    """A loopback server whose answers are chosen by path; `over` ends the endless ones."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), Answers)
        self.over = threading.Event()
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        return  # the other end hanging up is what many of these tests are about


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, format: str, *args: Any) -> None:
        return

    def reply(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, piece: bytes) -> None:
        while not self.server.over.wait(0.01):
            self.wfile.write(piece)
            self.wfile.flush()

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        name, _, rest = self.path.lstrip("/").partition("/")
        getattr(self, f"answer_{name}")(rest)

    def answer_page(self, rest: str) -> None:
        self.reply(PAGE, Content_Type='Text/HTML; Charset="UTF-8"')

    def answer_untyped(self, rest: str) -> None:
        self.reply(b"text")

    def answer_picture(self, rest: str) -> None:
        self.reply(b"\x89PNG\r\n\x1a\n", Content_Type="image/png")

    def answer_missing(self, rest: str) -> None:
        self.reply(b"no", status=404)

    def answer_silent(self, rest: str) -> None:
        self.server.over.wait(30)

    def answer_dripheaders(self, rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self.drip(b"x")

    def answer_dripbody(self, rest: str) -> None:
        self.reply(b"", Content_Length="")
        self.drip(b"x")

    def answer_huge(self, rest: str) -> None:
        self.reply(b"", Content_Length="6000000")

    def answer_endless(self, rest: str) -> None:
        self.reply(b"", Content_Length="", Transfer_Encoding="chunked")
        while not self.server.over.is_set():
            self.wfile.write(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")

    def answer_cut(self, rest: str) -> None:
        self.reply(b"half", Content_Length="100")

    def answer_packed(self, rest: str) -> None:
        self.reply(gzip.compress(PAGE), Content_Encoding="gzip")

    def answer_deflated(self, rest: str) -> None:
        self.reply(zlib.compress(PAGE), Content_Encoding="deflate")

    def answer_cutpacked(self, rest: str) -> None:
        self.reply(gzip.compress(PAGE)[:-12], Content_Encoding="gzip")

    def answer_mispacked(self, rest: str) -> None:
        self.reply(b"not gzip at all", Content_Encoding="gzip")

    def answer_brotli(self, rest: str) -> None:
        self.reply(b"\x0b\x02\x80", Content_Encoding="br")

    def answer_unpacked(self, rest: str) -> None:
        self.reply(gzip.compress(b"Words. " * 1000), Content_Encoding="gzip")

    def answer_loop(self, rest: str) -> None:
        self.reply(status=302, Location="/loop")

    def answer_hops(self, rest: str) -> None:
        left = int(rest)
        self.reply(status=301, Location=f"/hops/{left - 1}" if left > 1 else "../page")

    def answer_to(self, rest: str) -> None:
        self.reply(status=307, Location=rest)


@pytest.fixture
def site() -> Iterator[Site]:
    yield from serve(Site())


@pytest.fixture
def inner_site() -> Iterator[Site]:
    yield from serve(Site("127.0.0.2"))


def serve(server: Site) -> Iterator[Site]:
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    running.start()
    yield server
    server.over.set()
    server.shutdown()
    running.join()
    server.server_close()


@pytest.fixture
def first_loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 stands for the internet, everything else on this machine for the inner network."""
    monkeypatch.setattr("publisher.fetch.fetch.is_public", lambda address: str(address) == "127.0.0.1")


def test_a_page_comes_with_its_address_type_and_charset(site: Site) -> None:
    found = fetch(f"{site.address}/page", private=True)
    assert (found.status, found.media_type, found.encoding) == (200, "text/html", "utf-8")
    assert found.address == f"{site.address}/page"
    assert found.body == PAGE


def test_the_program_names_itself_and_sends_no_cookie_or_credential(site: Site) -> None:
    fetch(f"{site.address}/page", private=True)
    headers = site.asked[0][1]
    assert headers["User-Agent"].startswith("publisher")
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert not {"Cookie", "Authorization"} & headers.keys()


def test_a_proxy_in_the_environment_is_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert fetch(f"{site.address}/page", private=True).body == PAGE


def test_a_type_of_any_kind_is_reported_as_it_was_sent(site: Site) -> None:
    assert fetch(f"{site.address}/picture", private=True).media_type == "image/png"
    assert fetch(f"{site.address}/untyped", private=True).media_type == "application/octet-stream"


@pytest.mark.parametrize("path", ["packed", "deflated"])
def test_a_packed_answer_is_unpacked(site: Site, path: str) -> None:
    assert fetch(f"{site.address}/{path}", private=True).body == PAGE


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing", "answered 404 Not Found; check the address"),
        ("huge", "larger than 5,000,000 bytes"),
        ("endless", "larger than 5,000,000 bytes"),
        ("loop", "more than 5 redirects"),
        ("hops/6", "more than 5 redirects"),
        ("cut", "broke off"),
        ("cutpacked", "broke off"),
        ("mispacked", "damaged"),
        ("brotli", "packed as br"),
        ("to/ftp://example.org/letter", "not a web address"),
        ("to/file:///etc/passwd", "not a web address"),
        ("to/http://a:b@127.0.0.1/", "holds a name or password"),
    ],
)
def test_a_bad_answer_is_refused_in_one_line(site: Site, path: str, words: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"{site.address}/{path}", private=True)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_limit_on_size_holds_for_what_is_unpacked(site: Site) -> None:
    with pytest.raises(FetchError, match="larger than 1,000 bytes"):
        fetch(f"{site.address}/unpacked", limit=1000, private=True)
    assert len(fetch(f"{site.address}/unpacked", limit=7000, private=True).body) == 7000


@pytest.mark.parametrize("path", ["silent", "dripheaders", "dripbody"])
def test_the_time_limit_holds_for_the_whole_fetch(site: Site, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"took longer than 0\.4 seconds"):
        fetch(f"{site.address}/{path}", seconds=0.4, private=True)
    assert time.monotonic() - began < 5


def test_a_library_writes_no_address_and_no_answer_to_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """A head that was cut off stood there with the address, in which an alarm's webhook has its secret."""
    with pytest.raises(FetchError):
        fetch(f"{site.address}/dripheaders?token=secret", seconds=0.4, private=True)
    assert caplog.text == ""


def test_a_name_server_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **named: over.wait(30) and [])
    with pytest.raises(FetchError, match="no name server answers for its host; check the connection"):
        fetch("http://slow.test/", seconds=0.2)
    over.set()


@pytest.mark.parametrize("path", ["page", "missing", "loop"])
def test_the_watch_over_a_fetch_ends_with_it(site: Site, path: str) -> None:
    before = set(threading.enumerate())
    with pytest.raises(FetchError):
        fetch(f"{site.address}/{path}", seconds=60, limit=3, private=True)
    watches = [each for each in set(threading.enumerate()) - before if isinstance(each, threading.Timer)]
    for watch in watches:
        watch.join(5)
    assert not any(watch.is_alive() for watch in watches)


def test_five_redirects_are_followed_and_the_last_address_is_told(site: Site) -> None:
    found = fetch(f"{site.address}/hops/5", private=True)
    assert found.body == PAGE
    assert found.address == f"{site.address}/page"
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0.0.0.0", "0.0.0.0"),
        ("[::1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
        ("router.test", "fe80::1%eth0"),
    ],
)
def test_this_machine_is_refused_however_it_is_written(
    site: Site, monkeypatch: pytest.MonkeyPatch, host: str, answer: str
) -> None:
    # The answers are those of glibc, which reads decimal, octal and hexadecimal forms.
    name_answers(monkeypatch, host.strip("[]"), [answer])
    with pytest.raises(FetchError, match="no public address"):
        fetch(f"http://{host}:{site.port}/page")
    assert site.asked == []


@pytest.mark.usefixtures("first_loopback_is_public")
def test_a_redirect_to_a_private_host_is_refused_before_it_is_asked(site: Site, inner_site: Site) -> None:
    with pytest.raises(FetchError, match=r"is at 127\.0\.0\.2, which is no public address"):
        fetch(f"{site.address}/to/http://127.0.0.2:{inner_site.port}/page")
    assert len(site.asked) == 1
    assert inner_site.asked == []


@pytest.mark.usefixtures("first_loopback_is_public")
def test_a_name_that_changes_its_address_after_the_check_changes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = name_answers(monkeypatch, "rebind.test", ["127.0.0.1"], ["127.0.0.2"])
    assert fetch(f"http://rebind.test:{site.port}/page").body == PAGE
    assert site.asked[0][1]["Host"] == f"rebind.test:{site.port}"
    assert answers == [["127.0.0.2"]], "the name was looked up once"


@pytest.mark.usefixtures("first_loopback_is_public")
def test_a_name_with_one_private_address_among_its_own_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_answers(monkeypatch, "mixed.test", ["127.0.0.1", "127.0.0.2"])
    with pytest.raises(FetchError, match=r"127\.0\.0\.2, which is no public address"):
        fetch(f"http://mixed.test:{site.port}/page")
    assert site.asked == []


def test_the_next_address_is_tried_when_the_first_does_not_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_answers(monkeypatch, "two.test", ["127.0.0.3", "127.0.0.1"])
    assert fetch(f"http://two.test:{site.port}/page", private=True).body == PAGE


def name_answers(monkeypatch: pytest.MonkeyPatch, name: str, *answers: list[str]) -> list[list[str]]:
    """Let the name server give these answers for `name`, one a question; returns those not yet given."""
    left = list(answers)
    really = socket.getaddrinfo

    def answer(host: Any, port: Any, *args: Any, **named: Any) -> Any:
        if host != name:
            return really(host, port, *args, **named)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return left


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.org/", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("letter.html", "not a web address"),
        ("", "not a web address"),
        ("http://", "not a usable web address"),
        ("http://[::1", "not a usable web address"),
        ("http://example.org:99999999/", "not a usable web address"),
        ("http://" + "a" * 70 + ".test/", "not a usable web address"),
        ("http://name:word@example.org/", "holds a name or password"),
        ("http://nowhere.invalid/", "its host is not known"),
        ("javascript:alert(1)\nx", "not a web address"),
    ],
)
def test_a_bad_address_is_refused_in_one_line(address: str, words: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(address)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_host_that_does_not_listen_is_told_in_one_line() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match="no answer from its host"):
            fetch(f"http://127.0.0.1:{held.getsockname()[1]}/", private=True)


@pytest.fixture
def secure_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, Path]]:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, and a certificate is needed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=good.test",
         "-addext", "subjectAltName=DNS:good.test", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Site()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    for name, really in (("good.test", "127.0.0.1"), ("other.test", "127.0.0.1")):
        name_answers(monkeypatch, name, [really])
    for running in serve(server):
        yield running, certificate


def test_a_pinned_connection_still_checks_the_certificate_of_the_host(
    secure_site: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, certificate = secure_site
    with monkeypatch.context() as trusting:
        trusting.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
        assert fetch(f"https://good.test:{site.port}/page", private=True).body == PAGE
        with pytest.raises(FetchError, match="certificate cannot be trusted"):
            fetch(f"https://other.test:{site.port}/page", private=True)
    assert len(site.asked) == 1


def test_an_unknown_authority_is_not_trusted(secure_site: tuple[Site, Path]) -> None:
    with pytest.raises(FetchError, match="certificate cannot be trusted"):
        fetch(f"https://good.test:{secure_site[0].port}/page", private=True)
