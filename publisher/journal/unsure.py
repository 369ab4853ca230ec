"""The wordings of the catalogues that no native reader has seen yet, as `docs/languages.md` lists them."""

from collections.abc import Iterator

import msgspec

from publisher.journal.catalogue import LANGUAGES, forms_of, key_of, read_catalogue
from publisher.journal.language import language_name
from publisher.journal.numbers import IN_WORDS_UP_TO

MARK = "unsure"

INTRODUCTION = """# Languages

What a reader sees that no author wrote comes from six catalogues, `publisher/journal/catalogues/*.po`.
Most of their words are terms of the United Nations or plain words. The cells below are not: they are
our own wording, or there is more than one in use, and no native reader has seen them yet.
Nor has one read a catalogue as a whole; these cells are where to begin.

To settle a cell: correct its `msgstr` if need be, delete the line `# unsure` above it, and print
this page again:

    python -m publisher.journal.unsure > docs/languages.md

A test fails while this page and the catalogues differ.

The numbers of sessions are put into words by rule (`publisher/journal/numbers.py`); beyond
{limits} they are printed in figures.
"""

PROSE = """## Prose

The page on how to subscribe is written out in each language (`publisher/journal/templates/subscribe/`),
with the names that programs give their menus. No native reader has seen these: {languages}.
When one has, take the language out of `UNSEEN_PROSE` in `publisher/journal/unsure.py`.
"""
UNSEEN_PROSE = ("ar", "zh", "ru")


class Cell(msgspec.Struct, frozen=True):
    """One marked wording; `doubt` says what is in question, and is empty where it is all of it."""

    context: str
    key: str
    forms: tuple[str, ...]
    doubt: str


def list_unsure(lang: str) -> Iterator[Cell]:
    """The cells of a catalogue that carry the translator's comment `# unsure` or `# unsure: what`."""
    for message in read_catalogue(lang):
        for comment in message.user_comments:
            head, _, doubt = comment.partition(":")
            if message.id and head.strip() == MARK:
                yield Cell(message.context or "word", key_of(message), forms_of(message), doubt.strip())


def print_page() -> str:
    """The whole page, Markdown."""
    by_limit = [f"{limit} ({language_name(lang, 'en')})" for lang, limit in IN_WORDS_UP_TO.items()]
    parts = [INTRODUCTION.format(limits=", ".join(by_limit))]
    parts += [PROSE.format(languages=", ".join(language_name(lang, "en") for lang in UNSEEN_PROSE))]
    parts += [print_language(lang) for lang in LANGUAGES if any(list_unsure(lang))]
    return "\n".join(parts)


def print_language(lang: str) -> str:
    cells = list(list_unsure(lang))
    rows = [
        f"| {cell.context} | `{cell.key}` | {' · '.join(cell.forms)} | {cell.doubt} |"
        for cell in sorted(cells, key=lambda cell: (cell.context, cell.key))
    ]
    title = f"## {language_name(lang, 'en')}: {len(cells)} cells\n"
    return "\n".join((title, "| group | key | wording | in doubt |", "|---|---|---|---|", *rows, ""))


if __name__ == "__main__":
    print(print_page(), end="")
