"""Where a month lacks places or people of a pool, ways out add a place on a named day, or lend people."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from constraints.solve import Effort
from planner.explaining import explain
from planner.office.office import Office
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.store.roster import offices
from planner.workbook.read import read_workbook
from tests.fixtures.office_at_work import store_with
from tests.fixtures.workbook_files import xlsx

BEFORE = datetime(2026, 1, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
YEAR = [["项目*", "值*"], ["年份", "2026"]]
POSTS = ["事项*", "班次*", "岗位*", "开始时间*", "结束时间*", "值班序列*", "人数*"]
RECEPTION = {
    "设置": YEAR,
    "人员": [["编号", "姓名*", "值班序列*"], *[[str(one), f"领导{one}", "接访领导"] for one in range(1, 34)]],
    "值班事项": [["编号", "名称*", "日历*"], ["JF", "领导接访", "每个工作日"]],
    "岗位": [
        POSTS,
        ["JF", "上午", "接访领导", "08:30", "11:30", "接访领导", "1"],
        ["JF", "下午", "接访领导", "14:30", "17:30", "接访领导", "1"],
    ],
    "规则": [["规则*", "事项", "参数", "要求*"], ["次数", "JF", "期间=月；最少=1", "必须"]],
}
ROOM = {
    "设置": YEAR,
    "人员": [
        ["编号", "姓名*", "值班序列*"],
        *[[name, name, "主班"] for name in ("赵一", "钱二")],
        *[[name, name, "副班"] for name in ("孙三", "李四", "周五")],
    ],
    "值班事项": [["编号", "名称*", "日历*"], ["ZB", "总值班", "每月10日"]],
    "岗位": [
        POSTS,
        ["ZB", "全天", "主班", "08:30", "08:30", "主班", "1"],
        ["ZB", "全天", "副班", "08:30", "08:30", "副班", "1"],
    ],
    "请假外出": [["人员*", "起*", "类别*"], ["赵一", "2月10日", "外出"], ["钱二", "2月10日", "外出"]],
}
"""On the 10th both who could lead are away, and only the pools keep the others from it."""


def _explained(folder, book):
    office = read_workbook(xlsx(folder / "a.xlsx", book), Office()).office
    store = store_with(folder / "home", office)
    return store, explain.explained(store, "2026-02", BEFORE, "test", seconds=60)


def _planned_after(store, found, number):
    explain.apply_way(store, "2026-02", number, BEFORE, "test")
    return plan(store, Ask(Period.month("2026-02"), Effort(20)), BEFORE, "test")


def _texts(found):
    return [(way.text.zh, way.proved) for way in found.ways]


@pytest.mark.slow
def test_thirty_three_leaders_and_thirty_two_places_get_a_place_more_on_a_named_day(tmp_path):
    store, found = _explained(tmp_path, RECEPTION)
    texts = _texts(found)
    assert all(proved for _, proved in texts)
    assert [text.split(" 领导接访 ")[1] for text, _ in texts[:2]] == [
        "上午 接访领导 多安排 1 人",
        "下午 接访领导 多安排 1 人",
    ]
    said = "“领导接访：按月计，每人至少值班 1 次”"
    (excused,) = [text for text, _ in texts[2:] if text.startswith(f"本月{said}不要求 领导")]
    assert {text for text, _ in texts[2:]} == {excused, f"{said}由必须改为重要"}
    planned = _planned_after(store, found, 1)
    assert (planned.solved.proved, planned.solved.cost, planned.result.open) == (True, found.ways[0].cost, ())
    with store.read() as transaction:
        (row,) = offices.load(transaction).rows["重点时期"]
    assert (row.extra, row.start, row.end) == (1, row.end, row.start)


def test_people_of_another_post_are_lent_where_only_its_pools_keep_them_from_it(tmp_path):
    store, found = _explained(tmp_path, ROOM)
    texts = _texts(found)
    (number,) = [number for number, (text, _) in enumerate(texts, 1) if "可由" in text]
    text, proved = texts[number - 1]
    assert text.startswith("2月10日（周二） 总值班 全天 主班 可由副班的人值，如 ") and proved
    assert text.removeprefix("2月10日（周二） 总值班 全天 主班 可由副班的人值，如 ") in ("孙三", "李四", "周五")
    planned = _planned_after(store, found, number)
    assert planned.result.open == () and planned.solved.proved
    serving = {who for slot, who in planned.solved.roster.pairs if "|ZB-1|" in slot or "|ZB1|" in slot}
    assert serving < {"p:孙三", "p:李四", "p:周五"} and len(serving) == 1


def test_nobody_is_lent_who_is_away_or_whom_the_shift_is_not_for(tmp_path):
    away = [["人员*", "起*", "类别*"], *ROOM["请假外出"][1:], *[[one, "2月10日", "外出"] for one in ("孙三", "李四")]]
    people = [[*ROOM["人员"][0], "不排班次"], *[[*row, "全天" if row[0] == "周五" else ""] for row in ROOM["人员"][1:]]]
    _, found = _explained(tmp_path, {**ROOM, "请假外出": away, "人员": people})
    assert [text for text, _ in _texts(found) if "可由" in text] == []
