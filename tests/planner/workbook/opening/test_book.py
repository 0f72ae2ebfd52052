"""Sheets of a workbook: limits by what is in use, what is hidden or missing, formulas, formats, one net under all."""

import zipfile
from datetime import datetime, timedelta

import openpyxl
import pytest
from openpyxl.styles import Font

from planner.errors import MOST
from planner.office.office import Office
from planner.office.sheets import Person
from planner.workbook.headings import headers
from planner.workbook.opening import book, sheet, table
from planner.workbook.opening.files import tables
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import PEOPLE, UNITS, WHOLE, faults, folder, read, xlsx

THREE = [["编号", "姓名", "值班序列"], ["X1", "测试甲", "话务员"]]


def changed(path, member, *pairs):
    """The workbook with texts of one member replaced."""
    with zipfile.ZipFile(path) as old:
        members = {one.filename: old.read(one) for one in old.infolist()}
    for old_text, new_text in pairs:
        assert old_text.encode() in members[member]
        members[member] = members[member].replace(old_text.encode(), new_text.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return path


def test_one_far_cell_is_read_as_one_cell_and_named(tmp_path):
    def far(one):
        one["人员"]["IV99999"] = "x"

    path = xlsx(tmp_path / "a.xlsx", {"人员": THREE}, far)
    assert tables(path).tables[0].numbers == (1, 2, 99_999)
    assert [one.zh for one in read_workbook(path, Office()).notes] == ["人员：IV 列没有表头，已略过（如 IV99999）"]


def test_formats_far_beyond_the_data_are_no_rows(tmp_path):
    def far(one):
        for number in range(10, 3_000):
            one["人员"].cell(number, 5).font = Font(bold=True)
        one["人员"]["XFD900000"].font = Font(bold=True)

    path = xlsx(tmp_path / "a.xlsx", {"人员": THREE}, far)
    assert [one.numbers for one in tables(path).tables] == [(1, 2)]


def test_the_limits_are_of_rows_and_cells_in_use(tmp_path, monkeypatch):
    rows = [*THREE, *([f"Y{number}", "乙", "话务员"] for number in range(9))]
    path = xlsx(tmp_path / "a.xlsx", {"人员": rows, "单位": UNITS})
    monkeypatch.setattr("planner.workbook.opening.in_use.MAX_ROWS", 10)
    assert [(one.sheet, one.cause.zh) for one in tables(path).faults] == [
        ("人员", f"有内容的行超过 {table.MAX_ROWS} 行")
    ]
    monkeypatch.undo()
    monkeypatch.setattr(table.Budget.__init__, "__defaults__", (30,))
    assert [one.cause.zh for one in tables(path).faults] == [f"有内容的格子超过 {table.MAX_CELLS} 个"]


def test_a_cell_of_200_000_characters_is_named_with_its_length(tmp_path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    rows = [["编号", "姓名", "值班序列"], ["X1", "长" * 32_000, "话务员"]]
    with xlsxwriter.Workbook(str(path)) as one:
        page = one.add_worksheet("人员")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    longer = changed(path, "xl/sharedStrings.xml", ("长" * 32_000, "长" * 200_000))
    assert faults(longer)[0] == ("人员", "B2", "一格里有 200000 个字，最多 10000 个")


@pytest.mark.parametrize("word", ["#SPILL!", "#GETTING_DATA", "#BLOCKED!", "#FIELD!", "#WHATEVER!"])
def test_an_error_of_any_kind_is_a_fault_at_its_cell(tmp_path, word):
    path = xlsx(tmp_path / "a.xlsx", {"人员": [[*THREE[0], "手机"], [*THREE[1], "#REF!"]]})
    changed(path, "xl/worksheets/sheet1.xml", ("#REF!", word))
    assert faults(path) == [("人员", "D2", f"公式出错（{word}）")]


def test_a_formula_without_its_value_is_a_fault_at_its_cell(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"人员": [[*THREE[0], "手机"], [*THREE[1], "=A1"]]})
    assert faults(path) == [("人员", "D2", "公式没有算出的值")]


def test_numbers_are_read_as_they_are_shown(tmp_path):
    def formats(one):
        shown = ("000", "0%", '"L"00', "[h]:mm", "yyyy-mm-dd", "General", "yyyy-mm-dd hh:mm")
        for column, code in enumerate(shown, 1):
            one["人员"].cell(1, column).number_format = code

    path = xlsx(tmp_path / "a.xlsx", {"人员": [[7, 0.5, 1, 1.5, 46357, 46357, 46357.5]]}, formats)
    row = tables(path).tables[0].rows[0]
    day = datetime(2026, 12, 1)
    assert row == ("007", "50%", "L01", timedelta(hours=36), day.date(), 46357, day.replace(hour=12))


def test_an_id_shown_as_007_is_007(tmp_path):
    def zeros(one):
        one["人员"]["A2"].number_format = "000"

    path = xlsx(tmp_path / "a.xlsx", {"人员": [THREE[0], [7, *THREE[1][1:]]]}, zeros)
    assert [one.id for one in read(path).of(Person)] == ["007"]


def test_a_hidden_sheet_is_kept_or_dropped_only_on_request(tmp_path):
    def hide(one):
        one["人员"].sheet_state = "veryHidden"

    path = xlsx(tmp_path / "a.xlsx", {"单位": UNITS, "人员": PEOPLE, "列表": [["x"]]}, hide)
    assert faults(path) == [("人员", "", "这张工作表是隐藏的")]
    assert [one.sheet for one in tables(path, "keep").tables] == ["单位", "人员", "列表"]
    assert [one.sheet for one in tables(path, "drop").tables] == ["单位", "列表"]


def test_a_hidden_column_that_says_something_is_kept_or_dropped_only_on_request(tmp_path):
    def hide(one):
        one["人员"].column_dimensions["D"].hidden = True
        one["人员"].column_dimensions["Z"].hidden = True

    path = xlsx(tmp_path / "a.xlsx", WHOLE, hide)
    assert faults(path) == [("人员", "D1", "D 列（职务）是隐藏的")]
    assert [one.title for one in read(path, hidden="keep").of(Person)] == ["局长", "局长"]
    assert [one.title for one in read(path, hidden="drop").of(Person)] == ["", ""]


def test_hidden_rows_of_two_sheets_and_a_bad_date_come_at_once(tmp_path):
    def hide(one):
        for name in ("人员", "单位"):
            one[name].row_dimensions[2].hidden = True

    absences = [["人员", "起", "类别"], ["张三", "2026年2月30日", "休假"]]
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "请假外出": absences}, hide)
    assert [(one, cell) for one, cell, _ in faults(path)] == [("单位", "A2"), ("人员", "A2"), ("请假外出", "B2")]


