"""Reads a letter, a page or a PDF file into the lines of a roadmap, as far as it can without a person."""

from __future__ import annotations

import codecs
import re
from datetime import date

import msgspec

from publisher.dates.when import read_when
from publisher.importing.letter_head import find_date, find_title
from publisher.importing.letter_lines import ANY_DAY, Block, LetterError, LetterLine, LetterRow, find_blocks
from publisher.importing.letter_names import propose_id, propose_kind, propose_milestone_ids

__all__ = [
    "Letter",
    "LetterError",
    "LetterLine",
    "propose_id",
    "propose_kind",
    "propose_milestone_ids",
    "read_letter",
    "read_letter_html",
    "read_letter_pdf",
    "read_letter_text",
]

MAX_BYTES = 5_000_000
MAX_TEXT = 1_000_000  # characters
MAX_LINES = 20_000
MAX_MILESTONES = 300

# Names that may be asked of Python's codecs: it also has "punycode", "unicode_escape" and the like.
CHARSET = re.compile(
    r"utf-?(?:8|16|32)(?:-?[bl]e)?|us-ascii|ascii|(?:iso-?)?8859-?\d{1,2}|latin-?\d|windows-?125\d|cp125\d|cp866"
    r"|koi8-?[ru]|gb2312|gbk|gb18030|big5|shift[-_]jis|euc-?(?:jp|kr)|iso-2022-jp|mac-?roman|macintosh",
    re.IGNORECASE,
)
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
OTHER_FILES = (
    (b"PK\x03\x04", "a Word or other Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
)


class Letter(msgspec.Struct, frozen=True):
    """What a letter says of a negotiation: `dated` is the local day on it, `lines` its roadmap in order.

    `notes` tell in words what was doubtful. Without lines there is a note that says why.
    """

    title: str | None
    dated: date | None
    lines: tuple[LetterLine, ...]
    notes: tuple[str, ...]


def read_letter(data: bytes, *, name: str, media_type: str | None = None) -> Letter:
    """Read a letter from bytes, whatever they are: PDF, HTML or text.

    What the bytes show goes before `media_type` (which may carry a charset), and that before the ending
    of `name`. Raises LetterError, its line beginning with `name`, for anything that is none of the three.
    """
    try:
        if len(data) > MAX_BYTES:
            raise LetterError(f"larger than {MAX_BYTES:,} bytes", "give only the part with the roadmap")
        kind = _kind_of(data, name, (media_type or "").lower())
        if kind == "pdf":
            return read_letter_pdf(data)
        text = decode_text(data, media_type or "")
        if kind == "html":
            return read_letter_html(text)
        return read_letter_text(text)
    except LetterError as error:
        raise LetterError(f"{_printable(name)}: {error.what}", error.mend) from error


def read_letter_text(text: str) -> Letter:
    """Read a letter from its text: lines of a date, a tab, two spaces, a dash or a colon, and what happens.

    A line counts only among others of its kind, so that a date in the prose or in the letterhead is no
    milestone. Raises LetterError for more than a million characters.
    """
    if len(text) > MAX_TEXT:
        raise LetterError(f"over {MAX_TEXT:,} characters", "give only the part with the roadmap")
    lines = _clean(text).split("\n")
    if len(lines) > MAX_LINES:
        raise LetterError(f"over {MAX_LINES:,} lines", "give only the part with the roadmap")
    guess, _ = find_date(lines, None)
    blocks = find_blocks(lines, letter=guess)
    dated, date_note = find_date(lines, blocks[0].first if blocks else None)
    if blocks:
        title, title_note = find_title(lines, blocks[0].first)
    else:
        title, title_note = None, None
    rows = [row for block in blocks for row in block.rows]
    if len(rows) > MAX_MILESTONES:
        raise LetterError(f"{len(rows):,} lines with dates", "give only the part with the roadmap")
    notes = (title_note, date_note, *_note_blocks(blocks), *_note_rows(rows, dated))
    return Letter(
        title, dated, tuple(LetterLine(row.when, row.what) for row in rows), tuple(filter(None, notes))
    )


def read_letter_html(html: str) -> Letter:
    """Read a letter from a page: its tables, lists, definition lists, and lines divided by tabs or dashes.

    Raises LetterError for a page of over five million characters, or a million of text.
    """
    from publisher.importing.letter_html import flatten_html

    return read_letter_text(flatten_html(html.replace("\0", "")))


def read_letter_pdf(data: bytes) -> Letter:
    """Read a letter from the text of a PDF file's first 50 pages.

    Raises LetterError for a scan without text, and for a file that is locked, damaged, or takes over half
    a minute or a gigabyte to read.
    """
    from publisher.importing.letter_pdf import MAX_PAGES, read_pdf

    pdf = read_pdf(data)
    letter = max(
        (read_letter_text(text) for text in (pdf.columns, pdf.flow)), key=lambda each: len(each.lines)
    )
    notes = list(letter.notes)
    if pdf.empty:
        pages = ", ".join(map(str, pdf.empty))
        notes.append(f"no text on page {pages}: perhaps a scan, look whether the roadmap goes on there")
    if pdf.pages > MAX_PAGES:
        notes.append(f"only the first {MAX_PAGES} of {pdf.pages} pages were read")
    return msgspec.structs.replace(letter, notes=tuple(notes))


def decode_text(data: bytes, media_type: str = "") -> str:
    """Text from bytes: by byte-order mark, as UTF-8, by the declared charset, at last as Windows-1252.

    UTF-8 goes before what is declared: servers often declare wrongly, and little else is valid UTF-8.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace")
    declared = re.search(r"charset=[\"']?([\w.:-]{1,40})", media_type, re.IGNORECASE)
    meta = META_CHARSET.search(data[:4096])
    names = ["utf-8", declared[1] if declared else "", meta[1].decode("ascii", "ignore") if meta else ""]
    for encoding in filter(CHARSET.fullmatch, names):
        try:
            # Browsers read Latin-1 as Windows-1252 too (WHATWG Encoding Standard).
            return data.decode(
                "cp1252" if re.search(r"8859-?1$|latin-?1$|ascii", encoding, re.I) else encoding
            )
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _kind_of(data: bytes, name: str, media_type: str) -> str:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if b"%PDF-" in start:
        return "pdf"
    for mark, what in OTHER_FILES:
        if start.startswith(mark) or data.startswith(mark):
            raise LetterError(what, "save it as PDF or as text and give that")
    if media_type.startswith("application/pdf") or name.lower().endswith(".pdf"):
        raise LetterError("no PDF file inside, whatever its name", "open it, and save what you see as text")
    if data[:4096].count(0) > len(data[:4096]) // 3 and not data.startswith(
        (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        raise LetterError("no text", "give a PDF file, a saved page or a text file")
    if re.match(rb"(?i)<(?:!doctype\s+html|html|head|body|table|\?xml[^>]*>\s*<(?:!doctype\s+)?html)", start):
        return "html"
    if "html" in media_type or (
        not media_type.startswith("text/plain") and re.search(r"(?i)\.x?html?$", name)
    ):
        return "html"
    return "text"


def _clean(text: str) -> str:
    """One kind of line break, and nothing that cannot be printed."""
    text = re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text.removeprefix("\ufeff"))
    return re.sub(r"[\x00-\x08\x0e-\x1b\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", text)


def _note_blocks(blocks: list[Block]) -> list[str]:
    if not blocks:
        return ["no roadmap was found: no two lines of a date and what happens stand together"]
    if len(blocks) == 1:
        return []
    places = ", ".join(f"{block.first + 1} to {block.last + 1}" for block in blocks)
    return [
        f"dates stand in {len(blocks)} places (lines {places}); took all, strike what is not the roadmap's"
    ]


def _note_rows(rows: list[LetterRow], dated: date | None) -> list[str]:
    """Without a letter's date the year is missing everywhere, which one note says for all."""
    readings = [read_when(row.when, letter=dated or ANY_DAY) for row in rows]
    return [
        f"“{_printable(when.text)}” cannot be read as a date: {'; '.join(when.faults)}"
        for when in readings
        if when.precision == "unread"
    ]


def _printable(text: str) -> str:
    plain = "".join(c if c.isprintable() else "?" for c in text)
    if len(plain) <= 100:
        return plain
    return plain[:99] + "…"
