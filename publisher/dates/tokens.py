"""Text to tokens: numbers, ordinals, clock times, months, weekdays, words and marks, with their places."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from publisher.dates.vocabulary import CAPITALIZED_ONLY, MONTHS, PORTION_WORDS, WEEKDAYS


class Token(NamedTuple):
    """One token; `start` and `end` are its place in the text, `word` is in small letters.

    Kinds: number, ordinal, clock (`value` in minutes, -1 if there is no such time), meridian (am, pm),
    month (1-12), weekday (Monday is 0), iso (a proleptic ordinal, 0 if there is no such day), numeric
    (02/10/2017: day or month first?), blank ("[ ]"), word, mark.
    """

    kind: str
    word: str
    value: int
    start: int
    end: int


CHUNK = re.compile(r"\S+")
DASHES = "-‐‑‒–—―−~"
SILENT = "\"'“”„‘’‚«»‹›`´*\u200b\u200c\u200d\u2060\ufeff\u00ad"
SPLITTING = frozenset({"to", "and", "from", "on", "of", "until", "by", "at"})
NUMERIC = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![0-9])")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
CLOCK = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})(?::[0-9]{2})?(?![0-9]|[.:/][0-9])")
HOURS = re.compile(r"([0-9]{1,2}) ?h(?: ?([0-9]{2}))?(?![^\W_])")
MILITARY = re.compile(r"([0-9]{2}):?([0-9]{2}) ?(?:hours|hrs)(?![^\W_])", re.IGNORECASE)
HALF = re.compile(r"1 ?/ ?2(?= ?-? ?days?\b)|½", re.IGNORECASE)
MERIDIAN = re.compile(r"([ap])(?:\. ?|)m(?![^\W_])\.?", re.IGNORECASE)
BLANK = re.compile(r"\[[\s._…]*\]|_+|\bXX?\b")
SYMBOL = re.compile(r"[A-Z]{1,4}/\S*[0-9]\S*")
ORDINAL_GAP = re.compile(r" ?(st|nd|rd|th)(?![^\W_])", re.IGNORECASE)
QUARTER = re.compile(r"([QH])([1-4])(?![^\W_])", re.IGNORECASE)


def read_tokens(text: str) -> list[Token]:
    """The tokens of a text, in one pass from left to right; quotation marks and spaces are left out."""
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        found = token_at(text, place)
        tokens.extend(found)
        if found:
            place = found[-1].end
        else:
            place = place + 1
    return tokens


def token_at(text: str, place: int) -> list[Token]:
    """What starts at a place: nothing (a space, a quotation mark), one token, or two ("Q1", "3pm")."""
    sign = text[place]
    if sign.isspace() or sign in SILENT:
        return []
    if "0" <= sign <= "9":
        return read_digits(text, place)
    if sign == "½":
        return [Token("word", "half", 0, place, place + 1)]
    blank = BLANK.match(text, place)
    if blank:
        return [Token("blank", blank.group(), 0, place, blank.end())]
    if sign.isalpha():
        return read_letters(text, place)
    if sign in DASHES:
        return [Token("mark", "-", 0, place, place + 1)]
    return [Token("mark", sign, 0, place, place + 1)]


def read_digits(text: str, place: int) -> list[Token]:
    return (
        read_date_in_digits(text, place)
        or read_clock(text, place)
        or read_fraction(text, place)
        or read_number(text, place)
    )


def read_date_in_digits(text: str, place: int) -> list[Token]:
    iso = ISO.match(text, place)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
        end = iso.end() + (text[iso.end() : iso.end() + 1] == "T")
        return [Token("iso", iso.group(), ordinal_of(year, month, day), place, end)]
    numeric = NUMERIC.match(text, place)
    if numeric:
        return [Token("numeric", numeric.group(), 0, place, numeric.end())]
    return []


def ordinal_of(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return 0


def read_clock(text: str, place: int) -> list[Token]:
    found = MILITARY.match(text, place) or CLOCK.match(text, place) or HOURS.match(text, place)
    if not found:
        return []
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    if "." in found.group() and (hour > 24 or minute > 59):
        return [Token("word", found.group(), 0, place, found.end())]  # a decimal, not a time
    possible = minute < 60 and (hour < 24 or (hour == 24 and minute == 0))
    return [Token("clock", found.group(), hour * 60 + minute if possible else -1, place, found.end())]


FRACTION = re.compile(r"[0-9]+(?:[.,][0-9]+)+|[0-9]{3,}/[0-9]+|[0-9]+/[0-9]{3,}|[0-9]+(?:/[0-9]+){2,}")


def read_fraction(text: str, place: int) -> list[Token]:
    """ "1/2 day" is a half-day; "71/280" and "1,000" are no dates."""
    half = HALF.match(text, place)
    if half:
        return [Token("word", "half", 0, place, half.end())]
    found = FRACTION.match(text, place)
    if found:
        return [Token("word", found.group(), 0, place, found.end())]
    return []


def read_number(text: str, place: int) -> list[Token]:
    end = place
    while end < len(text) and "0" <= text[end] <= "9":
        end += 1
    digits = text[place:end]
    if len(digits) < 9:
        value = int(digits)
    else:
        value = -1
    ending = ORDINAL_GAP.match(text, end)
    if ending and len(digits) < 3:
        return [Token("ordinal", digits, value, place, ending.end())]
    letters = letters_from(text, end)
    if letters and not splits_from_digits(letters) and not MERIDIAN.match(text, end):
        return [Token("word", digits + letters.lower(), 0, place, end + len(letters))]
    return [Token("number", digits, value, place, end)]


def splits_from_digits(letters: str) -> bool:
    word = letters.lower()
    return word in SPLITTING or word in MONTHS or word in WEEKDAYS


def letters_from(text: str, place: int) -> str:
    end = place
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[place:end]


def read_letters(text: str, place: int) -> list[Token]:
    meridian = MERIDIAN.match(text, place)
    if meridian:
        return [Token("meridian", meridian.group(1).lower() + "m", 0, place, meridian.end())]
    quarter = QUARTER.match(text, place)
    if quarter:
        return read_quarter(quarter)
    letters = letters_from(text, place)
    end = place + len(letters)
    token = read_name(text, letters, place, end)
    if token:
        return [token]
    return [Token("word", *read_word(text, letters, place, end))]


def read_quarter(found: re.Match[str]) -> list[Token]:
    if found.group(1) in "Qq":
        name = "quarter"
    else:
        name = "semester"
    split = found.start() + 1
    number = Token("ordinal", found.group(2), int(found.group(2)), found.start(), split)
    return [number, Token("word", name, 0, split, found.end())]


def read_name(text: str, letters: str, place: int, end: int) -> Token | None:
    """A month or a weekday, with the full stop of its abbreviation."""
    word = letters.lower()
    for kind, names in (("month", MONTHS), ("weekday", WEEKDAYS)):
        if word in names and (
            letters != word or word not in CAPITALIZED_ONLY or is_beside_number(text, place, end)
        ):
            end += len(word) <= 5 and word not in ("march", "april") and text[end : end + 1] == "."
            return Token(kind, word, names[word], place, end)
    return None


def is_beside_number(text: str, place: int, end: int) -> bool:
    """ "5 may 2015", but not "annex 1 may be revised"."""
    before, after = text[:place].rstrip()[-1:], text[end : end + 20].lstrip()[:1]
    return after.isdigit() or (before.isdigit() and not after.isalpha())


def read_word(text: str, letters: str, place: int, end: int) -> tuple[str, int, int, int]:
    """A word, or a whole symbol, address or compound ("A/72/L.9", "co-facilitators") taken as one."""
    chunk = CHUNK.match(text, place)
    if chunk:
        whole = chunk.group()
    else:
        whole = letters
    if SYMBOL.match(whole) or "://" in whole or "@" in whole.strip("@") or whole.startswith("www."):
        whole = whole.rstrip(").,;:]")
        return whole.lower(), 0, place, place + max(len(whole), 1)
    word = letters.lower()
    if word in SPLITTING or word in PORTION_WORDS:
        return word, 0, place, end
    while True:
        longer = compound_end(text, end)
        if longer == end:
            return text[place:end].lower(), 0, place, end
        end = longer


def compound_end(text: str, end: int) -> int:
    """Where a compound word goes on after a hyphen or into digits, or `end` if it stops here."""
    if end < len(text) and "0" <= text[end] <= "9":
        return digits_end(text, end)
    if text[end : end + 1] not in ("-", "‐", "‑"):
        return end
    more = letters_from(text, end + 1)
    if more and not (
        more.lower() in PORTION_WORDS or splits_from_digits(more) or MERIDIAN.match(text, end + 1)
    ):
        return end + 1 + len(more)
    if not more and digits_end(text, end + 1) > end + 1:
        return digits_end(text, end + 1)
    return end


def digits_end(text: str, end: int) -> int:
    while end < len(text) and "0" <= text[end] <= "9":
        end += 1
    return end
