"""What is for this machine only: an application that answers to no other name, and to nobody else."""

import re
from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from publisher.publication import is_loopback


class LoopbackOnly:
    """Answers 403 to a request by another name: a page elsewhere may have its name point here (rebinding)."""

    def __init__(self, site: ASGIApp, what: str, headers: Mapping[str, str]) -> None:
        self.site, self.what, self.headers = site, what, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_ours(scope):
            refusal = PlainTextResponse(f"{self.what} answers to localhost only.\n", 403, self.headers)
            await refusal(scope, receive, send)
            return
        await self.site(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        return len(hosts) == 1 and is_loopback(re.sub(r":\d+$", "", hosts[0]))
