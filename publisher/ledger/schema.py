"""Which schema a ledger's database has, the way from one to the next, and the tables of an earlier one."""

import logging
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, DateTime, MetaData, Table, create_engine, event, inspect, text

from publisher.errors import LedgerError
from publisher.ledger.tables import SCHEMA, Instant, metadata

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION = "alembic_version"


def read_schema(connection: Connection) -> str | None:
    """The number of the ledger's schema; None where there is no ledger yet.

    Raises LedgerError for one that a newer version of this program has migrated.
    """
    if not inspect(connection).has_table(VERSION):
        return None
    schema: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION}")).scalar()
    if schema is not None and schema > SCHEMA:
        raise LedgerError(f"the ledger has schema {schema}, written by a newer version of this program")
    return schema


def list_schemas() -> list[str]:
    """The numbers of all schemas there were, the oldest first."""
    return sorted(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def migrate(connection: Connection, schema: str = SCHEMA) -> None:
    """Makes every migration that is missing, up to `schema`."""
    _run(connection, "upgrade", schema)


def migrate_back(connection: Connection, schema: str) -> None:
    """Undoes every migration after `schema`; for an empty ledger, since what is newer is lost."""
    _run(connection, "downgrade", schema)


def _run(connection: Connection, way: Literal["upgrade", "downgrade"], schema: str) -> None:
    # Alembic takes 0.2 s to import: only when there is something to migrate.
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    getattr(command, way)(config, schema)


def describe_tables(schema: str) -> MetaData:
    """The tables as this program has them, or as the migrations up to an earlier `schema` made them."""
    if schema == SCHEMA:
        return metadata
    earlier = MetaData()
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            migrate(connection, schema)
            event.listen(earlier, "column_reflect", _read_type)
            earlier.reflect(connection)
    finally:
        engine.dispose()
    earlier.remove(earlier.tables[VERSION])
    return earlier


def _read_type(_inspector: object, table: Table, column: dict[str, Any]) -> None:
    """As our tables have it; of what they have no more, every moment is an instant in UTC."""
    ours = metadata.tables.get(table.name)
    if ours is not None and column["name"] in ours.columns:
        column["type"] = ours.columns[column["name"]].type
    else:
        kind = column["type"].as_generic()
        if isinstance(kind, DateTime):
            column["type"] = Instant()
        else:
            column["type"] = kind
