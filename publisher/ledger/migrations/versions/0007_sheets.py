"""Sheets of paper, what is due and the bytes of what was printed; those that lie there keep their links."""

import json

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0007", "0006"

release = sa.table(
    "release",
    *(
        sa.column(name)
        for name in ("sequence", "subject", "name", "revision", "kind", "archived", "told", "content")
    ),
    sa.column("due", sa.DateTime),
    sa.column("released", sa.DateTime),
)
standing = sa.table("standing", *(sa.column(name) for name in ("subject", "name", "sequence")))


def upgrade() -> None:
    op.create_table(
        "sheet",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("language", sa.String(20), primary_key=True),
        sa.Column("due", sa.Integer),
        sa.Column("source", sa.String(64)),
        sa.Column("digest", sa.String(64)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", sa.DateTime),
        sa.Column("lease", sa.String(40)),
        sa.Column("leased_until", sa.DateTime),
        sa.Column("error", sa.Text),
    )
    op.create_index("sheet_due", "sheet", ["due"])
    op.create_table(
        "blob",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    take_up_sheets(op.get_bind())


def take_up_sheets(connection: sa.Connection) -> None:
    """Releases the sheets that were printed with their pages, so that the pages go on linking to them.

    Nobody knows their digests here. Until now the edition alone said whether there are any.
    """
    newest = sa.select(release.c.content).where(release.c.subject == "edition")
    row = connection.execute(newest.order_by(release.c.sequence.desc()).limit(1)).first()
    edition = json.loads(bytes(row.content)) if row else {}
    if not edition.get("pdf"):
        return
    at = connection.execute(sa.select(sa.func.max(release.c.released))).scalar()
    days = connection.execute(sa.select(release.c.name).where(release.c.subject == "issue")).scalars().all()
    sheets = [(day, language) for day in sorted(days) for language in edition["publication"]["languages"]]
    rows = [
        {
            "subject": "paper",
            "name": f"{day}/{language}",
            "revision": 1,
            "kind": "taken-up",
            "due": at,
            "released": at,
            "archived": False,
            "told": "",
            "content": json.dumps({"day": day, "language": language, "digest": ""}).encode(),
        }
        for day, language in sheets
    ]
    if rows:
        connection.execute(sa.insert(release), rows)
        recorded = sa.select(release.c.subject, release.c.name, release.c.sequence)
        recorded = recorded.where(release.c.subject == "paper")
        connection.execute(sa.insert(standing).from_select(["subject", "name", "sequence"], recorded))


def downgrade() -> None:
    connection = op.get_bind()
    connection.execute(sa.delete(standing).where(standing.c.subject == "paper"))
    connection.execute(sa.text("DELETE FROM proof WHERE sequence IN (SELECT sequence FROM release"
                               " WHERE subject = 'paper')"))  # fmt: skip
    connection.execute(sa.delete(release).where(release.c.subject == "paper"))
    op.drop_table("blob")
    op.drop_index("sheet_due")
    op.drop_table("sheet")
