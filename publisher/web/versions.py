"""The version of a document that was opened: its bytes, plain and compressed, each with its digest."""

import asyncio
import gzip
import hashlib
import os
import zlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

import msgspec

from publisher.web.files import read_span

WHOLE = 8 << 20
"""Bytes. A larger document is not held in memory, and goes out as it is."""
WORTH_PACKING = 1024
ROOM = 64 << 20
"""Bytes of documents that are held."""
MOST_KEYS = 20_000
SETTLED_SECONDS = 1
PIECE = 256 << 10

Key = tuple[int, int, int, int, int]
Sibling = Callable[[], bytes]
"""Reads what lies compressed beside a document. Raises OSError."""


class Form(msgspec.Struct, frozen=True):
    """A document in one encoding. A form of its own has a tag of its own (RFC 9110, 8.8.3.3).

    `body` is None for a large one, which is read from its opening.
    """

    tag: str
    size: int
    body: bytes | None


class Version(msgspec.Struct, frozen=True):
    """`packed` is there for text that gains by it."""

    plain: Form
    packed: Form | None = None


class Versions:
    """Holds what was read, so that an unchanged document is neither hashed nor compressed twice."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.tags: OrderedDict[Key, str] = OrderedDict()
        self.held: OrderedDict[str, Version] = OrderedDict()
        self.size = 0
        self.under_way: dict[Key, asyncio.Task[Version]] = {}

    async def find(self, handle: int, stat: os.stat_result, read_sibling: Sibling | None) -> Version:
        """The version that an open file holds; `read_sibling` gives what lies compressed beside text."""
        key = (stat.st_dev, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
        tag = self.tags.get(key)
        if tag is not None and (version := self._recall(tag)):
            return version
        if key not in self.under_way:
            # At the hour all come at once: one reads for all. It has a handle of its own, for the reader that
            # it was opened for may leave.
            task = asyncio.create_task(self._read(key, os.dup(handle), stat, read_sibling))
            self.under_way[key] = task
            task.add_done_callback(lambda done: self.under_way.pop(key))
        return await asyncio.shield(self.under_way[key])

    async def _read(
        self, key: Key, handle: int, stat: os.stat_result, read_sibling: Sibling | None
    ) -> Version:
        try:
            plain = await asyncio.to_thread(read_plain, handle, stat.st_size)
        finally:
            os.close(handle)
        version = self._recall(plain.tag)
        if version is None:
            packed = None
            if read_sibling:
                packed = await asyncio.to_thread(pack, plain, read_sibling)
            version = Version(plain, packed)
            self._hold(version)
        # An inode is used again, and its times count in ticks of some milliseconds: of a file that has only
        # just been put there, another with the same key may follow.
        if (self.clock().timestamp() - stat.st_ctime) > SETTLED_SECONDS:
            self.tags[key] = plain.tag
            if len(self.tags) > MOST_KEYS:
                self.tags.popitem(last=False)
        return version

    def _recall(self, tag: str) -> Version | None:
        version = self.held.get(tag)
        if version:
            self.held.move_to_end(tag)
        return version

    def _hold(self, version: Version) -> None:
        self.held[version.plain.tag] = version
        self.size += weigh(version)
        while self.size > ROOM:
            _, oldest = self.held.popitem(last=False)
            self.size -= weigh(oldest)


def weigh(version: Version) -> int:
    """Bytes that a version takes in memory, about."""
    return 1024 + sum(len(form.body or b"") for form in (version.plain, version.packed) if form)


def read_plain(handle: int, size: int) -> Form:
    if size > WHOLE:
        return Form(_digest_pieces(handle, size), size, None)
    body = read_span(handle, 0, size + 1)
    return Form(_write_tag(hashlib.sha256(body)), len(body), body)


def pack(plain: Form, read_sibling: Sibling) -> Form | None:
    """The same bytes for the same document, on every day and machine with the same zlib: no time is in it."""
    if plain.body is None or plain.size < WORTH_PACKING:
        return None
    packed = _take_sibling(plain.body, read_sibling) or gzip.compress(plain.body, 6, mtime=0)
    if len(packed) < plain.size:
        return Form(_write_tag(hashlib.sha256(packed)), len(packed), packed)
    return None


def _take_sibling(body: bytes, read_sibling: Sibling) -> bytes | None:
    """What lies compressed beside a document, if it is this very document.

    Its date proves nothing: a copy or a restored folder has the dates of another day.
    """
    try:
        packed = read_sibling()
        unpacker = zlib.decompressobj(wbits=31)
        same = unpacker.decompress(packed, len(body) + 1) == body
    except (OSError, zlib.error):
        return None
    if same and unpacker.eof and not unpacker.unused_data:
        return packed
    return None


def _digest_pieces(handle: int, size: int) -> str:
    digest = hashlib.sha256()
    for start in range(0, size, PIECE):
        digest.update(read_span(handle, start, min(start + PIECE, size)))
    return _write_tag(digest)


def _write_tag(digest: "hashlib._Hash") -> str:
    return f'"{digest.hexdigest()[:32]}"'
