"""The few facts that outlive a process: each has a name, a type, and what is read where none was noted."""

from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Connection, delete, insert, select

from publisher.errors import LedgerError
from publisher.ledger.tables import RESTORE, fact

T = TypeVar("T")
LONGEST_NAME = 60


class StoredFact(msgspec.Struct, Generic[T], frozen=True):
    """`kind` is the type that a value is read as: a text, a number or a moment as it is, all else from JSON.

    What has a type of its own is declared beside that type, the others below.
    """

    name: str
    kind: Any
    default: T

    def of(self, owner: str) -> "StoredFact[T]":
        """The same of one outlet or one machine."""
        return StoredFact(f"{self.name} {owner}"[:LONGEST_NAME], self.kind, self.default)

    @property
    def is_plain(self) -> bool:
        return self.kind in (str, int, datetime)


ID = StoredFact[str]("id", str, "")
"""The ledger's own, by which shelves know whose documents they hold."""

PLACE = StoredFact[str | None]("place", str, None)
"""Where the ledger lay when it was seen last, or `RESTORED`."""

RESTORED = "an export"
"""What stands for the place of a ledger that was restored, until a person says that it is the one."""

FIRST_START = StoredFact[datetime | None]("first start", datetime, None)
LAST_PASS = StoredFact[datetime | None]("last pass", datetime, None)
CLOCK_BELIEVED = StoredFact[datetime | None]("clock believed", datetime, None)
"""The newest release there was when a person said that the clock is right, though it stands before it."""

SHEETS_THROUGH = StoredFact[int]("paper through", int, 0)
"""The newest release of which it was noted which sheets it touches."""

SERVED_PORT = StoredFact[int | None]("served port", int, None)
"""What `publisher run` leaves for the other commands, so that none of them takes the port back."""

NEWEST_COMMIT = StoredFact[str | None]("newest commit", str, None)
REFUSED = StoredFact[list[tuple[str, str, str]]]("refused releases", list[tuple[str, str, str]], [])
"""Subject and name of what the last pass could not record, and why."""


def read_fact(connection: Connection, wanted: StoredFact[T], *, lock: bool = False) -> T:
    """What is noted, or the default. Raises LedgerError where it is damaged."""
    query = select(fact.c.value).where(fact.c.key == wanted.name)
    text = connection.execute(query.with_for_update() if lock else query).scalar()
    if not text:
        return wanted.default
    try:
        return _read(wanted, text)
    except msgspec.MsgspecError as error:
        raise LedgerError(f"the ledger is damaged: its fact {wanted.name!r}: {error}", RESTORE) from error


def write_fact(connection: Connection, noted: StoredFact[T], value: T) -> None:
    connection.execute(delete(fact).where(fact.c.key == noted.name))
    connection.execute(insert(fact).values(key=noted.name, value=_write(noted, value)))


def _read(wanted: StoredFact[T], text: str) -> T:
    if wanted.is_plain:
        return msgspec.convert(text, wanted.kind, strict=False)  # type: ignore[no-any-return]
    return msgspec.json.decode(text, type=wanted.kind)  # type: ignore[no-any-return]


def _write(noted: StoredFact[T], value: T) -> str:
    if not noted.is_plain:
        return msgspec.json.encode(value, order="deterministic").decode()
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None:
        return ""
    return str(value)
