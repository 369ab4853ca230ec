"""Fetches from one address, or posts to one, within limits: the only way to the web in the program."""

from __future__ import annotations

import logging
import socket
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import msgspec

from publisher.errors import PublisherError
from publisher.fetch.hosts import IPAddress, is_public, resolve_host
from publisher.fetch.watch import Watch

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from requests.adapters import HTTPAdapter

USER_AGENT = "publisher (reads one page when a person asks for it)"
REDIRECTS = 5
ADDRESSES_TRIED = 4
CONNECT_SECONDS = 10.0
ENDLESS = 2**60
SAVE = "save the page and give the file"

# It writes of itself to the log, with the address, which may be a secret, and with what the other side said.
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)


class FetchError(PublisherError):
    """An address could not be read; the text is one line: the address, what happened, how to mend it.

    `what` and `mend` stand without the `address`, which may be a secret and is empty where it surely is one.
    `passing` says that it may go well in a minute, `hidden` that the host is not on the public internet.
    `lost` is the host whose name could not be looked up, where that is what went wrong; `unanswered` says
    that the host, known or not, answers nobody.
    """

    def __init__(
        self,
        what: str,
        address: str = "",
        *,
        mend: str,
        passing: bool = False,
        hidden: bool = False,
        lost: str = "",
        unanswered: bool = False,
    ) -> None:
        super().__init__(what, mend)
        self.address = _show(address)
        self.passing, self.hidden, self.lost = passing, hidden, lost
        self.unanswered = unanswered or bool(lost)

    def __str__(self) -> str:
        return f"{self.named}; {self.mend}"

    @property
    def named(self) -> str:
        """What happened, with the address where it may be shown."""
        if self.address:
            return f"{self.address}: {self.what}"
        return self.what


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
    with Watch(seconds) as watch:
        try:
            return _follow(address, 0 if beginning else limit, private, watch)
        except FetchError:
            raise
        except Exception as error:
            # Servers say anything: requests, urllib3, ssl, idna and zlib each have their own complaints.
            raise _explain(address, error, watch) from error


def post(
    address: str, body: bytes, headers: Mapping[str, str], *, seconds: float = 20, login: bool = False
) -> Answer:
    """Post once, to an operator's own address, which may be a private one; no redirect is followed.

    `seconds` is for everything together; the answer's body is left unread. With `login` the address may hold
    a name and a password, which the server gets as its own (RFC 7617). Raises FetchError without an answer.
    """
    with Watch(seconds) as watch:
        try:
            request = _prepare(address, "POST", body, headers, login=login)
            with _send(request, True, watch) as response:
                if watch.is_over:  # headers that the watch cut off look like a success
                    raise TimeoutError
                return Answer(response.status_code, _headers_of(response))
        except FetchError:
            raise
        except Exception as error:
            fault = _explain(address, error, watch)
            # There is no page here that a person could save instead.
            mend = "check the address and the connection"
            raise FetchError(fault.what, address, mend=mend, passing=fault.passing) from error


def _follow(address: str, limit: int, private: bool, watch: Watch) -> Fetched:
    """Follow redirects by hand: each hop's host is judged before anything is sent to it."""
    for _ in range(REDIRECTS + 1):
        request = _prepare(address)
        address = str(request.url)
        with _send(request, private, watch) as response:
            target = _redirect_target(response)
            if target is None:
                return _take(address, response, limit, watch)
        address = urljoin(address, target)
    raise FetchError(f"more than {REDIRECTS} redirects", address, mend="give the final address")


