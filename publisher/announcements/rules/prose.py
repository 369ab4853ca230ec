"""A Markdown text without its code: what is quoted as written breaks no rule."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator

_RUN = re.compile(r"`+")
_INDENTED = re.compile(r"^(?: {4,}|\t)[^\n]*", re.MULTILINE)
_NOT_NEWLINE = re.compile(r"[^\n]")


def blank_code(text: str) -> str:
    """The text with its code spans and its indented lines made blanks: every place stays where it was.

    A line that goes on inside a list is indented like code and blanked too; nothing is said of it rather
    than something wrong.
    """
    if "\n    " in text or "\t" in text or text.startswith("    "):
        text = _INDENTED.sub(_blank, text)
    if "`" in text:
        text = "\n\n".join(_blank_spans(block) if "`" in block else block for block in text.split("\n\n"))
    return text


def line_at(text: str, place: int) -> int:
    """How many lines lie above a place."""
    return text.count("\n", 0, place)


def _blank(found: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(" ", found[0])


def _blank_spans(block: str) -> str:
    pieces, position = [], 0
    for start, end in _find_spans(block):
        pieces += [block[position:start], _NOT_NEWLINE.sub(" ", block[start:end])]
        position = end
    return "".join([*pieces, block[position:]])


def _find_spans(block: str) -> Iterator[tuple[int, int]]:
    """From a run of backticks to the next of its length; in one go, since a text may be all backticks."""
    runs = [found.span() for found in _RUN.finditer(block)]
    closers: dict[int, deque[int]] = defaultdict(deque)
    for number, (start, end) in enumerate(runs):
        closers[end - start].append(number)
    number = 0
    while number < len(runs):
        start, end = runs[number]
        same = closers[end - start]
        while same and same[0] <= number:
            same.popleft()
        if same:
            number = same.popleft()
            yield start, runs[number][1]
        number += 1
