"""Messengers that are left in peace have a table of their own, and stand no more among the shelves."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0008", "0007"

COLUMNS = (("outlet", sa.String(60)), ("sequence", sa.Integer), ("attempts", sa.Integer),
           ("next_try", sa.DateTime), ("error", sa.Text))  # fmt: skip
shelf = sa.table("shelf", *(sa.column(name, kind) for name, kind in COLUMNS))
messenger = sa.table("messenger", sa.column("outlet", sa.String(60)), sa.column("next_try", sa.DateTime))


def upgrade() -> None:
    op.create_table(
        "messenger",
        sa.Column("outlet", sa.String(60), primary_key=True),
        sa.Column("next_try", sa.DateTime, nullable=False),
    )
    # A shelf on which nothing was printed yet stands among them for its error alone.
    messengers = (shelf.c.sequence == 0) & shelf.c.error.is_(None)
    resting = sa.select(shelf.c.outlet, shelf.c.next_try).where(messengers, shelf.c.next_try.is_not(None))
    op.execute(sa.insert(messenger).from_select(["outlet", "next_try"], resting))
    op.execute(sa.delete(shelf).where(messengers))


def downgrade() -> None:
    names = [name for name, _ in COLUMNS[:-1]]
    resting = sa.select(messenger.c.outlet, sa.literal(0), sa.literal(1), messenger.c.next_try)
    resting = resting.where(messenger.c.outlet.not_in(sa.select(shelf.c.outlet)))
    op.execute(sa.insert(shelf).from_select(names, resting))
    op.drop_table("messenger")
