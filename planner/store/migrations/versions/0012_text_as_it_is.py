"""On PostgreSQL text of any length that sorts by code points, and costs of any size, as SQLite has had them always."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Change the columns of a database that was made before."""
    if op.get_bind().dialect.name != "postgresql":
        return
    inspector = sa.inspect(op.get_bind())
    for table in set(inspector.get_table_names()) - {"alembic_version"}:
        changes = [
            f'ALTER COLUMN "{column["name"]}" TYPE TEXT COLLATE "C"'
            for column in inspector.get_columns(table)
            if isinstance(column["type"], sa.String)
        ]
        if changes:
            op.execute(f'ALTER TABLE "{table}" {", ".join(changes)}')
    op.execute("ALTER TABLE jobs ALTER COLUMN cost TYPE BIGINT, ALTER COLUMN bound TYPE BIGINT")


def downgrade() -> None:
    """Nothing: what is stored by now may not fit into what was."""
