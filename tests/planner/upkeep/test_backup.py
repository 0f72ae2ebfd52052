"""A backup is one moment of the store while others write; whole or not there; for its owner; without signing keys."""

import json
import multiprocessing
import os
import resource
import stat
import time
import zipfile
from datetime import timedelta

import pytest

from planner.errors import NotPossible
from planner.home import keys
from planner.settings import Source
from planner.store import Store, audit, record
from planner.store.copies.archive import is_whole, opened
from planner.store.messages.feeds import switch
from planner.store.tables import switches
from planner.store.work_tables import targets
from planner.upkeep.backup import back_up
from planner.upkeep.restore import restore_backup
from planner.upkeep.sealing_key import key_put_back, save_sealing_key
from tests.fixtures.copied import rows_of, shown
from tests.fixtures.office_at_work import NOW, issued_home, run
from tests.profile import rounds
from web import create_app

pytestmark = pytest.mark.slow
WRITERS, PAUSE = 4, 0.08
"""So many processes write, each after so many seconds: about fifty writes a second."""


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    yield store
    store.close()


def own_address(home):
    return f"sqlite:///{home / 'dangzhi.sqlite'}"


def put_back(file, home):
    """The store of a home into which a backup was restored."""
    restore_backup(file, home, own_address(home), "test")
    return Store(home)


def _write(home, writer, stopped):
    """Write until told to stop; each transaction writes an entry of the log and one other row, so that both count."""
    store, number = Store(home), 0
    while not stopped.is_set():
        number += 1
        with store.write() as transaction:
            audit.record(transaction, NOW, "test", "written", {"writer": writer, "number": number})
            row = {"who": f"p:{writer}-{number}", "address": "x" * 200}
            transaction.connection.execute(targets.insert().values(**row))
        time.sleep(PAUSE)


def test_backups_under_fifty_writes_a_second_are_each_one_moment_and_verify(store, tmp_path):
    context = multiprocessing.get_context("fork")
    stopped = context.Event()
    store.close()
    writers = [context.Process(target=_write, args=(store.home, number, stopped)) for number in range(WRITERS)]
    for one in writers:
        one.start()
    files = []
    try:
        for number in range(rounds(5, 10, 100)):
            time.sleep(0.2)
            files.append(tmp_path / f"{number}.zip")
            back_up(store, files[-1], NOW)
    finally:
        stopped.set()
        for one in writers:
            one.join()
    counts = [_paired(file, tmp_path / file.stem) for file in files]
    assert counts == sorted(counts) and counts[0] < counts[-1]
    assert [one.exitcode for one in writers] == [0] * WRITERS


def _paired(file, home):
    """How many writes a backup saw whole, once it is restored: as many entries as rows, of each writer without gap."""
    with opened(file) as copy:
        head = copy.manifest.head
    again = put_back(file, home)
    with again.read() as transaction:
        deeds = audit.page(transaction, 0, 100_000, action="written")
        rows = {str(who) for who in transaction.connection.scalars(targets.select().with_only_columns(targets.c.who))}
    again.close()
    assert {f"p:{one.detail['writer']}-{one.detail['number']}" for one in deeds} == rows
    for writer in range(WRITERS):
        numbers = sorted(one.detail["number"] for one in deeds if one.detail["writer"] == writer)
        assert numbers == list(range(1, len(numbers) + 1))
    assert head.count == len(rows) + 2
    return len(rows)


def test_a_restored_store_shows_the_same_papers_and_feeds_byte_by_byte(store, tmp_path):
    back_up(store, tmp_path / "b.zip", NOW)
    again = put_back(tmp_path / "b.zip", tmp_path / "again")
    assert shown(again) == shown(store)
    assert rows_of(again) == rows_of(store)
    with again.read() as transaction:
        last, *_ = audit.page(transaction, 0, 1)
        assert record.broken(transaction) == []
    assert (last.action, last.detail["entries"]) == ("restore", 2)


@pytest.mark.parametrize("kind", ["csv", "json", "txt", "ics"])
def test_files_that_are_exported_from_a_restored_home_are_the_same(store, tmp_path, kind):
    back_up(store, tmp_path / "b.zip", NOW)
    put_back(tmp_path / "b.zip", tmp_path / "again").close()
    files = [tmp_path / f"{name}.{kind}" for name in ("first", "second")]
    for home, file in zip((store.home, tmp_path / "again"), files, strict=True):
        assert run(home, "export", "2026-12", "--to", str(file)).returncode == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_backup_is_for_its_owner_alone_and_never_takes_another_file_s_place(store, tmp_path):
    file = tmp_path / "b.zip"
    os.umask(0o022)
    assert run(store.home, "backup", str(file)).returncode == 0
    before = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    refused = run(store.home, "backup", str(file))
    assert refused.returncode == 1 and "已有文件 b.zip" in refused.stderr and "--yes" in refused.stderr
    assert file.read_bytes() == before
    assert run(store.home, "backup", str(file), "--yes", now="2026-11-25T10:00").returncode == 0
    assert file.read_bytes() != before and is_whole(file)


