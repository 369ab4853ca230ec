"""Opens the ledger's database, to look or to write, and turns its errors into ours."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.pool import NullPool, StaticPool

from publisher.errors import LedgerError
from publisher.ledger.looking import (
    BEING_WRITTEN,
    LOOK_SECONDS,
    explain_refusal,
    look_into_file,
    refuse_torn,
)
from publisher.ledger.schema import migrate, read_schema
from publisher.ledger.tables import RESTORE, SCHEMA, SpoiltValueError

BUSY_SECONDS = 20
MAKING = 0x6C6564676572
"""The advisory lock (PostgreSQL) of whoever makes the tables."""

LOCKED_FOR_LONG = "close whatever else has it open for so long"
MENDS: dict[int | str, str] = {
    sqlite3.SQLITE_CORRUPT: RESTORE,
    sqlite3.SQLITE_NOTADB: RESTORE,
    sqlite3.SQLITE_FULL: "make room on its disk",
    sqlite3.SQLITE_IOERR: "see to its disk, which may be full; what was recorded stands",
    sqlite3.SQLITE_BUSY: LOCKED_FOR_LONG,
    sqlite3.SQLITE_LOCKED: LOCKED_FOR_LONG,
    sqlite3.SQLITE_READONLY: "let this user write to it and to its folder",
    sqlite3.SQLITE_CANTOPEN: "see that its folder is there and may be written to",
    # lock_not_available (PostgreSQL, appendix A)
    "55P03": "somebody changes its tables at this moment; look again when that is done",
}
"""How to mend what a database says, by its code."""


class RefusedError(LedgerError):
    """The database is sound but does not take these values: what is written is at fault, not the machine."""


class ConflictError(RefusedError):
    """The values contradict what is there already, or one another."""


class OvertakenError(ConflictError):
    """Another process recorded the same revision first; the next pass sees what it recorded."""


class OlderError(LedgerError):
    """The ledger has the schema of an earlier version, and whoever opens it may not migrate it."""

    def __init__(self, schema: str) -> None:
        super().__init__(
            f"the ledger has schema {schema}, and this program writes {SCHEMA}; `publisher publish` or"
            " `publisher run` brings it up to date, after an export of it beside config.toml"
        )


class Database:
    """Transactions on SQLite (WAL, synchronous FULL, BEGIN IMMEDIATE) or PostgreSQL."""

    def __init__(self, engine: Engine, *, is_written: bool = True) -> None:
        self.engine = engine
        self.is_written = is_written

    @classmethod
    def look_into(cls, url: str) -> Self:
        """For reading, of whatever schema: nothing is written in it or beside it, and nobody waits."""
        return cls(_open_engine_to_look(url), is_written=False)

    @classmethod
    def open_to_migrate(cls, url: str) -> Self:
        """For writing, of whatever schema."""
        return cls(_open_engine(url))

    @classmethod
    def open_to_write(cls, url: str) -> Self:
        """Makes it where there is none. Raises OlderError, with nothing touched, or LedgerError."""
        schema = find_schema(url)
        if schema not in (None, SCHEMA):
            raise OlderError(schema)
        database = cls.open_to_migrate(url)
        try:
            if schema is None:
                database._make()
        except LedgerError:
            database.close()
            raise
        return database

    def read_schema(self) -> str | None:
        """None where there is no ledger yet. Raises LedgerError for one of a newer program."""
        with self.transaction() as connection:
            return read_schema(connection)

    def _make(self) -> None:
        with self.transaction(write=True) as connection:
            if connection.dialect.name == "postgresql":
                # Of two daemons that are started on an empty database at one moment the second waits.
                connection.execute(select(func.pg_advisory_xact_lock(MAKING)))
            migrate(connection)

    @property
    def address(self) -> str | None:
        """The URL under which another process finds the same, password and all; None for one in memory."""
        url = self.engine.url
        in_memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
        if in_memory:
            return None
        return url.render_as_string(hide_password=False)

    @contextmanager
    def transaction(self, *, write: bool = False, snapshot: bool = False) -> Iterator[Connection]:
        """All or nothing. Raises RefusedError for values that are not taken, else LedgerError.

        A `snapshot` shows one moment however many questions are asked of it. SQLite's reading always does;
        PostgreSQL's shows at each question what was committed by then.
        """
        if write and not self.is_written:
            raise LedgerError("the ledger was opened to be looked into, and nothing is written to it")
        options: dict[str, object] = {"write": write}
        if self.engine.dialect.name == "postgresql":
            if not self.is_written:
                options["postgresql_readonly"] = True
            if snapshot:
                options["isolation_level"] = "REPEATABLE READ"
        try:
            with (
                self.engine.execution_options(**options).begin() as connection,
                refuse_torn(connection.connection.dbapi_connection),
            ):
                yield connection
        except IntegrityError as error:
            raise ConflictError(f"the ledger refuses it: {_in_one_line(error.orig)}") from error
        except DataError as error:
            raise RefusedError(f"the ledger refuses it: {_in_one_line(error.orig)}") from error
        except SQLAlchemyError as error:
            if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
                # It never reached the database: a value is none that its column can hold.
                raise RefusedError(f"the ledger refuses it: {_in_one_line(error.orig)}") from error
            raise self._explain(getattr(error, "orig", None) or error) from error
        except (SpoiltValueError, UnicodeDecodeError) as error:
            # The driver quotes damaged bytes; both come through SQLAlchemy bare.
            raise self._explain(error) from error

    def _explain(self, error: BaseException) -> LedgerError:
        code = _find_code(error)
        mend = MENDS.get(code, "")
        if not self.is_written and self.engine.dialect.name == "sqlite":
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                mend = BEING_WRITTEN
            elif code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
                mend = explain_refusal(Path(str(self.engine.url.database)))
        return LedgerError(f"the ledger {self.engine.url} cannot be used: {_in_one_line(error)}", mend)

    def check(self) -> None:
        """Reads all of an SQLite file once (0.1 s for 100 MB). Raises LedgerError where it is damaged.

        A damaged page may lie where no pass looks for months; whoever starts a daemon is there to hear of it.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with self.transaction() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            what = " ".join(str(found).split())
            raise LedgerError(f"the ledger {self.engine.url} is damaged: {what}", RESTORE)

    def close(self) -> None:
        self.engine.dispose()

    def find_place(self) -> str | None:
        """What tells the place where this database lies from that of every copy; None for one in memory.

        A file has its machine and its inode, which it keeps when it is moved. A database has its cluster's
        identifier and the number of a table, which another cluster or a restored dump has not.
        """
        if self.engine.dialect.name == "postgresql":
            return self._find_cluster()
        name = self.engine.url.database
        if name in (None, "", ":memory:"):
            return None
        try:
            return f"{_name_machine()}/{os.stat(str(name)).st_ino}"
        except OSError:
            return None

    def _find_cluster(self) -> str | None:
        question = "SELECT system_identifier, 'fact'::regclass::oid::bigint FROM pg_control_system()"
        try:
            with self.transaction() as connection:
                return "/".join(map(str, connection.execute(text(question)).one()))
        except LedgerError:
            return None  # a server may keep its identifier from us


