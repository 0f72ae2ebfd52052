"""Slips that only the finished office shows: a fault where it must be wrong, else a note with the nearest word."""

import pytest

from planner.office.office import Office
from planner.office.sheets import ClauseRow, Person
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import PEOPLE, WHOLE, faults, folder

PERSON = ["编号", "姓名", "值班序列"]
WEEKLY = [["编号", "名称", "日历"], ["JF", "领导接访", "每周三"]]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    more = {"值班事项": WEEKLY, "村居": [["编号", "名称", "镇街"], ["V1", "前庄", "U1"]]}
    path = folder(tmp_path_factory.mktemp("office"), {**WHOLE, **more})
    return read_workbook(path, Office()).office


FAULTS = {
    "self delegate": ("人员", [[*PERSON, "代办人"], ["A", "甲甲", "主班", "A"]], [("D2", "代办人不能是本人")]),
    "circle": (
        "单位",
        [["编号", "名称", "并入"], ["A", "甲局", "B"], ["B", "乙局", "A"]],
        [("C2", "并入成了一圈：甲局→乙局→甲局"), ("C3", "并入成了一圈：甲局→乙局→甲局")],
    ),
    "village into itself": (
        "村居",
        [["编号", "名称", "镇街", "并入"], ["A", "甲村", "U1", "A"]],
        [("D2", "并入的是自己")],
    ),
    "two ways": (
        "场次",
        [["事项", "原定日期", "改为"], ["JF", "2026-12-09", "2026-12-11"], ["JF", "2026-12-09", "停一次"]],
        [("C3", "同一场次（2026-12-09）既写了改到 2026-12-11，又写了停一次")],
    ),
    "weekday": (
        "时间要求",
        [["人员", "日期", "星期", "要求"], ["张三", "2026-12-09", "周一", "希望避开"]],
        [("C2", "2026-12-09 是周三，与所填的星期不符")],
    ),
    "far count": (
        "期初",
        [["人员或单位", "事项", "截至"], ["张三", "JF", "2062-11-30"]],
        [("C2", "日期 2062-11-30 离年份 2026 太远")],
    ),
    "backward morning": ("设置", [["项目", "值"], ["上午", "12:00-08:30"]], [("B2", "上午“12:00-08:30”止不晚于起")]),
    "catch-up": ("设置", [["项目", "值"], ["追平", "500%"]], [("B2", "追平“500%”不是 0% 至 100% 的百分比")]),
    "two names": (
        "人员",
        [[*PERSON, "任职起", "任职止"], ["A", "甲", "主班", "", "2026-06-30"], ["A", "乙", "主班", "2026-07-01", ""]],
        [("B2", "编号“A”的几行姓名不同：乙、甲"), ("B3", "编号“A”的几行姓名不同：甲、乙")],
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_must_be_wrong_is_a_fault(office, tmp_path, kind):
    sheet, rows, expected = FAULTS[kind]
    found = faults(folder(tmp_path / "a", {sheet: rows}), office)
    assert [(cell, cause) for _, cell, cause in found] == expected


NOTES = {
    "pool": (
        "人员",
        [PERSON, ["A", "甲甲", "接防领导"]],
        "人员 C2：没有一个岗位用到值班序列“接防领导”，是不是“接访领导”？",
    ),
    "exempt": (
        "人员",
        [[*PERSON, "不排班次"], ["A", "甲甲", "接访领导", "上五"]],
        "人员 D2：没有班次“上五”，是不是“上午”？",
    ),
    "delegates": (
        "人员",
        [[*PERSON, "代办人"], ["1", "张三", "接访领导", "2"], ["2", "李四", "接访领导", "1"]],
        "人员 D2：代办人成了一圈：张三→李四→张三",
    ),
    "merged": ("单位", [["编号", "并入"], ["U1", "U2"]], "单位 B2：“区教育局”写了并入，却没有停用日期，仍会照常排班"),
    "no post": ("值班事项", [WEEKLY[0], ["QQ", "测试", "每天"]], "值班事项 B2：“测试”还没有岗位，不会排班"),
    "session": (
        "场次",
        [["事项", "原定日期", "改为"], ["JF", "2026-12-10", "2026-12-11"]],
        "场次 B2：2026-12-10（周四）不是“领导接访”的日子，这一行不起作用；相近的是 2026-12-09、2026-12-16",
    ),
    "pin": (
        "指定",
        [["事项", "起始日期", "人员或单位"], ["JF", "2026-12-10", "张三"]],
        "指定 B2：2026-12-10（周四）不是“领导接访”的日子，这一行不起作用；相近的是 2026-12-09、2026-12-16",
    ),
    "history": (
        "值班历史",
        [["事项", "日期", "班次", "人员或单位"], ["JF", "2026-11-11", "没有", "张三"]],
        "值班历史 C2：“领导接访”没有班次“没有”",
    ),
    "afternoon": (
        "设置",
        [["项目", "值"], ["下午", "10:00-18:00"]],
        "设置 B2：上午 08:30-12:00 与下午 10:00-18:00 有重叠",
    ),
}


@pytest.mark.parametrize("kind", NOTES)
def test_what_may_be_a_slip_is_noted_once(office, tmp_path, kind):
    sheet, rows, note = NOTES[kind]
    path = folder(tmp_path / "a", {sheet: rows})
    result = read_workbook(path, office)
    assert note in [one.zh for one in result.notes]
    again = read_workbook(path, result.office)
    assert (again.changes, again.notes) == ((), ())


def test_weak_separators_part_what_is_known_and_a_slip_is_answered_with_the_nearest_name(office, tmp_path):
    rows = [[*PERSON, "单位"], ["A", "甲甲", "接访领导 主班", "区教育局+区卫健局"]]
    after = read_workbook(folder(tmp_path / "a", {"人员": rows}), office).office
    assert (after.people["A"][0].pools, after.people["A"][0].units) == (("接访领导", "主班"), ("U1", "U2"))
    path = folder(tmp_path / "b", {"请假外出": [["人员", "起", "类别"], ["李五", "2026-12-01", "休假"]]})
    with pytest.raises(Exception, match="李") as caught:
        read_workbook(path, office)
    assert caught.value.faults[0].cure.zh == "是不是“李四（区卫健局）”？否则请先在相应的表里登记"


def test_an_id_that_is_the_name_of_another_is_asked_about(tmp_path):
    people = [PEOPLE[0], ["张三", "李四", "", "", "", "接访领导"], ["2", "张三", "U1", "", "", "接访领导"]]
    absences = [["人员", "起", "类别"], ["张三", "2026-12-01", "休假"]]
    [(sheet, cell, cause)] = faults(folder(tmp_path / "a", {**WHOLE, "人员": people, "请假外出": absences}))
    assert (sheet, cell) == ("请假外出", "A2") and "李四[张三]" in cause and "[2]" in cause


def test_an_id_of_full_width_is_that_of_the_stored_row(office, tmp_path):
    after = read_workbook(folder(tmp_path / "a", {"人员": [["编号", "手机"], ["１", "139"]]}), office).office
    assert [(row.id, row.mobile) for row in after.of(Person)] == [("1", "139"), ("2", "")]


def test_clauses_in_english_are_those_that_are_there_in_chinese(office, tmp_path):
    zh = [["规则", "事项", "日期", "参数", "要求"], ["次数", "JF", "工作日", "期间=月；最多=3", "一般"]]
    en = [
        ["rule", "duties", "days", "parameters", "force"],
        ["count", "JF", "workday", "period=month; most=3", "normal"],
    ]
    before = read_workbook(folder(tmp_path / "a", {"规则": zh}), office).office
    result = read_workbook(folder(tmp_path / "b", {"rules": en}), before)
    assert result.changes == () and len(result.office.of(ClauseRow)) == 1
