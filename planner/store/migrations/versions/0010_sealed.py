"""Addresses of messages are sealed, and the key that signs sessions is a file of the home: the one kept here goes."""

import sqlalchemy as sa
from alembic import context, op

from planner.home import keys

revision = "0010"
down_revision = "0009"

TARGETS = sa.table("targets", sa.column("who", sa.String), sa.column("address", sa.Text))


def upgrade() -> None:
    """Seal the addresses; all log in again."""
    home = context.config.attributes["home"]
    for who, address in op.get_bind().execute(sa.select(TARGETS)).all():
        if not keys.is_sealed(address):
            op.execute(TARGETS.update().where(TARGETS.c.who == who).values(address=keys.seal(home, address)))
    op.execute("DELETE FROM switches WHERE name = 'secret-key'")


def downgrade() -> None:
    """Open them again, as far as this home's key does."""
    home = context.config.attributes["home"]
    for who, address in op.get_bind().execute(sa.select(TARGETS)).all():
        plain = keys.unsealed(home, address)
        if plain is not None:
            op.execute(TARGETS.update().where(TARGETS.c.who == who).values(address=plain))
