"""On which line of a TOML file a key stands: the parser does not say, and a message must."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(?P<key>[\w-]+|\"[^\"]*\")\s*=")


def find_line(text: str, place: Sequence[str | int]) -> int:
    """The line of the key or table at `place`, else of the nearest table around it; 1 when there is none.

    `...` in `place` stands for any key, as in messages about tables with free names.
    """
    lines = _read_lines(text)
    for length in range(len(place), 0, -1):
        wanted = tuple(place[:length])
        if wanted in lines:
            return lines[wanted]
        for found, line in lines.items():
            if len(found) == length and all(w in (f, "...") for w, f in zip(wanted, found, strict=True)):
                return line
    return 1


@lru_cache(maxsize=4)
def _read_lines(text: str) -> Mapping[tuple[str | int, ...], int]:
    """Kept from pass to pass: those of a thousand milestones take a tenth of a second to find."""
    lines: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    counts: Counter[tuple[str | int, ...]] = Counter()
    for number, line in enumerate(text.split("\n"), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = tuple(part.strip().strip('"') for part in header[2].split("."))
            if header[1] == "[[":
                counts[table] += 1
                table = (*table, counts[table] - 1)
            for length in range(1, len(table) + 1):
                lines.setdefault(table[:length], number)
        elif key:
            lines.setdefault((*table, key["key"].strip('"')), number)
    return lines
