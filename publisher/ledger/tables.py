"""The tables of the ledger; the first is the record, the others can be rebuilt or say what is to be done."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from publisher.lines import drop_controls

SCHEMA = "0008"
"""The migration that the code expects; a test holds it against the newest file in migrations/versions."""

RESTORE = "bring back a copy of it, or restore it from an export"

metadata = MetaData()


class SpoiltValueError(ValueError):
    """A value is none that its column can hold: SQLite gives back whatever bytes the disk has."""


Process = Callable[[Any], Any] | None


def refuse_spoilt(process: Process) -> Process:
    """The same reading of a value, with an error that says what is at fault."""

    def read(value: Any) -> Any:
        try:
            if process:
                return process(value)
            return value
        except (ValueError, TypeError) as error:
            raise SpoiltValueError(str(error)) from error

    return read


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; stored without a zone, since SQLite keeps none."""

    impl = DateTime
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:
        return refuse_spoilt(super().result_processor(dialect, coltype))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value:
            return value.astimezone(UTC).replace(tzinfo=None)
        return None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value:
            return value.replace(tzinfo=UTC)
        return None


class Day(TypeDecorator[date]):
    """A local day."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:
        return refuse_spoilt(super().result_processor(dialect, coltype))


class Bytes(TypeDecorator[bytes]):
    """Any bytes; the other columns of bytes hold JSON, which an export writes as it is."""

    impl = LargeBinary
    cache_ok = True


class Words(TypeDecorator[str]):
    """A text that others may have written, a mail server among them: a NUL and half a character go.

    PostgreSQL keeps neither, and what could not be noted ended every pass.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value:
            return drop_controls(value)
        return value


# Append-only. `told` is written ",en,fr," so that one language can be asked for.
release = Table(
    "release",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("subject", String(20), nullable=False),
    Column("name", String(120), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("due", Instant, nullable=False),
    Column("released", Instant, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("told", String(60), nullable=False),
    Column("roadmap", String(120)),
    Column("change", LargeBinary),
    Column("content", LargeBinary, nullable=False),
    # The commit that the sources were at, and the machine that recorded it.
    Column("source", String(64)),
    Column("machine", String(60)),
    UniqueConstraint("subject", "name", "revision", name="release_once"),
    Index("release_roadmap", "roadmap", "sequence"),
    Index("release_first", "subject", "revision", "sequence"),
    Index("release_released", "released"),
    sqlite_autoincrement=True,
)

# The newest revision of each subject, with what pages are ordered and listed by. Derived from `release`.
standing = Table(
    "standing",
    metadata,
    Column("subject", String(20), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("sequence", Integer, ForeignKey("release.sequence"), nullable=False),
    Column("first_day", Day),
    Column("last_day", Day),
    Column("roadmap", String(120)),
    Column("month", String(7)),
    Column("kind", String(20)),
    Column("organ", Words),
    Column("access", String(10)),
    Index("standing_last_day", "subject", "last_day", "first_day"),
    Index("standing_first_day", "subject", "first_day"),
    Index("standing_roadmap", "roadmap", "first_day"),
    Index("standing_month", "month", "first_day"),
    Index("standing_kind", "kind", "first_day"),
    Index("standing_organ", "organ", "first_day"),
    Index("standing_access", "access", "first_day"),
)

# What a messenger is to be told of, a row per release.
delivery = Table(
    "delivery",
    metadata,
    Column("outlet", String(60), primary_key=True),
    Column("sequence", Integer, ForeignKey("release.sequence"), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    Column("lease", String(40)),
    Column("leased_until", Instant),
    Column("error", Words),
    # A line for each part (a language, an address) that arrived while another did not; for each that was
    # refused for now, once all were tried; and for each that was refused for good, with a tab and why.
    Column("done", Words),
    Column("waiting", Words),
    Column("refused", Words),
    Column("settled", Instant),
    Index("delivery_state", "state", "next_try"),
)

# Through which release a shelf is printed; 0 where it never was.
shelf = Table(
    "shelf",
    metadata,
    Column("outlet", String(60), primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    Column("error", Words),
)

# Until when a messenger that failed is left in peace, whatever is owed to it.
messenger = Table(
    "messenger",
    metadata,
    Column("outlet", String(60), primary_key=True),
    Column("next_try", Instant, nullable=False),
)

# Whether a release was seen at its public address as a reader would see it, a row per release.
proof = Table(
    "proof",
    metadata,
    Column("sequence", Integer, ForeignKey("release.sequence"), primary_key=True),
    Column("checked", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("fault", Words),
)

# What is to be printed on paper and what was, a row per issue and language. `due` is the newest release that
# touched it and is empty while nothing is to be done; `source` is the digest of what was typeset.
sheet = Table(
    "sheet",
    metadata,
    Column("day", Day, primary_key=True),
    Column("language", String(20), primary_key=True),
    Column("due", Integer),
    Column("source", String(64)),
    Column("digest", String(64)),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    Column("lease", String(40)),
    Column("leased_until", Instant),
    Column("error", Words),
    Index("sheet_due", "due"),
)

# Finished bytes that cost too much to be made again at each printing, by their SHA-256.
blob = Table(
    "blob",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("body", Bytes, nullable=False),
)

brake = Table(
    "brake",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("reason", Words, nullable=False),
    Column("held", Instant, nullable=False),
    Column("lifted", Instant),
    Column("held_by", String(120)),
    Column("lifted_by", String(120)),
)

# Append-only: who stands behind what exactly. The digest is of all that readers would see, with its date.
approval = Table(
    "approval",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(120), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("name", String(60), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("slug", "digest", "name", name="approval_once"),
    sqlite_autoincrement=True,
)

# When a value that has no modification time of its own (a milestone's line) was first seen as it is.
seen = Table(
    "seen",
    metadata,
    Column("key", String(240), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)

# Typeset Markdown by the digest of its source: each revision is rendered once.
rendering = Table(
    "rendering",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("html", Words, nullable=False),
    Column("kept", Instant),
    Index("rendering_kept", "kept"),
)

# What a pass need not look at again: released, unchanged and with nothing planned. A folder that two machines
# see has other inodes on each, hence `place`.
resting = Table(
    "resting",
    metadata,
    Column("place", String(16), primary_key=True),
    Column("stem", String(255), primary_key=True),
    Column("slug", String(120), nullable=False),
    Column("signature", Words, nullable=False),
    Column("milestone", String(240)),
    Column("sequence", Integer, nullable=False),
    Column("circumstances", String(16), nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Words, nullable=False),
)
