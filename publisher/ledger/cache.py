"""The cache in the ledger: typeset texts, what is at rest, since when a value is as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Row, RowMapping, insert, select

from publisher.ledger.database import ConflictError, Database
from publisher.ledger.tables import rendering, resting, seen

AT_ONCE = 500
SLUG = "slug "
"""How the keys begin under which it is kept which file each slug is that of."""

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


class Cache:
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

    def first_seen(
        self, digests: Mapping[str, str], now: datetime, *, keep: bool = True
    ) -> dict[str, datetime]:
        """Since when (UTC) each key has had its digest; a new or changed one since `now`.

        A moment still to come was noted before the clock was put back; it counts as now, or a change would
        settle anew until the clock is there again. Without `keep` nothing is noted.
        """
        known = self._find_seen(digests)
        fresh = {
            key: digest
            for key, digest in digests.items()
            if key not in known or known[key].digest != digest or known[key].at > now
        }
        if fresh and keep:
            self._note_seen(fresh, now)
        return {key: now if key in fresh else known[key].at for key in digests}

    def _find_seen(self, keys: Iterable[str]) -> dict[str, Row[tuple[Any, ...]]]:
        found: dict[str, Row[tuple[Any, ...]]] = {}
        with self.database.transaction() as connection:
            for some in _portions(keys):
                rows = connection.execute(select(seen).where(seen.c.key.in_(some)))
                found |= {row.key: row for row in rows}
        return found

    def _note_seen(self, digests: Mapping[str, str], now: datetime) -> None:
        # Of two processes that see a change at one moment one notes it, and for both it is now.
        with suppress(ConflictError), self.database.transaction(write=True) as connection:
            for some in _portions(digests):
                connection.execute(seen.delete().where(seen.c.key.in_(some)))
                rows = [{"key": key, "digest": digests[key], "at": now} for key in some]
                connection.execute(insert(seen), rows)

    def find_owners(self, slugs: Iterable[str]) -> dict[str, str]:
        """The mark of the file that each of these slugs was last released from, or edited in since."""
        found = self._find_seen(f"{SLUG}{slug}" for slug in slugs)
        return {key.removeprefix(SLUG): row.digest for key, row in found.items()}

    def keep_owners(self, marks: Mapping[str, str], now: datetime) -> None:
        """Notes the mark of the file of each slug, where it is another than before."""
        known = self.find_owners(marks)
        fresh = {f"{SLUG}{slug}": mark for slug, mark in marks.items() if known.get(slug) != mark}
        if fresh:
            self._note_seen(fresh, now)

    def resting(self, place: str) -> dict[str, Rest]:
        """What is at rest in a folder, by stem; `place` names the folder and the machine that sees it."""
        with self.database.transaction() as connection:
            rows = connection.execute(select(resting).where(resting.c.place == place)).mappings()
            return {row["stem"]: _read_rest(row) for row in rows}

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


def _read_rest(row: RowMapping) -> Rest:
    return Rest(**{name: row[name] for name in Rest.__struct_fields__})


def _portions(values: Iterable[str]) -> Iterator[Sequence[str]]:
    left = iter(values)
    while portion := list(islice(left, AT_ONCE)):
        yield portion
