"""The languages of readers, each a folder beside this file, and what its `language.toml` holds."""

from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

FOLDER: Final = Path(__file__).parent
SETTINGS: Final = "language.toml"


class DateWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The names in dates, as they are printed, and how a text writes a date with its weekday.

    `months` stand beside a day, `months_alone` in a heading where they differ there. `also` has other
    spellings, in small letters, with the name that each stands for. `written` are patterns around
    `{weekday}`, `{day}`, `{month}` and `{year}`. By day: each weekday, or month, stands with its own day,
    where other languages name all the weekdays first, or a common month once.
    """

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    months_alone: tuple[str, ...] = ()
    also: dict[str, str] = {}
    written: tuple[str, ...] = ()
    weekday_by_day: bool = False
    month_by_day: bool = False

    def number_spellings(self, names: tuple[str, ...]) -> dict[str, int]:
        """Every spelling of some names, in small letters, with the number of its name from 0."""
        numbers = {name.lower(): number for number, name in enumerate(names)}
        for spelling, name in self.also.items():
            if name in names:
                numbers[spelling] = names.index(name)
        return numbers


class Joining(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What "and" asks of the name after it, as patterns of the name's beginning in small letters.

    A name that fits `before_i` takes the catalogue's "and" before the sound i; one that fits `apart_from`
    gets a space before it.
    """

    before_i: str | None = None
    apart_from: str | None = None


class Ordinals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of meetings and sessions.

    In figures by CLDR's ordinal categories: `{ one = "{number}st", other = "{number}th" }`, bare without.
    `words` counts sessions from the first, parted by commas, as far as the words are beyond doubt.
    """

    meeting: dict[str, str] = {}
    session: dict[str, str] = {}
    words: str = ""


class Resolutions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a text names resolutions of the General Assembly by their numbers, as patterns.

    `noun` stands before the numbers and `noun_last` behind them; `joint` is the "and" between two numbers,
    with its spaces. `other_before` and `other_after` are other bodies, beside which a number is theirs.
    """

    noun: str | None = None
    noun_last: str | None = None
    joint: str | None = None
    other_before: str | None = None
    other_after: str | None = None


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the program needs to know of a language beside its words.

    `name` is in English and `native` in itself; `locale` has the country that Open Graph asks for; without
    `quotes` they stay as typed. `un_documents` says whether docs.un.org serves documents in it, and
    `subscribe_seen` whether a native reader has seen the page `subscribe.html`.
    """

    name: str
    native: str
    locale: str
    footnote: str
    dates: DateWords
    subscribe_seen: bool
    direction: Literal["ltr", "rtl"] = "ltr"
    quotes: tuple[str, str] | None = None
    comma: str = ", "
    full_stop: str = ". "
    un_documents: bool = False
    joining: Joining = Joining()
    resolutions: Resolutions = Resolutions()
    ordinals: Ordinals = Ordinals()


@cache
def find_language(code: str) -> Language:
    """One of LANGUAGES; KeyError for any other code."""
    if code not in _list_codes():
        raise KeyError(f"no language {code!r}; there are: {', '.join(LANGUAGES)}")
    return msgspec.toml.decode((FOLDER / code / SETTINGS).read_bytes(), type=Language)


@cache
def _list_codes() -> frozenset[str]:
    return frozenset(path.parent.name for path in FOLDER.glob(f"*/{SETTINGS}"))


# The order of the United Nations' own language switchers: by their English names.
LANGUAGES: Final = tuple(sorted(_list_codes(), key=lambda code: find_language(code).name))
