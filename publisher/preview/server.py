"""The preview's site: documents from a ledger in memory with the bar around them; loopback only."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlencode, urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from publisher.calendars.local_time import parse_instant
from publisher.journal.timeline.style import style_source
from publisher.preview.bar import View, dress_page
from publisher.preview.events import Events
from publisher.preview.future_site import FutureSite
from publisher.preview.own_pages import (
    PAGES,
    STATIC,
    print_marks,
    print_problem_page,
    print_stops,
    read_static,
)
from publisher.preview.preview import Preview
from publisher.releases.keys import Key
from publisher.web.loopback import LoopbackOnly
from publisher.web.server import Server

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # As strict as the site's own; beyond it the bar needs to hear of saves and to send its form.
    "Content-Security-Policy": f"default-src 'none'; style-src 'self' {style_source()}; "
    "img-src 'self' https:; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
Show = Callable[[Request, View], Response]
"""What prints the answer to a request."""

NOW = "now"
HTML = "text/html; charset=utf-8"


class PreviewSite:
    """Serves what `preview` sees; `events` tells open pages of a save."""

    def __init__(self, preview: Preview, events: Events) -> None:
        self.preview, self.events = preview, events
        self.site = Starlette(
            routes=[
                Route("/robots.txt", self._forbid_robots),
                Route("/-/events", self._tell),
                Route("/-/stops.json", self._list_stops),
                Route("/-/marks.css", self._mark),
                *(Route(f"/-/{name}", self._give_static) for name in STATIC),
                Route("/-", lambda request: RedirectResponse("/-/", 307, HEADERS)),
                Route("/-/{page:path}", self._show_page),
                Route("/{path:path}", self._show_document),
            ]
        )

    def serve(self, host: str, port: int) -> Server:
        """Raises PublisherError where somebody else has the port."""
        return Server(LoopbackOnly(self.site, "The preview", HEADERS), host, port)

    # What the pages fetch

    def _forbid_robots(self, request: Request) -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n", headers=HEADERS)

    async def _tell(self, request: Request) -> Response:
        return self.events.answer(HEADERS)

    def _list_stops(self, request: Request) -> Response:
        body = msgspec.json.encode(print_stops(self.preview.look()))
        return Response(body, headers=HEADERS, media_type="application/json")

    def _mark(self, request: Request) -> Response:
        style = print_marks(self.preview.look(), self.preview.clock())
        return Response(style, headers=HEADERS, media_type="text/css; charset=utf-8")

    def _give_static(self, request: Request) -> Response:
        name = PurePosixPath(request.url.path).name
        return Response(read_static(name), headers=HEADERS, media_type=STATIC[name])

    # Pages

    def _show_page(self, request: Request) -> Response:
        """A page of the preview itself: the plan, the problems, the cheat-sheet."""
        return self._try(request, self._print_page)

    def _show_document(self, request: Request) -> Response:
        return self._try(request, self._print_document)

    def _try(self, request: Request, show: Show) -> Response:
        """An author gets one line and no traceback, and the page by itself once the cause is mended."""
        try:
            return self._at_moment(request, show)
        except Exception as fault:
            if os.environ.get("PUBLISHER_DEBUG"):
                raise
            text = f"internal fault: {type(fault).__name__}: {fault} (PUBLISHER_DEBUG=1 shows where)\n"
            return PlainTextResponse(text, 500, HEADERS | {"Refresh": "2"})

    def _print_page(self, request: Request, view: View) -> Response:
        page = PAGES.get(request.path_params["page"])
        if page is None:
            return PlainTextResponse("There is no such page; /-/ lists all.\n", 404, HEADERS)
        return Response(dress_page(page(view), view), headers=HEADERS, media_type=HTML)

    def _print_document(self, request: Request, view: View) -> Response:
        document = view.scene.print_document(view.path, view.moment)
        if document is not None:
            if document.key.format == "html":
                body = dress_page(document.body, view)
            else:
                body = document.body
            return Response(body, headers=HEADERS, media_type=document.content_type)
        if view.standing is not None:
            return Response(dress_page(print_problem_page(view), view), headers=HEADERS, media_type=HTML)
        lost = view.scene.print_document(Key("not found").path, view.moment)
        if lost:
            body = dress_page(lost.body, view)
        else:
            body = b"Not found"
        return Response(body, 404, HEADERS, HTML)

    def _at_moment(self, request: Request, show: Show) -> Response:
        """Shows at the moment of the address; a page asked for without one is sent to that of the cookie."""
        scene, now = self.preview.look(), self.preview.clock()
        path = _path_of(request, scene)
        cookie = f"preview-at-{request.url.port or 80}"
        asked = request.query_params.get("at")
        kept = request.cookies.get(cookie)
        if asked == NOW:
            answer: Response = RedirectResponse(_without_moment(request), 303, HEADERS)
            answer.delete_cookie(cookie)
            return answer
        if asked is None and kept and _is_page(path):
            query = urlencode([*request.query_params.multi_items(), ("at", kept)])
            # A cookie that names no moment would send the reader round in circles.
            if _read_moment(kept, scene, now)[1] is None:
                return RedirectResponse(f"{request.url.path}?{query}", 303, HEADERS)
        moment, fault = _read_moment(asked, scene, now)
        standing = scene.find_standing(path, now)
        view = View(scene, path, moment, now, standing, None if fault else asked, fault)
        answer = show(request, view)
        if asked and fault is None:
            answer.set_cookie(cookie, asked, samesite="strict", httponly=True)
        return answer


def _path_of(request: Request, scene: FutureSite) -> str:
    """The document's path; the page for lost addresses links below the path of `base_url`."""
    path = request.url.path
    below = urlsplit(scene.config.publication.base_url).path
    if below != "/" and path.startswith(below):
        path = path.removeprefix(below)
    else:
        path = path.lstrip("/")
    if path == "" or (path.endswith("/") and not path.startswith("-/")):
        return path + "index.html"
    return path


def _is_page(path: str) -> bool:
    return path.startswith("-/") or path.endswith(".html")


def _without_moment(request: Request) -> str:
    left = [(key, value) for key, value in request.query_params.multi_items() if key != "at"]
    return request.url.path + (f"?{urlencode(left)}" if left else "")


def _read_moment(text: str | None, scene: FutureSite, now: datetime) -> tuple[datetime, str | None]:
    """The UTC instant asked for, else now, and what is wrong with the words."""
    if not text:
        return now, None
    try:
        return parse_instant(text, scene.config.zone), None
    except ValueError as error:
        return now, str(error)
