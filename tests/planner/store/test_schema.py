"""The schema: migrations make what the tables say, and an older store is brought up to it with its data."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from planner.store import Store
from planner.store.roster import offices
from planner.store.tables import metadata
from tests.fixtures.office_at_work import issued_home


def test_migrations_make_what_the_tables_say(tmp_path):
    store = Store(tmp_path / "home")
    with store.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [one for one in found if one[0] != "remove_table" or one[1].name != "alembic_version"] == []


def test_a_store_of_before_keeps_its_data(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.read() as transaction:
        before = offices.load(transaction).rows
    with store.engine.begin() as connection:
        for name in ("calls", "chases", "reminders", "edits", "named"):
            connection.exec_driver_sql(f"DROP TABLE {name}")
        connection.exec_driver_sql("DROP TABLE answers")
        for name in ("asker", "steps", "outlook", "undoes"):
            connection.exec_driver_sql(f"ALTER TABLE offers DROP COLUMN {name}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
    store.close()
    again = Store(tmp_path / "home")
    with again.read() as transaction:
        assert offices.load(transaction).rows == before
        assert {
            row[0]
            for row in transaction.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        } >= {"calls", "chases", "reminders", "edits", "named", "answers"}
