"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    for make in (
        _office_rows,
        _notices,
        _blobs,
        _drafts,
        _draft_pairs,
        _versions,
        _issued_slots,
        _assignments,
        _revisions,
        _feeds,
        _switches,
        _audit,
    ):
        make()


def downgrade() -> None:
    """Drop them."""
    for table in (
        "audit",
        "switches",
        "feeds",
        "revisions",
        "assignments",
        "issued_slots",
        "versions",
        "draft_pairs",
        "drafts",
        "blobs",
        "notices",
        "office_rows",
    ):
        op.drop_table(table)


def _office_rows() -> None:
    op.create_table(
        "office_rows",
        sa.Column("sheet", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sheet", "position"),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("first", sa.String(length=10), nullable=False),
        sa.Column("last", sa.String(length=10), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("book", sa.String(length=64), nullable=False),
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("locked_at", sa.String(length=32), nullable=True),
        sa.Column("locked_pairs", sa.String(length=64), nullable=True),
        sa.CheckConstraint("state in ('open', 'locked', 'issued', 'superseded')"),
        sa.ForeignKeyConstraint(["book"], ["blobs.digest"]),
        sa.ForeignKeyConstraint(["office"], ["blobs.digest"]),
        sa.ForeignKeyConstraint(["problem"], ["blobs.digest"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_drafts_month"), "drafts", ["month"], unique=False)


def _draft_pairs() -> None:
    op.create_table(
        "draft_pairs",
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"]),
        sa.PrimaryKeyConstraint("draft", "slot", "who"),
    )


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("book", sa.String(length=64), nullable=False),
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("issued_at", sa.String(length=32), nullable=False),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_with", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["book"], ["blobs.digest"]),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"]),
        sa.ForeignKeyConstraint(["office"], ["blobs.digest"]),
        sa.ForeignKeyConstraint(["problem"], ["blobs.digest"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("duty", "month", "number"),
    )


def _issued_slots() -> None:
    op.create_table(
        "issued_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("tentative", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_current_slot",
        "issued_slots",
        ["slot"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index("slots_by_month", "issued_slots", ["duty", "month"], unique=False)


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("assignments_by_month", "assignments", ["duty", "month"], unique=False)
    op.create_index(
        "one_current_assignment",
        "assignments",
        ["slot", "who"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("duty", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("gone_on", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("kind", "slot", "who"),
    )
    op.create_index("revisions_by_duty", "revisions", ["kind", "duty"], unique=False)
    op.create_index("revisions_by_who", "revisions", ["kind", "who"], unique=False)


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )


def _switches() -> None:
    op.create_table(
        "switches",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
