"""Document symbols written nearly right: in small letters, or with spaces around the strokes."""

import re

from publisher.markup.symbols import is_symbol

_STROKE = re.compile(r"\s*/\s*")
_MIXED = re.compile(r"(add|amend|corr|rev|sub)(\.\w+)", re.IGNORECASE)
_TAIL = re.compile(r"(?P<core>[^\s(*]+)(?P<tail>.*)", re.DOTALL)


def mend_symbol(written: str) -> str | None:
    """ "a/res/71/280" and "A / RES / 71 / 280" are A/RES/71/280; None where no symbol comes of it."""
    split = _TAIL.fullmatch(_STROKE.sub("/", written.strip()))
    if split is None:
        return None
    parts = [_write_part(part) for part in split["core"].split("/")]
    symbol = "/".join(parts) + split["tail"].upper()
    if symbol != written and is_symbol(symbol):
        return symbol
    return None


def _write_part(part: str) -> str:
    """Add.1, Rev.2 and Sub.2 have small letters; every other part is in capitals."""
    mixed = _MIXED.fullmatch(part)
    if mixed:
        return mixed[1].capitalize() + mixed[2]
    return part.upper()
