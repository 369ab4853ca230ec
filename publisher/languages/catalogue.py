"""The fixed words of the Journal, read from the `catalogue.po` of each language."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from gettext import c2py
from io import BytesIO
from typing import TYPE_CHECKING

from publisher.languages.languages import FOLDER, find_language

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

Forms = tuple[str, ...]


@cache
def read_catalogue(lang: str) -> "Catalog":
    """The catalogue of one of LANGUAGES, comments included; KeyError for any other code."""
    find_language(lang)
    from babel.messages.pofile import read_po

    source = (FOLDER / lang / "catalogue.po").read_bytes()
    return read_po(BytesIO(source), locale=lang, abort_invalid=True)


@cache
def read_texts(lang: str) -> Mapping[tuple[str, str], Forms]:
    """(context, key) -> the text, or its plural forms in the order of the catalogue's Plural-Forms."""
    texts: dict[tuple[str, str], Forms] = {}
    for message in read_catalogue(lang):
        key, forms = key_of(message), forms_of(message)
        if key and forms and all(forms):
            texts[(message.context or "", key)] = forms
    return texts


def key_of(message: "Message") -> str:
    if isinstance(message.id, str):
        return message.id
    return message.id[0]


def forms_of(message: "Message") -> Forms:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ())


def find_forms(context: str, key: str, lang: str) -> Forms:
    """The forms of a key; the KeyError of an unknown one names the nearest keys there are."""
    texts = read_texts(lang)
    if (context, key) in texts:
        return texts[(context, key)]
    near = get_close_matches(key, [k for c, k in texts if c == context], n=3, cutoff=0.4)
    raise KeyError(f"no {context or 'word'} {key!r} in the catalogue of {lang}; near: {near}")


def find_text(context: str, key: str, lang: str, **values: str) -> str:
    """The text of a key within a context of the catalogue, its {placeholders} filled with `values`."""
    return find_forms(context, key, lang)[0].format(**values)


def word(key: str, lang: str, **values: str) -> str:
    """A fixed word or sentence; `key` is its msgid in the catalogues.

    `values` fill the {placeholders}, as they are: escape for HTML, or `isolate` for right-to-left
    plain text, is the caller's. KeyError if the key, the language or a value is missing.
    """
    return find_text("", key, lang, **values)


@cache
def plural_rule(lang: str) -> Callable[[int], int]:
    """Which of a word's forms a count takes: two in English, three in Russian, six in Arabic."""
    return c2py(read_catalogue(lang).plural_expr)


def plural(key: str, count: int, lang: str) -> str:
    """A count with its noun, in the form that the language's plural rule asks for: "3 documents".

    `key` is the noun in the English plural, one of the context "count".
    """
    return find_forms("count", key, lang)[plural_rule(lang)(count)].format(count=count)


def join_names(names: Sequence[str], lang: str) -> str:
    """Names as a list in running text, without a comma before "and": "Mexico and Switzerland"."""
    if len(names) < 2:
        return "".join(names)
    joined = names[0]
    for name in names[1:-1]:
        joined = find_text("list", "{first}, {next}", lang, first=joined, next=attach_name(name, lang))
    return join_last(joined, names[-1], lang)


def join_last(first: str, last: str, lang: str) -> str:
    key = "{first} and {last}"
    if begins_with(last, find_language(lang).joining.before_i):
        key = "{first} and {last} (before the sound i)"
    return find_text("list", key, lang, first=first, last=attach_name(last, lang))


def attach_name(name: str, lang: str) -> str:
    """A name after "and", which Arabic writes onto a word, but apart from figures and Latin letters."""
    if begins_with(name, find_language(lang).joining.apart_from):
        return f" {name}"
    return name


def begins_with(name: str, pattern: str | None) -> bool:
    return pattern is not None and re.match(pattern, name.lower()) is not None
