"""Fetches from one address, or posts to one, within limits: the only way to the web in the program."""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import msgspec

from publisher.errors import PublisherError
from publisher.fetch.hosts import IPAddress, is_public, resolve_host

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.adapters import HTTPAdapter

USER_AGENT = "publisher (reads one page when a person asks for it)"
REDIRECTS = 5
ADDRESSES_TRIED = 4
CONNECT_SECONDS = 10.0
ENDLESS = 2**60
NO_ANSWER = "no answer from its host"
"""Told of each address; whoever asked for many of one host says it once."""


class FetchError(PublisherError):
    """An address could not be read; the text is one line: the address, what happened, how to mend it.

    `why` is the text without the address, which may be a secret. `passing` says that it may go well in a
    minute. `lost` is the host whose name could not be looked up, where that is what went wrong.
    """

    def __init__(self, why: str, address: str = "", *, passing: bool = False, lost: str = "") -> None:
        super().__init__(f"{_show(address)}: {why}" if address else why)
        self.why, self.passing, self.lost = why, passing, lost


class Fetched(msgspec.Struct, frozen=True):
    """What an address answered, after redirects: `address` is the final one, `body` is decompressed.

    `media_type` is in lower case without parameters ("application/octet-stream" when none was sent),
    `encoding` the charset that was declared, if any. Names in `headers` are in lower case.
    """

    address: str
    status: int
    media_type: str
    encoding: str | None
    body: bytes
    headers: dict[str, str] = {}


class Answer(msgspec.Struct, frozen=True):
    """What a server said to something that was posted; names in `headers` are in lower case."""

    status: int
    headers: dict[str, str]


def fetch(
    address: str,
    *,
    limit: int = 5_000_000,
    seconds: float = 20,
    private: bool = False,
    beginning: bool = False,
) -> Fetched:
    """Get one http or https address, trying once.

    `limit` is in bytes and holds before and after decompression. `seconds` is for everything together:
    names, connections, up to five redirects, the body. Hosts on private networks are refused at every hop
    unless `private`. With `beginning` the body is only the first piece that arrives, whatever the size of the
    whole, for those who ask whether it is there. Proxies, `.netrc` and cookies are not used, since each
    would go round these checks.
    Raises FetchError, also when the answer is not a success (2xx).
    """
    watch = _Watch(seconds)
    try:
        return _follow(address, 0 if beginning else limit, private, watch)
    except FetchError:
        raise
    except Exception as error:
        # Servers say anything: requests, urllib3, ssl, idna and zlib each have their own complaints.
        raise _explain(address, error, watch) from error
    finally:
        watch.close()


def post(address: str, body: bytes, headers: Mapping[str, str], *, seconds: float = 20) -> Answer:
    """Post once, to an operator's own address, which may be a private one; no redirect is followed.

    `seconds` is for everything together; the answer's body is left unread. Raises FetchError without one.
    """
    watch = _Watch(seconds)
    try:
        request = _prepare(address, "POST", body, headers)
        with _send(request, True, watch) as response:
            if watch.is_over:  # headers that the watch cut off look like a success
                raise _too_slow(address, watch)
            return Answer(response.status_code, _headers_of(response))
    except FetchError:
        raise
    except Exception as error:
        raise _explain(address, error, watch) from error
    finally:
        watch.close()


class _Watch:
    """Ends the connection when the time is up: a read time-out lets a byte a second go on for ever."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self._deadline = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    @property
    def left(self) -> float:
        return max(self._deadline - time.monotonic(), 0.001)

    def guard(self, connection: Any) -> None:
        """Keep a second handle on a connection, which stays good when TLS wraps or closes the first."""
        with self._lock:
            held = socket.fromfd(connection.fileno(), connection.family, connection.type)
            self._sockets.append(held)
            if self.is_over:
                _shut(held)

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            for held in self._sockets:
                held.close()
            self._sockets.clear()

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for held in self._sockets:
                _shut(held)


def _shut(held: socket.socket) -> None:
    try:
        held.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed at the other end first


def _follow(address: str, limit: int, private: bool, watch: _Watch) -> Fetched:
    """Follow redirects by hand: each hop's host is judged before anything is sent to it."""
    for _ in range(REDIRECTS + 1):
        request = _prepare(address)
        address = str(request.url)
        with _send(request, private, watch) as response:
            target = _redirect_target(response)
            if target is None:
                return _take(address, response, limit, watch)
        address = urljoin(address, target)
    raise FetchError(f"more than {REDIRECTS} redirects; give the final address", address)


