"""Parts of a message that were refused, for now or for good: one full mailbox delays no other."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0006", "0005"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("waiting", sa.Text))
    op.add_column("delivery", sa.Column("refused", sa.Text))


def downgrade() -> None:
    with op.batch_alter_table("delivery") as batch:
        batch.drop_column("refused")
        batch.drop_column("waiting")
