"""Subscriptions: an address that was changed, reminders, when each was last fetched and by what."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("feeds", sa.Column("replaced_at", sa.String(32)))
    op.add_column("feeds", sa.Column("reminders", sa.String(60), nullable=False, server_default=""))
    op.create_table(
        "fetches",
        sa.Column("feed", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("family", sa.String(20), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed"),
    )
    op.execute("INSERT INTO switches (name, value) VALUES ('mark:feeds', '0')")


def downgrade() -> None:
    """Drop them."""
    op.execute("DELETE FROM switches WHERE name = 'mark:feeds'")
    op.drop_table("fetches")
    for name in ("reminders", "replaced_at"):
        op.drop_column("feeds", name)
