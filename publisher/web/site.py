"""Serves the printed site as it lies on disk, with the media types and headers its readers need."""

import hashlib
import os
import socket
import threading
import time
from email.utils import formatdate
from pathlib import Path, PurePosixPath

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

from publisher.errors import PublisherError
from publisher.journal.document import MEDIA_TYPES
from publisher.journal.paths import NOT_FOUND
from publisher.journal.timeline.style import style_source

CACHING = {"Cache-Control": "max-age=60"}
NOT_KEPT = {"Cache-Control": "no-store"}
"""Of what is not there: it may be released a second later."""
SECURITY = {
    # The digest admits one style only: that which the timeline brings along where it is shown alone.
    "Content-Security-Policy": f"default-src 'none'; style-src 'self' {style_source()}; "
    "img-src 'self' https:; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
GRACE_SECONDS = 2


class Site(StaticFiles):
    """A folder of documents; names that begin with a dot are not for readers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)

    async def check_config(self) -> None:
        """A folder that is not there yet is an empty site; Starlette would answer 500 with a traceback."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            if any(part.startswith(".") and part != "." for part in PurePosixPath(path).parts):
                raise HTTPException(status_code=404)
            response = await super().get_response(path, scope)
        except (HTTPException, FileNotFoundError) as refusal:
            status = refusal.status_code if isinstance(refusal, HTTPException) else 404
            if status == 404:
                return self._say_lost(refusal)
            raise HTTPException(status, headers=SECURITY) from refusal
        # Starlette finds the page for lost addresses by itself, but would have it kept.
        response.headers.update(SECURITY | (CACHING if response.status_code < 400 else NOT_KEPT))
        return response

    def _say_lost(self, refusal: Exception) -> Response:
        """Raises HTTPException while the site has no page for it."""
        try:
            body = (Path(str(self.directory)) / NOT_FOUND).read_bytes()
        except OSError:
            raise HTTPException(404, headers=SECURITY | NOT_KEPT) from refusal
        return Response(body, 404, SECURITY | NOT_KEPT, MEDIA_TYPES[".html"])

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The document as one opening of it gives it, with a digest of its bytes for validator.

        Starlette takes the length from one look and the bytes from another: a document replaced in
        between went out cut off.
        """
        with open(full_path, "rb") as file:
            body, saved = file.read(), os.fstat(file.fileno()).st_mtime
        headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'}
        if time.time() - saved > 2:
            # It counts whole seconds: a second printing in the same one would never reach a reader that
            # goes by it, as newsboat does (RFC 9110, 8.8.2.2).
            headers["Last-Modified"] = formatdate(saved, usegmt=True)
        media_type = MEDIA_TYPES.get(PurePosixPath(full_path).suffix, "application/octet-stream")
        response = Response(body, status_code, headers, media_type)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


class Server:
    """Serves an application on a loopback or public address until it is stopped, in a thread of its own."""

    def __init__(self, routes: list[BaseRoute], host: str, port: int) -> None:
        """Takes the port at once, 0 for any free one. Raises PublisherError where somebody else has it."""
        self.socket = _bind(host, port)
        self.host, self.port = host, self.socket.getsockname()[1]
        config = uvicorn.Config(
            Starlette(routes=routes),
            log_config=None,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), name="web", daemon=True)

    @property
    def address(self) -> str:
        return f"http://{'localhost' if self.host in ('127.0.0.1', '::1') else self.host}:{self.port}/"

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.server.should_exit = True
        if self.thread.is_alive():
            self.thread.join(GRACE_SECONDS + 1)
        self.socket.close()


def serve_folder(folder: Path, host: str, port: int) -> Server:
    return Server([Mount("/", Site(folder))], host, port)


def _bind(host: str, port: int) -> socket.socket:
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(2048)
    except OSError as error:
        taken.close()
        why = os.strerror(error.errno) if error.errno else error
        raise PublisherError(f"port {port} cannot be used: {why}; choose another with --port") from error
    return taken
