"""Where a release came from, when a delivery was settled, and who pulled and lifted the brake."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0005", "0004"
COLUMNS = (
    ("release", "source", sa.String(64)),
    ("release", "machine", sa.String(60)),
    ("delivery", "settled", sa.DateTime),
    ("brake", "held_by", sa.String(120)),
    ("brake", "lifted_by", sa.String(120)),
)


def upgrade() -> None:
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind))


def downgrade() -> None:
    for table, name, _ in COLUMNS:
        op.drop_column(table, name)
