"""A backup goes into an empty home whole and verified, or not at all, whatever is wrong and whenever it is killed."""

import multiprocessing
import os
import random
import shutil
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from planner.errors import NotPossible
from planner.home import half_restored
from planner.home.trouble import Trouble
from planner.store import Store, Unreadable, audit
from planner.store.copies.archive import is_whole
from planner.store.copies.head import has_entry
from planner.store.engines.choice import connected
from planner.store.schema.migrating import newest, revision_of
from planner.upkeep.backup import back_up
from planner.upkeep.doctor.examine import examine_home
from planner.upkeep.restore import restore_backup
from tests.fixtures import engines
from tests.fixtures.copied import rows_of, shown
from tests.fixtures.office_at_work import NOW, issued_home, run
from tests.fixtures.older_store import older_home
from tests.fixtures.resealed import resealed, sealed
from tests.profile import rounds

pytestmark = pytest.mark.slow


@cache
def backup():
    """A backup of an office whose December is issued."""
    folder = Path(mkdtemp(prefix="dangzhi-backup-"))
    store = Store(issued_home(folder / "home"))
    back_up(store, folder / "b.zip", NOW)
    store.close()
    return folder / "b.zip"


def put_back(file, home):
    return restore_backup(file, home, f"sqlite:///{home / 'dangzhi.sqlite'}", "test")


def refused(file, folder):
    """The words with which a backup is refused; nothing of it may be left."""
    home = folder / "home"
    with pytest.raises(NotPossible) as told:
        put_back(file, home)
    assert not home.exists() and list(folder.glob(".restoring-*")) == []
    return told.value.words.zh


def test_a_backup_that_is_cut_anywhere_is_refused(tmp_path):
    data, rng = backup().read_bytes(), random.Random(1)
    ends = {0, 1, 63, 64, 65, len(data) - 1, len(data) - 64, *rng.sample(range(len(data)), rounds(60, 300, 5000))}
    for end in ends:
        (tmp_path / "cut.zip").write_bytes(data[:end])
        assert not is_whole(tmp_path / "cut.zip"), end
    assert "不是完整的备份" in refused(tmp_path / "cut.zip", tmp_path)


def test_a_backup_in_which_a_single_byte_is_changed_is_refused(tmp_path):
    data, rng = bytearray(backup().read_bytes()), random.Random(2)
    near = [*range(100), *range(len(data) - 200, len(data))]
    for place in [*near, *rng.sample(range(len(data)), rounds(200, 1000, 20_000))]:
        was = data[place]
        data[place] = was ^ rng.randint(1, 255)
        (tmp_path / "changed.zip").write_bytes(data)
        assert not is_whole(tmp_path / "changed.zip"), place
        data[place] = was
    (tmp_path / "longer.zip").write_bytes(bytes(data) + b"\n")
    assert "不是完整的备份" in refused(tmp_path / "longer.zip", tmp_path)
    (tmp_path / "same.zip").write_bytes(data)
    assert is_whole(tmp_path / "same.zip")


def changed(old, new):
    return lambda data: data.replace(old, new, 1)


