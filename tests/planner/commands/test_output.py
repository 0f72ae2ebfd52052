"""What a command prints: on a full disk it says so, into a closed pipe it ends quietly, in any encoding it goes on."""

import subprocess
import sys

import pytest

from planner.commands.__main__ import run_command
from tests.fixtures.office_at_work import MONTH, issued_home, run
from tests.fixtures.programs import program

pytestmark = pytest.mark.slow


def printed_into(stream, *words, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "planner.commands", *words, "--lang", "zh"],
        stdout=stream,
        stderr=subprocess.PIPE,
        env={"PATH": "/usr/bin", "DANGZHI_NOW": "2026-11-25T09:00", **environment},
    )
    return done.returncode, done.stdout, done.stderr.decode()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return issued_home(tmp_path_factory.mktemp("whole") / "home")


@pytest.mark.parametrize("words", [["history", MONTH], ["rules"], ["user", "list", "--json"], ["history", "-h"]])
def test_what_a_full_disk_does_not_take_is_said_and_no_fault_of_the_deed(home, words):
    with open("/dev/full", "w") as full:
        code, _, err = printed_into(full, *words, "--home", str(home))
    said = "结果没有能全部输出（磁盘已满）。这一步可能已经办成，请先查看再决定要不要重做。\n"
    assert (code, err) == (1, said)


def test_a_deed_whose_result_is_not_shown_is_done(home):
    with open("/dev/full", "w") as full:
        assert printed_into(full, "feed", "create", "--public", "--home", str(home))[0] == 1
    assert run(home, "feed", "list").stdout.count("public") == 1


def test_whoever_reads_no_further_is_told_nothing(home):
    child = subprocess.Popen(
        program("planner.commands", "rules", "--home", str(home)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    child.stdout.close()
    assert child.stderr.read() == b"" and child.wait() in (0, 1)
    child.stderr.close()


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_a_terminal_of_any_encoding_is_shown_what_it_can_show(home, encoding):
    code, out, err = printed_into(subprocess.PIPE, "history", MONTH, "--home", str(home), PYTHONIOENCODING=encoding)
    assert (code, err) == (0, "")
    assert ("云办发1号" in out.decode(encoding)) == (encoding != "ascii")
    assert ("\\u4e91" in out.decode(encoding)) == (encoding == "ascii")


def test_a_folder_of_sheets_is_written_whole_or_not_at_all(home, tmp_path, monkeypatch, capsys):
    old = tmp_path / "old"
    assert run_command(["export", "--workbook", str(old), "--home", str(home)]) == 0
    (old / "单位.csv").write_text("older")
    kept = {one.name: one.read_bytes() for one in old.iterdir()}
    from planner.workbook import write

    written, wanted = [], write.cells

    def cells(office, sheet):
        written.append(sheet)
        if len(written) > 3:
            raise OSError(28, "No space left on device")
        return wanted(office, sheet)

    monkeypatch.setattr(write, "cells", cells)
    for folder in (old, tmp_path / "new"):
        written.clear()
        assert run_command(["export", "--workbook", str(folder), "--home", str(home), "--lang", "zh"]) == 1
        assert f"磁盘已满，{folder} 写不进去" in capsys.readouterr().err
    assert {one.name: one.read_bytes() for one in old.iterdir()} == kept and not (tmp_path / "new").exists()
