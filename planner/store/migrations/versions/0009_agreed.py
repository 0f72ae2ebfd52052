"""Who asked, agreed and approved for whom, in what words; what was seen before the click; requests to undo."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns."""
    for name in ("asker", "steps", "outlook"):
        op.add_column("offers", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("offers", sa.Column("undoes", sa.Integer()))


def downgrade() -> None:
    """Drop them."""
    for name in ("undoes", "outlook", "steps", "asker"):
        op.drop_column("offers", name)
