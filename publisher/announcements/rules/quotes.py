"""Quotation marks in fields: the text's are set by the program, the fields' are printed as typed."""

import re

MARKS = {"en": ("“", "”"), "es": ("“", "”"), "fr": ("«\u00a0", "\u00a0»"), "ru": ("«", "»")}
"""Arabic and Chinese are left as typed, as in the text (`markup/render.py`)."""
FIELDS = ("title", "reason", "correction")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|$|[\s,.;:)])")
_PAIR = re.compile(r'(?<!\w)"\s*([^"]*[^"\s])\s*"(?!\w)')


def has_straight_quotes(words: str, language: str) -> bool:
    return language in MARKS and ('"' in words or "'" in words)


def set_quotes(words: str, language: str) -> str:
    """The words with the marks of their language, as far as it is certain which is meant."""
    left, right = MARKS[language]
    words = _APOSTROPHE.sub("’", words)
    return _PAIR.sub(lambda found: f"{left}{found[1]}{right}", words)
