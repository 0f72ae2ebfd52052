"""Second factors, and what the profile mlps asks of passwords: when one was chosen, and which there were before."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

OF_USERS = ("chosen_at", "factor_at", "factor_taken_at")


def upgrade() -> None:
    """Make the tables of second factors and of past passwords; nobody has either yet."""
    for name in OF_USERS:
        op.add_column("users", sa.Column(name, sa.String(32)))
    op.create_table(
        "second_factors",
        sa.Column("user", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=False),
    )
    op.create_table(
        "past_passwords",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user", sa.Integer(), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
    )
    op.create_index("past_passwords_of", "past_passwords", ["user"])


def downgrade() -> None:
    """A password alone opens a log-in again."""
    op.drop_index("past_passwords_of", "past_passwords")
    op.drop_table("past_passwords")
    op.drop_table("second_factors")
    for name in OF_USERS:
        op.drop_column("users", name)
