"""带班人 is a name like any other, so a shared one is a fault; 隔周 counts from the duty, else from 单双周起点."""

from datetime import date

import pytest

from planner.errors import Refused
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.problem.build import period_slots
from planner.problem.occasions import occasions
from planner.problem.period import Period
from planner.problem.rotation.seats import in_scope
from planner.problem.rule_book import people_called
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import DUTIES, WHOLE, faults, folder, read

NAMESAKES = [
    ["编号", "姓名", "单位", "值班序列"],
    ["1", "张三", "信访局", "接访领导"],
    ["2", "张三", "财政局", "接访领导"],
    ["3", "李四", "财政局", "接访领导"],
]
UNITS = [["编号", "名称"], ["U1", "信访局"], ["U2", "财政局"]]
RULES = ["规则", "事项", "参数", "要求"]
SETTINGS = [["项目", "值"], ["年份", "2026"]]


def _cures(path):
    with pytest.raises(Refused) as refused:
        read_workbook(path, Office())
    return [one.cure.zh for one in refused.value.faults]


def _with_mentors(place, mentors):
    rules = [RULES, ["跟班", "JF", f"天数=30；带班人={mentors}", "必须"]]
    return folder(place, {**WHOLE, "人员": NAMESAKES, "单位": UNITS, "规则": rules})


def test_a_name_that_two_people_share_is_a_fault_that_names_both(tmp_path):
    path = _with_mentors(tmp_path / "a", "李四、张三")
    assert faults(path) == [("规则", "C2", "带班人“张三”对应不止一个：张三（信访局）、张三（财政局）")]
    assert _cures(path) == ["请写编号，或写成 姓名（单位）"]


def test_what_tells_namesakes_apart_means_the_one(tmp_path):
    for number, (text, id) in enumerate({"张三（财政局）": "p:2", "张三(财政局)": "p:2", "1": "p:1"}.items()):
        office = read(_with_mentors(tmp_path / str(number), text))
        assert people_called(office, text) == (id,)


def test_a_unit_or_a_pool_still_means_all_of_its_people(tmp_path):
    office = read(_with_mentors(tmp_path / "a", "财政局、接访领导"))
    assert people_called(office, "财政局") == ("p:2", "p:3")


def _every_second_monday(place, start, settings=SETTINGS):
    duties = [[*DUTIES[0], "起始日期"], ["JF", "领导接访", "隔周周一", "", start]]
    return folder(place, {**WHOLE, "设置": settings, "值班事项": duties})


def _days(office):
    (duty,) = office.duties.values()
    return [one.day.day for one in occasions(office, duty, date(2026, 12, 1), date(2026, 12, 31))]


def test_a_duty_without_a_start_counts_every_second_week_from_the_settings(tmp_path):
    weeks = [*SETTINGS, ["单双周起点", "2026-09-07"]]
    assert _days(read(_every_second_monday(tmp_path / "a", "", weeks))) == [14, 28]
    later = [*SETTINGS, ["单双周起点", "2026-09-14"]]
    assert _days(read(_every_second_monday(tmp_path / "b", "", later))) == [7, 21]
    assert _days(read(_every_second_monday(tmp_path / "c", "2026-09-07", later))) == [14, 28], (
        "its own start goes first"
    )


def test_with_neither_it_is_a_fault_whose_cure_names_both(tmp_path):
    path = _every_second_monday(tmp_path / "a", "")
    assert faults(path) == [("值班事项", "E2", "“隔周周一”要从某一天起算")]
    assert _cures(path) == ["请填写起始日期，或在“设置”填 单双周起点"]


def test_turns_count_every_second_week_from_the_same_day_as_other_clauses(tmp_path):
    weeks = [*SETTINGS, ["单双周起点", "2026-09-07"]]
    office = read(folder(tmp_path / "a", {**WHOLE, "设置": weeks}))
    slots = period_slots(office, Period.month("2026-12"))
    for first in (date(2026, 12, 1), date(2026, 12, 8)):
        mine = in_scope(office, ClauseRow(rule="轮流", duties=("JF",), days="隔周周一", force=0), slots, first)
        assert {date.fromordinal(slot.day).day for slot in mine} <= {14, 28} and mine