FORGED = {
    "a row that its digest does not fit": (
        {"members": {"rows/users.jsonl": lambda data: data + b"[]\n"}, "listed": False},
        "不是完整的备份",
    ),
    "an entry of the log": ({"members": {"rows/audit.jsonl": changed(b'"test"', b'"nobody"')}}, "核对不过"),
    "an assignment": ({"members": {"rows/assignments.jsonl": lambda data: data.rsplit(b"[", 1)[0]}}, "核对不过"),
    "the log's end": ({"manifest": lambda said: said["head"].update(count=7)}, "不是完整的备份"),
    "a column less": ({"members": {"rows/targets.jsonl": changed(b'"who",', b"")}}, "表 targets"),
    "a column that SQL would read": (
        {"members": {"rows/targets.jsonl": changed(b'"who"', b'"who; DROP TABLE users"')}},
        "表 targets",
    ),
    "no rows at all": ({"members": {"rows/targets.jsonl": lambda data: b""}}, "表 targets"),
    "a row of another shape": ({"members": {"rows/targets.jsonl": lambda data: data + b'["a"]\n'}}, "表 targets"),
    "a number for a text": ({"members": {"rows/targets.jsonl": lambda data: data + b'["a",1]\n'}}, "表 targets"),
    "what is no JSON": ({"members": {"rows/targets.jsonl": lambda data: data + b"x\n"}}, "表 targets"),
    "what is no base 64": ({"members": {"rows/blobs.jsonl": changed(b'["', b'["*",["')}}, "表 blobs"),
    "a row twice": (
        {"members": {"rows/office_rows.jsonl": lambda data: data + data.splitlines(keepends=True)[-1]}},
        "数据库不接受",
    ),
    "a file out of its folder": (
        {"manifest": lambda said: said["members"][0].update(name="uploads/../../x")},
        "不是完整的备份",
    ),
    "a file that is not there": (
        {"manifest": lambda said: said["members"].append({"name": "uploads/x", "digest": "", "size": 1})},
        "不是完整的备份",
    ),
    "a table that no schema has": (
        {"manifest": lambda said: said["members"][0].update(name="rows/attic.jsonl")},
        "不是完整的备份",
    ),
    "a newer format": ({"manifest": lambda said: said.update(format=2, members="otherwise")}, "更新版本的程序"),
    "a newer schema": ({"manifest": lambda said: said.update(schema="9001")}, "更新版本的程序"),
}


@pytest.mark.parametrize("fault", FORGED)
def test_a_backup_that_was_changed_and_sealed_anew_is_refused(tmp_path, fault):
    change, words = FORGED[fault]
    assert words in refused(resealed(backup(), tmp_path / "forged.zip", **change), tmp_path)


def test_a_backup_that_was_only_sealed_anew_is_taken(tmp_path):
    put_back(resealed(backup(), tmp_path / "same.zip"), tmp_path / "home")
    Store(tmp_path / "home").close()


def test_a_file_that_is_no_zip_is_refused_whatever_its_seal(tmp_path):
    assert "不是完整的备份" in refused(sealed(b"not a zip", tmp_path / "text.zip"), tmp_path)


