"""Web addresses that stand bare in the text, and the same in angle brackets."""

import re
from collections.abc import Iterator

from publisher.announcements.rules.prose import line_at
from publisher.markup.links import trim_address

# Each piece is read to the next of its brackets and no further, so that the steps are as many as the signs.
_INSIDE = r"[^()\n]*(?:\([^()\n]*\)[^()\n]*)*"
_PIECE = re.compile(
    rf"(?P<open><a[\s>][^<>\n]*)|(?P<close></a>)|<[^<>\n]*>|\[[^\[\]\n]*\]\({_INSIDE}\)|\]\({_INSIDE}\)"
    rf"|\[[^\[\]\n]*\]\[[^\[\]\n]*\]|^ {{0,3}}\[[^\[\]\n]+\]:[^\n]*"
    r"|(?P<bare>(?<![A-Za-z0-9<])https?://[A-Za-z0-9\[][A-Za-z0-9._~:/?#\[\]@!$&'*+,;=%()-]{0,2000})",
    re.MULTILINE | re.IGNORECASE,
)


def find_bare_addresses(prose: str) -> Iterator[tuple[int, str]]:
    """Place and words of each address that is neither a link nor part of one."""
    if "://" not in prose:
        return
    inside = False
    for piece in _PIECE.finditer(prose):
        if piece["open"] or piece["close"]:
            inside = bool(piece["open"])
        elif piece["bare"] and not inside:
            yield piece.start(), trim_address(piece["bare"])


def find_address_faults(prose: str) -> Iterator[tuple[int, str, str]]:
    for place, address in find_bare_addresses(prose):
        if len(address) <= 60:
            shown = address
        else:
            shown = address[:57] + "…"
        mend = "write [what is there](address), or <address>"
        yield line_at(prose, place), f"the address {shown} stands bare", mend


def enclose_addresses(text: str, prose: str) -> str:
    """The text with its bare addresses in angle brackets; `prose` is the text without its code."""
    pieces, position = [], 0
    for place, address in find_bare_addresses(prose):
        end = place + len(address)
        pieces += [text[position:place], f"<{address}>"]
        position = end
    return "".join([*pieces, text[position:]])
