"""Working memory: what is kept to save time; thrown away, it is made again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

import msgspec
from sqlalchemy import insert, select

from publisher.ledger.database import Database
from publisher.ledger.tables import rendering, resting

AT_ONCE = 500
KEPT = timedelta(days=90)
"""Long after an announcement is released its source may still be edited, or all be read again."""


class Rest(msgspec.Struct, frozen=True):
    """An announcement at rest: how its files looked, and what else it hung on when it came to rest.

    `milestone` is the line named in its source, `sequence` its newest release, `circumstances` a digest of
    that line and of the settings.
    """

    slug: str
    signature: str
    milestone: str | None
    sequence: int
    circumstances: str


class Memory:
    """Tables of the ledger that hold nothing but time saved."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def renderings(self, digests: Iterable[str]) -> dict[str, str]:
        """The typeset HTML of those of the digests that are known."""
        found: dict[str, str] = {}
        with self.database.transaction() as connection:
            for some in _portions(digests):
                rows = connection.execute(select(rendering).where(rendering.c.digest.in_(some)))
                found |= {row.digest: row.html for row in rows}
        return found

    def keep_renderings(self, htmls: Mapping[str, str], now: datetime) -> None:
        """Keeps typeset texts (digest of the source to HTML) from `now` (UTC) on; drops what is old."""
        with self.database.transaction(write=True) as connection:
            connection.execute(rendering.delete().where(rendering.c.kept < now - KEPT))
            for some in _portions(htmls):
                connection.execute(rendering.delete().where(rendering.c.digest.in_(some)))
                rows = [{"digest": digest, "html": htmls[digest], "kept": now} for digest in some]
                connection.execute(insert(rendering), rows)

    def resting(self, place: str) -> dict[str, Rest]:
        """What is at rest in a folder, by stem; `place` names the folder and the machine that sees it."""
        columns = (resting.c.stem, resting.c.slug, resting.c.signature, resting.c.milestone,
                   resting.c.sequence, resting.c.circumstances)  # fmt: skip
        with self.database.transaction() as connection:
            rows = connection.execute(select(*columns).where(resting.c.place == place))
            return {row[0]: Rest(*row[1:]) for row in rows}

    def keep_resting(self, place: str, come: Mapping[str, Rest], gone: Iterable[str] = ()) -> None:
        """Notes what came to rest, and forgets what is `gone` or lies elsewhere now."""
        with self.database.transaction(write=True) as connection:
            for some in _portions([*come, *gone]):
                here = (resting.c.place == place) & resting.c.stem.in_(some)
                connection.execute(resting.delete().where(here))
            rows = [
                {"place": place, "stem": stem, **msgspec.structs.asdict(rest)} for stem, rest in come.items()
            ]
            if rows:
                connection.execute(insert(resting), rows)


def _portions(values: Iterable[str]) -> Iterator[Sequence[str]]:
    left = iter(values)
    while portion := list(islice(left, AT_ONCE)):
        yield portion
