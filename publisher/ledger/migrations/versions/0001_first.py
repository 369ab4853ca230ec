"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_record()
    _create_work()


def _create_record() -> None:
    op.create_table(
        "release",
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("released", sa.DateTime, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("told", sa.String(60), nullable=False),
        sa.Column("roadmap", sa.String(120)),
        sa.Column("change", sa.LargeBinary),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("subject", "name", "revision", name="release_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("release_roadmap", "release", ["roadmap", "sequence"])
    op.create_index("release_first", "release", ["subject", "revision", "sequence"])
    _create_standing()


def _create_standing() -> None:
    op.create_table(
        "standing",
        sa.Column("subject", sa.String(20), primary_key=True),
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("sequence", sa.Integer, sa.ForeignKey("release.sequence"), nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("roadmap", sa.String(120)),
        sa.Column("month", sa.String(7)),
        sa.Column("kind", sa.String(20)),
        sa.Column("organ", sa.Text),
        sa.Column("access", sa.String(10)),
    )
    op.create_index("standing_last_day", "standing", ["subject", "last_day", "first_day"])
    op.create_index("standing_first_day", "standing", ["subject", "first_day"])
    for facet in ("roadmap", "month", "kind", "organ", "access"):
        op.create_index(f"standing_{facet}", "standing", [facet, "first_day"])


def _create_work() -> None:
    op.create_table(
        "delivery",
        sa.Column("outlet", sa.String(60), primary_key=True),
        sa.Column("sequence", sa.Integer, sa.ForeignKey("release.sequence"), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", sa.DateTime),
        sa.Column("lease", sa.String(40)),
        sa.Column("leased_until", sa.DateTime),
        sa.Column("error", sa.Text),
    )
    op.create_index("delivery_state", "delivery", ["state", "next_try"])
    op.create_table(
        "shelf",
        sa.Column("outlet", sa.String(60), primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", sa.DateTime),
        sa.Column("error", sa.Text),
    )
    op.create_table(
        "brake",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("held", sa.DateTime, nullable=False),
        sa.Column("lifted", sa.DateTime),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.String(240), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "rendering",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("html", sa.Text, nullable=False),
    )
    op.create_table(
        "fact",
        sa.Column("key", sa.String(60), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("fact", "rendering", "seen", "brake", "shelf", "delivery", "standing", "release"):
        op.drop_table(table)
