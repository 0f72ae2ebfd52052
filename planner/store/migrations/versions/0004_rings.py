"""Rings of swaps: who gives what to whom in turn, and who has agreed so far."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns."""
    for name in ("ring", "agreed"):
        op.add_column("offers", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    for name in ("agreed", "ring"):
        op.drop_column("offers", name)
