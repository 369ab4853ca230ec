"""Pictures with words for those who cannot see them."""

import re
from collections.abc import Iterator

from publisher.announcements.rules.prose import line_at

_EMPTY = re.compile(r"!\[\s*\](?=[(\[])")
_TAG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"[^"]*\S[^"]*"|'[^']*\S[^']*'|[^\s"'>]+)""", re.IGNORECASE)


def find_picture_faults(prose: str) -> Iterator[tuple[int, str, str]]:
    """Line (from 0), fault and mend of each picture without a description."""
    if "![" in prose:
        places = [found.start() for found in _EMPTY.finditer(prose)]
    else:
        places = []
    if "<" in prose:
        places += [found.start() for found in _TAG.finditer(prose) if not _ALT.search(found[0])]
    for place in sorted(places):
        what, mend = (
            "the picture has no description, and without one it is not shown",
            "say between the brackets what it shows: ![The hall](…)",
        )
        yield line_at(prose, place), what, mend
