"""A bucket as outlet (S3 and its like): each document conditional on what is there, pages before feeds."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from publisher.errors import DeliveryError
from publisher.outlets.outlet import Printing
from publisher.outlets.secret import check_secret, read_secret
from publisher.releases.document import Document
from publisher.releases.keys import PLACES, find_format

if TYPE_CHECKING:
    from obstore.store import ObjectStore

MARK = ".printing.json"
AT_ONCE = 8
AHEAD = 2 * AT_ONCE
"""Documents in memory at a time: a connection that is free finds one ready."""

UNKNOWN_HOST = re.compile(r"https?://([^/:\s]+).*\bdns error\b", re.DOTALL)
"""In the library's own words; it has no error for it."""

ERROR_CODE = re.compile(r"<Code>(\w{1,60})</Code>")

SECONDS, QUESTION_SECONDS = 20.0, 5.0
"""The longest for a document, and for asking what lies there: each pass asks before it releases anything."""

RIVALS = 20
"""How often one document is tried again because another process was quicker."""


class S3Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="s3", tag_field="kind"):
    """`prefix` is a folder in the bucket; the keys are "env:NAME", else those that AWS's own tools find.

    `max_age` is for how many seconds caches may keep a document.
    """

    bucket: str
    prefix: str = ""
    region: str = "us-east-1"
    endpoint: str | None = None
    access_key: str | None = None
    secret_key: str | None = None
    max_age: int = 60
    serves: bool = False
    live: bool | str = False

    def __post_init__(self) -> None:
        check_secret("access_key", self.access_key)
        check_secret("secret_key", self.secret_key)


class There(msgspec.Struct, frozen=True):
    """What lies at a path: its ETag, and what was noted beside its bytes."""

    tag: str | None = None
    digest: str = ""
    ledger: str = ""
    sequence: int = 0


class Bucket:
    """Writes only what differs, and only over what it saw: of two processes the newer printing stays."""

    def __init__(
        self,
        name: str,
        open_store: Callable[[], "ObjectStore"],
        *,
        ask: Callable[[], "ObjectStore"] | None = None,
        serves: bool = False,
        max_age: int = 60,
    ) -> None:
        """`ask` opens the same store for small questions, which are given up sooner."""
        self.name = name
        self.serves = serves
        self.local = False
        self.max_age = max_age
        self._open_store = open_store
        self._open_asking = ask
        self._store: ObjectStore | None = None
        self._asking: ObjectStore | None = None

    @property
    def store(self) -> "ObjectStore":
        """Opened when first used: only then are its secrets asked for."""
        self._store = self._store or self._open_store()
        return self._store

    @property
    def asking(self) -> "ObjectStore":
        if self._open_asking is None:
            return self.store
        self._asking = self._asking or self._open_asking()
        return self._asking

    def printing(self) -> Printing | None:
        with explain(self.name):
            try:
                body = bytes(self.asking.get(MARK).bytes())
            except FileNotFoundError:
                return None
        try:
            return msgspec.json.decode(body, type=Printing)
        except msgspec.MsgspecError as error:
            raise DeliveryError(f"{self.name}: {MARK} cannot be read: {error}") from error

    def holds_pages(self) -> bool:
        with explain(self.name):
            return any(map(self._holds_entries, self.asking.list_with_delimiter()["common_prefixes"]))

    def _holds_entries(self, folder: str) -> bool:
        """Whether the first of what lies under a folder of the top, such as `en`, is a page of ours."""
        found = next(iter(self.asking.list(PLACES["entry"].format(language=folder, name=""))), [])
        return any(find_format(meta["path"]) == "html" for meta in found)

    def put(
        self, documents: Iterable[Document], printing: Printing, *, replacing: Printing | None = None
    ) -> int:
        there = self.printing()
        told_to = there is not None and there == replacing
        if there and not told_to and is_newer(there.ledger, there.sequence, printing):
            return 0
        written = 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _, turn in groupby(documents, key=lambda document: document.turn):
                # A whole turn is there before the next begins: no feed links to a page still on its way.
                written += self._put_turn(turn, printing, told_to, pool)
            self._put_mark(printing, told_to)
        return written

    def _put_turn(
        self, documents: Iterable[Document], printing: Printing, told_to: bool, pool: ThreadPoolExecutor
    ) -> int:
        """Some at once, and no more in memory than those: a site may have any number."""
        written = 0
        under_way: deque[Future[bool]] = deque()
        try:
            for document in documents:
                if len(under_way) == AHEAD:
                    written += under_way.popleft().result()
                under_way.append(pool.submit(self._put_document, document, printing, told_to))
            while under_way:
                written += under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()
        return written

    def _put_document(self, document: Document, printing: Printing, told_to: bool) -> bool:
        caching = f"public, max-age={self.max_age}"
        return self._write(document.path, document.body, document.content_type, caching, printing, told_to)

    def _put_mark(self, printing: Printing, told_to: bool) -> None:
        body = msgspec.json.encode(printing)
        self._write(MARK, body, "application/json", "no-store", printing, told_to)

    def _write(
        self, path: str, body: bytes, content_type: str, caching: str, printing: Printing, told_to: bool
    ) -> bool:
        """Whether the bytes were written: not when they are there already, or a newer printing's."""
        import hashlib

        from obstore.exceptions import AlreadyExistsError, PreconditionError

        digest = hashlib.sha256(body).hexdigest()
        attributes: Any = {
            "Content-Type": content_type,
            "Cache-Control": caching,
            "digest": digest,
            "ledger": printing.ledger,
            "sequence": str(printing.sequence),
        }
        for _ in range(RIVALS):
            with explain(self.name):
                there = self._look(path)
                if there.digest == digest:
                    return False
                if not told_to and is_newer(there.ledger, there.sequence, printing):
                    return False
                if there.tag:
                    mode: Any = {"e_tag": there.tag}
                else:
                    mode = "create"
                try:
                    self.store.put(path, body, attributes=attributes, mode=mode, use_multipart=False)
                except (AlreadyExistsError, PreconditionError):
                    continue  # another process was quicker; look again at what it put there
                return True
        raise DeliveryError(f"{self.name}: {path} changes under our hands again and again")

    def _look(self, path: str) -> There:
        try:
            found = self.store.get(path, options={"head": True})
        except FileNotFoundError:
            return There()
        noted = {str(key): str(value) for key, value in found.attributes.items()}
        sequence = noted.get("sequence", "")
        return There(
            found.meta["e_tag"],
            noted.get("digest", ""),
            noted.get("ledger", ""),
            int(sequence) if sequence.isdecimal() else 0,
        )