def test_a_home_or_a_database_that_holds_anything_is_left_alone(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("x")
    with pytest.raises(NotPossible) as told:
        put_back(backup(), home)
    assert "已有内容" in told.value.words.zh and [one.name for one in home.iterdir()] == ["letter.txt"]
    other = Store(issued_home(tmp_path / "other"))
    before = rows_of(other)
    with pytest.raises(NotPossible) as told:
        restore_backup(backup(), tmp_path / "new", other.url, "test")
    assert "已有内容" in told.value.words.zh and rows_of(other) == before and not (tmp_path / "new").exists()


def test_a_place_where_a_disk_is_mounted_is_refused_before_anything_is_built(tmp_path, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    assert "挂载点" in refused(backup(), tmp_path)


@pytest.mark.parametrize("there", [False, True], ids=["no folder yet", "an empty folder"])
def test_a_restored_home_is_for_its_owner_alone_and_nothing_is_left_beside(tmp_path, there):
    home = tmp_path / "home"
    if there:
        home.mkdir(mode=0o755)
    done = run(home, "restore", str(backup()))
    assert done.returncode == 0 and "已全部核对无误" in done.stdout and "重新登录" in done.stdout
    assert {oct(one.stat().st_mode & 0o777) for one in [home, *home.iterdir()]} == {"0o700", "0o600"}
    assert [one.name for one in tmp_path.iterdir()] == ["home"]
    told, right = run(home, "verify").stdout.splitlines()
    assert "数据库由备份恢复，接在存证第2条之后" in told and right == "全部无误"


def more_than_in_the_backup(tmp_path, monkeypatch, anchor):
    """A home to restore into, and a backup after which more was done, whose head the anchor has."""
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    first = Store(issued_home(tmp_path / "first"))
    back_up(first, tmp_path / "b.zip", NOW)
    with first.write() as transaction:
        audit.record(transaction, NOW, "clerk", "sign", {})
    assert run(first.home, "verify", DANGZHI_ANCHOR=anchor).returncode == 0
    first.close()
    return tmp_path / "home", tmp_path / "b.zip"


def test_a_restore_is_proved_by_the_anchor_that_it_wrote_into(tmp_path, monkeypatch):
    anchor = str(tmp_path / "anchor")
    home, file = more_than_in_the_backup(tmp_path, monkeypatch, anchor)
    done = run(home, "restore", str(file), DANGZHI_ANCHOR=anchor, now="2026-11-25T10:00")
    assert done.returncode == 0 and "这次恢复的存证码" in done.stdout
    again = run(home, "verify", DANGZHI_ANCHOR=anchor, now="2026-11-25T11:00")
    assert again.returncode == 0 and "数据库由备份恢复" in again.stdout


def test_a_restore_that_no_anchor_knows_is_an_alarm_until_somebody_confirms_it_once(tmp_path, monkeypatch):
    anchor = str(tmp_path / "anchor")
    home, file = more_than_in_the_backup(tmp_path, monkeypatch, anchor)
    lines = run(home, "restore", str(file), now="2026-11-25T10:00").stdout.splitlines()
    (code,) = (one.partition("：")[2] for one in lines if "存证码" in one)
    alarm = run(home, "verify", DANGZHI_ANCHOR=anchor, now="2026-11-25T11:00")
    assert alarm.returncode == 1 and f"verify --restored '{code}'" in alarm.stdout
    wrong = run(home, "verify", "--restored", f"3 {'0' * 24} 2026-11-25T10:00+0800", DANGZHI_ANCHOR=anchor)
    assert wrong.returncode == 1
    for words in (["--restored", code], []):
        well = run(home, "verify", *words, DANGZHI_ANCHOR=anchor, now="2026-11-25T11:00")
        assert well.returncode == 0 and well.stdout.endswith("全部无误\n")


def test_a_copy_from_before_an_upgrade_is_restored_and_upgraded(tmp_path):
    old = older_home(tmp_path / "old", "0006")
    Store(old).close()
    (copy,) = old.glob("before-upgrade-*.zip")
    put_back(copy, tmp_path / "home")
    store, first = Store(tmp_path / "home"), Store(old)
    with store.read() as transaction:
        assert revision_of(transaction.connection) == newest()
    assert shown(store) == shown(first)


def _restored(file, home, address, fatal, how):
    """Restore in a process that dies at its statement, or its step on files, of that number; 0 where there are fewer.

    `how` is which of both is counted; "end" counts both, modes apart, from the first time that a file takes its name.
    """
    seen, counting, ending = 0, False, how != "end"

    def count(name=""):
        nonlocal seen, ending
        ending = ending or name == "os.rename"
        seen += counting and ending
        if seen == fatal:
            os._exit(9)

    if how != "file":
        event.listen(Engine, "before_cursor_execute", lambda *_: count())
        event.listen(Engine, "commit", lambda *_: count())
    if how != "statement":
        steps = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "os.chown", "shutil.rmtree"}
        if how == "end":
            steps -= {"os.chmod", "os.chown"}
        sys.addaudithook(lambda name, _: count(name) if name in steps else None)
    counting = True
    restore_backup(file, home, address, "test")
    os._exit(0)


def killed(file, home, address, fatal, how):
    """How a process that restores ends, killed at a step of it."""
    child = multiprocessing.get_context("fork").Process(target=_restored, args=(file, home, address, fatal, how))
    child.start()
    child.join()
    return child.exitcode


KILLS = [("statement", rounds(67, 9, 1)), ("file", rounds(3, 1, 1))]


@pytest.mark.parametrize(("how", "step"), KILLS)
def test_a_restore_that_is_killed_leaves_no_home_or_a_whole_one_and_can_be_done_again(tmp_path, how, step):
    whole = issued_home(tmp_path / "first")
    wanted = rows_of(Store(whole))
    home, ended = tmp_path / "home", []
    for fatal in range(1, 5000, step):
        code = killed(backup(), home, f"sqlite:///{home / 'dangzhi.sqlite'}", fatal, how)
        if not home.exists():
            ended.append("nothing")
            put_back(backup(), home)
        else:
            ended.append("whole")
        store = Store(home)
        assert rows_of(store) == wanted
        store.close()
        shutil.rmtree(home)
        assert list(tmp_path.glob(".restoring-*")) == []
        if code == 0:
            break
    assert code == 0 and len(ended) > 7
    assert ended == sorted(ended), "once it is there it is there"


def what_is_left(file, home, address):
    """What a killed restore left; whatever it was, it is whole at the end of this."""
    half = (home / half_restored.MARK).exists() and is_half(home, address)
    if half:
        with pytest.raises(Unreadable) as caught:
            Store(home, address)
        assert caught.value.trouble is Trouble.HALF_RESTORED
        shown = make_url(address).render_as_string(hide_password=True)
        assert examine_home(home)[0].said == Trouble.HALF_RESTORED.cause_and_cure(shown, home)[0]
    if half or not home.exists():
        restore_backup(file, home, address, "test")
        return "half, and told" if half else "nothing"
    return "whole"


@pytest.mark.engines
def test_where_the_rows_lie_elsewhere_a_kill_at_each_step_of_the_end_leaves_nothing_or_all(
    tmp_path, monkeypatch, engine
):
    """Rows and uploads; on SQLite in a file that is not in the home."""
    first = Store(issued_home(tmp_path / "first"))
    (first.home / "uploads").mkdir()
    (first.home / "uploads" / "a1.xlsx").write_bytes(b"waits")
    back_up(first, tmp_path / "b.zip", NOW)
    wanted, seen = rows_of(first), []
    first.close()
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere.sqlite"
    address = engines.another() or f"sqlite:///{elsewhere}"
    monkeypatch.setenv(engines.ADDRESS, address)
    for fatal in range(1, 5000):
        code = killed(tmp_path / "b.zip", home, address, fatal, "end")
        seen.append(what_is_left(tmp_path / "b.zip", home, address))
        store = Store(home, address)
        assert rows_of(store) == wanted
        assert (home / "uploads" / "a1.xlsx").read_bytes() == b"waits" and not (home / half_restored.MARK).exists()
        store.close()
        assert list(tmp_path.glob(".restoring-*")) == []
        shutil.rmtree(home)
        if engine == engines.SQLITE:
            for rest in ("", "-wal", "-shm"):
                elsewhere.with_name(elsewhere.name + rest).unlink(missing_ok=True)
        else:
            engines.empty(address)
        if code == 0:
            break
    assert code == 0
    three = ["nothing", "half, and told", "whole"]
    assert set(seen) == set(three) and seen == sorted(seen, key=three.index)


def test_a_restore_that_was_done_to_its_end_says_so_when_it_is_asked_for_again(tmp_path):
    home, address = tmp_path / "home", f"sqlite:///{tmp_path}/elsewhere.sqlite"
    for fatal in range(1, 100):
        assert killed(backup(), home, address, fatal, "end") == 9
        if (home / half_restored.MARK).exists() and not is_half(home, address):
            break
        shutil.rmtree(home, ignore_errors=True)
        (tmp_path / "elsewhere.sqlite").unlink(missing_ok=True)
    with pytest.raises(NotPossible, match="done to its end"):
        restore_backup(backup(), home, address, "test")
    Store(home, address).close()


def is_half(home, address):
    mark = half_restored.restore_under_way(home)
    kind, engine = connected(address)
    with kind.transaction(engine, writes=False) as connection:
        found = has_entry(connection, *mark)
    engine.dispose()
    return not found
