"""A timeline laid out: rows of marks and words with their places, none over another."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from publisher.dates.when import When
from publisher.journal.timeline.axis import MARGIN, SMALL, Axis, span_of
from publisher.journal.timeline.facts import Shape, TimelineLine
from publisher.journal.timeline.measure import ELLIPSIS, longest_word, width_of, wrap_text

Role = Literal["date", "what", "note", "move", "letter", "tick", "month", "key"]
BOLD_ROLES: tuple[Role, ...] = ("date", "month")

RADIUS = 6.5
SHADE, FLAG = 46.0, 10.0
"""How far the shade before a deadline reaches, and its flag."""
SIZE, PITCH, GAP, STEP = 14.0, 19.0, 12.0, 26.0
"""Of the words: size, distance of lines, distance from the marks; STEP is between marks one below another."""
WIDEST, LEAST = 300.0, 130.0
"""The width of a label, and how little of it is still better beside its mark than below it."""
LEAST_ARROW = 12.0
MOST_LINES = 4
NARROWER = (0.6, 0.7, 0.8, 0.9)
"""The shares of its width at which a label is tried, for lines of about the same length."""


class TimelineLabel(msgspec.Struct, frozen=True):
    """Words of a label before they are broken into lines."""

    role: Role
    words: str
    language: str
    struck: bool = False


class Text(msgspec.Struct, frozen=True):
    """One line of words: its baseline, and the place where it starts or, if `ends`, where it ends."""

    place: float
    y: float
    words: str
    role: Role
    language: str
    ends: bool = False
    struck: bool = False

    @property
    def size(self) -> float:
        if self.role in ("tick", "month", "key"):
            return SMALL
        return SIZE

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where it lies, by measure."""
        width = width_of(self.words, self.size, bold=self.role in BOLD_ROLES)
        if self.ends:
            return (self.place - width, self.place)
        return (self.place, self.place + width)


class Figure(msgspec.Struct, frozen=True):
    """A mark: its shape, the days it covers, the height of its middle and how it looks.

    `centres` are the days of a mark that is several.
    """

    shape: Shape
    start: float
    end: float
    y: float
    look: tuple[str, ...]
    centres: tuple[float, ...] = ()

    @property
    def core(self) -> tuple[float, float]:
        """What an arrow points at: the flag of a deadline, without its shade."""
        middle = (self.start + self.end) / 2
        if self.shape == "edge":
            return self.end - FLAG, self.end + 1
        if self.shape == "start":
            return self.start - 1, self.start + FLAG
        if self.shape in ("day", "morning", "afternoon"):
            return middle - RADIUS, middle + RADIUS
        widened = max(0.0, 2 * RADIUS - (self.end - self.start)) / 2
        return self.start - widened, self.end + widened

    @property
    def reach(self) -> tuple[float, float]:
        """All that it covers, its shade included."""
        left, right = self.core
        shaded = self.shape in ("edge", "start") and "ghost" not in self.look
        if shaded:
            return (min(left, self.start), max(right, self.end))
        return (left, right)


class Arrow(msgspec.Struct, frozen=True):
    """From a ghost to where it went: along, and up if the two stand one below the other."""

    start: float
    end: float
    y: float
    to_y: float


class TimelineRow(msgspec.Struct, frozen=True):
    """One line of the roadmap (or the letter, without a `line`) from `top` on; `title` says it in full."""

    name: str
    title: str
    top: float
    height: float
    figures: tuple[Figure, ...]
    texts: tuple[Text, ...]
    arrows: tuple[Arrow, ...] = ()


def lay_figure(when: When, shape: Shape, axis: Axis, y: float, look: tuple[str, ...]) -> Figure:
    start, end = span_of(when, axis)
    if shape == "days":
        centres = tuple(axis.place(day, 0.5) for day in when.days)
    else:
        centres = ()
    if shape in ("day", "morning", "afternoon") and when.first:
        end = axis.place(when.first, 1)  # a sitting that runs past midnight is on the day that it begins
    if shape == "edge":
        start = max(0.0, end - SHADE)
    elif shape == "start":
        end = min(axis.width, start + SHADE)
    return Figure(shape, start, end, y, look, centres)


def look_of(line: TimelineLine) -> tuple[str, ...]:
    if line.announced:
        state = "announced"
    elif line.past:
        state = "past"
    else:
        state = "planned"
    marks = {"unsure": line.unsure and not line.cancelled, "cancelled": line.cancelled}
    return (state, *(name for name, holds in marks.items() if holds))


def lay_marks(line: TimelineLine, axis: Axis, top: float) -> tuple[list[Figure], list[Arrow]]:
    """The mark where the line stands now, and its ghosts: beside it, or below where they would meet."""
    y = top + PITCH / 2
    now = lay_figure(line.milestone.when, line.shape, axis, y, look_of(line))
    chain = [lay_figure(ghost.when, ghost.shape, axis, y, ("ghost",)) for ghost in line.ghosts] + [now]
    if not _has_room(chain):
        last = len(chain) - 1
        chain = [
            msgspec.structs.replace(figure, y=y + (last - number) * STEP)
            for number, figure in enumerate(chain)
        ]
    return chain, [_lay_arrow(was, now) for was, now in pairwise(chain)]


