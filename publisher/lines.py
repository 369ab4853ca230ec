"""Text made fit for what holds one line and no control character: calendars, feeds, headers, lists."""

import re

# What ends a line to one reader or another, U+2028 among them, and the tab, which no title needs.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# XML 1.0 (section 2.2) and RFC 5545 (section 3.1) hold none of these.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def one_line(text: str) -> str:
    """The text on one line: a line's end becomes a space, a control character goes."""
    lines = [line.strip(" ") for line in _BREAKS.split(text)]
    if len(lines) == 1:
        return drop_controls(text)
    return drop_controls(" ".join(line for line in lines if line))


def each_line(text: str) -> str:
    """The same for a text of several lines, parted by line feeds and by nothing else."""
    return "\n".join(one_line(line) for line in text.split("\n"))


def drop_controls(text: str) -> str:
    """The text without control characters, lone surrogates and noncharacters; its line feeds stay."""
    return _UNFIT.sub("", text)


def is_one_line(text: str) -> bool:
    return _BREAKS.search(text) is None
