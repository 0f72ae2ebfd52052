"""A full disk and a read-only home: whatever writes says so and leaves nothing half; what only reads still answers."""

import io
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime

import pytest

from planner.commands.__main__ import run_command
from planner.home.trouble import Trouble
from planner.issuing.withdrawal import withdraw
from planner.store import Store
from planner.store.roster import versions
from planner.worker import snapshot
from tests.fixtures.broken_stores import FILE, READING, WRITING, typed, untouched
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, closed, issued_home, planned
from tests.fixtures.small_disk import can_mount, disk, files_up_to, filled

pytestmark = pytest.mark.slow
ANSWERING = ("now", "verify", "export", "export workbook", "check", "history", "swap list", "feed list", "user list")
"""What must be answered whatever may be written."""
WRITERS = {
    "withdraw": WRITING["withdraw"],
    "draw": WRITING["draw"],
    "feed create": WRITING["feed create"],
    "user add": WRITING["user add"],
    "notify target": ["notify", "target", "--person", "L01", "--address", "dingtalk://abcdefgh@1234/"],
    "import": ["import", "{out}/other.xlsx"],
    "plan": ["plan", "2027-01", "--seconds", "1"],
    "publish": ["publish", MONTH, "--duties", "ZX", "--signed-by", "主任", "--number", "2", "--reason", "x"],
    "swap offer": ["swap", "call", "--slot", "{slot}", "--from", "{who}"],
}
"""Commands that write on the home below, each of another kind."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A home whose December is issued, one duty withdrawn and planned again, with its snapshot, closed."""
    home = issued_home(tmp_path_factory.mktemp("whole") / "home")
    store = Store(home)
    withdraw(store, MONTH, "ZX", "重排", NOW, "test")
    planned(store)
    snapshot.write_snapshot(store, datetime(2026, 12, 8, 10, tzinfo=ZONE))
    closed(store)
    return home


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """Runs a command on a home: (exit code, stdout, stderr)."""
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-08T10:00")

    def ran(words, home):
        monkeypatch.setattr("sys.stdin", io.StringIO("a long password of mine\n"))
        code = run_command(typed(words, home, tmp_path))
        return (code, *capsys.readouterr())

    return ran


@pytest.fixture(scope="module")
def mounting():
    """Whether this account may make a disk; where it may not, a limit on the size of files stands for a full one."""
    return can_mount()


def in_force(home):
    store = Store(home)
    with store.read() as transaction:
        found = versions.in_force(transaction).pairs, [one.code for one in versions.every(transaction)]
    store.close()
    return found


@contextmanager
def a_full_home(whole, tmp_path, mounting):
    """A copy of the home on a disk with no byte left, or among files that cannot grow."""
    if mounting:
        with disk(tmp_path / "disk", "24m") as place:
            home = shutil.copytree(whole, place / "home")
            filled(place)
            yield home
        return
    home = shutil.copytree(whole, tmp_path / "home")
    with files_up_to(4096):
        yield home


@contextmanager
def no_room(folder, mounting):
    """A folder in which no file can be written."""
    if mounting:
        with disk(folder, "64k") as place:
            filled(place)
            yield place
    else:
        folder.mkdir()
        with files_up_to(64):
            yield folder


@pytest.mark.parametrize("name", WRITERS)
def test_on_a_full_disk_a_writer_says_so_and_what_is_issued_stays(whole, tmp_path, said, mounting, name):
    assert said(["export", "--workbook", "{out}/other.xlsx"], whole)[0] == 0
    subprocess.run([sys.executable, "-c", OTHER, str(tmp_path / "other.xlsx")], check=True)
    before = in_force(whole)
    slot, who = next(
        pair for pair in sorted(before[0]) if pair[0].startswith("RX|RX-1") and pair[0] > "RX|RX-1|20261220"
    )
    words = [one.replace("{slot}", slot).replace("{who}", who.removeprefix("p:")) for one in WRITERS[name]]
    with a_full_home(whole, tmp_path, mounting) as home:
        said(["now"], home)
        kept, there = untouched(home), {one.name for one in home.iterdir()}
        code, out, err = said(words, home)
        places = (home / FILE, home)
        full = [one.words(str(at), home).zh + "\n" for one in (Trouble.FULL, Trouble.DISK) for at in places]
        assert (code, out) == (1, "") and err.endswith(tuple(full)), (out, err)
        assert untouched(home) == kept and "Traceback" not in err
        assert {one.name for one in home.iterdir()} - there <= {f"{FILE}-wal", f"{FILE}-shm"}
        if mounting:
            (home.parent / "ballast").unlink()
            assert in_force(home) == before
            assert said(READING["verify"], home)[:2] == (0, "全部无误\n")