def _has_room(chain: Sequence[Figure]) -> bool:
    """Whether all moves go one way and leave room for an arrow between any two."""
    cores = [figure.core for figure in chain]
    later = all(then[0] - was[1] >= LEAST_ARROW for was, then in pairwise(cores))
    earlier = all(was[0] - then[1] >= LEAST_ARROW for was, then in pairwise(cores))
    return later or earlier


def _lay_arrow(was: Figure, now: Figure) -> Arrow:
    if was.y == now.y:
        forward = now.core[0] > was.core[1]
        if forward:
            start, end = was.core[1], now.core[0]
        else:
            start, end = was.core[0], now.core[1]
        return Arrow(start, end, was.y, now.y)
    middle = sum(now.core) / 2
    inside = was.core[0] - 1 <= middle <= was.core[1] + 1
    if inside:
        start = middle
    elif middle > was.core[1]:
        start = was.core[1]
    else:
        start = was.core[0]
    return Arrow(start, middle, was.y, now.y)


class Room(msgspec.Struct, frozen=True):
    """Where a label may stand: its width, the place of its edge, whether words end there, whether below."""

    width: float
    place: float
    ends: bool = False
    below: bool = False


def find_rooms(figures: Sequence[Figure], phrases: Sequence[TimelineLabel], width: float) -> Iterator[Room]:
    """After the marks and before them, where a side has the room, and below them, which is always there."""
    left = min(figure.reach[0] for figure in figures)
    right = max(figure.reach[1] for figure in figures)
    natural = max(measure_phrase(phrase) for phrase in phrases)
    wanted = min(natural, max(LEAST, *(measure_word(phrase) for phrase in phrases)))
    if width - right - GAP >= wanted:
        yield Room(min(width - right - GAP, WIDEST), right + GAP)
    if left - GAP >= wanted:
        yield Room(min(left - GAP, WIDEST), left - GAP, ends=True)
    used = min(natural, WIDEST, width)
    core = figures[-1].core
    if natural <= used and sum(core) > width and core[1] - core[0] < width / 2:
        yield Room(used, max(min(core[1], width), used), ends=True, below=True)
    else:
        yield Room(used, max(0.0, min(core[0], width - used)), below=True)


def measure_phrase(phrase: TimelineLabel) -> float:
    return width_of(phrase.words, SIZE, bold=phrase.role in BOLD_ROLES)


def measure_word(phrase: TimelineLabel) -> float:
    return longest_word(phrase.words, SIZE, bold=phrase.role in BOLD_ROLES)


def break_phrase(phrase: TimelineLabel, room: Room) -> list[str]:
    """Its lines in a room, of about the same length: a last line of one short word looks like an accident."""
    bold = phrase.role in BOLD_ROLES
    lines = wrap_text(phrase.words, room.width, SIZE, most=MOST_LINES, bold=bold)
    if len(lines) == 1 or lines[-1].endswith(ELLIPSIS):
        return lines
    for width in (share * room.width for share in NARROWER):
        even = wrap_text(phrase.words, width, SIZE, most=MOST_LINES + 1, bold=bold)
        if len(even) == len(lines) and width >= measure_word(phrase):
            return even
    return lines


def choose_room(figures: Sequence[Figure], phrases: Sequence[TimelineLabel], width: float) -> Room:
    """The room that cuts nothing off and takes the fewest lines; of equal ones the first."""

    def cost(room: Room) -> tuple[int, float]:
        broken = [break_phrase(phrase, room) for phrase in phrases]
        cut = sum(lines[-1].endswith(ELLIPSIS) for lines in broken)
        return cut, sum(map(len, broken)) + 2.5 * room.below + 0.5 * room.ends

    return min(find_rooms(figures, phrases, width), key=cost)


def lay_texts(phrases: Sequence[TimelineLabel], room: Room, top: float) -> Iterator[Text]:
    baseline = top + SIZE
    for phrase in phrases:
        for words in break_phrase(phrase, room):
            yield Text(room.place, baseline, words, phrase.role, phrase.language, room.ends, phrase.struck)
            baseline += PITCH


def lay_row(
    name: str, title: str, marks: tuple[list[Figure], list[Arrow]], phrases: Sequence[TimelineLabel],
    top: float, width: float,
) -> TimelineRow:  # fmt: skip
    figures, arrows = marks
    room = choose_room(figures, phrases, width)
    bottom = max(figure.y for figure in figures) + PITCH / 2
    texts = tuple(lay_texts(phrases, room, bottom + 2 if room.below else top))
    lowest = max(bottom, texts[-1].y + PITCH - SIZE)
    return TimelineRow(name, title, top, lowest - top, tuple(figures), texts, tuple(arrows))


def lay_key(
    items: Sequence[tuple[Shape, tuple[str, ...], str]], lang: str, top: float, width: float
) -> list[TimelineRow]:
    """The key: each mark with its word, in as many rows as they need."""
    rows: list[TimelineRow] = []
    place, y = MARGIN, top
    for shape, look, words in items:
        needed = 2 * RADIUS + 7 + width_of(words, SMALL)
        if place > MARGIN and place + needed > width:
            place, y = MARGIN, y + PITCH
        figure = Figure(shape, place, place + 2 * RADIUS, y + PITCH / 2, look)
        text = Text(place + 2 * RADIUS + 7, y + PITCH / 2 + SMALL * 0.35, words, "key", lang)
        rows.append(TimelineRow("key", words, y, PITCH, (figure,), (text,)))
        place += needed + 20
    return rows
