"""Edits of a draft that were made at once are one step: each row names the first of its step."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Each edit that there is was made by itself."""
    op.add_column("edits", sa.Column("first", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Edits made at once are undone one by one."""
    op.drop_column("edits", "first")
