"""What the commands share: opening a publication, and printing for people or programs."""

import getpass
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec

from publisher.calendars.local_time import parse_instant
from publisher.config.config import guess_ledger, load_config
from publisher.desk.desk import Desk, real_clock
from publisher.desk.surveying import Survey
from publisher.errors import ConfigError
from publisher.ledger.ledger import Ledger, database_exists

LONGEST_NAME = 120  # characters


@contextmanager
def open_ledger(url: str, *, read_only: bool = False) -> Iterator[Ledger]:
    """The ledger at `url`; a command that only looks makes none where there is none yet."""
    missing = read_only and not database_exists(url)
    ledger = Ledger.in_memory() if missing else Ledger.open(url)
    try:
        yield ledger
    finally:
        ledger.close()


def find_ledger(path: Path) -> tuple[str, str | None]:
    """The ledger's address, and what is wrong with config.toml: a daemon then keeps the last good one.

    Raises ConfigError where not even the ledger is to be found.
    """
    try:
        return load_config(path).ledger, None
    except ConfigError as error:
        url = guess_ledger(path)
        if url is None or not database_exists(url):
            raise
        return url, str(error)


@contextmanager
def open_desk(path: Path, *, read_only: bool = False) -> Iterator[Desk]:
    """A desk on the publication that `path` describes. Raises ConfigError or LedgerError."""
    config = load_config(path)
    with open_ledger(config.ledger, read_only=read_only) as ledger:
        desk = Desk(config, ledger, config.make_outlets())
        try:
            yield desk
        finally:
            desk.close()


def survey_at(desk: Desk, at: str | None) -> tuple[Survey, datetime]:
    """What the desk sees at the moment that `--at` names, or now; and that moment in UTC."""
    if at is None:
        now = real_clock()
        return desk.survey(now, keep=False), now
    now = read_instant(at, desk.config.zone, "--at")
    # A file written later would seem half written at that moment.
    desk.saved = now - timedelta(days=1)
    return desk.survey(now, as_of=now, keep=False), now


def show_path(path: Path) -> Path:
    """A path as whoever typed the command would write it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def name_person() -> str:
    """Who types this command, for the record: USER@MACHINE; nobody proves here who they are."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        user = str(os.getuid())
    return f"{user}@{platform.node()}"[:LONGEST_NAME]


def print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def read_instant(text: str, zone: ZoneInfo, option: str) -> datetime:
    """An instant given on the command line; local in the publication's zone unless it names an offset."""
    try:
        return parse_instant(text, zone)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from error
