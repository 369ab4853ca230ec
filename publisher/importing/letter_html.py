"""Lays a page out as lines of text: a table row is one line with tabs, a list item one line with a bullet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from publisher.importing.letter_lines import LetterError

if TYPE_CHECKING:
    from bs4.element import PageElement, Tag

MAX_HTML = 5_000_000  # characters
MAX_COLUMNS = 20
# Not "form": ASP.NET and SharePoint put the whole page into one.
DROPPED = frozenset({
    "script", "style", "template", "noscript", "nav", "aside", "footer", "button", "select", "svg",
    "iframe", "object", "math", "head",
})  # fmt: skip
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 caption summary legend".split())
PARAGRAPHS = frozenset("p table ul ol dl pre blockquote section article hr".split())
BLOCKS = frozenset("div main header tr td th figure address body".split())
STRONG = frozenset(["b", "strong"])
SPACED = PARAGRAPHS | BLOCKS | HEADINGS | {"br", "dt", "dd", "li"}
DATED = re.compile(
    r"\d|january|february|march|april|may\b|june|july|august|september|october|november|december"
)
FOOTNOTE = re.compile(r"\s*[\[(]?[\d*†]{1,2}[\])]?\s*")


Piece = str | tuple["PageElement", bool]  # text that is ready, or a node and whether it stands in <pre>
Carried = dict[int, tuple[int, str]]  # column -> rows for which a cell still spans it, and its text


def flatten_html(html: str) -> str:
    """The text of a page; raises LetterError when the page is larger than five million characters."""
    from bs4 import BeautifulSoup

    if len(html) > MAX_HTML:
        raise LetterError(f"the page has over {MAX_HTML:,} characters", "save the part with the roadmap only")
    # An XML declaration makes Beautiful Soup warn on standard error, a lone surrogate makes lxml stop.
    html = re.sub(r"\A\s*<\?xml[^>]*>", "", html).encode("utf-8", "replace").decode("utf-8")
    # lxml and not html.parser: some small pages keep that of Python 3.11 busy for many seconds.
    soup = BeautifulSoup(html, "lxml")
    if soup.title is None or soup.find("h1"):
        title = ""
    else:
        title = _tidy(soup.title.get_text())
    for tag in soup.find_all([*DROPPED, "sup"]):
        if tag.name in DROPPED or _is_footnote(tag):
            tag.extract()
    text = _join(list(_walk(find_main_part(soup), _holders_of_tables(soup))))
    if title:
        return f"# {title}\n\n{text}"
    return text


def _holders_of_tables(soup: Tag) -> frozenset[int]:
    """The ids of the tags that hold a table, found at once: asking each cell took a minute on deep pages."""
    holders: set[int] = set()
    for table in soup.find_all("table"):
        for parent in table.parents:
            if id(parent) in holders:
                break
            holders.add(id(parent))
    return frozenset(holders)


def find_main_part(soup: Tag) -> Tag:
    """The part that holds what the page is about, if the page says so and has something there."""
    for name in ("main", "article"):
        found = soup.find_all(name, limit=2)
        if len(found) == 1 and DATED.search(found[0].get_text().lower()):
            return found[0]
    return soup


def _walk(start: Tag, holders: frozenset[int]) -> Iterator[str]:
    """Text and line breaks in reading order; the stack is ours, as pages nest deeper than Python recurses."""
    from bs4.element import NavigableString, PreformattedString, Tag

    carried: dict[int, Carried] = {}  # for each table, by its id
    stack: list[Piece] = [(start, False)]
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            yield piece
            continue
        node, is_pre = piece
        if isinstance(node, Tag) and node.name == "tr":
            row = _read_row(node, carried.setdefault(id(node.find_parent("table")), {}), holders)
            stack.extend(reversed(["\n", row, "\n"] if row else _open(node, is_pre)))
        elif isinstance(node, Tag):
            stack.extend(reversed(_open(node, is_pre)))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield _wrap(str(node), is_pre)


def _open(tag: Tag, is_pre: bool) -> list[Piece]:
    """What a tag turns into: marks before and after, and its children between them."""
    inside: list[Piece] = [(child, is_pre or tag.name == "pre") for child in tag.children]
    if tag.name == "br":
        return ["\n"]
    if tag.name in HEADINGS:
        return ["\n\n# ", _tidy(tag.get_text(" ")), "\n\n"]
    if tag.name == "li":
        return ["\n• ", *inside, "\n"]
    if tag.name == "dt":
        return ["\n", _cell_text(tag)]
    if tag.name == "dd":
        return ["\n\t" if _follows_another_dd(tag) else "\t", _cell_text(tag), "\n"]
    if tag.name in STRONG:
        return ["**", *inside, "**"]
    if tag.name in PARAGRAPHS:
        return ["\n\n", *inside, "\n\n"]
    if tag.name in BLOCKS:
        return ["\n", *inside, "\n"]
    return inside


def _read_row(row: Tag, carried: Carried, holders: frozenset[int]) -> str | None:
    """A row's cells with tabs between them, or None when the row only lays out the page.

    A cell that spans rows is repeated in each; a row that holds another table is data only when a cell
    beside that table is a date or a number.
    """
    cells = row.find_all(["td", "th"], recursive=False, limit=MAX_COLUMNS)
    plain = [cell for cell in cells if id(cell) not in holders]
    if len(plain) < len(cells) and not any(
        DATED.search(_tidy(cell.get_text(" "))[:60].lower()) for cell in plain
    ):
        return None
    if len(cells) == 1 and not carried:
        return None
    texts: list[str] = []
    for cell in cells:
        _take_carried(texts, carried)
        text = _cell_text(cell)
        rows = str(cell.get("rowspan", "1"))
        if rows.isdecimal() and len(rows) < 4 and int(rows) > 1 and len(texts) < MAX_COLUMNS:
            carried[len(texts)] = (int(rows), text)
        texts.append(text)
    _take_carried(texts, carried)
    for column, (left, text) in list(carried.items()):
        carried[column] = (left - 1, text)
        if left <= 1:
            del carried[column]
    return "\t".join(texts)


def _take_carried(texts: list[str], carried: Carried) -> None:
    while len(texts) in carried:
        texts.append(carried[len(texts)][1])


def _cell_text(cell: Tag) -> str:
    from bs4.element import NavigableString, PreformattedString, Tag

    words: list[str] = []
    for node in cell.descendants:
        if isinstance(node, Tag):
            if node.name in SPACED:
                words.append(" ")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            words.append(str(node))
    return _tidy("".join(words))


def _is_footnote(tag: Tag) -> bool:
    """A raised number is the mark of a footnote; a raised "st" belongs to its word."""
    from bs4.element import NavigableString

    if tag.name != "sup" or len(tag.contents) != 1 or not isinstance(tag.contents[0], NavigableString):
        return False
    return FOOTNOTE.fullmatch(tag.contents[0]) is not None


def _follows_another_dd(tag: Tag) -> bool:
    before = tag.find_previous_sibling(["dt", "dd"])
    return before is not None and before.name == "dd"


def _wrap(text: str, is_pre: bool) -> str:
    """White space as a browser shows it, but a tab within a line stays one: it divides columns."""
    if is_pre:
        return text
    text = re.sub(r"[ \t\r\f]*\n\s*", " ", text)
    text = re.sub(r" *\t[ \t]*", "\t", text)
    return re.sub(r"[\u00a0\u2002\u2003 ]{3,}", "\t", text)


def _join(pieces: list[str]) -> str:
    text = "".join(pieces).replace("****", "")
    text = re.sub(r"[ \u00a0]*\n[ \u00a0]*", "\n", text)
    text = re.sub(r"\n\t+\n", "\n", text)
    text = re.sub(r"•\s+", "• ", text)
    return re.sub(r"\n{3,}", "\n\n", text)


def _tidy(text: str) -> str:
    return " ".join(text.split())