def test_a_backup_says_when_of_what_and_with_which_settings_it_was_made_and_keeps_no_secret_of_them(store, tmp_path):
    file = tmp_path / "b.zip"
    set_ = {
        "DANGZHI_BASE_URL": "https://duty.example.gov",
        "DANGZHI_OIDC_SECRET": "well-kept",
        "DATABASE_URL": f"sqlite:///{store.home / 'dangzhi.sqlite'}",
    }
    document = json.loads(run(store.home, "backup", str(file), "--json", **set_).stdout)
    with opened(file) as copy:
        manifest = copy.manifest
    said = {one.name: (one.value, one.source) for one in manifest.settings if one.source is Source.ENVIRONMENT}
    assert said["DANGZHI_BASE_URL"] == ("https://duty.example.gov", Source.ENVIRONMENT)
    assert said["DANGZHI_OIDC_SECRET"] == ("", Source.ENVIRONMENT)
    assert (manifest.engine, manifest.made_at) == ("sqlite", "2026-11-25T09:00:00+08:00")
    assert document["head"]["count"] == manifest.head.count == 2
    with zipfile.ZipFile(file) as zipped:
        assert not any(b"well-kept" in zipped.read(name) for name in zipped.namelist())


def test_no_backup_holds_the_key_that_signs_sessions_and_a_restored_site_has_another(store, tmp_path):
    key = create_app(store).secret_key
    back_up(store, tmp_path / "b.zip", NOW)
    with zipfile.ZipFile(tmp_path / "b.zip") as zipped:
        assert not any(key.encode() in zipped.read(name) for name in zipped.namelist())
    again = put_back(tmp_path / "b.zip", tmp_path / "again")
    assert create_app(again).secret_key not in ("", key)


def test_uploads_that_wait_are_in_the_backup(store, tmp_path):
    folder = store.home / "uploads"
    folder.mkdir()
    (folder / f"{'a' * 32}.import").write_bytes(b"\0\1\2")
    (folder / ".half").write_bytes(b"x")
    back_up(store, tmp_path / "b.zip", NOW)
    put_back(tmp_path / "b.zip", tmp_path / "again").close()
    assert {one.name: one.read_bytes() for one in (tmp_path / "again" / "uploads").iterdir()} == {
        f"{'a' * 32}.import": b"\0\1\2"
    }


def _limited(home, file):
    store = Store(home)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    try:
        back_up(store, file, NOW)
    except NotPossible as cause:
        os._exit(3 if "没有写成" in cause.words.zh else 4)
    os._exit(0)


def test_a_backup_that_cannot_be_written_is_said_and_leaves_nothing(store, tmp_path):
    folder = tmp_path / "to"
    folder.mkdir()
    store.close()
    child = multiprocessing.get_context("fork").Process(target=_limited, args=(store.home, folder / "b.zip"))
    child.start()
    child.join()
    assert child.exitcode == 3
    assert list(folder.iterdir()) == []
    done = run(store.home, "backup", str(tmp_path / "nowhere" / "b.zip"))
    assert done.returncode == 2 and "没有文件夹" in done.stderr


def test_a_value_that_its_column_cannot_hold_is_said_not_copied(store, tmp_path):
    with store.write() as transaction:
        transaction.connection.exec_driver_sql("UPDATE versions SET number = 'one' WHERE duty = 'JF'")
    with pytest.raises(NotPossible) as told:
        back_up(store, tmp_path / "b.zip", NOW)
    assert "versions" in told.value.words.zh and not (tmp_path / "b.zip").exists()


def test_equal_stores_give_equal_rows(store, tmp_path):
    with store.write() as transaction:
        switch(transaction, "identity", "é中")
        assert transaction.connection.execute(switches.select()).all()
    files = [tmp_path / "1.zip", tmp_path / "2.zip"]
    for number, file in enumerate(files):
        back_up(store, file, NOW + timedelta(minutes=number))
    members = []
    for file in files:
        with opened(file) as copy:
            members.append(copy.manifest.members)
    assert members[0] == members[1]


def test_the_sealing_key_is_saved_apart_and_put_back(tmp_path):
    home, again = tmp_path / "home", tmp_path / "again"
    home.mkdir()
    again.mkdir()
    with pytest.raises(NotPossible) as told:
        save_sealing_key(home, tmp_path / "key", replace=False)
    assert "没有密封用的密钥" in told.value.words.zh
    sealed = keys.seal(home, "secret")
    save_sealing_key(home, tmp_path / "key", replace=False)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(NotPossible):
        save_sealing_key(home, tmp_path / "key", replace=False)
    key_put_back(again, tmp_path / "key")
    assert keys.unsealed(again, sealed) == "secret"
    (tmp_path / "none").write_bytes(b"k" * 2000)
    with pytest.raises(NotPossible):
        key_put_back(again, tmp_path / "none")


def test_backup_without_a_file_is_bad_usage(tmp_path):
    assert run(tmp_path / "home", "backup").returncode == 2
