"""What stands now: noted when a release is recorded, and made again from the record when it was lost."""

from sqlalchemy import Connection, func, insert, select

from publisher.ledger.release import Release
from publisher.ledger.rows import read_release, standing_row
from publisher.ledger.tables import release, standing


def note_standing(connection: Connection, recorded: Release) -> None:
    where = (standing.c.subject == recorded.subject) & (standing.c.name == recorded.name)
    connection.execute(standing.delete().where(where))
    connection.execute(insert(standing).values(**standing_row(recorded)))


def is_standing_whole(connection: Connection) -> bool:
    """Whether every subject stands; of one that does not, each next revision would be refused."""
    firsts = select(func.count()).select_from(release).where(release.c.revision == 1)
    standings = select(func.count()).select_from(standing)
    return connection.execute(firsts).scalar() == connection.execute(standings).scalar()


def rebuild_standing(connection: Connection) -> None:
    """Makes the table again from the releases, which alone are the record."""
    newest = select(func.max(release.c.sequence)).group_by(release.c.subject, release.c.name)
    query = select(release).where(release.c.sequence.in_(newest)).order_by(release.c.sequence)
    rows = [standing_row(read_release(row)) for row in connection.execute(query)]
    connection.execute(standing.delete())
    if rows:
        connection.execute(insert(standing), rows)
