"""Clauses without effect are refused with their cell, cause and cure, by the workbook of a small office."""

from datetime import date

import pytest

from planner.effect.effect import all_remarks
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Person
from planner.samples.district import sample
from planner.samples.template import template
from planner.workbook.read import read_workbook
from tests.fixtures.small_office import SHEETS, clause, clause_faults, taken_in, written
from tests.fixtures.workbook_files import faults, xlsx

REFUSED = {
    "open posts of some people": (clause("不空岗", who="男同志"), "F2", "不看“人员”这一栏"),
    "room of some people": (clause("不超员", duties="ZB", who="男同志"), "F2", "不看“人员”这一栏"),
    "a count without a bound": (clause("次数", duties="ZB"), "G2", "等于没有要求"),
    "hours without a bound": (clause("工时", "期间=周", duties="ZB"), "G2", "等于没有要求"),
    "a run of one day at least": (clause("连续", duties="ZB"), "G2", "等于没有要求"),
    "one day off": (clause("连休", "最少=1", duties="ZB"), "G2", "等于没有要求"),
    "no rest": (clause("班后休息", "小时=0", duties="ZB"), "G2", "等于没有要求"),
    "nobody stays": (clause("留守", duties="ZB"), "G2", "等于没有要求"),
    "a number that costs nothing": (clause("在岗人数", "缺=0；超=0", duties="ZB"), "G2", "等于没有要求"),
    "least above most": (clause("次数", "最少=3；最多=2", duties="ZB"), "G2", "最少 3 大于最多 2"),
    "more than all stay": (clause("留守", "比例=120", duties="ZB"), "G2", "最少 120 大于最多 100"),
    "more days than a week has": (clause("在岗天数", "期间=周；最少=8", duties="ZB"), "G2", "最少 8 大于最多 7"),
    "a shift of another duty": (clause("间隔", "天数=3", duties="JF", shifts="夜班"), "C2", "“领导接访”没有班次“夜班”"),
    "a post of another duty": (clause("均衡", duties="JF", posts="值班员"), "D2", "没有岗位“值班员”"),
    "a post of another shift": (
        clause("均衡", duties="ZB", shifts="夜班", posts="带班领导"),
        "D2",
        "没有岗位“带班领导”",
    ),
    "a shift that never follows": (clause("班次衔接", "前=夜班；不接=上午", duties="ZB"), "G2", "没有“上午”的班次"),
    "a shift left out by the scope": (
        clause("班次衔接", "前=夜班；不接=白班", duties="ZB", shifts="夜班"),
        "G2",
        "没有“白班”的班次",
    ),
    "months on air of people": (clause("上线月份", duties="JF"), "B2", "没有由单位承担的岗位"),
    "villages without sites": (clause("联系村不换", duties="JF"), "B2", "没有分点安排的班次"),
    "an escort without units": (clause("陪同对口", duties="JF"), "B2", "没有既排人员又排单位的班次"),
    "nobody in scope": (
        clause("次数", "最多=3", duties="JF", who="孙三"),
        "F2",
        "所列人员没有一个排得进“领导接访”的班次",
    ),
    "people for a unit's duty": (clause("轮次", duties="ZX", who="孙三、李四"), "F2", "所列人员没有一个"),
    "one alone apart": (clause("不同班", duties="ZB", who="孙三"), "F2", "至少要写两个人"),
    "one alone together": (clause("同班", duties="ZB", who="孙三"), "F2", "至少要写两个人"),
    "one alone to stay": (clause("主要负责同志不同时外出", duties="JF", who="赵一"), "F2", "至少要写两个人"),
    "apart across duties": (clause("不同班", who="赵一、孙三", duties="JF、ZX"), "F2", "“孙三”排不进"),
    "apart on different shifts": (
        clause("不同班", duties="ZB", shifts="夜班", who="赵一、钱二、孙三"),
        "F2",
        "“赵一、钱二”排不进“总值班”的任何班次",
    ),
    "four people and two seats": (
        clause("同班", duties="ZB", shifts="夜班", who="孙三、李四、周五、吴六"),
        "F2",
        "同一班次能排他们的位置只有 2 个，所列 4 人凑不到一班",
    ),
    "seats of the wrong posts": (
        clause("同班", duties="ZB", shifts="白班", who="孙三、李四"),
        "F2",
        "同一班次能排他们的位置只有 1 个",
    ),
    "a day that never comes": (clause("间隔", "天数=3", duties="ZX", days="每周一"), "E2", "没有一个班次在“每周一”"),
    "a date without a duty": (
        clause("次数", "最多=1", duties="ZX", days="指定日期 2026-03-03"),
        "E2",
        "没有一个班次在",
    ),
    "a festival without a duty": (clause("节日轮换", "节日=除夕", duties="JF"), "G2", "没有“除夕”的班次"),
    "a topic on a day off": (clause("分管对口", "主题=2026-12-05:教育", duties="JF"), "G2", "没有“2026-12-05”的班次"),
    "no A/B pair among those named": (
        clause("AB角不同时离岗", duties="ZB", who="周五、吴六"),
        "F2",
        "全年没有一处用得上",
    ),
    "one sector among those named": (clause("同系统不相邻", duties="ZX", who="卫生院"), "F2", "全年没有一处用得上"),
    "months on air of a unit without": (clause("上线月份", duties="ZX", who="卫生院"), "F2", "全年没有一处用得上"),
    "a gap that is always kept": (clause("间隔", "天数=3", duties="ZX"), "G2", "全年没有一处用得上"),
    "weekends of workdays": (clause("周末", "最多=1", duties="JF"), "G2", "全年没有一处用得上"),
    "a mix without a bound": (clause("人员搭配", duties="ZB", who="男同志"), "G2", "等于没有要求"),
    "a mix of nobody named": (clause("人员搭配", "最少=1", duties="ZB"), "A2", "须写明人员"),
    "a mix of least above most": (
        clause("人员搭配", "最少=2；最多=1", duties="ZB", who="男同志"),
        "G2",
        "最少 2 大于最多 1",
    ),
    "more men than seats": (
        clause("人员搭配", "最少=3", duties="ZB", shifts="夜班", who="男同志"),
        "G2",
        "每班最多 2 个位置，至少 3 人做不到",
    ),
    "two men on a post for one": (
        clause("人员搭配", "最少=2；范围=岗位", duties="ZB", shifts="白班", who="男同志"),
        "G2",
        "每班最多 1 个位置",
    ),
    "a mix of people of another duty": (clause("人员搭配", "最少=1", duties="ZB", who="郑七"), "F2", "没有一个排得进"),
    "one alone never at once": (clause("不同时值班", duties="ZB", who="孙三"), "F2", "至少要写两个人"),
    "people who are never on duty at once": (
        clause("不同时值班", duties="ZB、ZF", who="孙三、郑七", shifts="夜班、走访", days="每月5日"),
        "F2",
        "“郑七”排不进",
    ),
    "no day before or after": (clause("前后不排", "前=0"), "G2", "等于没有要求"),
    "an unknown kind of absence": (clause("前后不排", "类别=休假、病愈"), "G2", "不能是“病愈”"),
    "own air day of people's posts": (clause("本单位上线日", duties="JF"), "B2", "没有由单位承担的岗位"),
    "nobody leads": (clause("跟班", "天数=30；带班人=老同志", duties="ZB"), "G2", "没有“老同志”这样的人员"),
    "no days to be led": (clause("跟班", "带班人=值班员", duties="ZB"), "G2", "缺少参数：天数"),
    "nobody of that age": (clause("次数", "最多=0", duties="ZB", who="满55岁"), "F2", "没有一个排得进"),
    "a weekday that never comes": (
        clause("固定星期", "星期=周一", duties="JF", days="每周三", who="赵一"),
        "E2",
        "全年没有一处用得上",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_clause_that_can_have_no_effect_is_refused(tmp_path, name):
    row, cell, cause = REFUSED[name]
    found = clause_faults(tmp_path, row)
    assert [one[0] for one in found] == [cell], found
    assert cause in found[0][1]


AGAINST = {
    "times": (clause("次数", "最少=3", duties="ZB"), clause("次数", "最多=2", duties="ZB"), ["G2", "G3"]),
    "times by shuffled scopes": (
        clause("次数", "最少=3", duties="ZB、JF", who="赵一、钱二"),
        clause("次数", "最多=2", duties="JF、ZB", who="钱二、赵一", force="一般"),
        ["G2", "G3"],
    ),
    "men on a shift": (
        clause("在岗人数", "目标=2；超=0", duties="ZB", shifts="夜班", who="男同志"),
        clause("在岗人数", "目标=1；缺=0", duties="ZB", shifts="夜班", who="男同志"),
        ["G2", "G3"],
    ),
    "together and apart": (
        clause("同班", duties="ZB", shifts="夜班", who="孙三、李四"),
        clause("不同班", duties="ZB", shifts="夜班", who="李四、孙三"),
        ["F2", "F3"],
    ),
    "together and never at once": (
        clause("同班", duties="ZB", shifts="夜班", who="孙三、李四"),
        clause("不同时值班", "范围=同夜", duties="ZB", shifts="夜班", who="李四、孙三"),
        ["F2", "F3"],
    ),
    "mixes of one shift": (
        clause("人员搭配", "最少=2", duties="ZB", shifts="夜班", who="男同志"),
        clause("人员搭配", "最多=1", duties="ZB", shifts="夜班", who="男同志"),
        ["G2", "G3"],
    ),
    "mixes of a shift and of a post": (
        clause("人员搭配", "最少=2", duties="ZB", shifts="夜班", who="男同志"),
        clause("人员搭配", "最多=1；范围=岗位", duties="ZB", shifts="夜班", who="男同志"),
        [],
    ),
    "another period": (
        clause("次数", "期间=月；最少=3", duties="ZB"),
        clause("次数", "期间=周；最多=2", duties="ZB"),
        [],
    ),
    "another scope": (clause("次数", "最少=3", duties="ZB"), clause("次数", "最多=2", duties="JF"), []),
    "looser and stricter": (
        clause("次数", "最多=3", duties="ZB"),
        clause("次数", "最少=1；最多=2", duties="ZB", force="一般"),
        [],
    ),
}


@pytest.mark.parametrize("name", AGAINST)
def test_clauses_that_contradict_each_other_are_refused(tmp_path, name):
    one, other, cells = AGAINST[name]
    found = clause_faults(tmp_path, one, other)
    assert [cell for cell, _ in found] == cells, found
    assert all("相抵触" in cause for _, cause in found)


KEPT = (
    clause("在岗人数", "目标=1；超=0", duties="ZB", shifts="夜班", who="男同志"),
    clause("不空岗"),
    clause("次数", "期间=月；最少=1；最多=20", duties="ZB"),
    clause("同班", duties="ZB", shifts="夜班", who="孙三、李四"),
    clause("不同班", duties="ZB", who="周五、吴六"),
    clause("班次衔接", "前=夜班；不接=白班", duties="ZB"),
    clause("固定星期", "星期=周三", duties="JF", who="赵一"),
    clause("节日轮换", "节日=除夕、国庆节", duties="ZB"),
    clause("主要负责同志不同时外出", duties="JF", who="赵一、钱二"),
    clause("同系统不相邻", duties="ZX"),
    clause("联系村不换", duties="ZF"),
    clause("AB角不同时离岗", duties="ZB", who="孙三、李四"),
    clause("主要负责同志不同时外出", duties="JF", who="赵一、孙三"),
    clause("分管对口", "主题=2026-12-04:教育", duties="JF"),
    clause("上线月份", duties="ZX", who="教育所"),
    clause("周末", "最多=2", duties="ZB", posts="值班员"),
    clause("次数", "期间=全期；最多=1", duties="JF", days="指定日期 2019-05-06"),
    clause("人员搭配", "最少=1", duties="ZB", shifts="夜班", who="男同志"),
    clause("人员搭配", "最多=1", duties="ZB", who="除孙三外"),
    clause("不同时值班", who="赵一、孙三"),
    clause("不同时值班", "范围=同夜", duties="ZB"),
    clause("前后不排", "前=1；后=1；类别=休假、外出"),
    clause("本单位上线日", duties="ZX"),
    clause("本单位上线日", "方式=优先", duties="ZX"),
    clause("本单位上线日", duties="ZX", who="值班员"),
    clause("跟班", "天数=30；带班人=赵一、值班员", duties="ZB"),
    clause("次数", "最少=1；最多=20", duties="ZB", who="任职不满3个月、值班员"),
)


def test_clauses_that_have_an_effect_are_taken_in(tmp_path):
    done = taken_in(tmp_path, *KEPT)
    assert len(done.office.of(ClauseRow)) == len(KEPT)
    assert done.notes == ()


def test_all_faults_are_told_at_once_and_nothing_is_taken_in(tmp_path):
    found = clause_faults(tmp_path, REFUSED["a count without a bound"][0], KEPT[1], clause("不超员", who="男同志"))
    assert [cell for cell, _ in found] == ["G2", "F4"]


def test_what_a_clause_leaves_out_is_told(tmp_path):
    done = taken_in(
        tmp_path,
        clause("次数", "最多=9", duties="ZB、JF", shifts="夜班", who="孙三、赵一"),
        clause("不同班", duties="ZB、JF", who="赵一、钱二"),
        clause("同班", duties="ZB", who="孙三、李四"),
        clause("不空岗", duties="ZB"),
        clause("留守", "最少=6", duties="ZB"),
    )
    said = [note.zh for note in done.notes]
    assert said == [
        "规则第 1 条“次数”：“领导接访”没有所写的班次、岗位，这一条管不到",
        "规则第 1 条“次数”：“赵一”排不进“总值班、领导接访”的任何班次，这一条管不到",
        "规则第 2 条“不同班”：只管同一事项的同一班次，不同事项同时值班的不管；要管的，请用“不同时值班”",
        "规则第 3 条“同班”：“总值班白班”排不下所列的全部人员，他们一个也不会排在那里",
        "规则第 4 条“不空岗”：写了这一条，范围以外就不再有“不空岗”的要求",
        "规则第 5 条“留守”：“党政办”的人不多于要留守的 6 人，工作日一个也不会排班",
    ]


def old_office(path):
    """An office that took in, before, a clause that is refused now."""
    office = taken_in(path).office
    stored = ClauseRow(rule="不超员", duties=("ZB",), who=("pool:男同志",), force=0)
    return office.with_rows("规则", (stored, ClauseRow(rule="不空岗", force=0)))


def test_a_stored_clause_is_a_fault_only_when_it_comes_in_again(tmp_path):
    office = old_office(tmp_path)
    people = [SHEETS["人员"][0], ["8", "王八", "党政办", "", "值班员"]]
    assert faults(xlsx(tmp_path / "people.xlsx", {"人员": people}), office) == []
    other = xlsx(tmp_path / "other.xlsx", {"规则": [["规则", "参数", "要求"], ["次数", "最多=9", "必须"]]})
    assert read_workbook(other, office).office.of(ClauseRow)[0] == office.of(ClauseRow)[0]
    again = written(tmp_path, clause("不超员", duties="ZB", who="男同志"))
    assert [cell for _, cell, _ in faults(again, office)] == ["F2"]


def test_a_stored_clause_is_shown_as_without_effect(tmp_path):
    said = [(one.number, one.words.zh, one.words.en) for one in all_remarks(old_office(tmp_path))]
    assert said == [
        (
            1,
            "不起作用：“不超员”不看“人员”这一栏，填了也不起作用",
            "without effect: 'Room' does not read people: what stands there has no effect",
        )
    ]


@pytest.mark.slow
@pytest.mark.parametrize("size", ["small", "full", "template"])
def test_what_the_program_itself_hands_out_has_an_effect(size):
    assert all_remarks(template() if size == "template" else sample(size)) == ()


def test_who_is_past_an_age_this_year_is_found_behind_many_who_will_be_one_day(tmp_path):
    born = [*(date(1990, 1, number) for number in range(1, 9)), date(1970, 6, 1)]
    people = tuple(
        Person(id=f"{number}", name=f"值班员{number}", pools=("值班员",), birth=day) for number, day in enumerate(born)
    )
    clause = ClauseRow(rule="次数", duties=("ZB",), who=("is:满55岁",), parameters="期间=月；最多=0", force=0)
    office = template().with_rows("人员", people).with_rows("规则", (clause,))
    assert all_remarks(office) == ()


def test_an_office_without_anybody_yet_may_write_its_rules(tmp_path):
    empty = {name: SHEETS[name][:1] for name in ("单位", "人员", "村居")}
    assert clause_faults(tmp_path, *(row for row in KEPT if not row[5]), **empty) == []
    assert taken_in(tmp_path, KEPT[2], **empty).office != Office()
