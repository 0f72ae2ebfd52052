"""Wrong passwords are counted by name and place, no longer at the log-in, which knows if its password was given."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables of tries and of refusals, and change what the log-in counts and knows."""
    op.create_table(
        "tries",
        sa.Column("who", sa.String(64), primary_key=True),
        sa.Column("place", sa.String(80), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("right_at", sa.String(32)),
    )
    op.create_table(
        "knocks",
        sa.Column("address", sa.String(60), primary_key=True),
        sa.Column("action", sa.String(40), primary_key=True),
        sa.Column("actor", sa.String(120), primary_key=True),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
    )
    for name in ("failures", "locked_until"):
        op.drop_column("users", name)
    op.add_column("users", sa.Column("given_at", sa.String(32)))


def downgrade() -> None:
    """Count at the log-in again."""
    op.drop_column("users", "given_at")
    op.add_column("users", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("users", sa.Column("locked_until", sa.String(32)))
    op.drop_table("knocks")
    op.drop_table("tries")
