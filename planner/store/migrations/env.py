"""Alembic's entry: migrations run within the transaction of whoever asks for them, all or none.

What the record covers is examined before and covered anew after, since a change of the schema changes it.
"""

from alembic import context

from planner.store.record.upgrade import cover_anew, wrong_before
from planner.store.tables import metadata, record_rows

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    before = context.get_context().get_current_revision()
    wrong = wrong_before(connection)
    context.run_migrations()
    after = context.get_context().get_current_revision()
    if before != after and connection.dialect.has_table(connection, record_rows.name):
        cover_anew(connection, wrong, context.config.attributes["home"])
