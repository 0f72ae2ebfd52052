"""Tokens of the API, of which only digests are kept, and the identities of a provider that log-ins are bound to."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables of tokens, of their last use, and of identities."""
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("holder", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32)),
        sa.CheckConstraint("kind in ('session', 'named')"),
        sa.CheckConstraint("scope in ('rosters', 'read', 'write', 'full')"),
    )
    op.create_index("ix_api_tokens_holder", "api_tokens", ["holder"])
    op.create_table(
        "token_uses",
        sa.Column("token", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=False),
        sa.Column("holder", sa.Integer(), sa.ForeignKey("users.id"), unique=True),
        sa.Column("bound_at", sa.String(32)),
        sa.Column("bound_by", sa.String(120)),
        sa.Column("unbound_at", sa.String(32)),
        sa.UniqueConstraint("issuer", "subject"),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("identities", "token_uses", "api_tokens"):
        op.drop_table(name)
