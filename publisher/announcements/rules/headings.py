"""Headings in their order: none deeper than one level below the heading before it."""

import re
from collections.abc import Iterator

from publisher.announcements.rules.prose import line_at

_HEADING = re.compile(r"^(#{1,6})[^#\n]", re.MULTILINE)
_UNDERLINED = re.compile(r"(?:\A|\n\n)[^\n]+\n(=+|-+) *$", re.MULTILINE)


def find_heading_faults(prose: str) -> Iterator[tuple[int, str, str]]:
    """Line (from 0), fault and mend of each heading that is out of order.

    The highest level of a text is its own affair: the typesetting moves it below the entry's title.
    """
    before = top = 0
    for level, place in _find_headings(prose):
        if before and level > before + 1:
            what = f"a heading of level {level} follows one of level {before}"
            yield line_at(prose, place), what, f"write it with {'#' * (before + 1)}"
        elif top and level < top:
            what = f"a heading of level {level} stands below a first one of level {top}"
            yield line_at(prose, place), what, "begin the text with its highest level"
        before, top = level, top or level


def _find_headings(prose: str) -> list[tuple[int, int]]:
    if "#" in prose:
        found = [(len(one[1]), one.start()) for one in _HEADING.finditer(prose)]
    else:
        found = []
    if "\n--" in prose or "\n=" in prose:
        found += [(1 if one[1][0] == "=" else 2, one.start(1)) for one in _UNDERLINED.finditer(prose)]
    return sorted(found, key=lambda one: one[1])
