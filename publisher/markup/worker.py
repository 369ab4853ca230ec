"""Rendering in a worker that is ended at its limit, since some small texts keep Markdown busy for minutes."""

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from publisher.errors import PublisherError
from publisher.workers import EndedError, StartError, Worker, call_within

# Of some small texts Markdown makes gigabytes.
MEMORY = 512 * 1024 * 1024
LARGEST_HTML = 4_000_000
# Readers of XML stop at some depth, and a page and a feed add their own elements.
DEEPEST = 100
TOO_DEEP = "it is nested too deeply; look for lists, quotations or emphasis within one another"
# Starting one takes as long as a few hundred short texts.
_WORTH_A_PROCESS = 100
# Asking takes about a millisecond, a short text four.
_PORTION = 10


class RenderError(PublisherError):
    """A text that could not be rendered; `why` says so to whoever says himself that it could not."""

    def __init__(self, what: str, mend: str = "", *, why: str = "") -> None:
        super().__init__(what, mend)
        self.why = why or str(self)


class Renderer:
    """Renders Markdown in a process of its own, started at the first text and again after a fault.

    `seconds` is wall-clock time for one text, `limit` its size in bytes of UTF-8. Threads may share one;
    they take turns. Many texts are shared with further processes, one for each core. Use it in a `with`,
    or call `close`.
    """

    def __init__(self, *, seconds: float = 2.0, limit: int = 200_000) -> None:
        self._seconds = seconds
        self._limit = limit
        self._worker = Worker(warm_up, memory=MEMORY)
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def render(self, source: str, *, lang: str) -> str:
        """The text as `markup.render.render` gives it. Raises RenderError; the next text is not affected.

        Do not remember a fault for good: a text that took too long may do better on a machine less busy.
        """
        refuse_long(source, self._limit)
        with self._turn:
            return self._ask(source, lang)

    def render_many(self, sources: Sequence[tuple[str, str]]) -> Iterator[str | RenderError]:
        """Each (source, lang) rendered, in the same order; a fault stands in its text's place.

        Whoever takes the first result has the others in the making while it works on it. The further
        processes that many texts are worth end with the last text, or when nobody asks any more.
        """
        wanted = min(os.cpu_count() or 1, len(sources) // _WORTH_A_PROCESS)
        if wanted < 2:
            yield from (self._try(source, lang) for source, lang in sources)
            return
        free: SimpleQueue[Renderer] = SimpleQueue()
        others = [Renderer(seconds=self._seconds, limit=self._limit) for _ in range(wanted - 1)]
        for renderer in (self, *others):
            free.put(renderer)

        def take_turn(start: int) -> list[str | RenderError]:
            renderer = free.get()
            try:
                return renderer._render_together(sources[start : start + _PORTION])
            finally:
                free.put(renderer)

        try:
            with ThreadPoolExecutor(wanted) as pool:
                for rendered in pool.map(take_turn, range(0, len(sources), _PORTION)):
                    yield from rendered
        finally:
            for other in others:
                other.close()

    def _render_together(self, sources: Sequence[tuple[str, str]]) -> list[str | RenderError]:
        """Some texts in one question; where one of them ends the worker, each is asked for by itself."""
        try:
            with self._turn:
                return self._worker.run(self._seconds, render_each, self._seconds, self._limit, sources)
        except (StartError, EndedError):
            return [self._try(source, lang) for source, lang in sources]

    def _try(self, source: str, lang: str) -> str | RenderError:
        try:
            return self.render(source, lang=lang)
        except RenderError as fault:
            return fault

    def close(self) -> None:
        """End the process, if there is one; rendering again would start another."""
        with self._turn:
            self._worker.end()

    def _ask(self, source: str, lang: str) -> str:
        try:
            return self._worker.run(self._seconds, render_text, source, lang)
        except StartError as fault:
            raise RenderError(f"the process that renders did not start ({fault})") from fault
        except EndedError as ended:
            if ended.is_late:
                raise RenderError(
                    f"the text took more than {self._seconds:g} seconds to render",
                    "look for a sign that is repeated many times, or split the announcement",
                ) from ended
            raise RenderError(f"the text ended the process that renders ({ended})") from ended


def refuse_long(source: str, limit: int) -> None:
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise RenderError(
            f"the text is {size:,} bytes long and {limit:,} are allowed", "split the announcement"
        )


# What follows runs in the worker.


def warm_up() -> None:
    """Importing what renders is not the first text's fault."""
    render_text("", "en")


def render_each(seconds: float, limit: int, sources: Sequence[tuple[str, str]]) -> list[str | RenderError]:
    """The limits are those of each text."""
    rendered: list[str | RenderError] = []
    for source, lang in sources:
        try:
            refuse_long(source, limit)
            rendered.append(call_within(seconds, render_text, source, lang))
        except RenderError as fault:
            rendered.append(fault)
    return rendered


def render_text(source: str, lang: str) -> str:
    """Raises RenderError for a text that asks for too much, or becomes too much."""
    from publisher.markup.clean import measure_depth
    from publisher.markup.render import render

    try:
        html = render(source, lang=lang)
    except RecursionError:
        raise refuse(TOO_DEEP) from None
    except MemoryError:
        raise refuse(f"it needs more than {MEMORY // 1024**2} MB; split the announcement") from None
    except Exception as fault:  # noqa: BLE001 - whatever a text makes Markdown raise, it may cost that text only
        said = " ".join(f"Markdown failed on it: {type(fault).__name__}: {fault}".split())
        raise refuse(said) from None
    if len(html) > LARGEST_HTML:
        raise refuse(f"it becomes {len(html):,} characters of HTML, {LARGEST_HTML:,} are allowed")
    if measure_depth(html) > DEEPEST:
        raise refuse(TOO_DEEP)
    return html


def refuse(why: str) -> RenderError:
    return RenderError(f"the text cannot be rendered: {why}", why=why)