def is_newer(ledger: str, sequence: int, printing: Printing) -> bool:
    return ledger == printing.ledger and sequence > printing.sequence


@contextmanager
def explain(name: str) -> Iterator[None]:
    """The store's errors in one line; its own messages go on for many."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError as error:  # whoever asks whether a document is there knows it for an answer
        raise DeliveryError(f"{name}: the bucket is not there", "make it, or check `bucket`") from error
    except BaseError as error:
        host = UNKNOWN_HOST.search(str(error))
        if host:
            mend = "check `endpoint`, `region` and the connection"
            raise DeliveryError(f"the host {host[1]} is not known", mend) from error
        first = next(iter(str(error).strip().splitlines()), type(error).__name__)
        # Of the server's own words only the code: others repeat the key that they were shown.
        words, body, told = " ".join(first.split()).partition("<")
        code = ERROR_CODE.search(f"{body}{told}")
        what = f"{words.rstrip(': ')[:300]}{f': {code[1]}' if code else ''}"
        raise DeliveryError(f"{name}: {what}") from error


def make_s3(name: str, settings: S3Settings, folder: Path) -> Bucket:
    """The store itself is opened when it is needed."""
    return Bucket(
        name,
        lambda: open_s3(settings, SECONDS),
        ask=lambda: open_s3(settings, QUESTION_SECONDS),
        serves=settings.serves,
        max_age=settings.max_age,
    )


def open_s3(settings: S3Settings, seconds: float) -> "ObjectStore":
    """`seconds` is the limit for one document. Raises DeliveryError where the extra is missing."""
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise DeliveryError("a bucket needs the extra `s3`: pip install publisher[s3]") from error
    known: dict[str, Any] = {"region": settings.region}
    if settings.endpoint:
        known["endpoint"] = settings.endpoint
    if settings.access_key and settings.secret_key:
        known["access_key_id"] = read_secret(settings.access_key)
        known["secret_access_key"] = read_secret(settings.secret_key)
    return S3Store(
        settings.bucket,
        prefix=settings.prefix.strip("/") or None,
        client_options={
            "timeout": timedelta(seconds=seconds),
            "connect_timeout": timedelta(seconds=5),
            "allow_http": bool(settings.endpoint and settings.endpoint.startswith("http://")),
        },
        # Trying again is planned by the desk: an outlet that waits makes others wait.
        retry_config={"max_retries": 1, "retry_timeout": timedelta(seconds=10)},
        **known,
    )
