"""The schema: migrations make what the tables say, and an older store is brought up to it with its data."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from planner.store import Store
from planner.store.roster import offices
from planner.store.schema import migrating
from planner.store.tables import metadata
from tests.fixtures.office_at_work import issued_home
from tests.fixtures.older_stores import before_the_record

pytestmark = pytest.mark.engines


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
        before_the_record(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
    store.close()
    again = Store(tmp_path / "home")
    with again.read() as transaction:
        assert offices.load(transaction).rows == before
        assert set(inspect(transaction.connection).get_table_names()) >= {
            "calls",
            "chases",
            "reminders",
            "edits",
            "named",
            "answers",
        }


def test_the_newest_migration_is_the_one_that_a_store_needs():
    """Otherwise every start would look for migrations anew, or none would be found."""
    config = Config()
    config.set_main_option("script_location", str(migrating.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrating.newest()]
