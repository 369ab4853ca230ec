"""A line cut into pieces: dates, hours, parts of a day, bounds, joints, notes and the prose between."""

from collections.abc import Iterator, Sequence

import msgspec

from publisher.dates.clocks import NAMED, Hours, read_hours
from publisher.dates.lists import Dates, read_dates
from publisher.dates.points import at, match_words
from publisher.dates.tokens import Token
from publisher.dates.vocabulary import (
    BOUNDS,
    CHANGES,
    CITED,
    COUNT_WORDS,
    DATE_STARTS,
    FILLERS,
    LATE_BOUNDS,
    PARTS,
    STRONG_JOINS,
)


class Piece(msgspec.Struct, frozen=True):
    """One piece of a line; `start` and `end` are its place in the text.

    Kinds: dates, hours, part, weekday, bound, late (a bound that follows its date), join, or, dash, open,
    close, filler, note, condition, duration, change, cited, numeric, bare, prose.
    """

    kind: str
    start: int
    end: int
    word: str = ""
    dates: Dates | None = None
    hours: Hours | None = None
    number: int = 0
    size: int = 1


MARKS = {
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    "-": "dash",
    ",": "join",
    ";": "join",
    "&": "join",
}
MARKS |= {
    "/": "join",
    "+": "join",
    "and": "join",
    "plus": "join",
    "or": "or",
    "to": "dash",
    "through": "dash",
}
UNITS = {
    "hour": 1,
    "hours": 1,
    "hrs": 1,
    "day": 24,
    "days": 24,
    "week": 168,
    "weeks": 168,
    "month": 0,
    "months": 0,
}
HOUR_WORDS = frozenset({*NAMED, "cob", "cop", "close"})


def cut_pieces(tokens: Sequence[Token]) -> list[Piece]:
    """All pieces of a line, in order; every token belongs to exactly one."""
    pieces: list[Piece] = []
    i = 0
    while i < len(tokens):
        between = bool(pieces) and pieces[-1].word == "between"
        piece = next(found for found in attempts(tokens, i, between=between) if found)
        pieces.append(piece)
        i += piece.size
    return pieces


def attempts(tokens: Sequence[Token], i: int, *, between: bool) -> Iterator[Piece | None]:
    token = tokens[i]
    if token.kind == "note":
        if token.word in ("<condition>", "<open>"):
            kind = "condition"
        else:
            kind = "note"
        yield Piece(kind, token.start, token.end, token.word)
    if token.kind in ("number", "clock") or token.word in HOUR_WORDS:
        yield cut_hours(tokens, i)
        yield cut_duration(tokens, i)
    if token.word in COUNT_WORDS:
        yield cut_duration(tokens, i)
    if token.kind == "meridian" or token.word in PARTS or token.word.startswith("half"):
        yield cut_part(tokens, i)
    if token.word in CITED or token.word == "dated":
        yield cut_cited(tokens, i)
    if token.kind in ("number", "ordinal", "month", "weekday", "iso") or token.word in DATE_STARTS:
        yield cut_dates(tokens, i, between=between)
    yield cut_bound(tokens, i)
    yield cut_mark(tokens, i)


def piece_of(kind: str, tokens: Sequence[Token], i: int, end: int, word: str = "") -> Piece:
    return Piece(kind, tokens[i].start, tokens[end - 1].end, word or tokens[i].word, size=end - i)


def cut_hours(tokens: Sequence[Token], i: int) -> Piece | None:
    hours, end = read_hours(tokens, i)
    if hours is None:
        return None
    return msgspec.structs.replace(piece_of("hours", tokens, i, end), hours=hours)


def cut_duration(tokens: Sequence[Token], i: int) -> Piece | None:
    """ "72 hours", "three days", "two weeks": `number` is in hours, 0 for months."""
    token = tokens[i]
    if token.kind == "number":
        number = token.value
    else:
        number = COUNT_WORDS.get(token.word, 0)
    if at(tokens, i + 1).word in ("-", "working", "full"):
        j = i + 2
    else:
        j = i + 1
    unit = at(tokens, j).word
    if unit not in UNITS or not 0 < number < 1000:
        return None
    return msgspec.structs.replace(
        piece_of("duration", tokens, i, j + 1, "day" if unit.startswith("day") else unit),
        number=number * UNITS[unit],
    )


