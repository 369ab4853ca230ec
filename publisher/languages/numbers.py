"""The numbers of sessions and meetings: "Seventy-second session", "97th"."""

from collections.abc import Mapping
from functools import cache

from publisher.languages.catalogue import find_text
from publisher.languages.languages import find_language


@cache
def list_ordinals(lang: str) -> tuple[str, ...]:
    """The words for 1, 2, 3 and so on, as far as they are beyond doubt."""
    words = find_language(lang).ordinals.words
    return tuple(word.strip() for word in words.split(",") if word.strip())


@cache
def session_in_words(number: int, lang: str) -> str:
    """ "Seventy-second session", capitalized; in figures ("200th session") where the words end.

    ValueError below 1.
    """
    if number < 1:
        raise ValueError(f"a session is numbered from 1: {number}")
    ordinals = list_ordinals(lang)
    if number > len(ordinals):
        figure = _figure(number, lang, find_language(lang).ordinals.session)
        return find_text("session", "{number} session", lang, number=figure)
    ordinal = ordinals[number - 1]
    return find_text("session", "{ordinal} session", lang, ordinal=ordinal[0].upper() + ordinal[1:])


def ordinal_figure(number: int, lang: str) -> str:
    """The number of a meeting: "97th", "97e" (but "1re"), "97-е", "97ª"; bare in Arabic and Chinese."""
    return _figure(number, lang, find_language(lang).ordinals.meeting)


def _figure(number: int, lang: str, forms: Mapping[str, str]) -> str:
    from babel import Locale

    category = Locale.parse(lang).ordinal_form(number)
    form = forms.get(category) or forms.get("other", "{number}")
    return form.format(number=number)