OTHER = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
first, *rows = book["人员"].iter_rows(max_row=40)
column = next(cell.column for cell in first if cell.value == "分管工作") - 1
for row in rows:
    row[column].value = "改" * 200
book.save(sys.argv[1])
"""
"""Changes many rows of a workbook."""


@pytest.mark.parametrize("name", ANSWERING)
def test_on_a_full_disk_what_only_reads_answers(whole, tmp_path, said, mounting, name):
    right = said(READING[name], whole)
    if not mounting and name.startswith("export"):
        return  # files of any size are what is forbidden then
    with a_full_home(whole, tmp_path, mounting) as home:
        assert said(READING[name], home) == right


def test_a_file_for_which_there_is_no_room_is_not_begun(whole, tmp_path, said, mounting):
    with no_room(tmp_path / "disk", mounting) as place:
        there = {one.name for one in place.iterdir()}
        for kind in ("csv", "json", "xlsx", "docx", "ics", "txt"):
            file = place / f"month.{kind}"
            code, out, err = said(["export", MONTH, "--to", str(file)], whole)
            assert (code, out) == (1, "") and "磁盘" in err and "Traceback" not in err, kind
            assert {one.name for one in place.iterdir()} == there, kind


@contextmanager
def read_only(home, mounting):
    """A home that can be read alone: a disk mounted so, or folders and files without the right to write."""
    if mounting:
        subprocess.run(["mount", "--bind", str(home), str(home)], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(home)], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", "-l", str(home)], check=True)
        return
    for one in home.rglob("*"):
        one.chmod(0o400 if one.is_file() else 0o500)
    home.chmod(0o500)
    try:
        yield
    finally:
        home.chmod(0o700)


@pytest.mark.parametrize("left", ["closed", "with a journal"])
def test_a_read_only_home_answers_what_only_reads_and_refuses_the_rest(whole, tmp_path, said, mounting, left):
    assert mounting or os.geteuid(), "root must be allowed to mount, or run the tests as another account"
    home = shutil.copytree(whole, tmp_path / "home")
    if left == "with a journal":
        _leave_journal(home)
        right = {name: said(READING[name], shutil.copytree(home, tmp_path / name)) for name in ANSWERING}
        assert "留在日志里" in right["user list"][1]
    else:
        right = {name: said(READING[name], whole) for name in ANSWERING}
    kept = {one.name: one.read_bytes() for one in home.iterdir() if one.is_file()}
    with read_only(home, mounting):
        assert {name: said(READING[name], home) for name in ANSWERING} == right
        for name in ("withdraw", "draw", "feed create", "user add"):
            refused = 1, "", Trouble.READ_ONLY.words(str(home / FILE), home).zh + "\n"
            assert said(WRITING[name], home) == refused, name
        _site_answers(home)
    assert {one.name: one.read_bytes() for one in home.iterdir() if one.is_file()} == kept


def _leave_journal(home):
    """A writer dies: what it committed last stands in the journal alone."""
    code = (
        "import os, sys; from pathlib import Path; from planner.store import Store;"
        "store = Store(Path(sys.argv[1]));\n"
        "with store.write() as t: t.connection.exec_driver_sql("
        '"INSERT INTO users (name, role, person, password, generation, created_at) '
        "VALUES ('留在日志里', 'auditor', '', 'x', 1, '2026-11-25T09:00:00+08:00')\")\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(home)], check=True)
    assert (home / f"{FILE}-wal").stat().st_size
    (home / f"{FILE}-shm").unlink()


def _site_answers(home):
    from web import create_app

    store = Store(home)
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.get("/").status_code == 200
    answer = client.post("/login", data={"name": "nobody", "password": "wrong"})
    assert answer.status_code in (401, 503) and "Traceback" not in answer.get_data(as_text=True)
    store.close()
