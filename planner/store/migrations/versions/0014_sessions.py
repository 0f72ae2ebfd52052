"""Who is logged in stands in the store, and so does, sealed and for a while, a form that came after a session's end."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables of sessions and of forms that were not acted on."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("vouched", sa.Boolean(), nullable=False),
        sa.Column("began_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32), nullable=False),
        sa.Column("address", sa.String(60), nullable=False),
        sa.Column("browser", sa.String(60), nullable=False),
        sa.Column("ending", sa.String(12)),
        sa.CheckConstraint("ending in ('logged out', 'replaced', 'password', 'closed', 'by oneself', 'by office')"),
    )
    op.create_index("sessions_of_users", "sessions", ["user_id"])
    op.create_table(
        "unsent_forms",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_index("unsent_forms_of_sessions", "unsent_forms", ["session"])


def downgrade() -> None:
    """Keep sessions in cookies alone again."""
    op.drop_table("unsent_forms")
    op.drop_table("sessions")
