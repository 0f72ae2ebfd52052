"""A home is its own account's alone, from its first byte and whichever program makes it; its keys are beside the store.

Where the tests run as root, another account of the machine tries to read it; elsewhere the modes are looked at.
"""

import io
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from planner.commands.__main__ import run_command
from planner.home import keys, private
from planner.home.trouble import Trouble, Unreadable
from planner.store import Store
from planner.store.messages import messages
from tests.fixtures.broken_stores import FILE, READING, WRITING, typed
from tests.fixtures.office_at_work import closed, issued_home
from tests.fixtures.older_stores import before_the_record

NOBODY = 65534
"""An account that owns nothing."""
MAKERS = {
    name: (READING | WRITING)[name] for name in ("history", "user add", "feed list", "calendar", "swap list", "now")
}
"""Commands that make the home which they do not find."""


def modes(home):
    """Path from the home → its mode, of everything in it that is not a file 600 or a folder 700."""
    every = [home, *home.rglob("*")]
    right = {True: 0o700, False: 0o600}
    return {
        str(one.relative_to(home)): oct(stat.S_IMODE(one.lstat().st_mode))
        for one in every
        if stat.S_IMODE(one.lstat().st_mode) != right[one.is_dir()]
    }


def read_by_another(home):
    """The names of all that another account can list or read in a home, as it tries by every path it could know."""
    paths = [home, *home.rglob("*")]
    if os.geteuid():
        return [str(one) for one in paths if one.lstat().st_mode & 0o077]
    for folder in home.parents:
        with suppress(PermissionError):
            folder.chmod(folder.stat().st_mode | 0o055)  # so that only the home itself keeps anybody out
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        _try_all(paths, tell)
    os.close(tell)
    with os.fdopen(told) as stream:
        found = stream.read().splitlines()
    os.waitpid(child, 0)
    return [one for one in found if one != "the folder around"]


def _try_all(paths, tell):
    """In a child: become another account, read what can be read, name it and end."""
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.scandir(paths[0].parent).close()
        os.write(tell, b"the folder around\n")
        for path in paths:
            with suppress(PermissionError):
                if path.is_dir():
                    os.scandir(path).close()
                else:
                    path.open("rb").close()
                os.write(tell, f"{path}\n".encode())
    finally:
        os._exit(0)


