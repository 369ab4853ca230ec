"""A line without columns cut in two: the words of its date, and what takes place."""

from collections.abc import Sequence

from publisher.dates.pieces import Piece

DATED = frozenset({"dates", "hours", "part", "weekday", "late"})
PROSE = frozenset({"prose", "cited", "change", "numeric"})
BEFORE_DATE = frozenset({"on", "in", "at", "during", "the", "from"})
EDGES = " \u00a0\u2009\u202f\t\r\n-‐‑‒–—―−:,;.•·▪*"


def split_pieces(line: str, pieces: Sequence[Piece]) -> tuple[str, str]:
    """A date at the head, else one at the tail, else one in the middle (then the text is the whole line)."""
    labels = 0
    if pieces and pieces[0].word == "<label>":
        labels = 1
    body = list(pieces[labels:])
    head = head_size(body)
    if head:
        return cut(line, body[0].start, body[head - 1].end, "head")
    found = tail_start(body)
    if found is not None:
        start, end = found
        if end == body[-1].end or all(
            piece.kind in ("close", "note", "filler") for piece in body if piece.start >= end
        ):
            return cut(line, start, end, "tail", body[0].start)
        return line[start:end].strip(), line[body[0].start :].strip()
    return "", line


def cut(line: str, start: int, end: int, side: str, begin: int = 0) -> tuple[str, str]:
    if side == "head":
        return line[start:end].strip(), strip_edges(line[end:])
    return line[start:end].strip(), strip_edges(line[begin:start])


def strip_edges(words: str) -> str:
    words = words.strip(EDGES)
    if words.endswith(("(", "[")) or words.startswith((")", "]")):
        words = words.rstrip("([").lstrip(")]").strip(EDGES)
    return words


def head_size(pieces: Sequence[Piece]) -> int:
    """How many pieces at the head belong to its date; 0 if the line does not begin with one."""
    size, dated = 0, False
    for n, piece in enumerate(pieces):
        if piece.kind in PROSE:
            if dated and depth_of(pieces[:size]) > 0:
                return close_bracket(pieces, size)
            if dated:
                return size
            return 0
        dated = dated or piece.kind == "dates" or is_open_date(piece)
        closes = piece.kind == "close" and size > 0 and depth_of(pieces[:size]) > 0
        if closes or belongs(piece) or (piece.kind == "duration" and dated):
            size = n + 1
    if dated:
        return size
    return 0


def belongs(piece: Piece) -> bool:
    return piece.kind in DATED or piece.kind == "condition" or piece.word == "<count>"


def is_open_date(piece: Piece) -> bool:
    """ "TBC", "in due course", "[ ] September": stands where a date would; "as needed" does not."""
    return piece.kind == "condition" and piece.word == "<open>"


def depth_of(pieces: Sequence[Piece]) -> int:
    return sum((piece.kind == "open") - (piece.kind == "close") for piece in pieces)


def close_bracket(pieces: Sequence[Piece], i: int) -> int:
    """ "2 October (afternoon, informal)": the bracket belongs to the date to its end."""
    depth = depth_of(pieces[:i])
    for n in range(i, len(pieces)):
        depth += (pieces[n].kind == "open") - (pieces[n].kind == "close")
        if depth <= 0:
            return n + 1
    return i


def tail_start(pieces: Sequence[Piece]) -> tuple[int, int] | None:
    """Where the last dated run begins and ends in the line."""
    last = next(
        (n for n in range(len(pieces) - 1, -1, -1) if pieces[n].kind == "dates" or is_open_date(pieces[n])),
        None,
    )
    if last is None:
        return None
    start = last
    while start > 0 and pieces[start - 1].kind not in PROSE:
        start -= 1
    while pieces[start].kind not in DATED | {"bound", "condition", "duration"}:
        start += 1
    while start > 0 and pieces[start - 1].word in BEFORE_DATE and pieces[start - 1].kind != "prose":
        start -= 1
    end = last
    while end + 1 < len(pieces) and pieces[end + 1].kind not in PROSE:
        end += 1
    while (
        end > last
        and pieces[end].kind not in DATED | {"condition", "duration"}
        and pieces[end].word != "<count>"
    ):
        end -= 1
    if end + 1 < len(pieces) and pieces[end + 1].kind == "close" and depth_of(pieces[start : end + 1]) > 0:
        end += 1
    return pieces[start].start, pieces[end].end
