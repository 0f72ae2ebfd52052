"""The day a version was signed; drafts taken back from signature: when, by whom, why, with the codes that went out."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Nothing has been taken back yet; of older versions only the day of their issue is known."""
    op.add_column("versions", sa.Column("signed_on", sa.String(10)))
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
    """Only the day of issue is known again."""
    op.drop_index("ix_recalls_draft", "recalls")
    op.drop_table("recalls")
    op.drop_column("versions", "signed_on")
