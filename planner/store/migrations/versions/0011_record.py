"""The record: one chain over the log and over what people decide; the log's own chain ends.

What stood is examined before, and covered by the first row of the record after all migrations (see env.py).
"""

import sqlalchemy as sa
from alembic import op

from planner.store.record.digests import BEGINNING
from planner.store.record.older_log import entry_digest

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables of the record, and drop the columns of the log's own chain."""
    op.create_table(
        "record_rows",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("sort", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("covered", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "record_leaves",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(12), primary_key=True),
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("leaves_by_subject", "record_leaves", ["kind", "key"])
    for name in ("previous", "digest"):
        op.drop_column("audit", name)


def downgrade() -> None:
    """Drop the record, and give the log its own chain again."""
    op.drop_table("record_leaves")
    op.drop_table("record_rows")
    for name in ("previous", "digest"):
        op.add_column("audit", sa.Column(name, sa.String(64), nullable=False, server_default=""))
    table = sa.Table("audit", sa.MetaData(), autoload_with=op.get_bind())
    last = BEGINNING
    for row in op.get_bind().execute(sa.select(table).order_by(table.c.number)).mappings().all():
        plain = {name: row[name] for name in ("number", "at", "actor", "action", "detail")} | {"previous": last}
        digest = entry_digest(plain)
        op.execute(table.update().where(table.c.number == row["number"]).values(previous=last, digest=digest))
        last = digest
