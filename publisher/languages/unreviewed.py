"""Prints `docs/languages.md`: the languages, and their wordings that no native reader has seen yet."""

from collections.abc import Iterator

import msgspec

from publisher.languages.catalogue import forms_of, key_of, read_catalogue
from publisher.languages.languages import LANGUAGES, find_language
from publisher.languages.numbers import list_ordinals

MARK = "unsure"

INTRODUCTION = """# Languages

`languages` in `config.toml` takes any of these:

| code | language | sessions in words | page on how to subscribe |
|---|---|---|---|
{table}

Each is a folder of `publisher/languages/`: `catalogue.po` has the words that readers see and no author
wrote, `language.toml` what the program needs to know beside them, and `subscribe.html` the page on how to
subscribe, with the names that programs give their menus. [CONTRIBUTING](../CONTRIBUTING.md) tells how to add
one. The numbers of later sessions are printed in figures.

Most words are terms of the United Nations or plain words. The cells below are not: they are our own
wording, or there is more than one in use, and no native reader has seen them yet. Nor has one read a
catalogue as a whole; these cells are where to begin.

To settle a cell: correct its `msgstr` if need be and delete the line `# unsure` above it; to settle a page:
set `subscribe_seen = true` in `language.toml`. Then print this page again:

    python -m publisher.languages.unreviewed > docs/languages.md

A test fails while this page and the folders differ.
"""


class Cell(msgspec.Struct, frozen=True):
    """One marked wording; `doubt` says what is in question, and is empty where it is all of it."""

    context: str
    key: str
    forms: tuple[str, ...]
    doubt: str


def list_unreviewed(lang: str) -> Iterator[Cell]:
    """The cells of a catalogue that carry the translator's comment `# unsure` or `# unsure: what`."""
    for message in read_catalogue(lang):
        for comment in message.user_comments:
            head, _, doubt = comment.partition(":")
            if message.id and head.strip() == MARK:
                yield Cell(message.context or "word", key_of(message), forms_of(message), doubt.strip())


def print_page() -> str:
    """The whole page, Markdown."""
    table = "\n".join(print_row(lang) for lang in LANGUAGES)
    parts = [INTRODUCTION.format(table=table)]
    parts += [print_cells(lang) for lang in LANGUAGES if any(list_unreviewed(lang))]
    return "\n".join(parts)


def print_row(lang: str) -> str:
    language = find_language(lang)
    if language.subscribe_seen:
        seen = "seen by a native reader"
    else:
        seen = "not seen yet"
    return f"| `{lang}` | {language.name}, {language.native} | up to {len(list_ordinals(lang))} | {seen} |"


def print_cells(lang: str) -> str:
    cells = list(list_unreviewed(lang))
    rows = [
        f"| {cell.context} | `{cell.key}` | {' · '.join(cell.forms)} | {cell.doubt} |"
        for cell in sorted(cells, key=lambda cell: (cell.context, cell.key))
    ]
    title = f"## {find_language(lang).name}: {len(cells)} cells\n"
    return "\n".join((title, "| group | key | wording | in doubt |", "|---|---|---|---|", *rows, ""))


if __name__ == "__main__":
    print(print_page(), end="")
