"""The bar that the preview lays over a page, with what is wrong with it; the document is not changed."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publisher.calendars.local_time import iso_z, parse_instant, to_local
from publisher.preview.future_site import FutureSite, ShownSource
from publisher.problem import Problem
from publisher.schedule.words import describe_instant

TEMPLATES = Path(__file__).parent / "templates"
AROUND = 3
"""Lines of source shown before and after the one that a problem names."""

_HEAD_END, _BODY, _BODY_END = re.compile(rb"</head>"), re.compile(rb"<body[^>]*>"), re.compile(rb"</body>")


class View(msgspec.Struct, frozen=True):
    """One page about to be shown: `moment` and `now` are UTC; `asked` the moment in the address, if any.

    `standing` is that of the announcement whose page it is. `fault` says why the moment could not be read.
    """

    scene: FutureSite
    path: str
    moment: datetime
    now: datetime
    standing: ShownSource | None = None
    asked: str | None = None
    fault: str | None = None

    @property
    def words(self) -> str:
        """ "Tue 3 Oct 2017 09:00 New York"."""
        return describe_instant(self.moment, self.scene.config.zone)

    @property
    def local(self) -> str:
        """The value of a field for a date and time."""
        return to_local(self.moment, self.scene.config.zone).strftime("%Y-%m-%dT%H:%M")

    @property
    def query(self) -> str:
        if self.asked:
            return f"?at={self.asked}"
        return ""

    @property
    def place(self) -> "BarPlace":
        """Where the slider stands: at the last stop that the moment has reached."""
        stops = self.scene.stops()
        reached = sum(stop.at <= self.moment for stop in stops)
        here = None
        if reached:
            here = stops[reached - 1]
        before = [stop for stop in stops if stop.at < self.moment]
        after = next((stop for stop in stops if stop.at > self.moment), None)
        return BarPlace(
            number=max(reached - 1, 0),
            last=len(stops) - 1,
            happens=here.what if here and here.at == self.moment else "",
            before=write_moment(before[-1].at, self.scene) if before else None,
            after=write_moment(after.at, self.scene) if after else None,
        )


class BarPlace(msgspec.Struct, frozen=True):
    """The slider's number and its last, what happens here, and the moments of the stops on both sides."""

    number: int
    last: int
    happens: str
    before: str | None
    after: str | None


class BarLine(msgspec.Struct, frozen=True):
    """A line of source beside a problem."""

    number: int
    text: str
    meant: bool


class Shown(msgspec.Struct, frozen=True):
    """A problem with the source around its line; `anchor` is its place on the page of problems."""

    problem: Problem
    anchor: str
    lines: tuple[BarLine, ...]


def write_moment(moment: datetime, scene: FutureSite) -> str:
    """A moment (UTC) as the address has it: local time, or UTC for an hour that the clocks pass twice."""
    local = to_local(moment, scene.config.zone)
    text = local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")
    try:
        if parse_instant(text, scene.config.zone) == moment:
            return text
        return iso_z(moment)
    except ValueError:
        return iso_z(moment)


def show_problems(scene: FutureSite) -> list[Shown]:
    """Every problem, errors first."""
    return [
        Shown(problem, f"problem-{number}", read_around(scene, problem))
        for number, problem in enumerate(scene.problems, start=1)
    ]


def read_around(scene: FutureSite, problem: Problem) -> tuple[BarLine, ...]:
    """The lines of the source around the one named; none where the file cannot be read."""
    path = scene.find_source(problem)
    try:
        if path:
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        else:
            lines = []
    except OSError:
        return ()
    first, last = max(1, problem.line - AROUND), min(len(lines), problem.line + AROUND)
    return tuple(BarLine(n, lines[n - 1].rstrip("\r"), n == problem.line) for n in range(first, last + 1))


def dress_page(page: bytes, view: View) -> bytes:
    """The page with its bar, and with its own problems on top."""
    standing = view.standing
    problems = show_problems(view.scene)
    own = [problem for problem in problems if standing and problem.problem.path in standing.files]
    values = {"view": view, "standing": standing, "problems": problems, "own": own}
    head, notice, bar = (render(f"preview_{part}.html", **values) for part in ("head", "notice", "bar"))
    page = _insert(page, _HEAD_END, head.encode(), before=True)
    page = _insert(page, _BODY, notice.encode(), before=False)
    return _insert(page, _BODY_END, bar.encode(), before=True)


def _insert(page: bytes, at: re.Pattern[bytes], piece: bytes, *, before: bool) -> bytes:
    """At the first place, or at the last where the piece goes before it: an author's text may name either."""
    places = list(at.finditer(page))
    if not places:
        return page
    place = places[-1 if before else 0]
    if before:
        cut = place.start()
    else:
        cut = place.end()
    return page[:cut] + piece + page[cut:]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)
