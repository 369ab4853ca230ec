"""The timeline picture of a roadmap: from its facts to an SVG, for its page or as a document of its own."""

from collections.abc import Iterator
from typing import Final

from publisher.journal.language import word
from publisher.journal.timeline.axis import Axis, make_axis, year_matters
from publisher.journal.timeline.drawing import (
    DrawingSize,
    clean,
    draw_axis,
    draw_gradients,
    draw_row,
    element,
)
from publisher.journal.timeline.facts import Shape, Timeline, TimelineLine
from publisher.journal.timeline.sheet import (
    Figure,
    TimelineLabel,
    TimelineRow,
    lay_key,
    lay_marks,
    lay_row,
)
from publisher.journal.timeline.words import (
    Tongue,
    capitalize,
    say_date,
    say_last_move,
    say_letter,
    say_line,
    say_note,
    say_timeline,
    say_title,
)

WIDE, NARROW = 740.0, 332.0
"""The width of the text on a desk and on paper, and on a telephone; the style sheet chooses."""

HEADER, ROW_GAP, KEY_GAP = 54.0, 15.0, 12.0
NAMESPACE: Final = "http://www.w3.org/2000/svg"
KeyItem = tuple[Shape, tuple[str, ...], str]


def lay_rows(timeline: Timeline, axis: Axis, tongue: Tongue) -> Iterator[TimelineRow]:
    """The letter and the lines in the order of their dates, a row for each, and below them the key."""
    top, letter = HEADER, False
    for line in (*timeline.lines, None):
        if not letter and (line is None or _is_after_letter(line, timeline)):
            letter = True
            row = _lay_letter(timeline, axis, top, tongue)
            yield row
            top += row.height + ROW_GAP
        if line is not None:
            row = _lay_line(line, axis, top, tongue)
            yield row
            top += row.height + ROW_GAP
    yield from lay_key(list_key(timeline, tongue.language), tongue.language, top + KEY_GAP, axis.width)


def _is_after_letter(line: TimelineLine, timeline: Timeline) -> bool:
    day = line.milestone.when.first or line.milestone.when.last
    return day is None or day >= timeline.roadmap.letter


def _lay_letter(timeline: Timeline, axis: Axis, top: float, tongue: Tongue) -> TimelineRow:
    words, place = say_letter(timeline, tongue.language), axis.place(timeline.roadmap.letter)
    mark = Figure("day", place, place + axis.day_width, top + 9.5, ("letter",))
    phrase = TimelineLabel("letter", words, tongue.language)
    return lay_row("letter", words, ([mark], []), [phrase], top, axis.width)


def _lay_line(line: TimelineLine, axis: Axis, top: float, tongue: Tongue) -> TimelineRow:
    what, language = tongue.what_of(line)
    phrases = [
        TimelineLabel(
            "date", capitalize(say_date(line.milestone.when, tongue)), tongue.language, line.cancelled
        ),
        TimelineLabel("what", what, language, line.cancelled),
    ]
    note, move = say_note(line, tongue.language), say_last_move(line, tongue)
    phrases += [TimelineLabel("note", note, tongue.language)] if note else []
    phrases += [TimelineLabel("move", capitalize(move), tongue.language)] if move else []
    title = say_line(line, tongue)
    return lay_row(line.milestone.id, title, lay_marks(line, axis, top), phrases, top, axis.width)


def list_key(timeline: Timeline, lang: str) -> list[KeyItem]:
    """What the marks mean, of those that occur."""
    lines = timeline.lines
    entries: list[tuple[bool, Shape, tuple[str, ...], str]] = [
        (any(line.announced for line in lines), "day", ("announced",), "announced"),
        (
            any(not (line.announced or line.past or line.cancelled) for line in lines),
            *("day", ("planned",), "not yet announced"),
        ),
        (any(line.unsure for line in lines), "day", ("planned", "unsure"), "not confirmed"),
        (any(line.shape == "edge" for line in lines), "edge", ("planned", "key"), "deadline"),
        (any(line.ghosts for line in lines), "day", ("ghost",), "earlier date"),
    ]
    return [(shape, look, word(key, lang)) for occurs, shape, look, key in entries if occurs]


def draw_timeline(timeline: Timeline, tongue: Tongue, *, width: float) -> str:
    """The picture for the roadmap's page, whose list says the same in words; styled by its style sheet."""
    if width == WIDE:
        name = "wide"
    else:
        name = "narrow"
    page, inner = _draw(timeline, tongue, width, f"timeline-{name}")
    words = word("The list below says the same in words.", tongue.language)
    return _wrap(page, inner, say_title(timeline, tongue.language), words, class_=f"timeline {name}")


def draw_document(timeline: Timeline, tongue: Tongue, style: str) -> str:
    """The picture as a document of its own: with its style, its paper, and all of it in words."""
    page, inner = _draw(timeline, tongue, WIDE, "timeline")
    paper = element("rect", class_="paper", x=-16.0, y=-16.0, width=page.width + 32, height=page.height + 32)
    title, words = say_title(timeline, tongue.language), say_timeline(timeline, tongue)
    body = element("style", clean(style)) + paper + inner
    return _wrap(page, body, title, words, class_="timeline wide", xmlns=NAMESPACE, border=16.0) + "\n"


def _draw(timeline: Timeline, tongue: Tongue, width: float, prefix: str) -> tuple[DrawingSize, str]:
    axis = make_axis(timeline, width)
    if year_matters(axis):
        tongue = Tongue(tongue.language, tongue.original, year=True)
    rows = list(lay_rows(timeline, axis, tongue))
    bottom = max(row.top + row.height for row in rows)
    ground = max(row.top + row.height for row in rows if row.name != "key") + ROW_GAP / 2
    page = DrawingSize(width, bottom + 2, tongue.language, prefix)
    drawn = [
        draw_gradients(page),
        *draw_axis(axis.columns(tongue.language), axis.ticks(tongue.language), ground, page),
        *(draw_row(row, page) for row in rows),
    ]
    return page, "\n".join(drawn)


def _wrap(
    page: DrawingSize,
    inner: str,
    title: str,
    words: str,
    *,
    class_: str,
    xmlns: str | None = None,
    border: float = 0.0,
) -> str:
    """The outermost element; its title and description are what a screen reader says of it."""
    ids = f"{page.prefix}-title", f"{page.prefix}-desc"
    box = (-border, -border, page.width + 2 * border, page.height + 2 * border)
    told = element("title", clean(page.say(title)), id=ids[0])
    told += element("desc", clean(page.say(words)), id=ids[1])
    return element(
        "svg",
        f"\n{told}\n{inner}\n",
        xmlns=xmlns,
        class_=class_,
        viewBox=" ".join(map(_round, box)),
        width=box[2] if xmlns else None,
        height=box[3] if xmlns else None,
        role="img",
        aria_labelledby=ids[0],
        aria_describedby=ids[1],
        direction="rtl" if page.mirrored else None,
        lang=page.language,
    )


def _round(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
