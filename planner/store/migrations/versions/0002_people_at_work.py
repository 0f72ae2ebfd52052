"""Log-ins, offers to swap, jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _users()
    _offers()
    _jobs()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("jobs")
    op.drop_table("offers")
    op.drop_table("users")


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("disabled_at", sa.String(32)),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("locked_until", sa.String(32)),
        sa.Column("generation", sa.Integer(), nullable=False, server_default="1"),
        sa.CheckConstraint("role in ('clerk', 'approver', 'liaison', 'official', 'auditor')"),
    )


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("slot", sa.String(200), nullable=False),
        sa.Column("giver", sa.String(120), nullable=False),
        sa.Column("taker", sa.String(120), nullable=False),
        sa.Column("in_return", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("consent_by", sa.String(120)),
        sa.Column("approved_by", sa.String(120)),
        sa.Column("closed_at", sa.String(32)),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("state in ('offered', 'consented', 'applied', 'declined', 'undone', 'lapsed')"),
    )
    still_open = sa.text("state IN ('offered', 'consented')")
    op.create_index(
        "one_open_offer", "offers", ["slot", "giver"], unique=True, sqlite_where=still_open, postgresql_where=still_open
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("cost", sa.Integer()),
        sa.Column("bound", sa.Integer()),
        sa.Column("result", sa.Text()),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("beat_at", sa.String(32)),
        sa.Column("worker", sa.String(60)),
        sa.Column("stop", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("state in ('waiting', 'running', 'done', 'failed')"),
    )
    op.create_index("ix_jobs_month", "jobs", ["month"])
