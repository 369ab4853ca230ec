"""What is at rest, since when a typeset text is kept, and the order of time: so that a pass reads little."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "resting",
        sa.Column("place", sa.String(16), primary_key=True),
        sa.Column("stem", sa.String(255), primary_key=True),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("milestone", sa.String(240)),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("circumstances", sa.String(16), nullable=False),
    )
    op.add_column("rendering", sa.Column("kept", sa.DateTime))
    op.create_index("release_released", "release", ["released"])
    op.create_index("rendering_kept", "rendering", ["kept"])


def downgrade() -> None:
    op.drop_table("resting")
    op.drop_index("rendering_kept")
    op.drop_index("release_released")
    op.drop_column("rendering", "kept")
