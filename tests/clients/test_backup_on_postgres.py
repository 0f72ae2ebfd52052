"""Backups of SQLite go into PostgreSQL and back, row by row; killed or refused, a restore leaves the database empty."""

import multiprocessing
import os
from functools import partial

import pytest
from sqlalchemy import Engine, event, inspect

from planner.errors import NotPossible
from planner.store import Store, audit, record
from planner.store.copies.archive import opened
from planner.store.engines.choice import connected
from planner.store.people import users
from planner.store.people.users import Role
from planner.store.schema.migrating import newest, revision_of, upgrade
from planner.upkeep.backup import back_up
from planner.upkeep.doctor.examine import examine_home
from planner.upkeep.doctor.findings import Check, Soundness
from planner.upkeep.restore import restore_backup
from tests.fixtures import engines
from tests.fixtures.copied import rows_of, shown
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.resealed import resealed
from tests.profile import rounds

LOGGED = {f"rows/{one}.jsonl" for one in ("audit", "record_rows", "record_leaves")}


@pytest.fixture
def new_database():
    return engines.new_database


@pytest.fixture
def first(tmp_path):
    """An office on SQLite whose December is issued, with a log-in."""
    store = Store(issued_home(tmp_path / "first"))
    with store.write() as transaction:
        users.add(transaction, "李姐", Role.CLERK, "", "hash", NOW.isoformat())
    yield store
    store.close()


def copied(file):
    """(name, digest) of the rows of a backup, but of log and record, in which every restore leaves an entry."""
    with opened(file) as copy:
        return {one.name: one.digest for one in copy.manifest.members if one.name not in LOGGED}


def head_of(file):
    with opened(file) as copy:
        return copy.manifest.head


def tables(address):
    _, engine = connected(address)
    with engine.connect() as connection:
        found = inspect(connection).get_table_names()
    engine.dispose()
    return found


def test_from_sqlite_to_postgresql_and_back_nothing_is_lost_or_changed(first, new_database, tmp_path):
    address, home = new_database(), tmp_path / "on-postgres"
    back_up(first, tmp_path / "1.zip", NOW)
    restore_backup(tmp_path / "1.zip", home, address, "test")
    second = Store(home, address)
    assert shown(second) == shown(first) and rows_of(second) == rows_of(first)
    back_up(second, tmp_path / "2.zip", NOW)
    restore_backup(tmp_path / "2.zip", tmp_path / "third", f"sqlite:///{tmp_path / 'third' / 'dangzhi.sqlite'}", "test")
    third = Store(tmp_path / "third")
    assert shown(third) == shown(first) and rows_of(third) == rows_of(first)
    assert copied(tmp_path / "2.zip") == copied(tmp_path / "1.zip")
    with third.read() as transaction:
        deeds = [one.detail["entries"] for one in audit.page(transaction, 0, 9, action="restore")]
        assert deeds == [head_of(tmp_path / name).count for name in ("2.zip", "1.zip")]
        assert record.broken(transaction) == []
    second.close()
    third.close()


def test_new_rows_on_postgresql_are_numbered_behind_those_restored(first, new_database, tmp_path):
    address = new_database()
    back_up(first, tmp_path / "1.zip", NOW)
    restore_backup(tmp_path / "1.zip", tmp_path / "home", address, "test")
    store = Store(tmp_path / "home", address)
    with store.write() as transaction:
        users.add(transaction, "王姐", Role.CLERK, "", "hash", NOW.isoformat())
        assert [one.id for one in users.every(transaction)] == [1, 2]
    store.close()


def test_a_refused_backup_leaves_the_database_without_a_table(first, new_database, tmp_path):
    address = new_database()
    back_up(first, tmp_path / "1.zip", NOW)
    change = {"rows/audit.jsonl": lambda data: data.replace(b'"test"', b'"nobody"', 1)}
    with pytest.raises(NotPossible):
        restore_backup(
            resealed(tmp_path / "1.zip", tmp_path / "2.zip", members=change), tmp_path / "h", address, "test"
        )
    assert tables(address) == [] and not (tmp_path / "h").exists()
    restore_backup(tmp_path / "1.zip", tmp_path / "h", address, "test")
    with pytest.raises(NotPossible):
        restore_backup(tmp_path / "1.zip", tmp_path / "again", address, "test")


def _dies(fatal, deed):
    """Do something in a process that dies at its statement of that number; 0 where there are fewer."""
    seen = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_):
        nonlocal seen
        seen += 1
        if seen == fatal:
            os._exit(9)

    deed()
    os._exit(0)


def _killed_at(fatal, deed):
    child = multiprocessing.get_context("fork").Process(target=_dies, args=(fatal, deed))
    child.start()
    child.join()
    return child.exitcode


def test_a_restore_that_is_killed_leaves_an_empty_database_or_a_whole_one(first, new_database, tmp_path):
    back_up(first, tmp_path / "1.zip", NOW)
    for fatal in range(5, 5000, rounds(150, 40, 5)):
        address, home = new_database(), tmp_path / f"home{fatal}"
        code = _killed_at(fatal, partial(restore_backup, tmp_path / "1.zip", home, address, "test"))
        if tables(address) == []:
            assert code == 9
            restore_backup(tmp_path / "1.zip", home, address, "test")
        store = Store(home, address)
        assert rows_of(store) == rows_of(first)
        store.close()
        if code == 0:
            break
    assert code == 0


def test_an_upgrade_that_is_killed_leaves_the_old_schema_or_the_new_one(new_database, tmp_path):
    seen = set()
    for fatal in range(1, 5000, rounds(60, 20, 3)):
        address, home = new_database(), tmp_path / f"home{fatal}"
        home.mkdir()
        kind, engine = connected(address)
        with kind.transaction(engine, writes=True) as connection:
            upgrade(connection, "0006", home)
        code = _killed_at(fatal, partial(Store, home, address))
        with engine.connect() as connection:
            seen.add(revision_of(connection))
        engine.dispose()
        Store(home, address).close()
        if code == 0:
            break
    assert code == 0 and seen == {"0006", newest()}
    assert list(home.glob("before-upgrade-0006-*.zip"))


def test_the_doctor_looks_at_a_database_on_a_server_too(first, new_database, tmp_path, monkeypatch):
    address = new_database()
    monkeypatch.setenv("DATABASE_URL", address)
    (found,) = [one for one in examine_home(tmp_path / "home") if one.check is Check.SCHEMA]
    assert found.soundness is Soundness.WRONG
    back_up(first, tmp_path / "1.zip", NOW)
    restore_backup(tmp_path / "1.zip", tmp_path / "home", address, "test")
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    seen = {one.check: one.soundness for one in examine_home(tmp_path / "home")}
    assert {seen[one] for one in (Check.STORE, Check.SCHEMA, Check.CHAIN)} == {Soundness.FINE}
