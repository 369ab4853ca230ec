"""On which line of a TOML file a key stands: the parser does not say, and a message must."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(?P<key>[\w-]+|\"[^\"]*\")\s*=\s*(?P<opened>\"{3}|'{3})?(?P<rest>.*)")


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
    opened = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if opened:
            # What stands within a text of several lines is no key, whatever it looks like.
            if opened in line:
                opened = ""
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _name_table([part.strip().strip('"') for part in header[2].split(".")], header[1], counts)
            for length in range(1, len(table) + 1):
                lines.setdefault(table[:length], number)
        elif key:
            lines.setdefault((*table, key["key"].strip('"')), number)
            if key["opened"] and key["opened"] not in key["rest"]:
                opened = key["opened"]
    return lines


def _name_table(
    parts: Sequence[str], brackets: str, counts: Counter[tuple[str | int, ...]]
) -> tuple[str | int, ...]:
    """The place of a table; one within an element of a list is in the last that was begun."""
    table: tuple[str | int, ...] = ()
    for part in parts:
        if counts[table]:
            table = (*table, counts[table] - 1, part)
        else:
            table = (*table, part)
    if brackets == "[[":
        counts[table] += 1
        table = (*table, counts[table] - 1)
    return table
