"""`import --marked` leaves a copy of the workbook in which every fault stands at its cell."""

import json

import openpyxl

from tests.fixtures.office_at_work import run
from tests.fixtures.workbook_files import WHOLE, xlsx

WRONG = {**WHOLE, "请假外出": [["人员*", "起*", "类别*"], ["张三", "2月30日", "休假"]]}


def test_an_import_with_faults_leaves_the_marked_copy_and_says_where(tmp_path):
    book = xlsx(tmp_path / "a.xlsx", WRONG)
    done = run(tmp_path / "home", "import", str(book), "--marked", str(tmp_path / "b.xlsx"))
    assert done.returncode == 2
    assert f"已把 1 处错误标在 {tmp_path / 'b.xlsx'}" in done.stderr
    copy = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert copy["请假外出"]["B2"].comment.text.startswith("【要改】日期“2月30日”不存在")


def test_the_faults_are_told_in_json_all_the_same(tmp_path):
    book = xlsx(tmp_path / "a.xlsx", WRONG)
    done = run(tmp_path / "home", "import", str(book), "--marked", str(tmp_path / "b.xlsx"), "--json")
    assert [(one["sheet"], one["cell"]) for one in json.loads(done.stdout)["faults"]] == [("请假外出", "B2")]
    assert (tmp_path / "b.xlsx").exists()


def test_an_import_without_faults_leaves_no_copy(tmp_path):
    book = xlsx(tmp_path / "a.xlsx", WHOLE)
    assert run(tmp_path / "home", "import", str(book), "--marked", str(tmp_path / "b.xlsx")).returncode == 0
    assert not (tmp_path / "b.xlsx").exists()


def test_the_workbook_itself_is_never_written_over(tmp_path):
    book = xlsx(tmp_path / "a.xlsx", WRONG)
    before = book.read_bytes()
    done = run(tmp_path / "home", "import", str(book), "--marked", str(book))
    assert (done.returncode, book.read_bytes()) == (1, before)
    assert "请另取名字" in done.stderr + done.stdout
