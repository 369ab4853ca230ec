"""What stands now: noted when a release is recorded, and made again from the record when it was lost."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection, func, insert, select

from publisher.ledger.rows import read_releases, standing_row
from publisher.ledger.tables import release, standing
from publisher.releases.release import Release

AT_ONCE = 500


def note_standing(connection: Connection, recorded: Sequence[Release]) -> None:
    """Puts these in the place of what stood; each subject comes once."""
    for subject, names in _by_subject((one.subject, one.name) for one in recorded):
        where = (standing.c.subject == subject) & standing.c.name.in_(names)
        connection.execute(standing.delete().where(where))
    connection.execute(insert(standing), [standing_row(one) for one in recorded])


def find_revisions(connection: Connection, subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The newest revision of those of the subjects that were ever released."""
    found: dict[tuple[str, str], int] = {}
    for subject, names in _by_subject(subjects):
        newest = func.max(release.c.revision).label("newest")
        query = select(release.c.name, newest).group_by(release.c.name)
        rows = connection.execute(query.where(release.c.subject == subject, release.c.name.in_(names)))
        found |= {(subject, row.name): row.newest for row in rows}
    return found


def _by_subject(subjects: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Names under their subject, so many at a time as one question may hold."""
    for subject, pairs in groupby(sorted(subjects), key=lambda pair: pair[0]):
        names = [name for _, name in pairs]
        yield from ((subject, names[start : start + AT_ONCE]) for start in range(0, len(names), AT_ONCE))


def is_standing_whole(connection: Connection) -> bool:
    """Whether every subject stands; of one that does not, each next revision would be refused."""
    firsts = select(func.count()).select_from(release).where(release.c.revision == 1)
    standings = select(func.count()).select_from(standing)
    return connection.execute(firsts).scalar() == connection.execute(standings).scalar()


def rebuild_standing(connection: Connection) -> None:
    """Makes the table again from the releases, which alone are the record."""
    newest = select(func.max(release.c.sequence)).group_by(release.c.subject, release.c.name)
    query = select(release).where(release.c.sequence.in_(newest)).order_by(release.c.sequence)
    rows = [standing_row(one) for one in read_releases(connection, query)]
    connection.execute(standing.delete())
    if rows:
        connection.execute(insert(standing), rows)
