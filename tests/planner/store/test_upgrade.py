"""An older store is copied and brought up whole; killed at any moment it is old or new; a newer one is left alone."""

import ast
import errno
import multiprocessing
import os
import shutil
import stat

import pytest
from sqlalchemy import Engine, event

from planner.errors import NotPossible
from planner.home.trouble import Trouble
from planner.store import Store, Unreadable
from planner.store.copies.archive import is_whole, opened
from planner.store.people import users
from planner.store.roster import offices
from planner.store.schema import migrating as schema
from tests.fixtures.office_at_work import issued_home, run
from tests.fixtures.older_store import drawn, newer_home, older_home
from tests.profile import rounds

OLD = "0006"
MOST, STEP = 2000, rounds(17, 5, 1)
"""More statements than an upgrade has, and how many stand between two of those at which it is killed."""


def copies(home):
    return sorted(home.glob("before-upgrade-*.zip"))


def test_migrations_are_numbered_and_each_follows_the_one_before():
    before = None
    for name in schema.revisions():
        (file,) = (schema.MIGRATIONS / "versions").glob(f"{name}*.py")
        said = {
            one.targets[0].id: one.value.value
            for one in ast.parse(file.read_text("utf-8")).body
            if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
        }
        assert (said["revision"], said["down_revision"]) == (name, before)
        before = name


def test_a_store_that_is_up_to_date_is_neither_migrated_nor_copied(tmp_path, monkeypatch):
    home = issued_home(tmp_path / "home")
    monkeypatch.setattr(schema, "upgrade", lambda *_: pytest.fail("nothing is to be migrated"))
    Store(home).close()
    assert copies(home) == []


def test_an_older_store_is_copied_for_its_owner_alone_and_then_brought_up_with_its_data(tmp_path):
    home = older_home(tmp_path / "home", OLD)
    store = Store(home)
    with store.read() as transaction:
        assert schema.revision_of(transaction.connection) == schema.newest()
        assert offices.load(transaction).people
    (copy,) = copies(home)
    assert copy.name.startswith("before-upgrade-0006-")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with opened(copy) as found:
        assert found.manifest.schema == OLD
        tables = {one.name for one in found.manifest.members}
    assert "rows/versions.jsonl" in tables and "rows/answers.jsonl" not in tables


def test_a_store_that_cannot_be_copied_is_not_migrated(tmp_path, monkeypatch):
    home = older_home(tmp_path / "home", OLD)
    before = drawn(home)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(schema, "write_copy", full)
    with pytest.raises(NotPossible) as told:
        Store(home)
    assert "升级前的备份没有写成" in told.value.words.zh and "磁盘" in told.value.words.zh
    assert drawn(home) == before


@pytest.mark.slow
def test_a_newer_store_is_refused_in_words_and_left_alone(tmp_path):
    home = newer_home(tmp_path / "home")
    before = (home / "dangzhi.sqlite").read_bytes()
    for lang, words in (("zh", "较新版本的当值程序"), ("en", "made by a newer Dangzhi")):
        done = run(home, "user", "list", "--lang", lang)
        assert (done.returncode, done.stdout) == (1, "")
        assert words in done.stderr and "Traceback" not in done.stderr
    assert (home / "dangzhi.sqlite").read_bytes() == before
    assert copies(home) == []


def _migrated(home, fatal):
    """Open the store in a process that dies at its statement of that number; ends with 0 where there are fewer."""
    seen = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_):
        nonlocal seen
        seen += 1
        if seen == fatal:
            os._exit(9)

    Store(home).close()
    os._exit(0)


def _ended(target, *arguments):
    child = multiprocessing.get_context("fork").Process(target=target, args=arguments)
    child.start()
    child.join()
    return child.exitcode


@pytest.mark.slow
@pytest.mark.engines
def test_a_store_that_a_newer_program_migrates_beside_an_older_one_is_written_no_more(tmp_path):
    home = issued_home(tmp_path / "home")
    store, newer = Store(home), Store(home)
    with newer.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with store.read() as transaction:
        assert offices.load(transaction).people, "what is there still is read"
    with pytest.raises(Unreadable) as caught, store.write():
        pytest.fail("it is written")
    assert caught.value.trouble is Trouble.NEWER
    with newer.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE users RENAME COLUMN name TO called")
    with pytest.raises(Unreadable) as caught, store.read() as transaction:
        users.every(transaction)
    assert caught.value.trouble is Trouble.NEWER
    store.close()
    newer.close()


def test_a_migration_that_is_killed_at_any_statement_leaves_the_old_schema_or_the_new_one(tmp_path):
    first = older_home(tmp_path / "first", OLD)
    whole = shutil.copytree(first, tmp_path / "whole")
    assert _ended(_migrated, whole, 0) == 0
    old, new = drawn(first), drawn(whole)
    assert (old[0], new[0]) == (OLD, schema.newest())
    seen = []
    for fatal in range(1, MOST, STEP):
        home = shutil.copytree(first, tmp_path / "home")
        code = _ended(_migrated, home, fatal)
        seen.append(drawn(home))
        assert seen[-1] in (old, new)
        assert all(map(is_whole, copies(home)))
        Store(home).close()
        assert drawn(home) == new
        shutil.rmtree(home)
        if code == 0:
            break
    assert code == 0
    assert len(seen) > 10 and set(seen) == {old, new}


def test_two_that_open_an_older_store_at_once_migrate_it_once(tmp_path):
    home = older_home(tmp_path / "home", OLD)
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_migrated, args=(home, 0)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4
    assert drawn(home)[0] == schema.newest()
    assert len(copies(home)) == 1
