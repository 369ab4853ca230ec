"""What the commands share: opening a publication, and printing for people or programs."""

import getpass
import logging
import os
import platform
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import click
import msgspec

from publisher.calendars.local_time import parse_instant
from publisher.config.config import Config, guess_ledger, load_config
from publisher.desk.desk import Desk, real_clock
from publisher.desk.surveying import Survey
from publisher.errors import ConfigError
from publisher.ledger.database import database_exists
from publisher.ledger.ledger import Ledger
from publisher.ledger.tables import SCHEMA
from publisher.ledger.upgrading import bring_up_to_date

LONGEST_NAME = 120  # characters

log = logging.getLogger("publisher")


Purpose = Literal["look", "write", "migrate"]
"""What a command opens the ledger for: looking writes nothing at all, `run` and `publish` alone migrate."""


@contextmanager
def look_into_ledger(url: str) -> Iterator[Ledger]:
    """The ledger at `url` to be read, an empty one where there is none; an older one is said to be one."""
    ledger = Ledger.look_into(url)
    if ledger.copied_from not in (None, SCHEMA):
        click.echo(
            f"the ledger is older than this program (schema {ledger.copied_from}); what follows is how it"
            " will be once `publisher publish` or `publisher run` has brought it up to date",
            err=True,
        )
    with closing(ledger):
        yield ledger


@contextmanager
def write_to_ledger(url: str) -> Iterator[Ledger]:
    """The ledger at `url`, made where there is none. Raises LedgerError, for an older one too."""
    with closing(Ledger.open_to_write(url)) as ledger:
        yield ledger


@contextmanager
def migrate_ledger(config: Config) -> Iterator[Ledger]:
    """The same, brought up to date after an export beside config.toml where it is older."""
    done = bring_up_to_date(config.ledger, config.folder)
    if done is not None:
        what = "the ledger is brought up to date from schema %s to %s; %s holds it as it was"
        log.warning(what, done.schema, SCHEMA, done.export)
    with write_to_ledger(config.ledger) as ledger:
        yield ledger


def open_ledger(config: Config, purpose: Purpose) -> AbstractContextManager[Ledger]:
    if purpose == "look":
        return look_into_ledger(config.ledger)
    if purpose == "write":
        return write_to_ledger(config.ledger)
    return migrate_ledger(config)


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
def open_desk(path: Path, purpose: Purpose) -> Iterator[Desk]:
    """A desk on the publication that `path` describes. Raises ConfigError or LedgerError."""
    config = load_config(path)
    with open_ledger(config, purpose) as ledger:
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
    if path.is_relative_to(here):
        return path.relative_to(here)
    return path


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
