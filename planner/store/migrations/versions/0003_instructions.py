"""Leaders' instructions, what really happened, requests acted on once, first marks."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
MARKS = ("mark:office", "mark:issued", "mark:drafts")


def upgrade() -> None:
    """Make the tables, and give each part of the store its first mark."""
    _instructions()
    _served()
    op.create_table(
        "deeds", sa.Column("key", sa.String(64), primary_key=True), sa.Column("at", sa.String(32), nullable=False)
    )
    switches = sa.table("switches", sa.column("name", sa.String), sa.column("value", sa.String))
    op.bulk_insert(switches, [{"name": name, "value": secrets.token_hex(16)} for name in MARKS])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("deeds")
    op.drop_table("served")
    op.drop_table("instructions")
    op.execute("DELETE FROM switches WHERE name LIKE 'mark:%'")


def _instructions() -> None:
    op.create_table(
        "instructions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("slot", sa.String(200), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("ordered_by", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("notice_zh", sa.Text(), nullable=False),
        sa.Column("notice_en", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("closed_at", sa.String(32)),
        sa.CheckConstraint("kind in ('exchange', 'standin', 'session')"),
        sa.CheckConstraint("state in ('applied', 'undone')"),
    )


def _served() -> None:
    op.create_table(
        "served",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("slot", sa.String(200), nullable=False),
        sa.Column("planned", sa.String(120), nullable=False),
        sa.Column("actual", sa.String(120), nullable=False),
        sa.Column("confirmed_by", sa.String(120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("taken_back_at", sa.String(32)),
    )
    standing = sa.text("taken_back_at IS NULL")
    op.create_index(
        "one_served_entry", "served", ["slot", "planned"], unique=True, sqlite_where=standing, postgresql_where=standing
    )
