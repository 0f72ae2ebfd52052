"""Open calls, reminders, edits that can be undone, the people a unit names.

Reminders are of two kinds: to those who have not answered a request, and of tomorrow's duties.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables."""
    _calls()
    _reminders()
    _edits_and_names()


def _calls() -> None:
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
    op.create_index(
        "one_open_call",
        "calls",
        ["slot", "giver"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _reminders() -> None:
    op.create_table(
        "chases",
        sa.Column("offer", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("offer", "who"),
    )
    op.create_table(
        "reminders",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("slot", sa.String(200), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("told", sa.String(32), nullable=False, server_default=""),
        sa.Column("answered", sa.String(32), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("day", "slot", "who"),
    )


def _edits_and_names() -> None:
    op.create_table(
        "edits",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft", sa.Integer(), nullable=False, index=True),
        sa.Column("slot", sa.String(200), nullable=False),
        sa.Column("out", sa.String(120), nullable=False),
        sa.Column("into", sa.String(120), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "named",
        sa.Column("slot", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(120), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("duty", sa.String(120), nullable=False),
        sa.Column("month", sa.String(7), nullable=False, index=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("slot", "unit", "person"),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("named", "edits", "reminders", "chases"):
        op.drop_table(name)
    op.drop_table("calls")
