"""The doctor finds nothing wrong with a healthy home, and of a planted fault that one alone, with its cure."""

import json
import os
import re
import shutil
import sqlite3
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder

from planner.access import logins
from planner.home import keys
from planner.paper.presses import fonts
from planner.settings import SETTINGS
from planner.store import Store
from planner.store.messages import messages
from planner.store.messages.feeds import switch
from planner.store.roster import offices
from planner.upkeep import nightly
from planner.upkeep.doctor.examine import examine_home
from planner.upkeep.doctor.findings import Check, Soundness
from planner.upkeep.doctor.setting_checks import look_at_settings
from planner.upkeep.worker_beat import SWITCH
from tests.fixtures.office_at_work import NOW, closed, issued_home, run
from tests.fixtures.older_store import older_home
from tests.fixtures.programs import FOLDER
from tests.fixtures.telephone import with_factor

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
USAGE = namedtuple("usage", "total used free")


@pytest.fixture(autouse=True)
def surroundings(tmp_path, monkeypatch):
    """An environment with nothing set but what a healthy home has, and a font."""
    issued_home(tmp_path / "made")  # what makes one stands by from now on, and says so in the environment
    for name in [one for one in os.environ if one.startswith("DANGZHI_") or one == "DATABASE_URL"]:
        monkeypatch.delenv(name)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "backups").mkdir()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "a"])
    font.setupCharacterMap({ord(one): "a" for one in "值班表"})
    font.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    font.save(tmp_path / "fonts" / "simsun.ttf")
    monkeypatch.setattr(fonts, "folders", lambda: [tmp_path / "fonts"])
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    monkeypatch.setenv("DANGZHI_BACKUP", str(tmp_path / "backups"))
    fonts._installed.cache_clear()
    yield
    fonts._installed.cache_clear()


def made_healthy(home):
    """A worker has given a sign, last night's backup is there, and nobody else can read anything."""
    store = Store(home)
    with store.write() as transaction:
        switch(transaction, SWITCH, datetime.now(UTC).isoformat())
    assert nightly.attempt(store, Path(os.environ["DANGZHI_BACKUP"]))
    closed(store)
    for one in [home, *home.rglob("*")]:
        one.chmod(0o700 if one.is_dir() else 0o600)
    return home


@pytest.fixture
def home(tmp_path):
    return made_healthy(issued_home(tmp_path / "home"))


def wrong(home):
    return [one for one in examine_home(home) if one.soundness is Soundness.WRONG]


def sql(home, text):
    connection = sqlite3.connect(home / "dangzhi.sqlite")
    connection.execute(text)
    connection.commit()
    connection.close()


def test_a_healthy_home_has_nothing_wrong_and_every_thing_is_looked_at(home):
    found = examine_home(home)
    assert {one.soundness for one in found} == {Soundness.FINE, Soundness.NOTE}
    assert {one.check for one in found} == set(Check)
    assert [one.check for one in found if one.soundness is Soundness.NOTE] == [Check.SETTINGS]  # the time is set


def test_looking_changes_nothing(home):
    def seen():
        return {
            str(one): (one.stat().st_mode, one.read_bytes() if one.is_file() else b"")
            for one in [home, *home.rglob("*")]
            if not one.name.endswith(("-wal", "-shm"))
        }

    before = seen()
    examine_home(home)
    assert seen() == before
    examine_home(home / "none")
    assert not (home / "none").exists()


def open_file(home, patch):
    (home / "dangzhi.sqlite").chmod(0o644)


def missing_font(home, patch):
    patch.setattr(fonts, "folders", lambda: [home])


def old_backup(home, patch):
    (file,) = nightly.nightly_backups(home.parent / "backups")
    file.rename(file.with_name("dangzhi-2026-11-22.zip"))


def changed_backup(home, patch):
    (file,) = nightly.nightly_backups(home.parent / "backups")
    data = bytearray(file.read_bytes())
    data[1000] ^= 1
    file.write_bytes(data)


def no_backup(home, patch):
    shutil.rmtree(home.parent / "backups")
    (home.parent / "backups").mkdir()


def failing_nights(home, patch):
    no_backup(home, patch)
    shutil.rmtree(home.parent / "backups")
    store = Store(home)
    nightly.attempt(store, home.parent / "backups")
    closed(store)
    (home.parent / "backups").mkdir()


def dead_worker(home, patch):
    store = Store(home)
    with store.write() as transaction:
        switch(transaction, SWITCH, (datetime.now(UTC) - timedelta(minutes=5)).isoformat())
    closed(store)


def clock_behind(home, patch):
    patch.setenv("DANGZHI_NOW", (NOW - timedelta(hours=1)).isoformat())


