"""Finds the lines of a roadmap in a letter's text: blocks of rows that are a date and what happens then."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from publisher.dates.when import read_when, split_line
from publisher.errors import PublisherError

MAX_ROW = 600  # characters; a longer line is prose
MAX_WHEN = 120
MAX_HEADING = 80
BLANKS = 2  # empty lines that may stand between two rows of one block

# A cheap look before the real reading: most lines of a letter are prose.
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATED = re.compile(
    rf"\b{MONTH}(?=\W|\d|$)|\d{{1,2}}[./]\d{{1,2}}|\d{{4}}|\bweek|\bday|quarter|semester|\bearly|\bmid|\blate|session"
    r"|recess|\btb[acd]\b|to be (?:announced|confirmed|decided|determined)|in due course",
    re.IGNORECASE,
)
NAMED_DAY = re.compile(rf"\d\W*(?:st|nd|rd|th)?\W*(?:of )?{MONTH}(?=\W|\d|$)|\b{MONTH}\W*\d", re.IGNORECASE)
# The words of which dates are made; a cell that has many others is about something else on a date.
DATE_WORD = re.compile(
    rf"{MONTH}|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|\d+(?:st|nd|rd|th|h|am|pm)?|st|nd|rd|th|of|the|to|and|or|from"
    r"|by|in|on|at|no|not|later|than|before|until|till|through|between|during|around|about|circa|starting|onwards?"
    r"|weeks?|w|c|beginning|commencing|days?|months?|half|quarter|semester|year|first|second|third|fourth|last|early"
    r"|mid|middle|late|end|close|business|cob|mornings?|afternoons?|evenings?|noon|midday|all|[ap]|m|am|pm|hrs?"
    r"|tb[acd]|be|announced|confirmed|decided|determined|communicated|due|course|dates?|as|if|needed|necessary"
    r"|required|possibly|tentative(?:ly)?|provisional|new|york|geneva|time|est|edt|this|next|spring|summer|autumn"
    r"|winter|recess|session|main|part|also|further|notice",
    re.IGNORECASE,
)
ANY_DAY = date(2000, 1, 1)  # in place of a letter's: what is a date does not hang on the year
OTHER_WORDS = 3  # as in "2 October, Conference Room 4"
MAX_DATED = 3_000  # lines that may be read as dates; reading one takes about a millisecond
BULLET = re.compile(r"(?:[•·▪◦‣■□●○◆*§+–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+", re.IGNORECASE)
# "Week of 23", "2 to": a narrow column breaks a date before its month.
BROKEN = re.compile(
    r"(?:(?:in|on|by|from|the|week|beginning|end|of|early|mid|late)[ -])*\d{1,2}(?: ?[–-]| to| and|,)?"
    r"(?: ?\d{1,2})?",
    re.IGNORECASE,
)
GAP = re.compile(r"[ \u00a0]*\t\s*|[ \u00a0\u2002\u2003]{2,}|\s*\|\s*")
LABEL = re.compile(
    r"(?:date|dated|from|to|subject|ref(?:erence)?|tel(?:ephone)?|fax|e-?mail|contact)s?[.:]*", re.I
)
HOURS = re.compile(
    r"(?:from )?\d{1,2}(?:[.:]\d\d)?\b.{0,30}|(?:all day|morning|afternoon|evening|[ap]\.?m\.?)", re.I
)
CLOCK = re.compile(r"\d[.:]\d\d|[ap]\.?\s?m\b|noon|morning|afternoon|evening|all day", re.I)
DIVIDES = re.compile(r"[–—:|\t-]|\s[/=>]+\s")


class LetterError(PublisherError):
    """A letter could not be read as one; the text is one line that says how to mend it."""


class LetterLine(msgspec.Struct, frozen=True):
    """One line of a roadmap in the letter's own words, white space tidied."""

    when: str
    what: str


class LetterRow(msgspec.Struct, frozen=True):
    """A line that may belong to a roadmap.

    `number` counts from 0. `cells` are its columns, empty for a line without; `is_dated` says whether
    `when` is readable, `is_firm` whether something divides it from `what`: a column, a bullet, a dash.
    """

    number: int
    when: str
    what: str
    cells: tuple[str, ...] = ()
    is_dated: bool = True
    is_firm: bool = True


class Block(msgspec.Struct, frozen=True):
    """Rows that stand together, in order; line numbers count from 0."""

    rows: tuple[LetterRow, ...]

    @property
    def first(self) -> int:
        return self.rows[0].number

    @property
    def last(self) -> int:
        return self.rows[-1].number


