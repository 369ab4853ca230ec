"""An entry's words made fit for a column: symbols stay whole, headings go below the entry's own."""

import re
from collections.abc import Iterator
from html import unescape

from markupsafe import Markup

from publisher.languages.languages import find_language
from publisher.markup.clean import TAG, escape
from publisher.markup.symbols import find_symbols

# WeasyPrint and browsers break a line after "/": "A/RES/71/" and "280" (tried, 2017). The second kind is
# what is no symbol but reads like one, "71/280" after the word that names a resolution.
_SLASHED = re.compile(r"(?<![\w/.:@-])[A-Z0-9][A-Za-z0-9.-]{0,20}(?:/[A-Za-z0-9.\[\]-]{1,20}){1,6}", re.ASCII)
# The number of an agenda item, which the Journal sets in brackets: "[item 115 (h)]".
_BRACKETED = re.compile(r"\[[^\[\]]{1,18}\]")
_HEADING = re.compile(r"(?<=<)(/?)h([3-5])(?=[ >])")


def keep_symbols(words: str) -> Markup:
    """Text, or cleaned HTML as `Markup`, with each document symbol in a span that no line breaks."""
    html: str = words
    if not isinstance(words, Markup):
        html = escape(words)
    return Markup("".join(_keep_each(html)))


def lower_headings(html: str) -> Markup:
    """An entry's title is h3 in an issue, so the headings of its text begin at h4."""
    return Markup(_HEADING.sub(lambda found: f"{found[1]}h{int(found[2]) + 1}", html))


def comma_of(lang: str) -> str:
    """What stands between symbols in a row."""
    return find_language(lang).comma


def _keep_each(html: str) -> Iterator[str]:
    position = 0
    for tag in TAG.finditer(html):
        yield _keep_in_text(html[position : tag.start()])
        yield tag[0]
        position = tag.end()
    yield _keep_in_text(html[position:])


def _keep_in_text(escaped: str) -> str:
    if "/" not in escaped and "[" not in escaped:
        return escaped
    text = unescape(escaped)
    pieces, position = [], 0
    for start, end in _find_spans(text):
        if start >= position:
            pieces += [escape(text[position:start]), f'<span class="symbol">{escape(text[start:end])}</span>']
            position = end
    return "".join([*pieces, escape(text[position:])])


def _find_spans(text: str) -> list[tuple[int, int]]:
    """Where nothing may break; of two that begin together the longer comes first."""
    symbols = [(symbol.start, symbol.end) for symbol in find_symbols(text)]
    slashed = [
        (found.start(), found.start() + len(found[0].rstrip(".-")))
        for found in _SLASHED.finditer(text)
        if any(map(str.isdigit, found[0]))
    ]
    bracketed = [found.span() for found in _BRACKETED.finditer(text)]
    return sorted({*symbols, *slashed, *bracketed}, key=lambda span: (span[0], -span[1]))