def test_a_sheet_that_is_listed_and_missing_is_named(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", WHOLE)
    changed(path, "xl/_rels/workbook.xml.rels", ("worksheets/sheet3.xml", "worksheets/sheet9.xml"))
    assert faults(path) == [("人员", "", "文件里缺少这张工作表的内容")]


@pytest.mark.parametrize("other", ["xl/styles.xml", "xl/theme/theme1.xml", "docProps/app.xml"])
def test_a_sheet_in_whose_place_another_part_stands_is_damaged_and_not_empty(tmp_path, other):
    path = xlsx(tmp_path / "a.xlsx", WHOLE)
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    sheet = next(one for one in members if one.endswith(f"sheet{[*WHOLE].index('人员') + 1}.xml"))
    members[sheet] = members[other]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    assert [(one[0], one[2]) for one in faults(path)] == [("人员", "工作表已损坏，读不出来")]


def test_a_strict_workbook_is_read(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", WHOLE)
    old = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    new = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    main = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    changed(path, "xl/workbook.xml", (old, new), main)
    changed(path, "xl/_rels/workbook.xml.rels", (old, new))
    changed(path, "xl/worksheets/sheet3.xml", main)
    assert [one.name for one in read(path).of(Person)] == ["张三", "李四"]


@pytest.mark.parametrize("thrown", [MemoryError, RecursionError, OverflowError, KeyError])
def test_whatever_a_reader_throws_is_damage_of_one_sheet(tmp_path, monkeypatch, thrown):
    def broken(reader, _):
        if reader.sheet.at == 0 and next(turn) == 1:
            raise thrown
        return original(reader, _)

    original, turn = book.read_sheet, iter(range(9))
    monkeypatch.setattr(book, "read_sheet", broken)
    opened = tables(xlsx(tmp_path / "a.xlsx", WHOLE))
    assert [(one.file, one.sheet, one.cause.zh) for one in opened.faults] == [
        ("a.xlsx", "单位", "工作表已损坏，读不出来")
    ]
    assert len(opened.tables) == 4


def test_whatever_the_headers_throw_is_damage_too(tmp_path, monkeypatch):
    monkeypatch.setattr(headers, "find_header", lambda *_: 1 / 0)
    path = folder(tmp_path / "all", {"人员": THREE})
    assert faults(path) == [("人员", "", "工作表已损坏，读不出来")]


def test_a_stop_from_the_keyboard_is_no_damage(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sheet.Reader, "close", stop)
    with pytest.raises(KeyboardInterrupt):
        tables(xlsx(tmp_path / "a.xlsx", WHOLE))


def test_of_very_many_faults_the_first_are_listed_and_the_others_counted(tmp_path):
    rows = [["人员", "起", "类别"], *([f"人{number}", "坏", "休假"] for number in range(MOST + 50))]
    found = faults(folder(tmp_path / "all", {"请假外出": rows}))
    assert len(found) == MOST + 1 and found[-1] == ("", "", "另有 300 处错误没有列出")


def test_the_reader_knows_what_another_library_writes(tmp_path):
    one = openpyxl.Workbook()
    for value in ("a", 1, 2.5, True, datetime(2026, 12, 1, 8, 30), "_x000D_", " b ", "&<"):
        one.active.append([value])
    one.save(tmp_path / "a.xlsx")
    assert [row[0] for row in tables(tmp_path / "a.xlsx").tables[0].rows] == [
        *("a", 1, 2.5, True, datetime(2026, 12, 1, 8, 30), "\r", " b ", "&<")
    ]
