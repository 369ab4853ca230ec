"""Rendering in a process that can be killed, since some small texts keep Markdown busy for minutes."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from publisher.errors import PublisherError
from publisher.markup.serve import LENGTH, pack

# Starting is not the text's fault, so it has a limit of its own (it takes 0.1 s on an idle machine).
_START_SECONDS = 30.0
# Starting one takes as long as a few hundred short texts.
_WORTH_A_PROCESS = 100
_ROOT = Path(__file__).parents[2]
CODE = """
import sys
sys.path.append(sys.argv[1])
from publisher.markup.serve import serve
serve(float(sys.argv[2]))
"""


class RenderError(PublisherError):
    """A text that could not be rendered; `why` says so to whoever says himself that it could not."""

    def __init__(self, what: str, mend: str = "", *, why: str = "") -> None:
        super().__init__(what, mend)
        self.why = why or str(self)


class _Ended(Exception):
    """The process is gone: it crashed, or somebody killed it."""


class _Child:
    """The rendering process and the pipes to it."""

    def __init__(self, seconds: float) -> None:
        # -P: a `markdown.py` in the folder the program was started in must not be taken for the library.
        # A process group of its own: Ctrl-C reaches the parent only, even while the child is starting.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", CODE, str(_ROOT), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=os.sep,
            process_group=0,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        os.set_blocking(self._in.fileno(), False)

    def lives(self) -> bool:
        return self._process.poll() is None

    def receive(self, deadline: float) -> dict[str, str]:
        (length,) = LENGTH.unpack(self._read(LENGTH.size, deadline))
        reply: dict[str, str] = json.loads(self._read(length, deadline))
        return reply

    def send(self, frame: bytes, deadline: float) -> None:
        left = memoryview(frame)
        while left:
            _wait(self._in.fileno(), select.POLLOUT, deadline)
            try:
                left = left[os.write(self._in.fileno(), left) :]
            except BrokenPipeError as gone:
                raise _Ended from gone

    def _read(self, size: int, deadline: float) -> bytes:
        read = bytearray()
        while len(read) < size:
            _wait(self._out.fileno(), select.POLLIN, deadline)
            chunk = os.read(self._out.fileno(), size - len(read))
            if not chunk:
                raise _Ended
            read += chunk
        return bytes(read)

    def end(self) -> int:
        """Kill it if it lives; its exit status (negative: the signal that ended it)."""
        with suppress(BrokenPipeError):
            self._in.close()
        with suppress(subprocess.TimeoutExpired):
            # Dead already, or not: a moment tells, and keeps its own exit status.
            self._process.wait(0.05)
        self._process.kill()
        self._out.close()
        return self._process.wait()


class Renderer:
    """Renders Markdown in a process of its own, started at the first text and again after a fault.

    `seconds` is wall-clock time for one text, `limit` its size in bytes of UTF-8. Threads may share one;
    they take turns. Many texts are shared with further processes, one for each core. Use it in a `with`,
    or call `close`.
    """

    def __init__(self, *, seconds: float = 2.0, limit: int = 200_000) -> None:
        self._seconds = seconds
        self._limit = limit
        self._child: _Child | None = None
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
        size = len(source.encode("utf-8", "surrogatepass"))
        if size > self._limit:
            raise RenderError(
                f"the text is {size:,} bytes long and {self._limit:,} are allowed", "split the announcement"
            )
        with self._turn:
            reply = self._ask(pack({"source": source, "lang": lang}))
        if "fault" in reply:
            why = reply["fault"]
            raise RenderError(f"the text cannot be rendered: {why}", why=why)
        return reply["html"]

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

        def take_turn(text: tuple[str, str]) -> str | RenderError:
            renderer = free.get()
            try:
                return renderer._try(*text)
            finally:
                free.put(renderer)

        try:
            with ThreadPoolExecutor(wanted) as pool:
                yield from pool.map(take_turn, sources)
        finally:
            for other in others:
                other.close()

    def _try(self, source: str, lang: str) -> str | RenderError:
        try:
            return self.render(source, lang=lang)
        except RenderError as fault:
            return fault

    def close(self) -> None:
        """End the process, if there is one; rendering again would start another."""
        with self._turn:
            self._end()

    def _ask(self, frame: bytes) -> dict[str, str]:
        child = self._start()
        deadline = time.monotonic() + self._seconds
        try:
            child.send(frame, deadline)
            return child.receive(deadline)
        except TimeoutError as late:
            self._end()
            raise RenderError(
                f"the text took more than {self._seconds:g} seconds to render",
                "look for a sign that is repeated many times, or split the announcement",
            ) from late
        except _Ended as gone:
            raise RenderError(f"the text ended the process that renders ({self._say_end()})") from gone
        except BaseException:
            # An interrupted question leaves its answer in the pipe, where the next one would read it.
            self._end()
            raise

    def _start(self) -> _Child:
        if self._child is not None and self._child.lives():
            return self._child
        # Killed while idle, for want of memory perhaps: no text is to blame.
        self._end()
        self._child = _Child(self._seconds)
        try:
            self._child.receive(time.monotonic() + _START_SECONDS)
        except (_Ended, TimeoutError) as fault:
            raise RenderError(f"the process that renders did not start ({self._say_end()})") from fault
        except BaseException:
            self._end()
            raise
        return self._child

    def _end(self) -> int:
        child, self._child = self._child, None
        return child.end() if child else 0

    def _say_end(self) -> str:
        status = self._end()
        return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def _wait(fd: int, event: int, deadline: float) -> None:
    """Until the pipe is ready; raises TimeoutError at the deadline.

    It asks once even after the deadline: a program stopped and continued finds its answer waiting.
    """
    poll = select.poll()
    poll.register(fd, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError
