"""A roster made by hand is read as a draft, by slots, in words, or out of an office's own table; faults have cells."""

from datetime import date
from pathlib import Path

import pytest

from planner.errors import Refused
from planner.office.office import Office
from planner.planning.handmade import read_handmade
from planner.problem.period import Period
from planner.workbook.own_tables.meaning import OwnAsk, OwnChoices
from planner.workbook.read import read_workbook
from tests.fixtures import duty_tables
from tests.fixtures.duty_tables import NOVEMBER, book
from tests.fixtures.small_office import SHEETS
from tests.fixtures.workbook_files import xlsx

CASES = Path(__file__).parents[2] / "fixtures" / "own_tables"
DECEMBER = Period.month("2026-12")
NIGHTS = {f"ZB|ZB1|202612{day:02d}" for day in range(1, 32)}
WHO = ["P04", "P02", "P01", "P03"]
"""Who is on duty on the first days of the cases."""


@pytest.fixture(scope="module")
def county():
    return read_workbook(CASES / "office", Office()).office


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return read_workbook(xlsx(tmp_path_factory.mktemp("town") / "office.xlsx", SHEETS), Office()).office


def faults(path, office, period=None, choices=OwnChoices()):
    with pytest.raises(Refused) as refused:
        read_handmade(path, office, period, choices)
    assert all(one.cure.zh and one.cure.en and one.cause.en for one in refused.value.faults)
    return [(one.file, one.sheet, one.cell, one.cause.zh) for one in refused.value.faults]


def csv(path, *lines):
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    return path


@pytest.mark.parametrize("name", ["saved-by-excel.csv", "five-parts.csv", "chinese-header.csv"])
def test_what_excel_saved_is_read_with_or_without_slots_in_english_or_in_chinese(county, name):
    made = read_handmade(CASES / name, county, None)
    assert (made.period.text, made.duties, made.asks) == ("2026-12", ("ZB",), ())
    assert [one.zh for one in made.notes] == [
        "“值班 夜班 值班员”在原表里一直按 李四、王二、丁一、张三 的顺序轮流；"
        "要照此排，请在“规则”加一条“轮流”，并把顺序写在“轮值”表"
    ], "nothing contradicts the slots, and the order that the table keeps to is proposed"
    pairs = dict(made.roster.pairs)
    assert set(pairs) == NIGHTS and len(made.roster.pairs) == 31
    assert [pairs[f"ZB|ZB1|2026120{day}"] for day in range(1, 5)] == [f"p:{one}" for one in WHO]


def test_a_slot_and_an_assignee_are_enough_and_what_differs_is_a_note(county, tmp_path):
    bare = csv(tmp_path / "a.csv", "slot,assignee", "ZB|ZB1|20261201,P04", "ZB|ZB1|20261202,丁一、王二")
    assert read_handmade(bare, county, None).roster.pairs == {
        ("ZB|ZB1|20261201", "p:P04"),
        ("ZB|ZB1|20261202", "p:P01"),
        ("ZB|ZB1|20261202", "p:P02"),
    }
    other = csv(tmp_path / "b.csv", "slot,date,shift,assignee,name", "ZB|ZB1|20261201,2026/12/2,夜班,P04,丁一")
    assert [one.zh for one in read_handmade(other, county, None).notes] == [
        "b D2 这一行的 date 写的是“2026/12/2”，实为“2026-12-01”，以班次为准",
        "b D2 这一行的 name 写的是“丁一”，实为“李四”，以班次为准",
    ]


def test_shift_and_post_may_be_missing_where_only_one_fits(county, town, tmp_path):
    rows = ("事项,日期,人员", "值班,2026/12/1,李四", "ZB,12月2日,丁一 王二")
    assert read_handmade(csv(tmp_path / "a.csv", *rows), county, None).roster.pairs == {
        ("ZB|ZB1|20261201", "p:P04"),
        ("ZB|ZB1|20261202", "p:P01"),
        ("ZB|ZB1|20261202", "p:P02"),
    }
    several = csv(
        tmp_path / "b.csv", "事项,日期,班次,人员", "总值班,2026-12-01,夜班,李四", "总值班,2026-12-01,白班,周五"
    )
    made = read_handmade(several, town, None)
    assert made.roster.pairs == {("ZB|ZB-3|20261201", "p:4")}
    assert made.asks == (OwnAsk("b", "人员", "D1", ("白班 带班领导", "白班 值班员", "夜班 值班员")),)
    told = read_handmade(several, town, None, OwnChoices("", {"人员": "白班 值班员"}))
    assert told.roster.pairs == {("ZB|ZB-3|20261201", "p:4"), ("ZB|ZB-2|20261201", "p:5")} and told.asks == ()


def test_each_fault_has_its_cell_and_one_cause_is_told_once(county, tmp_path):
    path = csv(
        tmp_path / "a.csv",
        "事项,日期,班次,岗位,人员",
        "值班,2026-12-01,夜班,值班员,无此人",
        "值班,2026-12-02,夜班,值班员,无此人",
        "值班,2026-12-03,白班,值班员,丁一",
        "接访,2026-12-04,夜班,值班员,丁一",
        "值班,2026-12-32,夜班,值班员,丁一",
    )
    assert faults(path, county) == [
        ("a.csv", "a", "E2", "找不到“无此人”（人员）（共 2 处：E2、E3）"),
        ("a.csv", "a", "C4", "“值班”没有“白班 值班员”这个班次、岗位"),
        ("a.csv", "a", "A5", "没有值班事项“接访”"),
        ("a.csv", "a", "B6", "日期“2026-12-32”不存在"),
    ]
    unknown = csv(tmp_path / "b.csv", "slot,assignee", "ZB|ZB9|20261201,P01", "nonsense,P01")
    assert faults(unknown, county) == [
        ("b.csv", "b", "A2", "没有这个班次：ZB|ZB9|20261201"),
        ("b.csv", "b", "A3", "没有这个班次：nonsense"),
    ]


def test_the_clerks_layouts_are_read_and_only_unknown_people_are_faults(county):
    found = faults(CASES / "03a.xlsx", county, DECEMBER)
    assert found[:2] == [
        ("03a.xlsx", "值班表", "B2", "找不到“赵五”（人员）（共 8 处：B2、B6、B10、B14、B18、B22、B26、B30）"),
        ("03a.xlsx", "值班表", "B2", "找不到“钱六”（人员）（共 8 处：B2、B6、B10、B14、B18、B22、B26、B30）"),
    ]
    assert [cause[4:6] for *_, cause in found] == ["赵五", "钱六", "孙七", "周八", "吴九", "郑十", "冯甲", "陈乙"]
    assert [cell for _, _, cell, _ in faults(CASES / "03c.xlsx", county, DECEMBER)] == [
        "C8", "B9", "D10", "C11", "B12", "D13", "C14", "B15",
    ]  # fmt: skip
    passed = OwnChoices("", {"主班": "略过", "副班": "略过", "带班领导": "夜班 值班员"})
    made = read_handmade(CASES / "03b.xlsx", county, DECEMBER, passed)
    assert len(made.roster.pairs) == 31 and ("ZB|ZB1|20261201", "p:P02") in made.roster.pairs
    assert [(one.heading, one.cell) for one in read_handmade(CASES / "03b.xlsx", county, DECEMBER).asks] == [
        ("带班领导", "C2"),
        ("主班", "D2"),
        ("副班", "E2"),
    ]


def test_columns_and_halves_become_a_draft_of_the_duty_that_the_title_names(town, tmp_path):
    made = read_handmade(duty_tables.posts(tmp_path / "a.xlsx"), town, None)
    assert (made.period.text, made.duties, made.asks) == ("2026-11", ("ZB",), ())
    first = {(slot.split("|")[1], who) for slot, who in made.roster.pairs if slot.endswith("20261101")}
    assert first == {("ZB-1", "p:2"), ("ZB-2", "p:4"), ("ZB-3", "p:5"), ("ZB-3", "p:6")}
    assert len(made.roster.pairs) == 4 * 30
    halves = read_handmade(duty_tables.halves(tmp_path / "b.xlsx"), town, None)
    assert len(halves.roster.pairs) == 60 and ("ZB|ZB-3|20261130", "p:3") in halves.roster.pairs


