"""A page's text as Markdown: what a reader sees there, nothing that a script or a style would add."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from publisher.importing.letter_html import DROPPED

if TYPE_CHECKING:
    from bs4.element import PageElement, Tag

DEEPEST = 60
BLOCKS = frozenset(
    "p div section article main header table ul ol dl dd dt blockquote pre figure address hr form fieldset "
    "body html h1 h2 h3 h4 h5 h6 figcaption caption".split()
)
_SIGNS = re.compile(r"[\\`*\[\]>]|(?<!\w)_|_(?!\w)")
_AT_LINE_START = re.compile(r"^(\s*)(#|[-+](?=[\s-]|$)|\d{1,9}(?=[.)]\s)|[=|]|:(?=\s))", re.MULTILINE)


def to_markdown(part: "Tag", address: str) -> str:
    """The blocks of `part`, with an empty line between them; links relative to `address` become absolute."""
    blocks = [block for block in _list_blocks(part, address, 0) if block.strip()]
    return "\n\n".join(blocks)


def _list_blocks(tag: "Tag", address: str, depth: int) -> Iterator[str]:
    """Runs of words between blocks are paragraphs too; below `DEEPEST` only the words are kept."""
    from bs4.element import Tag

    if depth > DEEPEST:
        yield _escape(" ".join(tag.get_text(" ").split()))
        return
    run: list[PageElement] = []
    for child in tag.children:
        if isinstance(child, Tag) and (child.name in DROPPED or child.name == "h1"):
            continue
        if isinstance(child, Tag) and (child.name in BLOCKS or child.find(list(BLOCKS))):
            yield _write_words(run, address)
            run = []
            yield from _write_block(child, address, depth + 1)
        else:
            run.append(child)
    yield _write_words(run, address)


def _write_block(tag: "Tag", address: str, depth: int) -> Iterator[str]:
    if re.fullmatch(r"h[2-6]", tag.name):
        yield f"{'#' * int(tag.name[1])} {_write_words(tag.children, address)}"
    elif tag.name in ("ul", "ol"):
        yield _write_list(tag, address, depth)
    elif tag.name == "table":
        yield _write_table(tag, address)
    elif tag.name == "blockquote":
        inside = "\n\n".join(filter(None, _list_blocks(tag, address, depth)))
        yield "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
    elif tag.name == "hr":
        return
    else:
        yield from _list_blocks(tag, address, depth)


def _write_list(tag: "Tag", address: str, depth: int) -> str:
    lines = []
    for number, item in enumerate(tag.find_all("li", recursive=False), start=1):
        if tag.name == "ol":
            mark = f"{number}. "
        else:
            mark = "- "
        inside = "\n\n".join(filter(None, _list_blocks(item, address, depth)))
        lines.append(mark + re.sub(r"\n(?=[^\n])", "\n    ", inside))
    return "\n".join(lines)


def _write_table(table: "Tag", address: str) -> str:
    """A table of cells without blocks; the first row is its head, as Markdown knows no other."""
    rows = [
        [_write_words(cell.children, address).replace("\n", " ").replace("|", "\\|") for cell in cells]
        for row in table.find_all("tr")
        if (cells := row.find_all(["td", "th"], recursive=False))
    ]
    if not rows or max(map(len, rows)) < 2:
        return "\n\n".join(cell for row in rows for cell in row)
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _write_words(nodes: "Iterator[PageElement] | list[PageElement]", address: str) -> str:
    text = "".join(_write_inline(node, address, 0) for node in nodes)
    # Line breaks of the source are blanks by now: those that are left are the page's own.
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return _AT_LINE_START.sub(_defuse, "  \n".join(filter(None, lines)))


def _defuse(found: re.Match[str]) -> str:
    """What would begin a heading, a list or a table at the beginning of a line."""
    space, sign = found[1], found[2]
    if sign.isdigit():
        return f"{space}{sign}\\"
    if sign in "=:|":
        return f"{space}&#{ord(sign)};"
    return f"{space}\\{sign}"


def _write_inline(node: "PageElement", address: str, depth: int) -> str:
    from bs4.element import NavigableString, PreformattedString, Tag

    if isinstance(node, Tag):
        if node.name in DROPPED or node.name == "img":
            return ""
        if node.name == "br":
            return "\n"
        if depth > DEEPEST:
            return _escape(node.get_text(" "))
        inside = "".join(_write_inline(child, address, depth + 1) for child in node.children)
        return _wrap(node, inside, address)
    if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
        return _escape(re.sub(r"\s+", " ", str(node)))
    return ""


def _wrap(tag: "Tag", inside: str, address: str) -> str:
    words = inside.strip()
    marks = {"strong": "**", "b": "**", "em": "*", "i": "*"}.get(tag.name)
    if not words:
        return inside
    before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
    if tag.name == "a":
        link = _find_link(str(tag.get("href", "")), address)
        if link:
            return f"{before}[{words}]({link}){after}"
        return inside
    # A mark inside of the same mark would end it.
    if marks and marks not in words:
        return f"{before}{marks}{words}{marks}{after}"
    return inside


def _find_link(href: str, address: str) -> str | None:
    try:
        link = urljoin(address, href.strip())
    except ValueError:
        return None
    fits = re.fullmatch(r"(?:https?://|mailto:)[^\s<>\"]+", link)
    if fits:
        return link.replace("(", "%28").replace(")", "%29")
    return None


def _escape(text: str) -> str:
    return re.sub(r"&(?=#?\w{1,20};)", "&amp;", _SIGNS.sub(r"\\\g<0>", text)).replace("<", "&lt;")
