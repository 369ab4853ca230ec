"""What a reader sees that no author wrote: names, words, dates and numbers."""

import re
from typing import Final

from publisher.journal.dates import (
    format_date,
    format_day_list,
    format_days,
    format_instant,
    format_month,
    format_time,
    format_times,
    zone_in_words,
)
from publisher.languages.catalogue import find_text, join_names, plural, read_texts, word
from publisher.languages.languages import LANGUAGES, find_language
from publisher.languages.numbers import session_in_words
from publisher.languages.terms import translate_term

__all__ = [
    "LANGUAGES",
    "direction",
    "format_date",
    "format_day_list",
    "format_days",
    "format_instant",
    "format_month",
    "format_time",
    "format_times",
    "isolate",
    "join_names",
    "language_name",
    "native_name",
    "plural",
    "session_in_words",
    "translate_term",
    "word",
    "zone_in_words",
]

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
RTL: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
# What a right-to-left line would tear apart: from a foreign letter or figure to the last before its own text.
FOREIGN_RUN: Final = re.compile(rf"[^\W{RTL}](?:[^{RTL}]*[^\W{RTL}])?")


def native_name(lang: str) -> str:
    """A language's name in itself, as language switchers show it."""
    return find_language(lang).native


def language_name(named: str, lang: str) -> str:
    """The name of `named` within a sentence in `lang`: language_name("fr", "fr") is "français"."""
    if ("language", named) in read_texts(lang):
        return find_text("language", named, lang)
    from babel import Locale

    return Locale.parse(named).get_language_name(lang) or find_language(named).name


def direction(lang: str) -> str:
    """The value of HTML's `dir` attribute."""
    return find_language(lang).direction


def isolate(text: str) -> str:
    """Text made safe inside right-to-left plain text (feed titles, calendars) by Unicode isolates, UAX 9.

    Text without right-to-left letters is isolated whole; in other text each foreign name, symbol or time
    is. Isolating twice changes nothing. For left-to-right languages the caller leaves it out.
    """
    if not text or any(mark in text for mark in (LRI, FSI)):
        return text
    if not re.search(f"[{RTL}]", text):
        return f"{LRI}{text}{PDI}"
    return isolate_runs(text)


def isolate_runs(text: str) -> str:
    parts: list[str] = []
    end = 0
    for run in FOREIGN_RUN.finditer(text):
        if run.start() < end:
            continue
        parts.append(text[end : run.start()])
        end = close_brackets(text, run.start(), run.end())
        parts.append(isolate_run(text[run.start() : end]))
    return "".join((*parts, text[end:]))


def isolate_run(run: str) -> str:
    """A plain number reads the same in both directions and stays as it is."""
    if run.isdigit():
        return run
    return f"{LRI}{run}{PDI}"


def close_brackets(text: str, start: int, end: int) -> int:
    """The end of a run, moved past the brackets that the run itself opened."""
    for opening, closing in ("()", "[]"):
        run = text[start:end]
        if run.count(opening) > run.count(closing) and text[end : end + 1] == closing:
            end += 1
    return end
