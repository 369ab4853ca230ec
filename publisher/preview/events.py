"""Tells open pages of a save: server-sent events, fed by a watcher of the sources."""

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from starlette.responses import StreamingResponse
from watchfiles import Change, watch

from publisher.preview.preview import Preview
from publisher.preview.sources import list_roadmap_files

BREATH_SECONDS = 15.0
"""A line now and then, by which both sides notice that the other is gone."""

RETRY = 1000
"""Milliseconds until a page whose connection broke tries again."""

STEP, DEBOUNCE, LOOK = 20, 80, 2000
"""Milliseconds: waiting for more of one save, the longest such wait, and between looks at the folders."""

log = logging.getLogger("publisher")


class Events:
    """The pages that listen; each first hears which reading is the newest, then each later one."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.stopping = threading.Event()
        self._listeners: dict[asyncio.Queue[str | None], asyncio.AbstractEventLoop] = {}
        self._turn = threading.Lock()

    def answer(self, headers: Mapping[str, str]) -> StreamingResponse:
        return StreamingResponse(self._stream(), headers=dict(headers), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        with self._turn:
            self._listeners[queue] = asyncio.get_running_loop()
        try:
            # Whatever was saved since the page was printed: it compares this with its own.
            scene = await asyncio.to_thread(self.preview.look)
            yield f"retry: {RETRY}\n{write_event(scene.generation)}"
            while not self.stopping.is_set():
                try:
                    told = await asyncio.wait_for(queue.get(), BREATH_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if told is None:
                    return
                yield write_event(told)
        finally:
            with self._turn:
                self._listeners.pop(queue, None)

    def tell(self, generation: str | None) -> None:
        """From any thread; None ends every stream."""
        with self._turn:
            listeners = list(self._listeners.items())
        for queue, loop in listeners:
            with contextlib.suppress(RuntimeError):  # its loop has ended already
                loop.call_soon_threadsafe(queue.put_nowait, generation)

    def start(self) -> None:
        threading.Thread(target=self._watch, name="watcher", daemon=True).start()

    def stop(self) -> None:
        self.stopping.set()
        self.tell(None)

    def _watch(self) -> None:
        while not self.stopping.is_set():
            try:
                self._watch_folders(self._find_folders())
            except Exception as error:  # noqa: BLE001 - the thread must live: the next look may find it mended
                log.warning("watching failed (%s: %s); it is tried again", type(error).__name__, error)
                self.stopping.wait(LOOK / 1000)

    def _watch_folders(self, folders: dict[Path, int]) -> None:
        """Until a folder was moved or replaced: a watch stays with the old one, and is silent."""
        changes = watch(*folders, watch_filter=_concerns, stop_event=self.stopping, recursive=False,
                        step=STEP, debounce=DEBOUNCE, rust_timeout=LOOK, yield_on_timeout=True)  # fmt: skip
        known = self.preview.look().generation
        for found in changes:
            # Also where the watcher is silent, as on some network drives: then within two seconds.
            generation = self.preview.look().generation
            if found or generation != known:
                self.tell(generation)
            known = generation
            if self._find_folders() != folders:
                return

    def _find_folders(self) -> dict[Path, int]:
        config = self.preview.config
        wanted = {config.folder, config.announcements, *(p.parent for p in list_roadmap_files(config.path))}
        return {folder: folder.stat().st_ino for folder in wanted if folder.is_dir()}


def _concerns(change: Change, path: str) -> bool:
    name = os.path.basename(path)
    return name.endswith((".md", ".toml")) and not name.startswith(".")


def write_event(generation: str) -> str:
    return f"data: {generation}\n\n"
