"""Mends what is mechanical in a source and changes no meaning: layout, addresses, quotes, symbols."""

import re

import msgspec

from publisher.announcements.front_matter import Source, split_source
from publisher.announcements.rules.addresses import enclose_addresses
from publisher.announcements.rules.prose import blank_code
from publisher.announcements.rules.quotes import has_straight_quotes, set_quotes
from publisher.announcements.rules.symbols import mend_symbol
from publisher.markup.symbols import is_symbol

_END = re.compile(r"[ \t]+$")
_BREAK = re.compile(r"[^ \t] {2,}$")


class Mended(msgspec.Struct, frozen=True):
    """One line that was mended: where it stood, and what stands there now; `line` counts from 1."""

    line: int
    before: str
    after: str


def mend_text(path: str, text: str, language: str) -> tuple[str, tuple[Mended, ...]]:
    """The text of one file with everything mechanical mended, and each line that changed.

    What the program reads in it stays as it was, but for what was mended; else nothing is touched. Mending
    again changes nothing. `text` is as in the file: with its byte order mark and its line ends.
    """
    plain = _mend_layout(text)
    source = split_source(path, plain)
    if source.problems or not source.fields:
        return text, ()
    head = plain.split("\n")[: source.body_line - 1]
    head = _mend_fields(source, head, language)
    body = enclose_addresses(source.body, blank_code(source.body))
    mended = "\n".join([*head, body])
    if not _is_same(source, split_source(path, mended), language):
        return text, ()
    if mended != text:
        return (mended, _compare(text, mended))
    return (text, ())


def _mend_layout(text: str) -> str:
    """No byte order mark, one kind of line end, no spaces at the ends of lines, a line end at the end.

    Two spaces before a line end are Markdown's line break, and stay.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = [line if _BREAK.search(line) else _END.sub("", line) for line in text.split("\n")]
    return "\n".join(lines).rstrip("\n") + "\n"


def _mend_fields(source: Source, head: list[str], language: str) -> list[str]:
    head = [_END.sub("", line) for line in head]
    title = source.fields.get("title")
    if title and isinstance(title.value, str) and has_straight_quotes(title.value, language):
        number = title.line - 1
        head[number] = head[number].replace(title.value, set_quotes(title.value, language))
    documents = source.fields.get("documents")
    if documents:
        if isinstance(documents.value, tuple):
            symbols = documents.value
        else:
            symbols = (documents.value,)
        for number in range(documents.line - 1, _end_of_field(source, documents.line) - 1):
            for symbol in symbols:
                mended = None
                if not is_symbol(symbol):
                    mended = mend_symbol(symbol)
                if mended:
                    head[number] = head[number].replace(symbol, mended)
    return head


def _end_of_field(source: Source, line: int) -> int:
    """The line after a field: that of the next one, or of the closing fence."""
    return min(
        (field.line for field in source.fields.values() if field.line > line), default=source.body_line - 1
    )


def _is_same(before: Source, after: Source, language: str) -> bool:
    """Whether the mended file reads as the one before, every difference being one that was meant."""
    if after.problems or list(before.fields) != list(after.fields):
        return False
    return all(
        after.fields[name].value == _expect(name, field.value, language)
        for name, field in before.fields.items()
    )


def _expect(name: str, value: str | tuple[str, ...], language: str) -> str | tuple[str, ...]:
    if name == "title" and isinstance(value, str) and has_straight_quotes(value, language):
        return set_quotes(value, language)
    if name == "documents":
        if isinstance(value, tuple):
            return tuple(map(_expect_symbol, value))
        return _expect_symbol(value)
    return value


def _expect_symbol(symbol: str) -> str:
    if is_symbol(symbol):
        return symbol
    return mend_symbol(symbol) or symbol


def _compare(before: str, after: str) -> tuple[Mended, ...]:
    """Line by line: mending neither adds nor takes away a line, but for empty ones at the end."""
    old = before.split("\n")
    new = after.split("\n")
    new += [""] * (len(old) - len(new))
    old += [""] * (len(new) - len(old))
    pairs = zip(old, new, strict=True)
    return tuple(Mended(number, was, now) for number, (was, now) in enumerate(pairs, 1) if was != now)