def _prepare(
    address: str, method: str = "GET", body: bytes | None = None, more: Mapping[str, str] | None = None
) -> PreparedRequest:
    import requests

    if not address.strip().lower().startswith(("http:", "https:")):
        raise FetchError("not a web address; write one that begins with https:// or http://", address)
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, identity", "Connection": "close"}
    try:
        headers |= more or {}
        request = requests.Request(method, address.strip(), headers=headers, data=body).prepare()
        parts = urlsplit(str(request.url))
        _ = parts.port
    except ValueError as error:  # InvalidURL is one too, and so is a port that is no number
        raise FetchError("not a usable web address; check the spelling", address) from error
    if parts.username or parts.password or request.headers.get("Authorization"):
        raise FetchError("the address holds a name or password; give it without them, or save the page")
    request.headers["Host"] = parts.netloc
    return request


def _send(request: PreparedRequest, private: bool, watch: _Watch) -> Response:
    """Send to the first of the host's checked addresses that accepts a connection."""
    import requests

    addresses = _checked_addresses(str(request.url), private, watch)[:ADDRESSES_TRIED]
    for position, pinned in enumerate(addresses, start=1):
        session = requests.Session()
        session.trust_env = False
        adapter = _pinned_adapter(str(pinned), watch)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        try:
            timeout = (min(CONNECT_SECONDS, watch.left), watch.left)
            return session.send(request, stream=True, allow_redirects=False, timeout=timeout)
        except requests.ConnectionError:
            if position == len(addresses) or watch.is_over:
                raise
    raise FetchError("its host has no address; check the spelling", str(request.url))


def _checked_addresses(address: str, private: bool, watch: _Watch) -> tuple[IPAddress, ...]:
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    try:
        found = resolve_host(host, port, watch.left)
    except socket.gaierror as error:
        what = "its host is not known; check the spelling and the connection"
        raise FetchError(what, address, passing=True, lost=host) from error
    except TimeoutError as error:
        what = "no name server answers for its host; check the connection"
        raise FetchError(what, address, passing=True, lost=host) from error
    hidden = [each for each in found if not is_public(each)]
    if hidden and not private:
        what = f"{parts.hostname} is at {hidden[0]}, which is no public address"
        raise FetchError(f"{what}; save the page and give the file", address)
    return found


