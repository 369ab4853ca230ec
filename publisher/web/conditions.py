"""What a request makes depend on its reader: validators, byte ranges, encodings (RFC 9110, 12 to 14)."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import msgspec

TAG = re.compile(r'(?:W/)?("[^"]*")')
RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE)
"""One range; instead of several the whole is sent, as 14.2 allows. No file has a size of more digits."""


class Span(msgspec.Struct, frozen=True):
    """Bytes from `start` up to but not including `end`; empty where the range cannot be satisfied."""

    start: int
    end: int


def judge_copy(headers: Mapping[str, str], tag: str, modified: int | None) -> int:
    """200, 304 or 412, in the order of RFC 9110, 13.2.2; `modified` is in seconds of the epoch.

    A validator that is there outweighs a date: the date beside it is not looked at.
    """
    if (wanted := headers.get("if-match")) is not None:
        if not _names(wanted, tag, weakly=False):
            return 412
    elif (since := _read_date(headers.get("if-unmodified-since"))) is not None and (
        modified is not None and modified > since
    ):
        return 412
    if (known := headers.get("if-none-match")) is not None:
        if _names(known, tag, weakly=True):
            return 304
        return 200
    since = _read_date(headers.get("if-modified-since"))
    if since is not None and modified is not None and modified <= since:
        return 304
    return 200


def find_span(headers: Mapping[str, str], tag: str, modified: int | None, size: int) -> Span | None:
    """The bytes asked for, or None for all of them: no range, several, another version (`If-Range`)."""
    found = RANGE.fullmatch(headers.get("range", ""))
    if found is None or not any(found.groups()) or not _is_same(headers.get("if-range"), tag, modified):
        return None
    first, last = found.groups()
    if not first:
        if int(last):
            return Span(max(0, size - int(last)), size)
        return Span(0, 0)
    if last and int(last) < int(first):
        return None
    if last:
        end = min(int(last) + 1, size)
    else:
        end = size
    if int(first) < size:
        return Span(int(first), end)
    return Span(0, 0)


def accepts_gzip(text: str) -> bool:
    """Whether an `Accept-Encoding` allows gzip (12.5.3); `*` stands for it where it is not named."""
    weights = {}
    for item in text.lower().split(","):
        coding, _, parameter = item.partition(";")
        weights[coding.strip()] = parameter.strip()
    weight = weights.get("gzip", weights.get("x-gzip", weights.get("*")))
    return weight is not None and not re.fullmatch(r"q\s*=\s*0(\.0*)?", weight)


def _names(text: str, tag: str, *, weakly: bool) -> bool:
    """Whether a list of entity tags holds ours; a proxy that compresses makes a weak one of it (8.8.3.2)."""
    if text.strip() == "*":
        return True
    return any(found[1] == tag and (weakly or found[0] == tag) for found in TAG.finditer(text))


def _is_same(if_range: str | None, tag: str, modified: int | None) -> bool:
    """Without doubt the same bytes (13.1.5): a strong tag, or the very date."""
    if if_range is None or if_range.strip() == tag:
        return True
    return modified is not None and _read_date(if_range) == modified


def _read_date(text: str | None) -> int | None:
    """Seconds of the epoch; a date that cannot be read is as good as none (13.1.3)."""
    try:
        if text:
            return int(parsedate_to_datetime(text).timestamp())
        return None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
