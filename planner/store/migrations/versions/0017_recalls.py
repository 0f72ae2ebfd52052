"""Drafts that were sent for signature and taken back: when, by whom, why, and the codes of the sheets that went out."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table; nothing has been taken back yet."""
    op.create_table(
        "recalls",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("draft", sa.Integer(), sa.ForeignKey("drafts.id"), nullable=False),
        sa.Column("sent_at", sa.String(32), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
    )
    op.create_index("ix_recalls_draft", "recalls", ["draft"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_recalls_draft", "recalls")
    op.drop_table("recalls")
