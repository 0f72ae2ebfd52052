"""A clerk's own list is read as the sheet that it is, by its name or its headers, and units come along with people."""

import pytest

from planner.errors import FaultKind, Refused
from planner.office.sheets import AbsenceRow, Person, Unit
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import WHOLE, read, xlsx

PEOPLE = [["某镇工作人员名单"], ["序号", "姓名", "部门", "联系电话"], [1, "张三", "区教育局", "13900000001"]]


@pytest.fixture
def office(tmp_path):
    return read(xlsx(tmp_path / "office.xlsx", WHOLE))


def notes(path, office):
    return [one.zh for one in read_workbook(path, office).notes]


@pytest.mark.parametrize("title", ["Sheet1", "人员名单", "2026年花名册", "通讯录"])
def test_a_list_of_people_is_known_by_its_name_or_its_headers(office, tmp_path, title):
    path = xlsx(tmp_path / "a.xlsx", {title: PEOPLE})
    after = read(path, office)
    assert [(one.id, one.mobile, one.pools) for one in after.of(Person) if one.name == "张三"] == [
        ("1", "13900000001", ("接访领导",))
    ]
    assert notes(path, office)[0] == f"“{title}”按“人员”表读入"


def test_the_name_of_the_file_says_what_its_only_sheet_is(office, tmp_path):
    rows = [["姓名", "开始日期", "假别", "备用"], ["张三", "12月1日", "年休假", "x"]]
    after = read(xlsx(tmp_path / "请假表.xlsx", {"Sheet1": rows}), office)
    assert [(one.who, str(one.start), one.kind) for one in after.of(AbsenceRow)] == [("p:1", "2026-12-01", "leave")]


def test_units_that_a_list_names_are_entered_with_it_and_named(office, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"Sheet1": [*PEOPLE, [2, "李四", "党政办", "13900000002"]]})
    after = read(path, office)
    assert {one.name for one in after.of(Unit)} - {one.name for one in office.of(Unit)} == {"党政办"}
    assert "名单里的单位先登记为新单位：党政办" in notes(path, office)


def test_a_workbook_that_has_its_sheets_is_never_read_as_lists(office, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"单位": WHOLE["单位"], "Sheet1": [*PEOPLE, [2, "李四", "党政办", "139"]]})
    assert read(path, office) == office
    assert notes(path, office) == ["不认识的工作表“Sheet1”已略过"]


@pytest.mark.parametrize(
    "header", [["序号", "姓名", "日期"], ["姓名", "电话", "日期", "班次"], ["姓名"], ["姓名", "甲", "乙", "丙", "丁"]]
)
def test_a_table_of_duties_or_of_anything_else_is_no_list(office, tmp_path, header):
    path = xlsx(tmp_path / "a.xlsx", {"Sheet1": [header, ["张三"] * len(header)]})
    with pytest.raises(Refused) as refused:
        read_workbook(path, office)
    assert [one.kind for one in refused.value.faults] == [FaultKind.NO_SHEET]


def test_a_column_s_own_header_goes_before_what_clerks_say_as_well(office, tmp_path):
    rows = [["姓名", "联系电话", "手机"], ["张三", "1", "2"]]
    after = read(xlsx(tmp_path / "a.xlsx", {"人员": rows}), office)
    assert [one.mobile for one in after.of(Person) if one.name == "张三"] == ["2"]
    assert "人员：不认识的列“联系电话”已略过（是不是“办公电话”？）" in notes(tmp_path / "a.xlsx", office)