def full_disk(home, patch):
    patch.setattr(shutil, "disk_usage", lambda path: USAGE(10**12, 10**12 - 10**8, 10**8))


def newer_store(home, patch):
    sql(home, "UPDATE alembic_version SET version_num = '9001'")


def damaged_store(home, patch):
    with (home / "dangzhi.sqlite").open("r+b") as file:
        file.seek(40_960)
        file.write(b"\xff" * 8192)


def no_database(home, patch):
    (home / "dangzhi.sqlite").write_bytes(b"a text that somebody has put here" * 300)


def emptied_store(home, patch):
    (home / "dangzhi.sqlite").write_bytes(b"")


def gone_store(home, patch):
    (home / "dangzhi.sqlite").unlink()


def older_store(home, patch):
    shutil.rmtree(home)
    older_home(home, "0006")
    for one in [home, *home.iterdir()]:
        one.chmod(0o700 if one.is_dir() else 0o600)


def unwritable_portal(home, patch):
    (home.parent / "file").write_text("x")
    patch.setenv("DANGZHI_PORTAL", str(home.parent / "file" / "portal"))


def unknown_setting(home, patch):
    patch.setenv("DANGZHI_PORTALS", "/srv/portal")


def odd_address(home, patch):
    patch.setenv("DANGZHI_BASE_URL", "duty.example.gov")


def odd_profile(home, patch):
    patch.setenv("DANGZHI_PROFILE", "level 2")


def odd_roles(home, patch):
    patch.setenv("DANGZHI_SECOND_FACTOR", "clerk,boss")


def lost_factor(home, patch):
    store = Store(home)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "li", "clerk", "", "correct horse", NOW, "test")
    with_factor(store, "li")
    closed(store)
    (home / "sealing.key").unlink()


def odd_networks(home, patch):
    patch.setenv("DANGZHI_INTRANET", "10.0.0.0/8，192.168.0.0/16")


def odd_first_sight(home, patch):
    patch.setenv("DANGZHI_OIDC_FIRST_SIGHT", "names")


def lost_key(home, patch):
    store = Store(home)
    with store.write() as transaction:
        messages.target(transaction, "p:L01", "jsons://duty.example.gov/told?key=abc")
    closed(store)
    (home / keys.SEALING).unlink()


def another_key(home, patch):
    lost_key(home, patch)
    keys.seal(home, "anything")


def broken_chain(home, patch):
    sql(home, "UPDATE audit SET actor = 'somebody else'")