def find_blocks(lines: Sequence[str], *, letter: date | None) -> list[Block]:
    """The roadmap's rows, gathered in blocks of at least two that can be read (three without a divider)."""
    if sum(1 for line in lines if DATED.search(line[:MAX_WHEN])) > MAX_DATED:
        raise LetterError(
            f"over {MAX_DATED:,} lines that may hold dates", "give only the part with the roadmap"
        )
    found = [_settle_columns(block, letter) for block in _gather(lines, letter)]
    blocks = [block for block in found if block is not None and _is_roadmap(block, lines)]
    return blocks or [Block(rows) for rows in _stacked(lines, letter)]


def tidy(text: str) -> str:
    """White space and Markdown's stars taken out; a scan's gap in "1 st" closed."""
    plain = " ".join(text.replace("**", "").replace("__", "").split())
    return re.sub(r"\b(\d{1,3}) (st|nd|rd|th)\b", r"\1\2", plain)


@lru_cache(maxsize=4096)
def is_date(text: str, letter: date | None) -> bool:
    """Whether a cell is a date and no more, or says that there is none yet.

    A day that is written wrongly ("31 September", "Monday" for a Tuesday) is one too: it must not be lost.
    """
    if not text or len(text) > MAX_WHEN or not DATED.search(text):
        return False
    words = re.findall(r"[^\W\d_]+|\d+(?:st|nd|rd|th|h|am|pm)?", text)
    others = sum(1 for word in words if not DATE_WORD.fullmatch(word))
    if not words or not DATE_WORD.fullmatch(words[0]) or others > OTHER_WORDS:
        return False
    return (
        NAMED_DAY.search(text) is not None or read_when(text, letter=letter or ANY_DAY).precision != "unread"
    )


def _gather(lines: Sequence[str], letter: date | None) -> Iterator[Block]:
    rows: list[LetterRow] = []
    blanks = 0
    after_heading = False
    for number, raw in enumerate(lines):
        if not raw.strip():
            blanks += 1
            continue
        row = _read_row(number, raw, letter)
        joined = None
        if rows and not blanks and not after_heading:
            joined = _join_on(rows[-1], row, raw)
        if joined is not None:
            rows[-1:] = joined
        elif row is not None and (
            not rows or (blanks <= BLANKS and (not after_heading or _is_like(rows, row)))
        ):
            rows.append(row)
            after_heading = False
        elif (
            row is None and rows and rows[-1].cells and len(raw.strip()) <= MAX_HEADING and not after_heading
        ):
            after_heading = True  # "Phase II" across a table: the rows below it may go on
        else:
            if rows:
                yield Block(tuple(rows))
            if row is not None:
                rows = [row]
            else:
                rows = []
            after_heading = False
        blanks = 0
    if rows:
        yield Block(tuple(rows))


def _is_like(rows: list[LetterRow], row: LetterRow) -> bool:
    return len(row.cells) == len(rows[-1].cells)


def _read_row(number: int, raw: str, letter: date | None) -> LetterRow | None:
    """The row that a line is by itself, or None for prose."""
    if len(raw) > MAX_ROW * 2:
        return None
    text, has_bullet = _strip_bullet(raw)
    cells = tuple(tidy(cell).strip(" –—:-") for cell in GAP.split(text))
    if sum(map(bool, cells)) >= 2 and cells[0]:
        dated = any(is_date(cell, letter) for cell in cells[:4])
        if dated or "\t" in text or "|" in text or BROKEN.fullmatch(cells[0]):
            return LetterRow(number, cells[0], " – ".join(filter(None, cells[1:])), cells, is_dated=dated)
    if len(text) > MAX_ROW or not DATED.search(text):
        return None
    return _split_row(number, " ".join(text.split()), has_bullet, letter)


def _split_row(number: int, text: str, has_bullet: bool, letter: date | None) -> LetterRow | None:
    """The row of a line without columns; a date at its end counts only behind a dash or a colon."""
    when, what = split_line(text, letter=letter or ANY_DAY)
    if not when or not what:
        return None
    if text.startswith(when):
        between = text.removeprefix(when).removesuffix(what)
        return LetterRow(
            number, tidy(when), tidy(what), is_firm=has_bullet or DIVIDES.search(between) is not None
        )
    between = text.removesuffix(when).removeprefix(what)
    if DIVIDES.search(between):
        return LetterRow(number, tidy(when), tidy(what))
    return None


def _strip_bullet(raw: str) -> tuple[str, bool]:
    text = raw.strip().strip("|").strip().replace("**", "")
    start = 0
    while found := BULLET.match(text, start):
        start = found.end()
    return text[start:], start > 0