@pytest.fixture
def usual_mask():
    """Whatever runs here begins with the mask that accounts usually have."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def in_process(words, home, out, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("a long password of mine\n"))
    return run_command(typed(words, home, out))


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_another_account_reads_nothing_of_a_home_whichever_command_made_it(tmp_path, monkeypatch, usual_mask, name):
    home = tmp_path / "home"
    in_process(MAKERS[name], home, tmp_path, monkeypatch)
    assert modes(home) == {} and read_by_another(home) == [] and (home / FILE).exists()


@pytest.mark.slow
@pytest.mark.parametrize("words", [["worker"], ["serve", "--port", "0"]], ids=["worker", "serve"])
def test_nor_of_one_that_a_site_or_a_worker_made(tmp_path, words):
    home = tmp_path / "home"
    command = [sys.executable, "-c", "import os, sys; os.umask(0o022); os.execv(sys.executable, sys.argv[1:])"]
    child = subprocess.Popen([*command, sys.executable, "-m", "planner.commands", *words, "--home", str(home)])
    seen, until = {}, time.monotonic() + 120
    wanted = {FILE, f"{FILE}-wal", "stores-made.json"} | ({keys.SIGNING} if words[0] == "serve" else set())
    try:
        while child.poll() is None and time.monotonic() < until:
            if home.exists():
                with suppress(FileNotFoundError):
                    seen |= modes(home)
                if wanted <= {one.name for one in home.iterdir()}:
                    break
            time.sleep(0.005)
        assert wanted <= {one.name for one in home.iterdir()}
        assert seen == {} and read_by_another(home) == []
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


@pytest.mark.slow
def test_nor_of_what_work_leaves_in_it(tmp_path, monkeypatch, usual_mask):
    from planner.data_entry import waiting
    from planner.feeds import standby
    from planner.store.roster.office_clock import office_now
    from planner.worker import snapshot
    from web import create_app

    monkeypatch.setenv("DANGZHI_NOW", "2026-12-08T10:00")
    home = issued_home(tmp_path / "home")
    store = Store(home)
    create_app(store)
    snapshot.write_snapshot(store, office_now(store))
    standby.write_standby(store, office_now(store))
    waiting.keep(store, waiting.Purpose.IMPORT, waiting.WaitingFile("a.xlsx", b"x"))
    with store.write() as transaction:
        messages.target(transaction, "p:L01", "mailto://a:secret@example.invalid")
    in_process(["export", "2026-12", "--to", str(home / "month.csv")], home, tmp_path, monkeypatch)
    made = {keys.SIGNING, keys.SEALING, "uploads", "public-feeds", "on-duty.json", "month.csv"}
    assert made <= {one.name for one in home.iterdir()}
    assert modes(home) == {} and read_by_another(home) == []
    store.close()


def test_a_file_or_folder_that_was_opened_to_others_is_closed_and_told(tmp_path, monkeypatch, capsys, usual_mask):
    home = tmp_path / "home"
    assert in_process(MAKERS["history"], home, tmp_path, monkeypatch) == 0
    assert capsys.readouterr().err == ""
    (home / "notes.txt").write_text("x")
    (home / "uploads").mkdir()
    for name, mode in (("notes.txt", 0o640), ("uploads", 0o755), (FILE, 0o644), (".", 0o755)):
        (home / name).chmod(mode)
    assert set(modes(home)) == {".", "notes.txt", "uploads", FILE}
    assert in_process(MAKERS["history"], home, tmp_path, monkeypatch) == 0
    said = capsys.readouterr().err
    assert re.fullmatch(r"数据文件夹里有 4 处本机其他帐号也能看到，已改为仅限本帐号：.*等\n", said)
    assert modes(home) == {}
    with Store(home).read() as transaction:
        rows = transaction.connection.exec_driver_sql("SELECT detail FROM audit WHERE action = 'home mended'")
        assert ["4 处已改为仅限本帐号" in one for (one,) in rows] == [True]
    assert in_process(MAKERS["history"], home, tmp_path, monkeypatch) == 0
    assert capsys.readouterr().err == ""


def test_what_is_written_elsewhere_is_of_the_usual_mode(tmp_path, monkeypatch, usual_mask):
    monkeypatch.setattr(private, "_usual", [0o022])
    assert in_process(["template", "{out}/template.xlsx"], tmp_path / "home", tmp_path, monkeypatch) == 0
    assert stat.S_IMODE((tmp_path / "template.xlsx").stat().st_mode) == 0o644


@pytest.mark.parametrize("made", ["sticky", "around the program", "no folder"])
def test_a_folder_that_cannot_be_closed_is_no_home(tmp_path, made):
    home = tmp_path / "home"
    if made == "sticky":
        home.mkdir()
        home.chmod(0o1777)
    elif made == "no folder":
        home.write_text("x")
    else:
        home = private.ROOT
    before = stat.S_IMODE(home.stat().st_mode)
    with pytest.raises(Unreadable) as caught:
        Store(home)
    assert caught.value.trouble is (Trouble.NO_FOLDER if made == "no folder" else Trouble.SHARED)
    assert stat.S_IMODE(home.stat().st_mode) == before and not (private.ROOT / FILE).exists()


def test_the_signing_key_is_a_file_of_the_home_and_not_in_the_store(tmp_path):
    from web import create_app

    store = Store(tmp_path / "home")
    first = create_app(store).secret_key
    assert first == keys.signing_key(store.home) == create_app(store).secret_key and len(first) >= 48
    closed(store)
    assert first.encode() not in (store.home / FILE).read_bytes()
    (store.home / keys.SIGNING).unlink()
    assert keys.signing_key(store.home) not in ("", first)
    (store.home / keys.SIGNING).write_bytes(b"")  # broken off
    assert len(keys.signing_key(store.home)) >= 48


def test_two_processes_agree_on_a_key(tmp_path):
    tmp_path.chmod(0o700)
    around = {**os.environ, "PYTHONPATH": str(private.ROOT)}
    code = "from pathlib import Path; from planner.home import keys; print(keys.signing_key(Path('.')))"
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=around)
        for _ in range(4)
    ]
    assert len({one.communicate()[0] for one in running}) == 1 and {one.name for one in tmp_path.iterdir()} == {
        keys.SIGNING
    }


def test_an_address_is_sealed_in_the_store_and_opens_with_the_home_s_key_alone(tmp_path):
    address = "wecombot://very-secret-word"
    store = Store(tmp_path / "home")
    with store.write() as transaction:
        messages.target(transaction, "p:L01", address)
        messages.target(transaction, "p:L02", address)
    closed(store)
    assert b"very-secret-word" not in (store.home / FILE).read_bytes()
    with store.read() as transaction:
        assert messages.reached(transaction) == {"p:L01": address, "p:L02": address}
    saved = keys.sealing_key(store.home)
    (store.home / keys.SEALING).unlink()
    with store.write() as transaction:
        assert (messages.reached(transaction), messages.shut(transaction)) == ({}, ["p:L01", "p:L02"])
        messages.target(transaction, "p:L03", address)
        assert messages.reached(transaction) == {"p:L03": address}
    keys.put_sealing_key(store.home, saved)
    with store.read() as transaction:
        assert (sorted(messages.reached(transaction)), messages.shut(transaction)) == (["p:L01", "p:L02"], ["p:L03"])
    with pytest.raises(ValueError, match="Fernet key"):
        keys.put_sealing_key(store.home, b"none")
    store.close()


def test_a_sealed_text_that_was_changed_opens_no_more(tmp_path):
    sealed = keys.seal(tmp_path, "jsons://secret")
    assert keys.unsealed(tmp_path, sealed) == "jsons://secret"
    for at in range(len(keys.SEALED), len(sealed.rstrip("=")) - 1, 7):
        changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        assert keys.unsealed(tmp_path, changed) is None, at


def test_a_store_of_before_is_sealed_and_loses_its_key(tmp_path):
    store = Store(tmp_path / "home")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO targets VALUES ('p:L01', 'jsons://secret')")
        connection.exec_driver_sql("INSERT INTO switches VALUES ('secret-key', 'known')")
        before_the_record(connection)
    store.close()
    again = Store(tmp_path / "home")
    with again.read() as transaction:
        rows = transaction.connection.exec_driver_sql("SELECT address FROM targets").scalars().all()
        assert all(keys.is_sealed(one) for one in rows) and messages.reached(transaction) == {"p:L01": "jsons://secret"}
        kept = transaction.connection.exec_driver_sql("SELECT count(*) FROM switches WHERE name = 'secret-key'")
        assert kept.scalar() == 0
    again.close()
    shutil.rmtree(tmp_path / "home")
