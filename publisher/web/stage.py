"""The stage of a rehearsal: the site in a frame, with the simulated moment beside it and never in it."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from publisher.desk.desk import real_clock
from publisher.web.server import Server
from publisher.web.site import Site

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Rehearsal</title>
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 15px/1.4 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: .6rem 1rem; }
header { background: #1d2b3a; color: #fff; }
#moment { font-weight: 600; font-variant-numeric: tabular-nums; }
iframe { flex: 1; border: 0; width: 100%; }
</style></head><body>
<header><span>Rehearsal</span><span id="moment" aria-live="polite">…</span><span id="note"></span></header>
<iframe id="site" title="The site at this moment" src="/journal/index.html"></iframe>
<script>
let shown = 0;
async function look() {
  const [moment, note, site] = ["moment", "note", "site"].map((id) => document.getElementById(id));
  try {
    const now = await (await fetch("/moment")).json();
    moment.textContent = now.moment;
    note.textContent = now.note;
    if (now.number !== shown) { shown = now.number; site.contentWindow.location.reload(); }
  } catch (gone) { note.textContent = "the rehearsal has ended"; }
  setTimeout(look, 500);
}
look();
</script></body></html>"""


class Stage:
    """What the audience sees: `show` sets the simulated moment and what has just happened, in words."""

    def __init__(self, site: Path, host: str, port: int) -> None:
        self.number, self.moment, self.note = 0, "", ""
        routes = [
            Route("/", self._page),
            Route("/moment", self._moment),
            # The simulated clock runs ahead of every copy: something is due at any moment.
            Mount("/journal", Site(site, next_release=real_clock)),
        ]
        self.server = Server(Starlette(routes=list(routes)), host, port)

    def show(self, moment: str, note: str) -> None:
        self.number, self.moment, self.note = self.number + 1, moment, note

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(PAGE)

    async def _moment(self, request: Request) -> Response:
        return JSONResponse({"number": self.number, "moment": self.moment, "note": self.note})
