"""Where 必须 bars the one whose turn it is, a way out lets the turn wait, as 缺席 says; it is priced like any other."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from constraints.solve import Effort
from planner.explaining import explain
from planner.explaining.waiting import waits
from planner.office.office import Office
from planner.office.sheets import PinRow
from planner.planning.plan import Ask, plan
from planner.problem.build import NOTHING, build_problem
from planner.problem.period import Period
from planner.store.roster import offices
from planner.workbook.read import read_workbook
from tests.fixtures.office_at_work import store_with
from tests.fixtures.workbook_files import xlsx

BEFORE = datetime(2026, 1, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NAMES = ("赵一", "钱二", "孙三", "李四")
WHERE = {"对调": "与下一位对调，改到2月16日", "顺延": "顺延至2月16日", "跳过": "轮空"}
ENGLISH = {
    "对调": "changes places with the next, to Mon 16 Feb",
    "顺延": "waits until Mon 16 Feb",
    "跳过": "loses this turn",
}
DAYS = {
    "对调": ("赵一", "孙三", "钱二", "李四"),
    "顺延": ("赵一", "孙三", "钱二", "李四"),
    "跳过": ("赵一", "孙三", "李四", "赵一"),
}


def _book(absent, *, names=NAMES):
    """Mondays go round; 钱二, whose turn the 9th is, is ordered to the night before it, after which 必须 bars him."""
    return {
        "设置": [["项目*", "值*"], ["年份", "2026"]],
        "人员": [["编号", "姓名*", "值班序列*"], *[[one, one, "值班"] for one in names]],
        "值班事项": [["编号", "名称*", "日历*"], ["ZB", "总值班", "每周一"], ["YJ", "应急值守", "每月8日"]],
        "岗位": [
            ["事项*", "班次*", "岗位*", "开始时间*", "结束时间*", "值班序列*", "人数*"],
            ["ZB", "全天", "主班", "08:30", "17:30", "值班", "1"],
            ["YJ", "夜班", "值守", "18:00", "08:00", "值班", "1"],
        ],
        "指定": [["事项*", "起始日期*", "人员或单位*"], ["YJ", "2月8日", "钱二"]],
        "规则": [
            ["规则*", "事项", "参数", "要求*"],
            ["轮流", "ZB", f"缺席={absent}", "必须"],
            ["班后休息", "YJ", "小时=12", "必须"],
        ],
    }


def _explained(folder, book):
    store = store_with(folder / "home", read_workbook(xlsx(folder / "a.xlsx", book), Office()).office)
    return store, explain.explained(store, "2026-02", BEFORE, "test", seconds=60)


@pytest.mark.slow
@pytest.mark.parametrize("absent", ["对调", "顺延", "跳过"])
def test_a_turn_that_waits_is_a_way_out_at_its_proved_price(tmp_path, absent):
    store, found = _explained(tmp_path, _book(absent))
    mine = [(number, way) for number, way in enumerate(found.ways, 1) if "这一轮" in way.text.zh]
    ((number, way),) = mine
    assert way.text.zh == f"2月9日（周一） 总值班 全天 主班 这一轮让 钱二 {WHERE[absent]}，由 孙三 值班"
    assert way.text.en == f"总值班 全天 主班 on Mon 9 Feb: 钱二 {ENGLISH[absent]}, 孙三 serves"
    assert way.proved and [one.name for one in way.people if one.phone] == ["钱二", "孙三"]
    assert [(one.sheet, one.before, len(one.after)) for one in way.changes] == [("指定", None, 1)]
    explain.apply_way(store, "2026-02", number, BEFORE, "test")
    with store.read() as transaction:
        row = offices.load(transaction).of(PinRow)[-1]
    assert (row.who, row.start, row.end, row.mode, row.post) == ("p:钱二", date(2026, 2, 9), None, "forbidden", "主班")
    done = plan(store, Ask(Period.month("2026-02"), Effort(20)), BEFORE, "test")
    assert (done.result.open, done.solved.proved, done.solved.cost) == ((), True, way.cost)
    on = sorted(pair for pair in done.solved.roster.pairs if pair[0].startswith("ZB|"))
    assert tuple(who.removeprefix("p:") for _, who in on) == DAYS[absent]


@pytest.mark.slow
def test_a_clause_that_alone_keeps_the_only_other_person_away_can_be_softer(tmp_path):
    """Of two people one is barred: the clause of turns forbids the other by itself, and giving it up is a way."""
    _, found = _explained(tmp_path, _book("对调", names=NAMES[:2]))
    softer = [way.text.zh for way in found.ways if way.text.zh.startswith("“总值班：轮流值班")]
    assert softer == ["“总值班：轮流值班，轮到的人不能值的对调”由必须改为重要"]


def _offered(folder, book):
    office = read_workbook(xlsx(folder / "a.xlsx", book), Office()).office
    period = Period.month("2026-02")
    return list(waits(office, period, NOTHING, build_problem(office, period).problem))


def test_every_turn_of_a_clause_of_must_could_wait_and_none_of_a_weighted_one(tmp_path):
    offered = _offered(tmp_path, _book("顺延"))
    assert [(one.fact.who, one.instead) for one in offered] == [
        ("p:赵一", ("p:钱二",)),
        ("p:钱二", ("p:孙三",)),
        ("p:孙三", ("p:李四",)),
        ("p:李四", ("p:赵一",)),
    ]
    book = _book("顺延")
    weighted = [book["规则"][0], ["轮流", "ZB", "缺席=顺延", "重要"]]
    assert _offered(tmp_path, {**book, "规则": weighted}) == []


def test_a_turn_cannot_wait_where_nobody_else_of_the_order_could_take_it(tmp_path):
    away = [["人员*", "起*", "类别*"], *[[one, "2月9日", "外出"] for one in ("赵一", "孙三", "李四")]]
    offered = _offered(tmp_path, {**_book("顺延"), "请假外出": away})
    assert "20260209" not in " ".join(slot for one in offered for slot in one.fact.slots)


def test_the_turn_of_a_unit_waits_by_keeping_all_its_people_from_the_shift(tmp_path):
    book = _book("对调")
    units = {"赵一": "甲局", "钱二": "乙局", "孙三": "乙局", "李四": "甲局"}
    people = [["编号", "姓名*", "单位", "值班序列*"], *[[one, one, units[one], "值班"] for one in NAMES]]
    posts = [*book["岗位"][:2], ["ZB", "全天", "副班", "08:30", "17:30", "值班", "1"], *book["岗位"][2:]]
    rules = [book["规则"][0], ["轮流", "ZB", "缺席=对调；单位=是", "必须"]]
    sheets = {
        "人员": people,
        "岗位": posts,
        "规则": rules,
        "单位": [["编号", "名称*"], ["甲局", "甲局"], ["乙局", "乙局"]],
    }
    offered = _offered(tmp_path, {**book, **sheets})
    first = offered[0]
    assert (first.fact.who, first.instead) == ("u:甲局", ("u:乙局",))
    assert [(row.who, row.shift, row.post) for row in first.rows] == [("p:赵一", "全天", ""), ("p:李四", "全天", "")]
    assert len(offered) == len({one.rows for one in offered}) == 4, "one for each shift, not for each post"