PLANTED = {
    open_file: (Check.PERMISSIONS, "dangzhi.sqlite", "chmod -R go="),
    missing_font: (Check.FONTS, "没有中文字体", "fonts-noto-cjk"),
    old_backup: (Check.BACKUP, "dangzhi-2026-11-22.zip", "backup 文件名"),
    changed_backup: (Check.BACKUP, "不完整", "backup 文件名"),
    no_backup: (Check.BACKUP, "还没有做过", "backup 文件名"),
    failing_nights: (Check.BACKUP, "没有挂载", "backup 文件名"),
    dead_worker: (Check.WORKER, "没有在运行", "启动 serve"),
    clock_behind: (Check.CLOCK, "60 分钟", "校准"),
    full_disk: (Check.DISK, "只剩 95 MB", "清理磁盘"),
    newer_store: (Check.SCHEMA, "9001", "换回新版本"),
    older_store: (Check.SCHEMA, "0006", "启动 serve"),
    damaged_store: (Check.STORE, "已损坏", "restore"),
    no_database: (Check.STORE, "已损坏", "restore"),
    emptied_store: (Check.STORE, "空的", "restore"),
    gone_store: (Check.STORE, "没有数据库", "DANGZHI_HOME"),
    unwritable_portal: (Check.FOLDERS, "DANGZHI_PORTAL", "挂载"),
    unknown_setting: (Check.SETTINGS, "DANGZHI_PORTALS", "是不是要写 DANGZHI_PORTAL？"),
    odd_address: (Check.SETTINGS, "DANGZHI_BASE_URL", "https://"),
    odd_profile: (Check.SETTINGS, "DANGZHI_PROFILE", "mlps"),
    odd_roles: (Check.SETTINGS, "clerk,boss", "clerk,approver"),
    lost_factor: (Check.SEALED, "两步验证核对不了：li", "user reset-factor"),
    odd_networks: (Check.SETTINGS, "DANGZHI_INTRANET", "10.0.0.0/8,192"),
    odd_first_sight: (Check.SETTINGS, "DANGZHI_OIDC_FIRST_SIGHT", "refuse"),
    lost_key: (Check.SEALED, "密封密钥（sealing.key）不在", "重新登记"),
    another_key: (Check.SEALED, "密封密钥不是原来的", "sealing.key"),
    broken_chain: (Check.CHAIN, "第1条被改动", "verify"),
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_named_with_its_cure_and_no_other(home, monkeypatch, plant):
    plant(home, monkeypatch)
    check, said, cure = PLANTED[plant]
    (found,) = wrong(home)
    assert found.check is check
    assert said in found.said.zh and cure in found.cure.zh
    said = found.said.en.partition(": ")[0] if check is Check.SEALED else found.said.en  # then come names
    assert said and found.cure.en and not re.search(r"[一-鿿]", said + found.cure.en)


def test_a_clock_that_was_put_back_after_the_worker_s_last_sign_is_found_by_that(home):
    store = Store(home)
    with store.write() as transaction:
        switch(transaction, SWITCH, (datetime.now(UTC) + timedelta(hours=1)).isoformat())
    closed(store)
    assert [one.check for one in wrong(home)] == [Check.CLOCK, Check.WORKER]


def test_a_database_server_that_does_not_answer_is_named_without_its_password(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://office:secret@127.0.0.1:9/office")
    (found,) = wrong(home)
    assert found.check is Check.STORE and "连不上" in found.said.zh
    assert "secret" not in found.said.zh + found.said.en


@pytest.mark.parametrize(
    ("name", "value", "noted"),
    [
        ("DATABASE_URL", "postgresql://o:secret@db.example.gov/o", True),
        ("DATABASE_URL", "postgresql://o:secret@db.example.gov/o?sslmode=require", True),
        ("DATABASE_URL", "postgresql://o:secret@db.example.gov/o?sslmode=verify-full", False),
        ("DATABASE_URL", "postgresql://o:secret@127.0.0.1/o", False),
        ("DATABASE_URL", "postgresql:///o?host=/run/postgresql", False),
        ("DATABASE_URL", "no address", False),
        ("DANGZHI_BASE_URL", "http://10.0.0.5:8000", True),
        ("DANGZHI_BASE_URL", "http://localhost:8000", False),
        ("DANGZHI_BASE_URL", "https://duty.example.gov", False),
        ("DANGZHI_OIDC", "http://id.example.gov", True),
        ("DANGZHI_OIDC", "https://id.example.gov", False),
    ],
)
def test_what_leaves_the_machine_unencrypted_is_noted(monkeypatch, name, value, noted):
    monkeypatch.setenv(name, value)
    found = [one for one in look_at_settings() if one.soundness is Soundness.NOTE and name in one.said.zh]
    assert bool(found) == noted and "secret" not in str(found)


def test_without_nightly_backups_nothing_is_wrong_but_it_is_noted(home, monkeypatch):
    monkeypatch.delenv("DANGZHI_BACKUP")
    assert wrong(home) == []
    (found,) = [one for one in examine_home(home) if one.check is Check.BACKUP]
    assert found.soundness is Soundness.NOTE and "DANGZHI_BACKUP" in found.cure.zh


def test_the_command_ends_with_1_where_anything_is_wrong_and_says_it_in_both_languages(tmp_path, home):
    set_ = {"DANGZHI_FONTS": str(tmp_path / "fonts"), "DANGZHI_BACKUP": str(tmp_path / "backups"), FOLDER: ""}
    done = run(home, "doctor", "--json", **set_)
    document = json.loads(done.stdout)
    assert (done.returncode, document["wrong"]) == (0, 0)
    named = {one["name"]: (one["value"], one["source"]) for one in document["settings"]}
    assert list(named) == [one.name for one in SETTINGS]
    assert named["DANGZHI_HOME"] == (str(home), "option")
    assert named["DANGZHI_FONTS"] == (str(tmp_path / "fonts"), "environment")
    assert named["DANGZHI_PORTAL"] == ("", "usual")
    (home / "dangzhi.sqlite").chmod(0o644)
    for lang, words in (
        ("zh", ("✗ 权限：", "处理：请执行 chmod", "有 1 处要处理")),
        ("en", ("✗ permissions: ", "1 to mend")),
    ):
        done = run(home, "doctor", "--lang", lang, **set_)
        assert done.returncode == 1
        assert [one for one in words if one not in done.stdout] == []


def test_every_setting_that_the_program_reads_is_on_the_list():
    sources = [path for name in ("constraints", "planner", "web") for path in (ROOT / name).rglob("*.py")]
    read = {name for path in sources for name in re.findall(r"\bDANGZHI_[A-Z_]+\b", path.read_text("utf-8"))}
    assert {one for one in read if not one.endswith("_")} | {"DATABASE_URL"} == {one.name for one in SETTINGS}
