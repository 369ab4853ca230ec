"""Approvals: who stands behind what exactly, for publications that want two pairs of eyes."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("slug", "digest", "name", name="approval_once"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("approval")
