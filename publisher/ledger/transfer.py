"""The whole ledger as JSON lines, and a ledger made again from them, equal to the last byte."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
)

from publisher.errors import LedgerError
from publisher.ledger.current import rebuild_standing
from publisher.ledger.database import Database
from publisher.ledger.facts import PLACE, RESTORED, write_fact
from publisher.ledger.schema import describe_tables, list_schemas, migrate, migrate_back, read_schema
from publisher.ledger.tables import SCHEMA, Bytes, Day, Instant, fact, metadata, release

FORMAT = 1
DERIVED = ("standing", "rendering", "resting")
"""Tables that are made again from the record and from the sources."""

OF_THE_PLACE = ("place", "status", "alarms%", "adopted %")
"""Facts about one machine and its folders, which say nothing of another."""

AT_ONCE = 500


class Head(msgspec.Struct, frozen=True):
    """The first line."""

    format: int
    schema: str


class End(msgspec.Struct, frozen=True):
    """The last line: how many rows came before it, and the SHA-256 of all the lines before it."""

    rows: int
    sha256: str


def write_lines(database: Database) -> Iterator[bytes]:
    """Every row of the record as one line `{"TABLE": {…}}`, as it stands at one moment.

    The same ledger gives the same lines. Instants are RFC 3339 in UTC.
    """
    with database.transaction(snapshot=True) as connection:
        yield from list_lines(connection, read_schema(connection) or SCHEMA)


def list_lines(connection: Connection, schema: str) -> Iterator[bytes]:
    """The same of a ledger with an earlier schema: a program that wrote it can restore it."""
    digest, count = hashlib.sha256(), -1
    for value in _write_values(connection, schema):
        line = msgspec.json.encode(value) + b"\n"
        digest.update(line)
        count += 1
        yield line
    yield msgspec.json.encode({"end": End(count, digest.hexdigest())}) + b"\n"


def save_lines(path: Path, lines: Iterable[bytes], *, mode: int = 0o666) -> None:
    """Writes a file that is whole or not there; `mode` as open(2) takes it. Raises OSError."""
    draft = path.with_name(f".{path.name}.new")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write_values(connection: Connection, schema: str) -> Iterator[dict[str, Any]]:
    yield {"ledger": Head(FORMAT, schema)}
    for table in _recorded(describe_tables(schema)):
        query = select(table).order_by(*table.primary_key.columns)
        for pattern in OF_THE_PLACE if table.name == fact.name else ():
            query = query.where(~table.c.key.like(pattern))
        # Of the question and not of the connection, on which a migration may follow.
        for row in connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings():
            yield {table.name: {column.name: _write(column, row[column.name]) for column in table.columns}}


def _recorded(tables: MetaData) -> list[Table]:
    """In an order in which each row finds what it refers to."""
    return [table for table in tables.sorted_tables if table.name not in DERIVED]


def _write(column: Column[Any], value: Any) -> Any:
    # What the ledger keeps as bytes is JSON already (release.py): it comes back as it went out. Other bytes,
    # those of a sheet, are written in Base64.
    if isinstance(column.type, LargeBinary) and value is not None:
        return msgspec.Raw(value)
    return value


def restore(database: Database, lines: Iterable[bytes]) -> int:
    """Fills an empty ledger with an export; returns how many rows it had.

    One of an earlier schema is taken in by the tables of its time, and these are brought up to date. All or
    nothing. Raises LedgerError for a ledger that is not empty and for an export that is cut off or
    was changed. The ledger is held until a person resumes it: another may go on with the same record.
    """
    with database.transaction(write=True) as connection:
        if connection.execute(select(func.count()).select_from(release)).scalar():
            raise LedgerError(
                "this ledger is not empty", "restore into a new one: name another with `ledger`"
            )
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        values = _read_values(lines)
        schema = next(values)[1]["schema"]
        tables = describe_tables(schema)
        if schema != SCHEMA:
            migrate_back(connection, schema)
        rows = 0
        for name, some in groupby(values, key=lambda pair: pair[0]):
            while portion := [row for _, row in islice(some, AT_ONCE)]:
                connection.execute(insert(tables.tables[name]), portion)
                rows += len(portion)
        _set_counters(connection, tables)
        if schema != SCHEMA:
            migrate(connection)
        write_fact(connection, PLACE, RESTORED)
        rebuild_standing(connection)
    return rows


def _read_values(lines: Iterable[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The schema first, then each row under the name of its table."""
    digest, count, tables = hashlib.sha256(), -1, metadata
    for number, line in enumerate(lines, start=1):
        try:
            [(name, raw)] = msgspec.json.decode(line, type=dict[str, msgspec.Raw]).items()
            if name == "end":
                if msgspec.json.decode(raw, type=End) != End(count, digest.hexdigest()):
                    raise LedgerError("the export was changed after it was written", "take another")
                return
            if number == 1:
                schema = _read_head(name, raw)
                tables = describe_tables(schema)
                yield name, {"schema": schema}
            else:
                yield name, _read_row(tables.tables[name], raw)
        except (msgspec.MsgspecError, ValueError, KeyError) as error:
            raise LedgerError(f"line {number} is not one of an export: {error}") from error
        digest.update(line)
        count += 1
    raise LedgerError("the export is cut off: its last line is missing", "take another")


def _read_head(name: str, raw: msgspec.Raw) -> str:
    """The schema of an export. Raises LedgerError, or ValueError for one that never was."""
    head = msgspec.json.decode(raw, type=Head)
    if name != "ledger" or head.format != FORMAT or head.schema > SCHEMA:
        raise LedgerError(f"the export has schema {head.schema}, written by a newer version of this program")
    if head.schema not in list_schemas():
        raise ValueError(f"there is no schema {head.schema}")
    return head.schema


def _read_row(table: Table, raw: msgspec.Raw) -> dict[str, Any]:
    values: Mapping[str, msgspec.Raw] = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    return {name: _read(table.columns[name], value) for name, value in values.items()}


def _read(column: Column[Any], raw: msgspec.Raw) -> Any:
    if bytes(raw) == b"null":
        return None
    if isinstance(column.type, LargeBinary):
        return bytes(raw)
    kinds = {Instant: datetime, Day: date, Date: date, Boolean: bool, Integer: int, Bytes: bytes}
    return msgspec.json.decode(raw, type=kinds.get(type(column.type), str))


def _set_counters(connection: Connection, tables: MetaData) -> None:
    """PostgreSQL counts by itself and not by what is there; SQLite goes on after the greatest."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables.sorted_tables:
        columns = list(table.primary_key.columns)
        if len(columns) == 1 and isinstance(columns[0].type, Integer):
            newest = select(func.max(columns[0])).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, columns[0].name)
            connection.execute(select(func.setval(sequence, newest)))
