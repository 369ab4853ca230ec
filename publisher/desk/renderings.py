"""Markdown typeset once per revision: what was rendered is kept in the ledger by its source's digest."""

import hashlib
import time
from types import TracebackType
from typing import Self

from publisher.ledger.ledger import Ledger
from publisher.markup.worker import Renderer, RenderError

# Raised when rendering itself changes, so that what was kept is not used again.
VERSION = "1"

FAILURE_SECONDS = 300.0
"""How long a text that could not be rendered is not tried again."""


class Renderings:
    """Renders through a worker that can be killed; a source seen before is not rendered again."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.kept = ledger.renderings()
        self.used: dict[str, str] = {}
        self.failed: dict[str, tuple[float, RenderError]] = {}
        self.worker = Renderer()

    def render(self, source: str, lang: str) -> str:
        """Clean HTML. Raises RenderError."""
        digest = hashlib.sha256(f"{VERSION}\0{lang}\0{source}".encode("utf-8", "surrogatepass")).hexdigest()
        html = self.kept.get(digest)
        if html is None:
            html = self._render_anew(digest, source, lang)
        self.used[digest] = html
        return html

    def _render_anew(self, digest: str, source: str, lang: str) -> str:
        since, failure = self.failed.get(digest, (0.0, None))
        if failure is not None and time.monotonic() - since < FAILURE_SECONDS:
            # A text that hangs costs two seconds, by which every release would be late at every pass.
            raise failure
        try:
            return self.worker.render(source, lang=lang)
        except RenderError as error:
            self.failed[digest] = (time.monotonic(), error)
            raise

    def keep(self) -> None:
        """Keeps what was used since the last call, in place of all that was kept before."""
        if self.used.keys() != self.kept.keys():
            self.ledger.keep_renderings(self.used)
        self.kept, self.used = self.used, {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.worker.close()
