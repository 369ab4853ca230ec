"""Links that authors need not write: document symbols, web and e-mail addresses, in cleaned HTML."""

import re
from collections.abc import Iterator
from html import unescape

from publisher.markup.clean import TAG, escape
from publisher.markup.symbols import find_symbols, symbol_address

# What stands in these stays as it is: a link may not hold a link, and code is quoted as written.
_LEFT_ALONE = frozenset({"a", "code", "pre", "kbd", "samp"})

# ASCII only, so that an address ends where Arabic or Chinese goes on without a space. The length is
# what browsers take, and keeps `trim_address` short.
_WEB = r"https?://[A-Za-z0-9\[][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{0,2000}"
_MAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_ADDRESS = re.compile(rf"(?P<web>(?<![A-Za-z0-9]){_WEB})|(?P<mail>{_MAIL})")
# Nothing can be linked in a text without one of these.
_HINT = re.compile(r"\d|@|//|&")
_PUNCTUATION = ".,;:!?'*_"

# (start, end, where the link leads, what it is called if not as written)
_Link = tuple[int, int, str, str]


def link_bare(html: str, *, lang: str) -> str:
    """Cleaned HTML with its symbols and bare addresses made links, but for those in links and in code.

    It works on cleaned HTML rather than inside Markdown, because there a raw `<a>` or `<div>` of the
    author's is an opaque token: links would nest in the first and be missed in the second.
    """
    return "".join(_link_each(html, lang))


def _link_each(html: str, lang: str) -> Iterator[str]:
    depth = position = 0
    for tag in TAG.finditer(html):
        text = html[position : tag.start()]
        yield text if depth else _link_text(text, lang)
        yield tag[0]
        if tag["name"] in _LEFT_ALONE:
            depth += -1 if tag["close"] else 1
        position = tag.end()
    yield _link_text(html[position:], lang)


def _link_text(escaped: str, lang: str) -> str:
    if not _HINT.search(escaped):
        return escaped
    text = unescape(escaped)
    links = _find_links(text, lang)
    if not links:
        return escaped
    pieces, position = [], 0
    for start, end, address, title in links:
        pieces += [escape(text[position:start]), _write(text[start:end], address, title)]
        position = end
    return "".join([*pieces, escape(text[position:])])


def _find_links(text: str, lang: str) -> list[_Link]:
    """Addresses first: a symbol inside an address is part of it."""
    addresses = list(_find_addresses(text))
    symbols = (
        (
            match.start,
            match.end,
            symbol_address(match.symbol, lang),
            _title_of(text[match.start : match.end], match.symbol),
        )
        for match in find_symbols(text)
    )
    taken = {place for start, end, *_ in addresses for place in range(start, end)}
    return sorted([*addresses, *(link for link in symbols if link[0] not in taken)])


def _find_addresses(text: str) -> Iterator[_Link]:
    for found in _ADDRESS.finditer(text):
        written = trim_address(found[0])
        if found["web"]:
            address = written
        else:
            address = f"mailto:{written}"
        yield found.start(), found.start() + len(written), address, ""


def trim_address(address: str) -> str:
    """Without the punctuation of the sentence around it, brackets included unless they close one inside."""
    while True:
        last = address[-1]
        opening = {")": "(", "]": "["}.get(last)
        unbalanced = opening is not None and address.count(last) > address.count(opening)
        if last not in _PUNCTUATION and not unbalanced:
            return address
        address = address[:-1]


def _title_of(written: str, symbol: str) -> str:
    if " ".join(written.split()) == symbol:
        return ""
    return symbol


def _write(words: str, address: str, title: str) -> str:
    """In Arabic the parts of a symbol change places unless it is isolated (`bdi`) and set left to right."""
    if address.startswith("mailto:"):
        rel = ""
    else:
        rel = ' rel="noopener noreferrer"'
    called = ""
    if title:
        called = f' title="{escape(title)}"'
    return f'<a href="{escape(address)}"{rel}{called}><bdi dir="ltr">{escape(words)}</bdi></a>'
