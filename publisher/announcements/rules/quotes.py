"""Quotation marks in fields: the text's are set by the program, the fields' are printed as typed."""

import re

from publisher.languages.languages import find_language

FIELDS = ("title", "reason", "correction")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|$|[\s,.;:)])")
_PAIR = re.compile(r'(?<!\w)"\s*([^"]*[^"\s])\s*"(?!\w)')


def has_straight_quotes(words: str, language: str) -> bool:
    return bool(find_language(language).quotes) and ('"' in words or "'" in words)


def set_quotes(words: str, language: str) -> str:
    """The words with the marks of their language, as far as it is certain which is meant."""
    marks = find_language(language).quotes
    if marks is None:
        return words
    left, right = marks
    words = _APOSTROPHE.sub("’", words)
    return _PAIR.sub(lambda found: f"{left}{found[1]}{right}", words)