def _prepare(
    address: str,
    method: str = "GET",
    body: bytes | None = None,
    more: Mapping[str, str] | None = None,
    *,
    login: bool = False,
) -> PreparedRequest:
    import requests

    if not address.strip().lower().startswith(("http:", "https:")):
        mend = "write one that begins with https:// or http://"
        raise FetchError("not a web address", address, mend=mend)
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, identity", "Connection": "close"}
    try:
        headers |= more or {}
        request = requests.Request(method, address.strip(), headers=headers, data=body).prepare()
        parts = urlsplit(str(request.url))
        _ = parts.port
    except ValueError as error:  # InvalidURL is one too, and so is a port that is no number
        raise FetchError("not a usable web address", address, mend="check the spelling") from error
    if not login and (parts.username or parts.password or request.headers.get("Authorization")):
        mend = "give it without them, or save the page"
        raise FetchError("the address holds a name or password", mend=mend)
    request.headers["Host"] = parts.netloc.rpartition("@")[2]
    return request


def _send(request: PreparedRequest, private: bool, watch: Watch) -> Response:
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
    raise FetchError("its host has no address", str(request.url), mend="check the spelling")


def _checked_addresses(address: str, private: bool, watch: Watch) -> tuple[IPAddress, ...]:
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    try:
        found = resolve_host(host, port, watch.left)
    except socket.gaierror as error:
        mend = "check the spelling and the connection"
        raise FetchError("its host is not known", address, mend=mend, passing=True, lost=host) from error
    except TimeoutError as error:
        what, mend = "no name server answers for its host", "check the connection"
        raise FetchError(what, address, mend=mend, passing=True, lost=host) from error
    hidden = [each for each in found if not is_public(each)]
    if hidden and not private:
        what = f"{parts.hostname} is at {hidden[0]}, which is no public address"
        raise FetchError(what, address, mend=SAVE, hidden=True)
    return found


def _pinned_adapter(pinned: str, watch: Watch) -> HTTPAdapter:
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
    if target:
        return target.encode("latin-1", "replace").decode("utf-8", "replace")
    return None


def _take(address: str, response: Response, limit: int, watch: Watch) -> Fetched:
    if not 200 <= response.status_code < 300:
        passing = response.status_code in (408, 425, 429) or response.status_code >= 500
        answer = f"{response.status_code} {response.reason or ''}".strip()
        raise FetchError(f"answered {_show(answer)}", address, mend="check the address", passing=passing)
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
        raise FetchError(f"packed as {_show(coding)}", address, mend=SAVE)
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
        raise FetchError("the answer broke off", address, mend="try again later")


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return value.strip().strip("\"'").lower()
    return None


def _explain(address: str, error: Exception, watch: Watch) -> FetchError:
    """One line for a failure of the network or the server; the chained exception has the rest."""
    import requests
    import urllib3

    if isinstance(error, requests.ConnectTimeout):
        return _unanswered(address)
    if watch.is_over or isinstance(error, TimeoutError | requests.Timeout | urllib3.exceptions.TimeoutError):
        return _too_slow(address, watch)
    if isinstance(error, requests.exceptions.SSLError):
        return FetchError("its certificate cannot be trusted", address, mend=SAVE)
    if isinstance(error, requests.ConnectionError):
        return _unanswered(address)
    if isinstance(error, urllib3.exceptions.HTTPError | zlib.error):
        what = "the answer broke off or is damaged"
        return FetchError(what, address, mend="try again later", passing=True)
    if isinstance(error, UnicodeError):  # from the name server's library: a label of over 63 letters
        return FetchError("not a usable web address", address, mend="check the spelling")
    return FetchError(f"the answer cannot be read ({type(error).__name__})", address, mend=SAVE)


def _unanswered(address: str) -> FetchError:
    what, mend = "no answer from its host", "try again later, or save the page"
    return FetchError(what, address, mend=mend, passing=True, unanswered=True)


def _too_slow(address: str, watch: Watch) -> FetchError:
    return FetchError(f"took longer than {watch.seconds:g} seconds", address, mend=SAVE, passing=True)


def _too_large(address: str, limit: int) -> FetchError:
    return FetchError(f"larger than {limit:,} bytes", address, mend="give a smaller file")


def _show(text: str) -> str:
    """A stranger's text made fit for one line: printable and short."""
    plain = "".join(c if c.isprintable() else "?" for c in text)
    if len(plain) <= 200:
        return plain
    return plain[:199] + "…"
