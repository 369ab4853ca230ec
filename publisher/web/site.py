"""The printed site as it lies on disk, with the media types, validators and lifetimes its readers need."""

import os
import stat
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from email.utils import formatdate
from errno import ENOENT
from pathlib import Path
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from publisher.desk.desk import Clock, real_clock
from publisher.releases.keys import FORMATS, Key, find_format
from publisher.web.cache_control import find_max_age
from publisher.web.files import PACKED, is_absent, open_file, read_names, read_span
from publisher.web.responses import (
    NOT_KEPT,
    Head,
    SiteResponse,
    choose_form,
    give,
    read_headers,
    say,
    send_answer,
)
from publisher.web.versions import Version, Versions

METHODS = ("GET", "HEAD")
NOT_FOUND = Key("not found").path
TEXT = frozenset(FORMATS) - {"pdf"}
"""What is shorter when it is compressed."""
DOUBTFUL_SECONDS = 2


class Site:
    """A folder of documents as an ASGI application; a folder that is not there yet is an empty site.

    `next_release` gives the UTC instant of the next release, if one is known: no copy is kept beyond it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        next_release: Callable[[], datetime | None] = lambda: None,
        clock: Clock = real_clock,
    ) -> None:
        self.folder = folder
        self.next_release = next_release
        self.clock = clock
        self.versions = Versions(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with ExitStack() as closing:
            handle = None
            try:
                handle = self._open(scope, closing)
                answer = await self._answer(scope, handle)
            except OSError as error:
                answer = await self._say_why(scope, error)
            await send_answer(scope, send, answer, handle)

    def _open(self, scope: Scope, closing: ExitStack) -> int | None:
        """The handle of what the address names; None where the method asks for no document."""
        if scope["method"] not in METHODS:
            return None
        handle = open_file(self.folder, self._names(scope))
        closing.callback(os.close, handle)
        return handle

    def _names(self, scope: Scope) -> tuple[str, ...]:
        names = read_names(scope["path"].removeprefix(scope.get("root_path", "")))
        if names is None:
            raise FileNotFoundError(ENOENT, "not an address of a document")
        return names

    async def _answer(self, scope: Scope, handle: int | None) -> SiteResponse:
        """One opening gives length, digest and bytes: what was replaced in between once went out cut off."""
        if handle is None:
            # Whatever body is still to come is not waited for.
            closing = {"Allow": ", ".join(METHODS), "Connection": "close"}
            return say(405, "This site is for reading: GET and HEAD.\n", **closing)
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            query = scope["query_string"].decode("latin-1")
            location = f"{quote(scope['path'])}/{f'?{query}' if query else ''}"
            return SiteResponse(301, self._caching() | {"Location": location})
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError(ENOENT, "not a file")
        names, asked, modified = self._names(scope), read_headers(scope), self._find_date(found.st_mtime)
        form, head = choose_form(await self._find_version(names, handle, found), names[-1], asked)
        head |= self._caching() | {"ETag": form.tag}
        if modified is not None:
            head["Last-Modified"] = formatdate(modified, usegmt=True)
        # HEAD has no ranges (RFC 9110, 14.2).
        return give(form, head, asked, modified, in_part=scope["method"] == "GET")

    async def _find_version(self, names: tuple[str, ...], handle: int, found: os.stat_result) -> Version:
        def read_sibling() -> bytes:
            beside = open_file(self.folder, (*names[:-1], names[-1] + PACKED))
            try:
                return read_span(beside, 0, found.st_size)
            finally:
                os.close(beside)

        is_text = find_format(names[-1]) in TEXT
        return await self.versions.find(handle, found, read_sibling if is_text else None)

    async def _say_why(self, scope: Scope, error: OSError) -> SiteResponse:
        """That nothing is there, with the printed page for it; or that the machine is at fault."""
        if not is_absent(error):
            return say(503, "It cannot be read just now; please try again.\n", **{"Retry-After": "5"})
        try:
            handle = open_file(self.folder, (NOT_FOUND,))
            try:
                version = await self._find_version((NOT_FOUND,), handle, os.fstat(handle))
            finally:
                os.close(handle)
        except OSError:
            return say(404, "Not found.\n")
        form, head = choose_form(version, NOT_FOUND, read_headers(scope))
        return SiteResponse(404, head | NOT_KEPT, form.body or b"")

    def _caching(self) -> Head:
        return {"Cache-Control": f"max-age={find_max_age(self.clock(), self.next_release())}"}

    def _find_date(self, saved: float) -> int | None:
        """Seconds of the epoch, or None while another printing may follow in the same second.

        A reader that goes by the date, as newsboat does, would never see that one (RFC 9110, 8.8.2.2).
        """
        if self.clock().timestamp() - saved > DOUBTFUL_SECONDS:
            return int(saved)
        return None
