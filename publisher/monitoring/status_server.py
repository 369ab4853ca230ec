"""Tells on a port of its own, on this machine only, how the program is doing: a page, JSON, metrics."""

import logging
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from publisher.errors import LedgerError
from publisher.ledger.ledger import Ledger
from publisher.monitoring.alarms.finding import find_urgent
from publisher.monitoring.health import Health
from publisher.monitoring.metrics import MEDIA_TYPE, write_metrics
from publisher.monitoring.status_page import STYLE_SOURCE, print_page
from publisher.web.loopback import LoopbackOnly
from publisher.web.server import Server

HOST = "127.0.0.1"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src {STYLE_SOURCE}; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}

log = logging.getLogger("publisher")


class StatusSite:
    """`look` gives the health of the daemon, `ledger` what is owed to messengers."""

    def __init__(
        self,
        look: Callable[[], Health],
        ledger: Ledger,
        title: str,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
    ) -> None:
        self.look, self.ledger, self.title, self.zone, self.clock = look, ledger, title, zone, clock
        self.site = Starlette(
            routes=[
                Route("/", lambda request: RedirectResponse("/status", 307, HEADERS)),
                Route("/status", self._show),
                Route("/status.json", self._write),
                Route("/metrics", self._count),
                Route("/health", self._judge),
            ]
        )

    def serve(self, port: int) -> Server:
        """Raises PublisherError where somebody else has the port."""
        return Server(LoopbackOnly(self.site, "The status", HEADERS), HOST, port)

    # Starlette calls these in threads, so that none waits for the ledger of another.

    def _show(self, request: Request) -> Response:
        if "application/json" in request.headers.get("accept", ""):
            return self._write(request)
        health = self._look()
        body = print_page(health, find_urgent(health, self.clock()), self.title, self.zone)
        return Response(body, headers=HEADERS, media_type="text/html; charset=utf-8")

    def _write(self, request: Request) -> Response:
        """The fields of `publisher status --json`, and what a running daemon knows beside them."""
        health = self._look()
        more = {
            "alarms": find_urgent(health, self.clock()),
            "failing": health.failing,
            "pass_age_seconds": round(health.quiet.total_seconds(), 1),
        }
        body = msgspec.json.encode(msgspec.to_builtins(health.status) | more)
        return Response(body, headers=HEADERS, media_type="application/json")

    def _count(self, request: Request) -> Response:
        return Response(write_metrics(self._look()), headers=HEADERS, media_type=MEDIA_TYPE)

    def _judge(self, request: Request) -> Response:
        """200 while passes come to their end, else 503: for whoever starts a container anew."""
        health = self._look(deliveries=False)
        if health.is_silent:
            return PlainTextResponse("no pass comes to its end\n", 503, HEADERS)
        return PlainTextResponse("passes come to their end\n", 200, HEADERS)

    def _look(self, *, deliveries: bool = True) -> Health:
        health = self.look()
        if not deliveries:
            return health
        try:
            counted = self.ledger.deliveries.count_by_state()
        except LedgerError:
            # The page is looked at above all when the ledger cannot be reached.
            return health
        status = msgspec.structs.replace(health.status, deliveries=counted)
        return msgspec.structs.replace(health, status=status)
