"""The marked copy of a workbook shows each fault at its cell, and is read like the workbook once it is mended."""

import io

import openpyxl
import pytest

from planner.errors import Refused
from planner.office.office import Office
from planner.workbook.marked import COLOUR, marked_copy
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import WHOLE, folder, read, xlsx

WRONG = {**WHOLE, "请假外出": [["人员*", "起*", "类别*"], ["张三", "2月30日", "休假"], ["李四", "12月1日", "歇着"]]}


def _marked(path, lang="zh"):
    with pytest.raises(Refused) as refused:
        read_workbook(path, Office())
    copy = marked_copy(path, refused.value.faults, lang)
    return None if copy is None else openpyxl.load_workbook(io.BytesIO(copy))


def _marks(book):
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_each_faulty_cell_is_coloured_and_says_its_cause_and_cure(tmp_path):
    book = _marked(xlsx(tmp_path / "a.xlsx", WRONG))
    assert {place: text.splitlines()[0] for place, text in _marks(book).items()} == {
        ("请假外出", "B2"): "【要改】日期“2月30日”不存在",
        ("请假外出", "C3"): "【要改】“歇着”不是可选的词",
    }
    assert book["请假外出"]["B2"].fill.fgColor.rgb.endswith(COLOUR)
    assert book["请假外出"]["A2"].fill.fill_type is None
    front = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(max_col=4)]
    assert (book.sheetnames[0], front) == (
        "要改的地方",
        [["序号", "文件", "工作表", "单元格"], [1, "a.xlsx", "请假外出", "B2"], [2, "a.xlsx", "请假外出", "C3"]],
    )


def test_the_copy_keeps_formulas_looks_and_notes_of_the_workbook(tmp_path):
    def dressed(book):
        book["人员"]["D2"] = '="局"&"长"'
        book["单位"].column_dimensions["B"].width = 33
        book["请假外出"]["B2"].comment = openpyxl.comments.Comment("问过本人", "小王")

    book = _marked(xlsx(tmp_path / "a.xlsx", WRONG, dressed))
    assert book["人员"]["D2"].value == '="局"&"长"'
    assert book["单位"].column_dimensions["B"].width == 33
    assert book["请假外出"]["B2"].comment.text.splitlines()[:2] == ["问过本人", "【要改】日期“2月30日”不存在"]


def test_a_mended_copy_is_read_as_if_it_had_never_been_marked(tmp_path):
    book = _marked(xlsx(tmp_path / "a.xlsx", WRONG))
    book["请假外出"]["B2"], book["请假外出"]["C3"] = "2月28日", "休假"
    book.save(tmp_path / "mended.xlsx")
    right = {**WRONG, "请假外出": [["人员*", "起*", "类别*"], ["张三", "2月28日", "休假"], ["李四", "12月1日", "休假"]]}
    assert read(tmp_path / "mended.xlsx") == read(xlsx(tmp_path / "right.xlsx", right))
    assert (
        read_workbook(tmp_path / "mended.xlsx", Office()).notes
        == read_workbook(tmp_path / "right.xlsx", Office()).notes
    )


def test_a_copy_marked_again_shows_only_what_is_still_wrong(tmp_path):
    book = _marked(xlsx(tmp_path / "a.xlsx", WRONG))
    book["请假外出"]["B2"] = "2月28日"
    book.save(tmp_path / "half.xlsx")
    again = _marked(tmp_path / "half.xlsx")
    assert set(_marks(again)) == {("请假外出", "C3")}
    assert again["请假外出"]["B2"].fill.fill_type is None
    assert again.sheetnames == ["要改的地方", *WRONG]


def test_a_folder_of_csv_becomes_one_workbook_whose_text_stays_text(tmp_path):
    tables = {**WRONG, "单位": [["编号*", "名称*", "系统"], ["007", "=1+1", "教育"]]}
    book = _marked(folder(tmp_path / "folder", tables))
    assert (book["单位"]["A2"].value, book["单位"]["B2"].value, book["单位"]["B2"].data_type) == ("007", "=1+1", "s")
    assert ("请假外出", "B2") in _marks(book)


def test_a_file_of_which_nothing_could_be_opened_has_no_marked_copy(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert _marked(tmp_path / "a.xlsx") is None


def test_the_marks_are_in_the_language_asked_for(tmp_path):
    book = _marked(xlsx(tmp_path / "a.xlsx", WRONG), "en")
    assert book.sheetnames[0] == "To be mended"
    assert _marks(book)["请假外出", "B2"].startswith("[To be mended] there is no such date as '2月30日'")