def _find_code(error: BaseException) -> int | str:
    """The primary result code of SQLite, or the SQLSTATE of PostgreSQL; 0 for neither."""
    if isinstance(error, sqlite3.Error):
        # Of these the driver itself raises but one, without a code: for bytes that are no text.
        uncoded = 0
        if isinstance(error, sqlite3.OperationalError):
            uncoded = sqlite3.SQLITE_CORRUPT
        code: int = getattr(error, "sqlite_errorcode", uncoded)
        return code & 0xFF
    if isinstance(error, ValueError):
        return sqlite3.SQLITE_CORRUPT
    return getattr(error, "sqlstate", None) or 0


def _in_one_line(error: object) -> str:
    return " ".join(str(error).split())


def parse_address(url: str) -> URL:
    """The ledger's address in its parts. Raises LedgerError for one that names no kind of database known."""
    shown = url
    try:
        parsed = make_url(url)
        shown = str(parsed)  # without the password
        parsed.get_dialect().import_dbapi()
    except (SQLAlchemyError, ImportError) as error:
        raise LedgerError(f"{shown!r} is not the address of a ledger: {error}") from error
    return parsed


def database_exists(url: str) -> bool:
    """Whether there is a database at `url`: an SQLite file that is there. Raises LedgerError."""
    parsed = parse_address(url)
    if parsed.get_backend_name() != "sqlite":
        return True
    if parsed.database in (None, "", ":memory:"):
        return False
    try:
        os.stat(str(parsed.database))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise LedgerError(f"the ledger {parsed.database} cannot be looked at: {error.strerror}") from error
    return True


def find_schema(url: str) -> str | None:
    """The schema of the ledger at `url`, None where there is none; for whoever means to write.

    Looks, so that a refusal leaves no trace; what a look may not put in order a writer does. Raises
    LedgerError.
    """
    if not database_exists(url):
        return None
    try:
        with closing(Database.look_into(url)) as database:
            return database.read_schema()
    except LedgerError:
        with closing(Database.open_to_migrate(url)) as database:
            return database.read_schema()


def _name_machine() -> str:
    """The machine's own number (machine-id(5)), not told as it is; containers mostly have none."""
    try:
        number = Path("/etc/machine-id").read_bytes().strip()
    except OSError:
        number = b""
    if number:
        return hashlib.sha256(number).hexdigest()[:12]
    return "-"


def _open_engine(url: str) -> Engine:
    parsed = parse_address(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    options = {"check_same_thread": False, "timeout": BUSY_SECONDS}
    if parsed.database in (None, "", ":memory:"):
        engine = create_engine(parsed, connect_args=options, poolclass=StaticPool)
    else:
        engine = create_engine(parsed, connect_args=options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_engine_to_look(url: str) -> Engine:
    parsed = parse_address(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_look)
        return engine
    path = Path(str(parsed.database))
    # How a file may be opened depends on who has it open at that moment: each transaction asks anew.
    engine = create_engine(parsed, creator=lambda: look_into_file(path), poolclass=NullPool)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_look(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOOK_SECONDS}s'")


def _prepare_sqlite(connection: object, _record: object) -> None:
    # The driver's own BEGIN comes too late for IMMEDIATE; we send it ourselves.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A read that later wants to write would fail at once under WAL, without waiting for its turn.
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
