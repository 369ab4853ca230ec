"""A config.toml too large, too deep or with a password in it is refused with its line before it does harm."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publisher.config.written import Place, WrittenToml
from publisher.errors import ConfigError
from publisher.years import SPAN, YEARS

LARGEST = 1_000_000  # bytes; a roadmap of a hundred lines has ten thousand
MOST_DAYS = 1000
LONGEST_OUTLET = 50
# No key of ours has more than a few parts, and tomllib is not given what no file of ours needs.
_LONG_KEY = re.compile(r"^[ \t]*\[*(?:[\w\"'-]+[ \t]*\.[ \t]*){20}", re.MULTILINE)
_PASSWORD = re.compile(r"[^:]+://[^/@]*:[^/@]*@|.*[?&]password=")


def refuse_large_file(path: Path) -> None:
    """Raises ConfigError, or OSError for a file that cannot be looked at."""
    size = path.stat().st_size
    if size > LARGEST:
        raise ConfigError.at(path, 1, f"it has {size:,} bytes, more than {LARGEST:,}", "shorten it")
    if not path.is_file():
        # A pipe would be waited for without end.
        raise ConfigError.at(path, 1, "it is not a file", "put one in its place")


def read_toml(file: WrittenToml) -> dict[str, Any]:
    """The values in a file. Raises ConfigError, or TOMLDecodeError, which names the line itself."""
    key = _LONG_KEY.search(file.text)
    if key:
        line = file.text.count("\n", 0, key.start()) + 1
        raise ConfigError.at(file.path, line, "a key has more than twenty parts", "write it with fewer")
    try:
        values = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError:
        raise
    except (RecursionError, ValueError) as error:
        # Faults for which tomllib has no words of its own.
        if isinstance(error, RecursionError):
            why = "it is nested too deeply"
        else:
            why = str(error).partition(";")[0]
        raise ConfigError.at(file.path, 1, f"it is not TOML that can be read: {why}", "mend it") from error
    _refuse_password(file, values.get("ledger"))
    return values


def _refuse_password(file: WrittenToml, ledger: object) -> None:
    """A secret in a file is copied with it, into backups and repositories; libpq reads one from elsewhere."""
    if isinstance(ledger, str) and _PASSWORD.match(ledger):
        mend = "leave it out of the address and set PGPASSWORD, or write it into ~/.pgpass"
        raise file.fault(("ledger",), "the ledger's address holds a password", mend)


def check_address(file: WrittenToml, place: Place, address: str | None) -> None:
    """Readers follow these: they lead to the web, and hold no password that every page would show."""
    if address is None:
        return
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
        good = good and parts.port != 0  # a port beyond 65535 raises ValueError
    except ValueError:
        good = False
    if not good:
        mend = "write http:// or https://, a host and no user"
        raise file.fault(place, f"{place[-1]} is no address for readers", mend)


def check_date(file: WrittenToml, place: Place, *days: date) -> None:
    """A letter's date or holidays: what counts from them is not to reach beyond the calendar's end."""
    for day in days:
        if day.year not in YEARS:
            what = f"{day} is of none of the years {SPAN}"
            raise file.fault(place, what, f"correct the date in {place[-1]}")


def check_number(file: WrittenToml, place: Place, days: int) -> None:
    if not 0 <= days <= MOST_DAYS:
        what = f"{place[-1]} = {days} is not a number of working days"
        raise file.fault(place, what, f"write 0 to {MOST_DAYS}")


def check_outlets(file: WrittenToml, names: Iterable[str]) -> None:
    """The ledger notes deliveries under the name, and PostgreSQL ends a pass for one that does not fit."""
    for name in names:
        if len(name) > LONGEST_OUTLET:
            what = f"the name of an outlet has {len(name)} letters"
            raise file.fault(("outlets", name), what, f"give it one of {LONGEST_OUTLET} at the most")


def refuse_doubles(file: WrittenToml, place: Place, names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise file.fault(place, f"one of {place[-1]} stands twice", "name each once")
