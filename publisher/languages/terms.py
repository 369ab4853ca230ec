"""Names that the author writes once and every language has a word for: organs, sessions, rooms."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from publisher.languages.catalogue import find_text, read_texts
from publisher.languages.languages import LANGUAGES, find_language
from publisher.languages.numbers import list_ordinals, ordinal_figure, session_in_words

PLACEHOLDER: Final = re.compile(r"\\\{(\w+)\\\}")


def translate_term(text: str, lang: str) -> str:
    """A known name in `lang`, whichever of LANGUAGES it was written in; any other text as it came.

    Countries, missions and people are not translated: that is for the translation of the announcement.
    """
    term = " ".join(text.split())
    key = find_terms().get(term)
    if key:
        return find_text("term", key, lang)
    session = find_sessions().get(term)
    if session:
        return session_in_words(session, lang)
    return translate_numbered(term, lang) or text


@cache
def find_terms() -> Mapping[str, str]:
    """Name in any language -> its key; English first, and of two keys with one name the first listed."""
    found: dict[str, str] = {}
    for lang in ("en", *LANGUAGES):
        for (context, key), forms in read_texts(lang).items():
            if context == "term":
                found.setdefault(forms[0], key)
    return found


@cache
def find_sessions() -> Mapping[str, int]:
    """ "Seventy-second session" in any language -> 72."""
    return {
        session_in_words(number, lang): number
        for lang in LANGUAGES
        for number in range(1, len(list_ordinals(lang)) + 1)
    }


@cache
def list_readings() -> Mapping[str, str]:
    """What may stand for the placeholder of a numbered name; the figure is read and printed again."""
    endings = {
        re.escape(form.partition("{number}")[2])
        for lang in LANGUAGES
        for form in find_language(lang).ordinals.meeting.values()
    }
    return {
        "number": r"(?P<number>\d{1,4})",
        "letter": r"(?P<letter>[A-Z])",
        "ordinal": rf"(?P<ordinal>\d{{1,5}})(?:{'|'.join(sorted(endings))})?",
    }


@cache
def numbered_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """How each language writes conference rooms, meetings and agenda items, with the key of each."""
    return tuple(
        (re.compile(PLACEHOLDER.sub(lambda found: list_readings()[found[1]], re.escape(forms[0]))), key)
        for lang in LANGUAGES
        for (context, key), forms in read_texts(lang).items()
        if context == "numbered"
    )


def translate_numbered(term: str, lang: str) -> str | None:
    for pattern, key in numbered_patterns():
        found = pattern.fullmatch(term)
        if found:
            values = {name: number_as(name, text, lang) for name, text in found.groupdict().items()}
            return find_text("numbered", key, lang, **values)
    return None


def number_as(name: str, text: str, lang: str) -> str:
    if name == "ordinal":
        return ordinal_figure(int(text), lang)
    return text
