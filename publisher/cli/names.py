"""Announcements, languages and dates named on the command line; an unknown one is told with its mend."""

import difflib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from publisher.years import SPAN, YEARS

if TYPE_CHECKING:
    from publisher.schedule.item import Item

MOST_NAMED = 20
"""Of hundreds of announcements nobody reads the names; the likeliest do."""


def find_item(items: "Iterable[Item]", slug: str) -> "Item":
    """The plan's item of an announcement. Raises UsageError for a name that is not there.

    A brake on a misspelt name would hold nothing and say so to nobody.
    """
    by_name = {item.name: item for item in items}
    if slug not in by_name:
        raise click.UsageError(f"there is no announcement {slug}; {_say_which(slug, sorted(by_name))}")
    return by_name[slug]


def _say_which(slug: str, names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return "there are " + (", ".join(names) or "none")
    close = difflib.get_close_matches(slug, names)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return "`publisher plan` shows all"


def choose_language(languages: Sequence[str], lang: str | None) -> str:
    """The language asked for with `--lang`, or the first. Raises BadParameter for one that is not there."""
    if lang is not None and lang not in languages:
        what = f"the publication has no language {lang!r}; take one of " + ", ".join(languages)
        raise click.BadParameter(what, param_hint="--lang")
    return lang or languages[0]


def read_date(text: str | None, parameter: str) -> date | None:
    """The day in `text`, which stood for `parameter`. Raises BadParameter."""
    try:
        day = None
        if text:
            day = date.fromisoformat(text)
    except ValueError as error:
        what = f"{text!r} is not a date; write it as 2017-09-13"
        raise click.BadParameter(what, param_hint=parameter) from error
    if day is not None and day.year not in YEARS:
        raise click.BadParameter(f"{text} is of none of the years {SPAN}; correct it", param_hint=parameter)
    return day
