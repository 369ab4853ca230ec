"""What no config.toml needs, refused with its line before it can do harm."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publisher.config.toml_lines import find_line
from publisher.errors import ConfigError
from publisher.markup.clean import find_control_characters

LARGEST = 1_000_000  # bytes; a roadmap of a hundred lines has ten thousand
MOST_DAYS = 1000
LONGEST = 300
LETTERS = range(1945, 2500)
"""Years in which the letters of this house are dated; the calendar itself ends in 9999."""

# tomllib takes half a minute for one key of 20,000 parts.
_LONG_KEY = re.compile(r"^[ \t]*\[*(?:[\w\"'-]+[ \t]*\.[ \t]*){20}", re.MULTILINE)
_PASSWORD = re.compile(r"[^:]+://[^/@]*:[^/@]*@|.*[?&]password=")

Place = tuple[str | int, ...]


def refuse_large_file(path: Path) -> None:
    """Raises ConfigError, or OSError for a file that cannot be looked at."""
    size = path.stat().st_size
    if size > LARGEST:
        raise ConfigError(f"{path}:1: it has {size:,} bytes, more than {LARGEST:,}; shorten it")
    if not path.is_file():
        # A pipe would be waited for without end.
        raise ConfigError(f"{path}:1: it is not a file; put one in its place")


def read_toml(path: Path, text: str) -> dict[str, Any]:
    """The values in `text`. Raises ConfigError, or TOMLDecodeError, which names the line itself."""
    key = _LONG_KEY.search(text)
    if key:
        line = text.count("\n", 0, key.start()) + 1
        raise ConfigError(f"{path}:{line}: a key has more than twenty parts; write it with fewer")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except (RecursionError, ValueError) as error:
        # Lists within lists without end, a number of 5,000 digits: tomllib has no words of its own for these.
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error).partition(";")[0]
        raise ConfigError(f"{path}:1: it is not TOML that can be read: {why}; mend it") from error
    _refuse_control_characters(path, text, values, ())
    _refuse_password(path, text, values.get("ledger"))
    return values


def _refuse_password(path: Path, text: str, ledger: object) -> None:
    """A secret in a file is copied with it, into backups and repositories; libpq reads one from elsewhere."""
    if isinstance(ledger, str) and _PASSWORD.match(ledger):
        mend = "leave it out of the address and set PGPASSWORD, or write it into ~/.pgpass"
        raise _fault(path, text, ("ledger",), "the ledger's address holds a password", mend)


def _refuse_control_characters(path: Path, text: str, value: object, place: Place) -> None:
    """TOML lets `"\\u0000"` be written; a title with it would end all feeds, a key reach a terminal."""
    if isinstance(value, str):
        found = find_control_characters(value)
        if found:
            raise _fault(path, text, place, f"it holds {found[0].what}", "take that character out")
    elif isinstance(value, dict):
        for key, one in value.items():
            _refuse_control_characters(path, text, key.replace("\n", "\0"), place)
            _refuse_control_characters(path, text, one, (*place, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _refuse_control_characters(path, text, one, (*place, number))


def check_address(path: Path, text: str, place: Place, address: str | None) -> None:
    """Readers follow these: they lead to the web, and hold no password that every page would show."""
    if address is None:
        return
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    except ValueError:
        good = False
    if not good:
        mend = "write http:// or https://, a host and no user"
        raise _fault(path, text, place, f"{place[-1]} is no address for readers", mend)


def check_letter(path: Path, text: str, place: Place, letter: date) -> None:
    """Rules count from it, and reach beyond the calendar's end from the year 9999."""
    if letter.year not in LETTERS:
        raise _fault(path, text, place, f"the letter is of {letter}", "write the date that the letter bears")


def check_number(path: Path, text: str, place: Place, days: int) -> None:
    if not 0 <= days <= MOST_DAYS:
        what = f"{place[-1]} = {days} is not a number of working days"
        raise _fault(path, text, place, what, f"write 0 to {MOST_DAYS}")


def refuse_doubles(path: Path, text: str, place: Place, names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise _fault(path, text, place, f"one of {place[-1]} stands twice", "name each once")


def shorten(text: str) -> str:
    """What somebody wrote, fit for a line that a person reads."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _fault(path: Path, text: str, place: Place, what: str, mend: str) -> ConfigError:
    return ConfigError(f"{path}:{find_line(text, place)}: {what}; {mend}")
