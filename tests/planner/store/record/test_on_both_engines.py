"""The record is the same on each engine: what is changed is named, what is old is pruned, an older store is covered."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.store import Store
from tests.fixtures import both_engines
from tests.fixtures.office_at_work import issued_home
from tests.fixtures.older_stores import before_the_record

pytestmark = [pytest.mark.engines, pytest.mark.slow]


@pytest.fixture
def store(tmp_path):
    opened = Store(issued_home(tmp_path / "home"))
    yield opened
    opened.close()


def test_what_is_changed_behind_the_program_is_named(store, monkeypatch):
    both_engines.tampering_is_named(store)
    later = datetime.now(UTC) + timedelta(days=500)
    monkeypatch.setenv("DANGZHI_NOW", later.isoformat())
    both_engines.old_rows_are_pruned(store, later)


def test_an_older_store_is_covered_by_one_row(store):
    with store.engine.begin() as connection:
        before_the_record(connection)
    again = Store(store.home, store.url)
    with again.read() as transaction:
        assert transaction.connection.exec_driver_sql("SELECT sort FROM record_rows").scalars().all() == ["begun"]
    both_engines.tampering_is_named(again)
    again.close()
