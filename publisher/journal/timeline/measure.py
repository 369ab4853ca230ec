"""How wide words are, roughly and by script: no font is at hand when a page is printed."""

import re
import unicodedata
from functools import cache
from typing import Final

# In ems of a wide serif such as Noto Serif: narrower faces only leave more room.
NARROW: Final = frozenset("iljftrI.,:;!|'\"()[]/·-")
BROAD: Final = frozenset("mwMWQ@%—…")
SPACE, THIN, USUAL, CAPITAL, WIDE, FULL = 0.26, 0.4, 0.59, 0.72, 0.95, 1.0
CYRILLIC, ARABIC, QUOTE = 0.65, 0.5, 0.8
BOLD: Final = 1.08
ELLIPSIS: Final = "…"
UNBROKEN: Final = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+"
)
"""What a line may not be broken within: a word, or one sign of Chinese."""
CLOSING: Final = frozenset("，。、；：？！）」』》〉”’,.;:?!)]")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text in units of `size`, rather too much than too little."""
    return sum(map(_ems_of, text)) * size * (BOLD if bold else 1)


@cache
def _ems_of(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0.0
    if sign.isspace():
        return SPACE
    if unicodedata.east_asian_width(sign) in "WF":
        return FULL
    if sign in "“”‘’":  # as wide as an ideograph in a Chinese font
        return QUOTE
    return _ems_of_letter(sign)


def _ems_of_letter(sign: str) -> float:
    if "\u0590" <= sign <= "\u08ff":
        return ARABIC
    if sign in NARROW:
        return THIN
    if sign in BROAD:
        return WIDE
    if "\u0400" <= sign <= "\u052f":
        if sign.islower():
            return CYRILLIC
        return CAPITAL + 0.08
    if sign.isupper():
        return CAPITAL
    return USUAL


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """The width below which a word would have to be torn."""
    return max((width_of(piece, size, bold=bold) for piece in UNBROKEN.findall(text)), default=0.0)


def wrap_text(text: str, width: float, size: float, *, most: int, bold: bool = False) -> list[str]:
    """The text in at most `most` lines of `width`; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    current, used = "", 0.0
    for piece in _pieces_of(text, width, size, bold=bold):
        more = width_of(piece, size, bold=bold)
        if current.strip() and not piece.isspace() and used + more > width:
            lines.append(current.strip())
            current, used = "", 0.0
        current, used = current + piece, used + more
    lines = [*lines, current.strip()]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(lines[most - 1], width, size, bold=bold)]


def _pieces_of(text: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces: list[str] = []
    for piece in UNBROKEN.findall(" ".join(text.split())):
        if pieces and piece in CLOSING:
            pieces[-1] += piece
        elif width_of(piece, size, bold=bold) > width:
            pieces.extend(piece)
        else:
            pieces.append(piece)
    return pieces


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    while line and width_of(line + ELLIPSIS, size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip(" ,;:،、，") + ELLIPSIS
