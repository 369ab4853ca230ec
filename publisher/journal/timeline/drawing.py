"""A laid-out timeline as SVG: places mirrored where the language runs from right to left, words escaped."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

import msgspec

from publisher.journal.language import direction, isolate
from publisher.journal.timeline.axis import Column, Tick
from publisher.journal.timeline.sheet import FLAG, RADIUS, Arrow, Figure, Text, TimelineRow

NOT_XML: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BAR_HEIGHT, BAND_HEIGHT, POLE = 10.0, 15.0, 10.0
HEAD = 5.0
"""The length of an arrow's head."""


class DrawingSize(msgspec.Struct, frozen=True):
    """What a drawing has to know beside its pieces; `prefix` keeps its ids apart from another picture's."""

    width: float
    height: float
    language: str
    prefix: str

    @property
    def mirrored(self) -> bool:
        return direction(self.language) == "rtl"

    def x(self, place: float) -> float:
        if self.mirrored:
            return self.width - place
        return place

    def say(self, words: str) -> str:
        """Words in the page's language, what is foreign in them kept in its own order."""
        if self.mirrored:
            return "\n".join(map(isolate, words.split("\n")))
        return words

    def left(self, start: float, end: float) -> float:
        return min(self.x(start), self.x(end))


def number(value: float) -> str:
    """One decimal at most: what is finer no eye sees, and the same everywhere."""
    text = f"{value:.1f}"
    if text != "-0.0":
        return text.removesuffix(".0")
    return "0"


def clean(text: str) -> str:
    """Words for XML: escaped, and without the control characters that no XML may hold."""
    return escape(NOT_XML.sub("\ufffd", text))


def element(tag: str, inner: str = "", **attributes: object) -> str:
    """An element; a float is rounded, "_" in a name stands for "-", None leaves the attribute out."""
    given = [_attribute(name, value) for name, value in attributes.items() if value is not None]
    head = f"<{tag}{''.join(given)}"
    if inner:
        return f"{head}>{inner}</{tag}>"
    return f"{head}/>"


def _attribute(name: str, value: object) -> str:
    if isinstance(value, float):
        written = number(value)
    else:
        written = clean(str(value))
    return f' {name.rstrip("_").replace("_", "-")}="{written}"'


def draw_text(text: Text, page: DrawingSize) -> str:
    """Words in a language of the other direction keep their own, and still start or end where they should."""
    other = direction(text.language) != direction(page.language)
    return element(
        "text",
        clean(page.say(text.words) if not other else text.words),
        class_=f"{text.role} struck" if text.struck else text.role,
        x=page.x(text.place),
        y=text.y,
        text_anchor="end" if text.ends != other else None,
        direction=direction(text.language) if other else None,
        lang=text.language if text.language != page.language else None,
    )


def draw_figure(figure: Figure, page: DrawingSize) -> str:
    look = " ".join((figure.shape, *figure.look))
    drawn = "".join(_draw_shape(figure, page))
    if "ghost" in figure.look or "cancelled" in figure.look:
        start, end = figure.core
        y = figure.y
        drawn += element(
            "line", class_="strike", x1=page.x(start - 3), y1=y + 4, x2=page.x(end + 3), y2=y - 4
        )
    return element("g", drawn, class_=f"mark {look}")


def _draw_shape(figure: Figure, page: DrawingSize) -> Iterator[str]:
    start, end = figure.core
    middle = (start + end) / 2
    if "letter" in figure.look:
        yield _draw_letter(page.x(middle), figure.y)
    elif figure.shape in ("morning", "afternoon"):
        yield _draw_half(figure, page)
    elif figure.shape == "day":
        yield element("circle", cx=page.x(middle), cy=figure.y, r=RADIUS - 1.5 * ("past" in figure.look))
    elif figure.shape == "days":
        yield _draw_line(start, end, figure.y, page)
        for centre in figure.centres:
            yield element("circle", cx=page.x(centre), cy=figure.y, r=RADIUS - 1.5)
    elif figure.shape in ("edge", "start"):
        yield from _draw_edge(figure, page)
    elif figure.shape == "undated":
        yield _draw_line(start, end, figure.y, page)
    else:
        yield _draw_band(figure, page)


def _draw_letter(x: float, y: float) -> str:
    outline = element("rect", x=x - 7, y=y - 5, width=14.0, height=10.0)
    return outline + element("path", d=f"M{number(x - 7)} {number(y - 5)}l7 6l7 -6")


def _draw_line(start: float, end: float, y: float, page: DrawingSize) -> str:
    return element("line", class_="span", x1=page.x(start), y1=y, x2=page.x(end), y2=y)


def _draw_half(figure: Figure, page: DrawingSize) -> str:
    """The half of a disc that lies before noon, or after: cut at the middle of the day."""
    x, y = page.x((figure.start + figure.end) / 2), figure.y
    sweep = int((figure.shape == "afternoon") != page.mirrored)
    size = number(RADIUS)
    arc = f"M{number(x)} {number(y - RADIUS)}A{size} {size} 0 0 {sweep} {number(x)} {number(y + RADIUS)}Z"
    return element("circle", class_="rest", cx=x, cy=y, r=RADIUS) + element("path", d=arc)