def cut_part(tokens: Sequence[Token], i: int) -> Piece | None:
    token = tokens[i]
    if token.kind == "meridian":
        if at(tokens, i - 1).word == "i":  # "I am pleased to enclose"
            return None
        return piece_of("part", tokens, i, i + 1, "morning" if token.word == "am" else "afternoon")
    if token.word in PARTS:
        return piece_of("part", tokens, i, i + 1, PARTS[token.word])
    if token.word in ("half-day", "half-days"):
        return piece_of("part", tokens, i, i + 1, "half")
    if token.word == "half" and at(tokens, i + 1).word in ("day", "days"):
        return piece_of("part", tokens, i, i + 2, "half")
    if token.word == "half" and at(tokens, i - 1).word == "a" and at(tokens, i - 2).word == "and":
        return piece_of("part", tokens, i, i + 1, "half")  # "the first day and a half"
    return None


def cut_cited(tokens: Sequence[Token], i: int) -> Piece | None:
    """The date of a letter or a note is not the date of the meeting: "the letter of 13 September"."""
    if any(sign.isdigit() for sign in at(tokens, i + 1).word):
        begin = i + 2
    else:
        begin = i + 1
    j = begin
    while at(tokens, j).word in ("of", "dated", "from", "the"):
        j += 1
    if j == begin and tokens[i].word != "dated":
        return None
    dates, end = read_dates(tokens, j)
    if dates:
        return piece_of("cited", tokens, i, end)
    return None


def cut_dates(tokens: Sequence[Token], i: int, *, between: bool) -> Piece | None:
    dates, end = read_dates(tokens, i, between=between)
    if dates is not None and end > i:
        return msgspec.structs.replace(piece_of("dates", tokens, i, end), dates=dates)
    if tokens[i].kind not in ("number", "ordinal", "weekday"):
        return None
    if tokens[i].kind == "weekday":
        return msgspec.structs.replace(piece_of("weekday", tokens, i, i + 1), number=tokens[i].value)
    # Numbers that belong to no month are passed over together, or a long run would be read again and again.
    return piece_of("bare" if is_bare_hour(tokens, i) else "prose", tokens, i, max(end, i + 1))


def is_bare_hour(tokens: Sequence[Token], i: int) -> bool:
    """ "From 10 to 1", "at 3": hours without a.m. or p.m., in a place where nothing else can stand."""
    token, after = tokens[i], at(tokens, i + 1)
    led = token.kind == "number" and token.value <= 24 and at(tokens, i - 1).word in ("at", "@", "from")
    return led and (after.kind in ("mark", "end", "note") or after.word in ("to", "and", "on"))


def cut_bound(tokens: Sequence[Token], i: int) -> Piece | None:
    for words, kind in LATE_BOUNDS.get(tokens[i].word, ()):
        if match_words(tokens, i, words) and at(tokens, i + len(words)).word not in ("by", "on", "of"):
            return msgspec.structs.replace(piece_of("late", tokens, i, i + len(words), kind))
    for words, kind in BOUNDS.get(tokens[i].word, ()):
        if match_words(tokens, i, words):
            return msgspec.structs.replace(
                piece_of("bound", tokens, i, i + len(words), kind), number=len(words)
            )
    return None


def cut_mark(tokens: Sequence[Token], i: int) -> Piece:
    token = tokens[i]
    if token.word in MARKS:
        return piece_of(MARKS[token.word], tokens, i, i + 1)
    if match_words(tokens, i, ("as", "well", "as")):
        return piece_of("join", tokens, i, i + 3, "and")
    if token.word in STRONG_JOINS:
        return piece_of("join", tokens, i, i + 1, "continuing")
    repeated = token.word in ("every", "each") and at(tokens, i + 1).kind == "weekday"
    if token.word in CHANGES or repeated:
        return piece_of("change", tokens, i, i + 1)
    if token.kind == "numeric":
        return piece_of("numeric", tokens, i, i + 1)
    return piece_of("filler" if token.word in FILLERS else "prose", tokens, i, i + 1)
