"""Opens the ledger's database, keeps its schema current, and turns its errors into ours."""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.pool import StaticPool

from publisher.errors import LedgerError
from publisher.ledger.tables import RESTORE, SCHEMA

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 20

MENDS = {
    "malformed": RESTORE,
    "not a database": RESTORE,
    "decode to UTF-8": RESTORE,
    "codec can't decode": RESTORE,
    "isoformat": RESTORE,
    "is full": "make room on its disk",
    "disk I/O error": "see to its disk, which may be full; what was recorded stands",
    "is locked": "close whatever else has it open for so long",
    "readonly": "let this user write to it and to its folder",
    "unable to open": "see that its folder is there and may be written to",
}
"""How to mend what a database says, by words in it."""


class RefusedError(LedgerError):
    """The database is sound but does not take these values: what is written is at fault, not the machine."""


class ConflictError(RefusedError):
    """The values contradict what is there already, or one another."""


class OvertakenError(ConflictError):
    """Another process recorded the same revision first; the next pass sees what it recorded."""


class Database:
    """Transactions on SQLite (WAL, synchronous FULL, BEGIN IMMEDIATE) or PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.engine = _open_engine(url)
        with self.transaction(write=True) as connection:
            _bring_up_to_date(connection)

    @property
    def address(self) -> str | None:
        """The URL under which another process finds the same, password and all; None for one in memory."""
        url = self.engine.url
        in_memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
        return None if in_memory else url.render_as_string(hide_password=False)

    @contextmanager
    def transaction(self, *, write: bool = False, snapshot: bool = False) -> Iterator[Connection]:
        """All or nothing. Raises RefusedError for values that are not taken, else LedgerError.

        A `snapshot` shows one moment however many questions are asked of it. SQLite's reading always does;
        PostgreSQL's shows at each question what was committed by then.
        """
        options: dict[str, object] = {"write": write}
        if snapshot and self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        try:
            with self.engine.execution_options(**options).begin() as connection:
                yield connection
        except IntegrityError as error:
            raise ConflictError(f"the ledger refuses it: {_in_one_line(error.orig)}") from error
        except DataError as error:
            raise RefusedError(f"the ledger refuses it: {_in_one_line(error.orig)}") from error
        except SQLAlchemyError as error:
            if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
                # It never reached the database: a value is none that its column can hold.
                raise RefusedError(f"the ledger refuses it: {_in_one_line(error.orig)}") from error
            raise LedgerError(self._explain(getattr(error, "orig", None) or error)) from error
        except ValueError as error:
            # A moment that is none, or SQLite quoting damaged bytes: both come through bare.
            if "isoformat" not in str(error) and not isinstance(error, UnicodeDecodeError):
                raise
            raise LedgerError(self._explain(error)) from error

    def _explain(self, error: BaseException) -> str:
        reason = _in_one_line(error)
        mend = next((mend for words, mend in MENDS.items() if words in reason), None)
        return f"the ledger {self.engine.url} cannot be used: {reason}" + (f"; {mend}" if mend else "")

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
            raise LedgerError(f"the ledger {self.engine.url} is damaged: {what}; {RESTORE}")

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


def _name_machine() -> str:
    """The machine's own number (machine-id(5)), not told as it is; containers mostly have none."""
    try:
        number = Path("/etc/machine-id").read_bytes().strip()
    except OSError:
        number = b""
    return hashlib.sha256(number).hexdigest()[:12] if number else "-"


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


def _bring_up_to_date(connection: Connection) -> None:
    current = None
    if inspect(connection).has_table("alembic_version"):
        current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if current != SCHEMA:
        _migrate(connection, current)


def _migrate(connection: Connection, current: str | None) -> None:
    # Alembic takes 0.2 s to import: only when there is something to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise LedgerError(f"the ledger has schema {current}, written by a newer version of this program")
    command.upgrade(config, SCHEMA)