def _join_on(last: LetterRow, row: LetterRow | None, raw: str) -> list[LetterRow] | None:
    """The last row and this line made one where the line only goes on; None where it stands for itself."""
    words = tidy(raw)
    if len(last.what) + len(words) > MAX_ROW:
        return None
    if row is not None and row.cells and last.cells and _goes_on(last.cells[0], row.cells[0]):
        wider = [" ".join(filter(None, pair)) for pair in zip(last.cells, row.cells, strict=False)]
        return [_with_cells(last, (*wider, *last.cells[len(wider) :], *row.cells[len(wider) :]))]
    if last.cells and raw[:1] == "\t" and (row is None or not row.is_dated) and not words[:1].islower():
        more = " – ".join(filter(None, map(tidy, GAP.split(raw.strip()))))
        return [last, _with_cells(last, (last.cells[0], more))]
    if row is not None or _strip_bullet(raw)[1]:
        return None
    if last.cells and raw[:1] not in " \t" and _goes_on(last.cells[0], words) and len(words) < MAX_HEADING:
        return [_with_cells(last, (f"{last.cells[0]} {words}", *last.cells[1:]))]
    if words[:1].islower() or (raw[:1] in " \t" and len(raw) - len(raw.lstrip()) >= 2):
        if last.cells:
            return [_with_cells(last, (*last.cells[:-1], f"{last.cells[-1]} {words}"))]
        return [msgspec.structs.replace(last, what=f"{last.what} {words}")]
    return None


def _goes_on(above: str, below: str) -> bool:
    """Whether a date was broken between two lines of a narrow column: "Week of 23", then "October"."""
    if re.match(r"\([^()]*\)$", below):
        return True
    has_month = re.search(rf"\b{MONTH}\b", above, re.IGNORECASE)
    return (
        not has_month and re.match(rf"{MONTH}(?:\s+\d{{4}})?(?:\s*\(.*)?$", below, re.IGNORECASE) is not None
    )


def _with_cells(row: LetterRow, cells: tuple[str, ...]) -> LetterRow:
    return LetterRow(
        row.number, cells[0], " – ".join(filter(None, cells[1:])), cells, row.is_dated, row.is_firm
    )


def _settle_columns(block: Block, letter: date | None) -> Block | None:
    """Choose the column of dates for a whole block: most tables have it first, some do not."""
    votes = Counter(
        column for row in block.rows for column, cell in enumerate(row.cells) if is_date(cell, letter)
    )
    if not votes:
        if any(row.cells for row in block.rows):
            return None
        return block
    column = min(votes, key=lambda each: (-votes[each], each))
    rows = [_read_cells(row, column, letter) if row.cells else row for row in block.rows]
    dated = [place for place, row in enumerate(rows) if row.is_dated]
    if not dated:
        return None
    # Rows above the first date are the table's head, or a letterhead; those below may say "see below".
    kept = [
        *rows[dated[0] : dated[-1] + 1],
        *(row for row in rows[dated[-1] + 1 :] if not LABEL.fullmatch(row.when)),
    ]
    return Block(tuple(row for row in kept if row.when and row.what))


def _read_cells(row: LetterRow, column: int, letter: date | None) -> LetterRow:
    cells = list(row.cells)
    when = ""
    if column < len(cells):
        when = cells.pop(column)
    hours = ""
    if column < len(cells):
        hours = cells[column]
    if HOURS.fullmatch(hours) and CLOCK.search(hours):
        when = f"{when}, {hours}"
        del cells[column]
    what = " – ".join(cell for cell in cells if cell and not re.fullmatch(r"\(?\d{1,3}[.)]?", cell))
    return msgspec.structs.replace(row, when=when, what=what, is_dated=is_date(when, letter))


def _is_roadmap(block: Block, lines: Sequence[str]) -> bool:
    dated = [row for row in block.rows if row.is_dated and not LABEL.fullmatch(row.what)]
    firm = [row for row in dated if row.is_firm]
    is_whole_text = len(dated) == 1 and sum(1 for line in lines if line.strip()) == 1
    return len(firm) >= 2 or len(dated) >= 3 or is_whole_text


def _stacked(lines: Sequence[str], letter: date | None) -> Iterator[tuple[LetterRow, ...]]:
    """Pairs of lines, the date above and what happens below it, as pages without a table write them."""
    rows: list[LetterRow] = []
    number = 0
    while number < len(lines):
        row = _read_pair(number, lines[number], lines[number + 1 : number + 2], letter)
        if row is not None:
            rows.append(row)
            number += 1
        elif lines[number].strip():
            if len(rows) >= 2:
                yield tuple(rows)
            rows = []
        number += 1
    if len(rows) >= 2:
        yield tuple(rows)


def _read_pair(number: int, line: str, below: Sequence[str], letter: date | None) -> LetterRow | None:
    if len(line) > MAX_ROW or not below or not below[0].strip() or len(below[0]) > MAX_ROW:
        return None
    when = tidy(_strip_bullet(line)[0]).rstrip(" :–—-")
    what = tidy(_strip_bullet(below[0])[0])
    if not what or not is_date(when, letter) or is_date(what, letter):
        return None
    return LetterRow(number, when, what)
