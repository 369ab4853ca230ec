"""An older ledger: exported and brought up to date where it lies, or copied into memory to be looked at."""

import re
from pathlib import Path

import msgspec
from sqlalchemy import Connection, insert, select, text

from publisher.errors import LedgerError
from publisher.ledger.current import rebuild_standing
from publisher.ledger.daemon_lock import DaemonLock
from publisher.ledger.database import Database, find_schema
from publisher.ledger.facts import ID, read_fact
from publisher.ledger.schema import describe_tables, migrate, read_schema
from publisher.ledger.tables import SCHEMA
from publisher.ledger.transfer import list_lines, save_lines

AT_ONCE = 500


class Upgrade(msgspec.Struct, frozen=True):
    """From which schema a ledger was brought up to date, and the export of what it was before."""

    schema: str
    export: Path


def bring_up_to_date(url: str, folder: Path) -> Upgrade | None:
    """Migrates an older ledger once an export of it lies in `folder`; None where there was nothing to do.

    Raises LedgerError, with nothing changed, where the export cannot be written, and where a daemon, which
    would be one of the older program, is at work on an SQLite ledger.
    """
    if find_schema(url) in (None, SCHEMA):
        return None
    with DaemonLock(url):
        database = Database.open_to_migrate(url)
        try:
            with database.transaction(write=True, snapshot=True) as connection:
                return _upgrade(connection, folder)
        finally:
            database.close()


def _upgrade(connection: Connection, folder: Path) -> Upgrade | None:
    if connection.dialect.name == "postgresql":
        # Before the first question, which would fix the moment: what others record must be in the export.
        connection.execute(text("LOCK TABLE release IN SHARE ROW EXCLUSIVE MODE"))
    schema = read_schema(connection)
    if schema is None or schema == SCHEMA:
        return None  # another machine was quicker
    export = folder / _name_export(connection, schema)
    try:
        save_lines(export, list_lines(connection, schema), mode=0o600)
    except OSError as error:
        raise LedgerError(
            f"the ledger has schema {schema}, and before it is brought to {SCHEMA} an export of it has to lie"
            f" beside config.toml; {export} cannot be written: {error.strerror or error}",
            "let this user write there, nothing was changed",
        ) from error
    migrate(connection)
    return Upgrade(schema, export)


def _name_export(connection: Connection, schema: str) -> str:
    """The same at each try, so that one that fails again and again fills no disk."""
    identity = read_fact(connection, ID)
    return f"ledger-{re.sub('[^0-9a-z]', '', identity)[:8]}-schema-{schema}.jsonl"


def copy_into_memory(database: Database, schema: str) -> Database:
    """What `database`, which has that schema, will be once it is brought up to date."""
    copy = Database.open_to_migrate("sqlite://")
    with database.transaction(snapshot=True) as source, copy.transaction(write=True) as target:
        migrate(target, schema)
        for table in describe_tables(schema).sorted_tables:
            rows = source.execute(select(table).execution_options(yield_per=AT_ONCE)).mappings()
            for some in rows.partitions():
                target.execute(insert(table), [dict(row) for row in some])
        migrate(target)
        rebuild_standing(target)
    copy.is_written = False
    return copy
