"""Messages: what each person is to be told of a release, and where they are reached."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("due", sa.String(32), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("channel", sa.String(60), nullable=False, server_default=""),
        sa.Column("receipt", sa.Text(), nullable=False, server_default=""),
        sa.Column("closed_at", sa.String(32)),
        sa.Column("closed_by", sa.String(120), nullable=False, server_default=""),
        sa.CheckConstraint("state in ('open', 'sending', 'sent', 'closed', 'replaced')"),
    )
    op.create_index(
        "one_open_message",
        "messages",
        ["who"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "targets", sa.Column("who", sa.String(120), primary_key=True), sa.Column("address", sa.Text(), nullable=False)
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("targets")
    op.drop_table("messages")