def _draw_band(figure: Figure, page: DrawingSize) -> str:
    start, end = figure.core
    if figure.shape == "bar":
        height = BAR_HEIGHT
    else:
        height = BAND_HEIGHT
    soft = None
    if figure.shape == "haze":
        soft = f"url(#{page.prefix}-haze)"
    return element(
        "rect",
        x=page.left(start, end),
        y=figure.y - height / 2,
        width=end - start,
        height=height,
        fill=soft,
        stroke=soft,
    )


def _draw_edge(figure: Figure, page: DrawingSize) -> Iterator[str]:
    """A pole where time runs out (or begins), with its flag and a shade on the side that is open."""
    closing = figure.shape == "edge"
    if closing:
        pole = figure.end
    else:
        pole = figure.start
    if closing:
        back = -1
    else:
        back = 1
    if "ghost" not in figure.look and "key" not in figure.look:
        start, end = figure.start, figure.end
        shade = f"url(#{page.prefix}-{figure.shape})"
        x, y, width = page.left(start, end), figure.y - POLE, end - start
        yield element("rect", class_="shade", fill=shade, x=x, y=y, width=width, height=2 * POLE)
    x, tip, y = page.x(pole), page.x(pole + back * FLAG), figure.y
    flag = f"M{number(x)} {number(y - POLE)}L{number(tip)} {number(y - POLE / 2)}L{number(x)} {number(y)}Z"
    yield element("path", d=flag)
    yield element("line", class_="pole", x1=x, y1=y - POLE, x2=x, y2=y + POLE)


def draw_arrow(arrow: Arrow, page: DrawingSize) -> str:
    start, end = page.x(arrow.start), page.x(arrow.end)
    if arrow.y == arrow.to_y:
        if end > start:
            way = 1
        else:
            way = -1
        tip = end - 3 * way
        line = f"M{number(start + 3 * way)} {number(arrow.y)}H{number(tip)}"
        head = f"M{number(tip - HEAD * way)} {number(arrow.y - 4)}L{number(tip)} {number(arrow.y)}"
        head += f"L{number(tip - HEAD * way)} {number(arrow.y + 4)}"
    else:
        tip = arrow.to_y + RADIUS + 4
        if start == end:
            foot = arrow.y - RADIUS - 3
        else:
            foot = arrow.y
        line = f"M{number(start)} {number(foot)}H{number(end)}V{number(tip)}"
        foot_of_head = number(tip + HEAD)
        head = (
            f"M{number(end - 4)} {foot_of_head}L{number(end)} {number(tip)}L{number(end + 4)} {foot_of_head}"
        )
    return element("path", class_="arrow", d=line + head)


def draw_row(row: TimelineRow, page: DrawingSize) -> str:
    if row.name != "key":
        pieces = [element("title", clean(page.say(row.title)))]
    else:
        pieces = []
    pieces += [draw_figure(figure, page) for figure in row.figures]
    pieces += [draw_arrow(arrow, page) for arrow in row.arrows]
    pieces += [draw_text(text, page) for text in row.texts]
    return element("g", "".join(pieces), class_="row" if row.name != "key" else "key")


def draw_axis(
    columns: Iterable[Column], ticks: Iterable[Tick], bottom: float, page: DrawingSize
) -> Iterator[str]:
    """Every second month lightly tinted from top to bottom, its name above, the weeks on a rule below it."""
    for column in columns:
        if column.odd:
            x, width = page.left(column.start, column.end), column.end - column.start
            yield element("rect", class_="month", x=x, y=0.0, width=width, height=bottom)
        if column.label:
            yield draw_text(Text(column.start + 5, 15, column.label, "month", page.language), page)
    for tick in ticks:
        x = page.x(tick.place)
        yield element("line", class_="tick", x1=x, y1=34.0, x2=x, y2=40.0)
        if tick.label:
            yield draw_text(Text(tick.place + 3, 36, tick.label, "tick", page.language), page)
    yield element("line", class_="axis", x1=0.0, y1=40.0, x2=page.width, y2=40.0)


def draw_gradients(page: DrawingSize) -> str:
    """Soft ends, and the shades before a deadline and after a beginning; all in the colour of ink."""
    if page.mirrored:
        ends = ("1", "0")
    else:
        ends = ("0", "1")
    shades = {
        "haze": ((0.0, "0"), (0.3, "1"), (0.7, "1"), (1.0, "0")),
        "edge": ((0.0, ends[0]), (1.0, ends[1])),
        "start": ((0.0, ends[1]), (1.0, ends[0])),
    }
    drawn = []
    for name, stops in shades.items():
        inner = "".join(element("stop", offset=at, stop_opacity=strength) for at, strength in stops)
        drawn.append(element("linearGradient", inner, id=f"{page.prefix}-{name}"))
    return element("defs", "".join(drawn))
