"""Proofs of publication, and the parts of a message that arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("done", sa.Text))
    op.create_table(
        "proof",
        sa.Column("sequence", sa.Integer, sa.ForeignKey("release.sequence"), primary_key=True),
        sa.Column("checked", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("fault", sa.Text),
    )


def downgrade() -> None:
    op.drop_table("proof")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_column("done")
