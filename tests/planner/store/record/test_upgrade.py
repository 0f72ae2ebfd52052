"""A change of the schema: an older store's record begins anew over all that stands, and what was wrong stays named."""

import sqlite3

import pytest

from planner.store import Store, record
from planner.store.record import upgrade
from planner.store.record.troubles import TroubleKind as Kind
from tests.fixtures.older_stores import before_the_record
from tests.fixtures.recorded import histories


@pytest.fixture
def store():
    return Store(histories()[0][-1])


def opened_again(store, change):
    with store.engine.begin() as connection:
        change(connection)
    store.close()
    return Store(store.home)


def told(store):
    with store.read() as transaction:
        found = record.examine(transaction)
        rows = transaction.connection.exec_driver_sql("SELECT sort FROM record_rows ORDER BY number").scalars().all()
    return rows, [(one.what, one.first, one.words.zh) for one in found.troubles], [one.words.zh for one in found.events]


def test_an_older_store_is_covered_by_one_row_that_digests_all_that_stands(store):
    again = opened_again(store, before_the_record)
    rows, troubles, events = told(again)
    assert (rows, troubles) == (["begun"], []) and len(events) == 1 and events[0].startswith("存证自")
    with again.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE versions SET signed_by = '李四' WHERE id = 1")
        connection.exec_driver_sql("DELETE FROM audit WHERE number = 6")
    assert [what for what, *_ in told(again)[1]] == [Kind.TAKEN_OUT, Kind.ALTERED]


def test_an_older_log_that_was_broken_is_named_for_good(store):
    def broken(connection):
        before_the_record(connection)
        connection.exec_driver_sql("UPDATE audit SET actor = 'nobody' WHERE number = 3")

    _, troubles, _ = told(opened_again(store, broken))
    assert troubles == [(Kind.OLDER_LOG, 1, "存证第1条写明，在它之前就已核对不上：操作日志第3条")]


@pytest.mark.parametrize("tampered", [False, True])
def test_a_later_change_of_the_schema_is_covered_anew_and_covers_nothing_up(store, tampered):
    with store.engine.begin() as connection:
        if tampered:
            connection.exec_driver_sql("UPDATE users SET role = 'clerk' WHERE name = 'reader'")
        wrong = upgrade.wrong_before(connection)
        connection.exec_driver_sql("ALTER TABLE users ADD COLUMN second VARCHAR(20) NOT NULL DEFAULT 'none'")
        upgrade.cover_anew(connection, wrong, store.home)
    rows, troubles, events = told(store)
    assert rows[-1] == "renewed" and events == []
    assert troubles == (
        [(Kind.OLDER_LOG, 12, "存证第12条写明，在它之前就已核对不上：登录帐号（第2号，含角色）")] if tampered else []
    )


def test_an_upgrade_that_ends_in_the_middle_leaves_the_older_store(store, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(upgrade, "cover_anew", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            opened_again(store, before_the_record)
    connection = sqlite3.connect(store.home / "dangzhi.sqlite")
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0009",)]
    assert connection.execute("SELECT count(*) FROM audit WHERE previous <> ''").fetchall() == [(6,)]
    connection.close()
    rows, troubles, _ = told(Store(store.home))
    assert (rows, troubles) == (["begun"], [])


def test_opening_a_store_again_writes_nothing(store):
    before = told(store)
    store.close()
    assert told(Store(store.home)) == before
