"""Open calls: duties offered to a whole pool; and when those who have not answered were last reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("slot", sa.String(200), nullable=False),
        sa.Column("giver", sa.String(120), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("closed_at", sa.String(32)),
        sa.Column("offer", sa.Integer()),
        sa.CheckConstraint("state in ('open', 'taken', 'closed', 'lapsed')"),
    )
    op.create_index("one_open_call", "calls", ["slot", "giver"], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "chases",
        sa.Column("offer", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("offer", "who"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("chases")
    op.drop_table("calls")