def _pinned_adapter(pinned: str, watch: _Watch) -> HTTPAdapter:
    """An adapter that connects to `pinned` whatever the host's name answers by now (DNS rebinding).

    TLS still asks for, and checks, the certificate of the host that the address names.
    """
    from requests.adapters import HTTPAdapter
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            watch.guard(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            watch.guard(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Pinned(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **named: Any) -> None:
            super().init_poolmanager(*args, **named)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

        def build_connection_pool_key_attributes(
            self, request: PreparedRequest, verify: Any, cert: Any = None
        ) -> Any:  # the stubs name private types here
            found = super().build_connection_pool_key_attributes(request, verify, cert)
            host, pool = dict[str, Any](found[0]), dict[str, Any](found[1])
            if host["scheme"] == "https":
                pool |= {"server_hostname": host["host"], "assert_hostname": host["host"]}
            return host | {"host": pinned}, pool

    return Pinned()


def _redirect_target(response: Response) -> str | None:
    """Where a redirect points; http.client reads headers as Latin-1, browsers send UTF-8."""
    if response.status_code not in (301, 302, 303, 307, 308):
        return None
    target = response.headers.get("Location")
    return target.encode("latin-1", "replace").decode("utf-8", "replace") if target else None


def _take(address: str, response: Response, limit: int, watch: _Watch) -> Fetched:
    if not 200 <= response.status_code < 300:
        passing = response.status_code in (408, 425, 429) or response.status_code >= 500
        answer = f"{response.status_code} {response.reason or ''}".strip()
        raise FetchError(f"answered {_show(answer)}; check the address", address, passing=passing)
    declared = response.headers.get("Content-Length", "")
    if limit == 0:
        raw = _raw_pieces(response, address, ENDLESS)
        return _wrap(address, response, next(_decompress(raw, response, address, ENDLESS), b""))
    if declared.isdecimal() and len(declared) < 20 and int(declared) > limit:
        raise _too_large(address, limit)
    pieces = _decompress(_raw_pieces(response, address, limit), response, address, limit)
    body = b"".join(pieces)
    # A connection that the watch shut looks like an answer that simply ended.
    if watch.is_over:
        raise _too_slow(address, watch)
    return _wrap(address, response, body)


def _wrap(address: str, response: Response, body: bytes) -> Fetched:
    kind, _, parameters = response.headers.get("Content-Type", "").partition(";")
    return Fetched(
        address=address,
        status=response.status_code,
        media_type=kind.strip().lower() or "application/octet-stream",
        encoding=_charset(parameters),
        body=body,
        headers=_headers_of(response),
    )


def _headers_of(response: Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _raw_pieces(response: Response, address: str, limit: int) -> Iterator[bytes]:
    taken = 0
    for piece in response.raw.stream(65_536, decode_content=False):
        taken += len(piece)
        if taken > limit:
            raise _too_large(address, limit)
        yield piece


def _decompress(pieces: Iterator[bytes], response: Response, address: str, limit: int) -> Iterator[bytes]:
    """Undo gzip or deflate piece by piece: a kilobyte can unpack to a megabyte, so each step is bounded."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding in ("", "identity"):
        yield from pieces
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"packed as {_show(coding)}; save the page and give the file", address)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: gzip or zlib, whichever its header says
    taken = 0
    for piece in pieces:
        while piece and not unpack.eof:
            part = unpack.decompress(piece, limit - taken + 1)
            taken += len(part)
            if taken > limit:
                raise _too_large(address, limit)
            yield part
            piece = unpack.unconsumed_tail
    if not unpack.eof:
        raise FetchError("the answer broke off; try again later", address)


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return value.strip().strip("\"'").lower()
    return None


def _explain(address: str, error: Exception, watch: _Watch) -> FetchError:
    """One line for a failure of the network or the server; the chained exception has the rest."""
    import requests
    import urllib3

    if watch.is_over or isinstance(error, TimeoutError | requests.Timeout | urllib3.exceptions.TimeoutError):
        return _too_slow(address, watch)
    if isinstance(error, requests.exceptions.SSLError):
        return FetchError("its certificate cannot be trusted; save the page, give the file", address)
    if isinstance(error, requests.ConnectionError):
        what = f"{NO_ANSWER}; try again later, or save the page"
        return FetchError(what, address, passing=True)
    if isinstance(error, urllib3.exceptions.HTTPError | zlib.error):
        what = "the answer broke off or is damaged; try again later"
        return FetchError(what, address, passing=True)
    if isinstance(error, UnicodeError):  # from the name server's library: a label of over 63 letters
        return FetchError("not a usable web address; check the spelling", address)
    return FetchError(f"the answer cannot be read ({type(error).__name__}); save the page", address)


def _too_slow(address: str, watch: _Watch) -> FetchError:
    what = f"took longer than {watch.seconds:g} seconds; save the page, give the file"
    return FetchError(what, address, passing=True)


def _too_large(address: str, limit: int) -> FetchError:
    return FetchError(f"larger than {limit:,} bytes; give a smaller file", address)


def _show(text: str) -> str:
    """A stranger's text made fit for one line: printable and short."""
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= 200 else plain[:199] + "…"
