"""Once a day the head of the record is kept outside the store, and what is older than 400 days is taken away."""

from datetime import datetime, timedelta

import pytest

from planner.store import Store, record
from planner.store.people import users
from planner.store.record.anchor_file import read_anchors
from planner.worker.record_day import record_day
from tests.fixtures.recorded import ZONE, histories

OLD = datetime(2025, 6, 1, 9, tzinfo=ZONE)
TODAY = datetime(2026, 12, 1, 9, tzinfo=ZONE)


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store whose record is of June 2025 but for the last row."""
    monkeypatch.setenv("DANGZHI_NOW", OLD.isoformat())
    made = Store(histories()[0][-1])
    monkeypatch.setenv("DANGZHI_NOW", TODAY.isoformat())
    with made.write() as transaction:
        users.add(transaction, "new", users.Role.AUDITOR, "", "hash", TODAY.isoformat())
    monkeypatch.setenv("DANGZHI_ANCHOR", str(tmp_path / "anchor"))
    monkeypatch.delenv("DANGZHI_NOW")
    return made


def head(store):
    with store.read() as transaction:
        return record.head(transaction)


def rows(store):
    with store.read() as transaction:
        return transaction.connection.exec_driver_sql("SELECT sort FROM record_rows ORDER BY number").scalars().all()


def test_a_day_is_kept_once_and_what_is_old_goes(store, tmp_path):
    before = head(store)
    assert record_day(store, None, TODAY) == TODAY.date()
    assert rows(store) == ["changes", "pruned"]
    assert record_day(store, TODAY.date(), TODAY + timedelta(hours=5)) == TODAY.date()
    assert read_anchors(tmp_path / "anchor") == ([before, head(store)], [])
    with store.write() as transaction:
        users.add(transaction, "newer", users.Role.AUDITOR, "", "hash", TODAY.isoformat())
    record_day(store, TODAY.date(), TODAY + timedelta(hours=6))
    assert len(read_anchors(tmp_path / "anchor")[0]) == 2
    record_day(store, TODAY.date(), TODAY + timedelta(days=1))
    assert read_anchors(tmp_path / "anchor")[0][2:] == [head(store)]


def test_a_rehearsal_takes_nothing_away(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", (TODAY + timedelta(days=5000)).isoformat())
    record_day(store, None, TODAY + timedelta(days=5000))
    assert len(rows(store)) == 12


def test_a_record_that_does_not_hold_is_told_and_kept(store, capsys):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE users SET role = 'clerk' WHERE name = 'reader'")
    record_day(store, None, TODAY)
    assert len(rows(store)) == 12 and "存证核对有问题，旧日志没有清理" in capsys.readouterr().err
