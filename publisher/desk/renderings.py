"""Markdown rendered once per revision: the HTML is kept in the ledger by its source's digest."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Self

from publisher.edition import digest_markup
from publisher.ledger.cache import Cache
from publisher.ledger.database import ConflictError
from publisher.markup.worker import Renderer, RenderError

FAILURE_SECONDS = 300.0
"""How long a text that could not be rendered is not tried again."""


class Renderings:
    """Renders through workers that can be killed; a source seen before is not rendered again."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.ready: dict[str, str] = {}
        self.coming: Iterator[tuple[str, str | RenderError]] = iter(())
        self.fresh: dict[str, str] = {}
        self.failed: dict[str, tuple[float, RenderError]] = {}
        self.worker = Renderer()

    def prepare(self, texts: Sequence[tuple[str, str]]) -> None:
        """Finds what is known of these texts, each with its language.

        Those never seen are rendered on every core, from the first one asked for on and in this order.
        """
        wanted = {_digest(source, lang): (source, lang) for source, lang in texts}
        self.ready = self.cache.renderings(wanted.keys() - self.fresh.keys()) | self.fresh
        missing = [digest for digest in wanted if digest not in self.ready and not self._failure(digest)]
        rendered = self.worker.render_many([wanted[digest] for digest in missing])
        self.coming = zip(missing, rendered, strict=True)

    def render(self, source: str, lang: str) -> str:
        """Clean HTML of a text that was prepared. Raises RenderError."""
        digest = _digest(source, lang)
        self._await(digest)
        if digest not in self.ready and not self._failure(digest):
            for result in self.worker.render_many([(source, lang)]):
                self._take(digest, result)
        failure = self._failure(digest)
        if failure is not None:
            raise failure
        return self.ready[digest]

    def _await(self, wanted: str | None) -> None:
        """Takes what comes, until the wanted text is there; all of it without one."""
        if wanted is not None and wanted in self.ready:
            return
        for digest, result in self.coming:
            self._take(digest, result)
            if digest == wanted:
                return

    def _take(self, digest: str, result: str | RenderError) -> None:
        if isinstance(result, RenderError):
            self.failed[digest] = (time.monotonic(), result)
        else:
            self.ready[digest] = self.fresh[digest] = result

    def _failure(self, digest: str) -> RenderError | None:
        """A text that hangs costs two seconds, by which every release would be late at every pass."""
        since, failure = self.failed.get(digest, (0.0, None))
        if time.monotonic() - since < FAILURE_SECONDS:
            return failure
        return None

    def keep(self, now: datetime) -> None:
        """Keeps what was rendered since the last call (`now` in UTC)."""
        self._await(None)
        if self.fresh:
            with suppress(ConflictError):  # by another process, which rendered the same
                self.cache.keep_renderings(self.fresh, now)
        self.ready, self.fresh = {}, {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.worker.close()


def _digest(source: str, lang: str) -> str:
    """What was kept is not used again once rendering itself has changed."""
    text = f"{digest_markup()}\0{lang}\0{source}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