def test_a_mark_that_may_be_two_posts_is_asked_and_taken_as_it_is_answered(town, tmp_path):
    path = duty_tables.grid(tmp_path / "a.xlsx")
    asked = read_handmade(path, town, None, OwnChoices("总值班"))
    assert asked.asks == (OwnAsk("11月", "白", "C5", ("白班 带班领导", "白班 值班员", "夜班 值班员")),)
    made = read_handmade(path, town, None, OwnChoices("总值班", {"白": "白班 值班员"}))
    assert made.asks == () and len(made.roster.pairs) == 60
    assert {who for slot, who in made.roster.pairs if slot == "ZB|ZB-2|20261101"} == {"p:3"}
    assert {who for slot, who in made.roster.pairs if slot == "ZB|ZB-3|20261101"} == {"p:6"}


def test_a_table_that_does_not_say_its_duty_is_asked_for_it(town, tmp_path):
    path = duty_tables.turned(tmp_path / "a.xlsx")
    duties = ("总值班", "领导接访", "热线直播", "民情走访")
    assert read_handmade(path, town, Period.month("2026-11")).asks == (OwnAsk("值班", "", "", duties),)
    made = read_handmade(path, town, None, OwnChoices("总值班", {"√": "夜班 值班员"}))
    assert len(made.roster.pairs) == 30 and ("ZB|ZB-3|20261101", "p:4") in made.roster.pairs
    assert faults(path, town, choices=OwnChoices("没有的"))[0][3] == "没有值班事项“没有的”"


def test_a_day_on_which_the_duty_is_not_held_is_a_fault_and_so_is_another_month(town, tmp_path):
    rows = [["2026年11月领导接访安排表"], ["日期", "接访领导"], [NOVEMBER[0], "赵一"], [NOVEMBER[1], "赵一"]]
    path = book(tmp_path / "a.xlsx", {"表": rows})
    assert faults(path, town) == [("a.xlsx", "表", "B3", "“领导接访”2026-11-01 没有班次（上午 接访领导）")]
    rows[2][0] = date(2026, 11, 3)
    path = book(tmp_path / "a.xlsx", {"表": rows})
    assert faults(path, town, DECEMBER)[0][3] == "表里没有 2026-12 的班次，读到：2026-11"


def test_days_outside_the_calendars_are_faults_and_far_ones_cost_no_time(town, tmp_path):
    rows = [
        ["日期", "夜班"],
        ["0001-01-01", "孙三"],
        ["9999-12-31", "孙三"],
        ["1995-01-01", "孙三"],
        ["2095-01-01", "孙三"],
    ]
    path = book(tmp_path / "a.xlsx", {"总值班": rows})
    assert [cell for _, _, cell, _ in faults(path, town, DECEMBER)][:2] == ["A2", "A3"]


def test_of_several_months_one_is_asked_for_and_the_others_are_named(town, tmp_path):
    days = [["日期", "夜班"], ["2026-11-30", "孙三"], ["2026-12-01", "李四"]]
    path = book(tmp_path / "a.xlsx", {"总值班": days})
    assert faults(path, town)[0][3] == "表里应只有一个月，读到：2026-11、2026-12"
    made = read_handmade(path, town, DECEMBER)
    assert made.roster.pairs == {("ZB|ZB-3|20261201", "p:4")}
    assert [one.zh for one in made.notes] == ["总值班：1 格（B2 等）不属于 2026-12，已略过"]


def test_people_of_one_name_are_told_apart_by_their_unit_and_asked_for_otherwise(tmp_path):
    people = [*SHEETS["人员"], ["8", "李四", "卫生院", "", "值班员"]]
    people[4] = ["4", "李四", "党政办", "", "值班员、女同志"]
    people[3] = ["3", "孙三", "党政办", "", "值班员、男同志"]
    office = read_workbook(xlsx(tmp_path / "o.xlsx", {**SHEETS, "人员": people}), Office()).office
    rows = [["日期", "夜班"], ["2026-11-01", "李四（卫生院）"]]
    made = read_handmade(book(tmp_path / "a.xlsx", {"总值班": rows}), office, None)
    assert made.roster.pairs == {("ZB|ZB-3|20261101", "p:8")}
    rows[1][1] = "李四"
    [(_, _, cell, cause)] = faults(book(tmp_path / "b.xlsx", {"总值班": rows}), office)
    assert cell == "B2" and cause.startswith("“李四”对应不止一个人员")
