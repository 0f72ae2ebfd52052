"""An own table becomes rows of 值班历史, or the beginning of an office; both are imports like any other."""

from datetime import date
from pathlib import Path

import pytest

from planner.errors import Refused
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Duty, History, Person, Post, TurnRow
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.workbook.own_tables.meaning import OwnChoices
from planner.workbook.own_tables.proposal import calendar_proposed
from planner.workbook.own_tables.read import read_own_file
from planner.workbook.own_tables.taken_in import ReadAs, read_as
from planner.workbook.read import read_workbook
from tests.fixtures import duty_tables
from tests.fixtures.duty_tables import NOVEMBER, book
from tests.fixtures.small_office import SHEETS
from tests.fixtures.workbook_files import xlsx

CASES = Path(__file__).parents[3] / "fixtures" / "own_tables"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return read_workbook(xlsx(tmp_path_factory.mktemp("town") / "office.xlsx", SHEETS), Office()).office


def taken(path, office, kind, choices=OwnChoices()):
    return read_as(read_own_file(path, office), office, kind, choices)


def test_a_table_is_history_with_each_person_and_the_second_time_changes_nothing(town, tmp_path):
    path = duty_tables.posts(tmp_path / "a.xlsx")
    result = taken(path, town, ReadAs.HISTORY).result
    rows = result.office.of(History)
    assert [(one.sheet, one.added, one.changed, one.removed) for one in result.changes] == [("值班历史", 120, 0, 0)]
    assert {(row.shift, row.post, row.who) for row in rows if row.date == date(2026, 11, 1)} == {
        ("白班", "带班领导", "p:2"),
        ("白班", "值班员", "p:4"),
        ("夜班", "值班员", "p:5"),
        ("夜班", "值班员", "p:6"),
    }
    assert {row.duty for row in rows} == {"ZB"}
    assert taken(path, result.office, ReadAs.HISTORY).result.changes == ()


def test_history_asks_what_is_not_clear_and_names_what_is_wrong(town, tmp_path):
    asks = taken(duty_tables.grid(tmp_path / "a.xlsx"), town, ReadAs.HISTORY, OwnChoices("总值班")).asks
    assert [(one.heading, one.cell) for one in asks] == [("白", "C5")]
    wrong = book(tmp_path / "b.xlsx", {"总值班": [["日期", "夜班"], ["2026-11-01", "无此人"]]})
    with pytest.raises(Refused) as refused:
        taken(wrong, town, ReadAs.HISTORY)
    assert [(one.cell, one.cause.zh) for one in refused.value.faults] == [("B2", "找不到“无此人”（人员）")]


@pytest.mark.parametrize(
    ("name", "posts"),
    [
        ("03a.xlsx", [("全天", "值班员", "08:30", "08:30", 3, "full")]),
        (
            "03b.xlsx",
            [
                ("全天", "带班领导", "08:30", "08:30", 1, "shared"),
                ("全天", "主班", "08:30", "08:30", 1, "full"),
                ("全天", "副班", "08:30", "08:30", 1, "full"),
            ],
        ),
        ("03c.xlsx", [("夜班", "值班员", "18:00", "08:30", 4, "full")]),
    ],
)
def test_an_office_begins_with_the_table_it_has(name, posts):
    result = taken(CASES / name, Office(), ReadAs.OFFICE).result
    office = result.office
    assert [(one.name, one.calendar) for one in office.of(Duty)] == [("值班", "每天")]
    assert [(one.shift, one.post, one.begin, one.finish, one.need, one.hold) for one in office.of(Post)] == posts
    assert sorted(one.name for one in office.of(Person)) == sorted(
        ["丁一", "王二", "张三", "李四", "赵五", "钱六", "孙七", "周八", "吴九", "郑十", "冯甲", "陈乙"]
    )
    assert all({pool for post in posts for pool in post[1:2]} >= set(one.pools) for one in office.of(Person))
    assert office.settings["年份"] == "2026"
    assert taken(CASES / name, office, ReadAs.OFFICE).result.changes == ()


def test_what_was_said_of_duty_places_and_times_counts(tmp_path):
    choices = OwnChoices("政务值班", {"白": "白班 值守", "夜": "略过"}, {"白班": ("09:00", "17:00")})
    office = taken(duty_tables.grid(tmp_path / "a.xlsx"), Office(), ReadAs.OFFICE, choices).result.office
    assert [one.name for one in office.of(Duty)] == ["政务值班"] and office.settings["单位名称"] == "柳河镇"
    assert [(one.shift, one.post, one.begin, one.finish) for one in office.of(Post)] == [
        ("白班", "值守", "09:00", "17:00")
    ]


def test_an_office_that_stands_keeps_its_people_who_gain_a_post(town, tmp_path):
    rows = [["2026年11月防汛值班表"], ["日期", "值班员"], *([day, "孙三、新来的"] for day in NOVEMBER)]
    result = taken(book(tmp_path / "a.xlsx", {"表": rows}), town, ReadAs.OFFICE, OwnChoices("防汛值班")).result
    assert {one.sheet: (one.added, one.changed, one.removed) for one in result.changes} == {
        "人员": (1, 0, 0),
        "值班事项": (1, 0, 0),
        "岗位": (1, 0, 0),
        "规则": (4, 0, 0),
    }
    [old] = result.office.people["3"]
    assert old.pools == ("值班员", "男同志") and old.units == ("U3",)


def test_two_people_of_one_name_begin_apart_with_their_units(tmp_path):
    rows = [
        ["日期", "主班"],
        ["2026-11-01", "李四（信访局）"],
        ["2026-11-02", "李四（教育局）"],
        ["2026-11-03", "王五（主任）"],
    ]
    office = taken(book(tmp_path / "a.xlsx", {"总值班表": rows}), Office(), ReadAs.OFFICE).result.office
    assert [(one.id, one.name, one.units, one.title) for one in office.of(Person)] == [
        ("李四-信访局", "李四", ("信访局",), ""),
        ("李四-教育局", "李四", ("教育局",), ""),
        ("王五", "王五", (), "主任"),
    ]
    assert [one.name for one in office.of(Duty)] == ["总值班"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (NOVEMBER, "每天"),
        ([day for day in NOVEMBER if day.weekday() < 5], "每个工作日"),
        ([day for day in NOVEMBER if day.weekday() > 4], "每个休息日"),
        ([day for day in NOVEMBER if day.weekday() in (0, 3)], "每周一、四"),
        ([date(2026, 11, 10)], "每月10日"),
        ([NOVEMBER[0], NOVEMBER[1], NOVEMBER[9]], "每天"),
    ],
)
def test_the_calendar_is_the_words_that_name_exactly_its_days(days, words):
    assert calendar_proposed(Office(), days) == words


def test_an_office_begins_with_turns_that_are_fair_and_as_far_apart_as_in_its_table(tmp_path):
    days = [f"2026-11-{day:02}" for day in range(1, 15)]
    rows = [["日期", "带班领导", "主班"], *([day, f"领导{at // 7}", f"干部{at % 5}"] for at, day in enumerate(days))]
    result = taken(book(tmp_path / "a.xlsx", {"值班表": rows}), Office(), ReadAs.OFFICE).result
    assert [(one.rule, one.posts, one.parameters, one.force) for one in result.office.of(ClauseRow)] == [
        ("均衡", ("带班领导",), "按=次数；历史=12", 10),
        ("轮流", ("主班",), "顺序=轮值；缺席=对调", 100),
        ("间隔", ("主班",), "天数=2", 100),
        ("均衡", ("主班",), "按=次数；历史=12", 10),
        ("时间要求", (), "", 10),
        ("领导指定", (), "", 0),
        ("已印发少调整", (), "", 100),
    ]
    assert "先加了 7 条规则（排得均匀，原表里隔天值的也隔天，按顺序轮的也轮流），请在“规则”里核对" in [
        one.zh for one in result.notes
    ]
    turns = [(row.shift, row.post, row.number, result.office.name(row.who)) for row in result.office.of(TurnRow)]
    assert turns == [("全天", "主班", number, f"干部{number - 1}") for number in range(1, 6)]
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    problem = build_problem(result.office, Period(first, last)).problem
    led = [result.office.name(turn.who[0]) for turn in problem.turns]
    assert led == [f"干部{at % 5}" for at in range(30)], "planned again, the month is as its table has it, and goes on"


def test_whoever_departs_from_the_order_or_is_too_seldom_there_shows_none(tmp_path):
    strict = ["甲", "乙", "丙"] * 3
    for number, names in enumerate((strict[:5], [*strict[:5], "甲", "丙"], ["甲"] * 9)):
        rows = [["日期", "主班"], *([f"2026-11-{day:02}", name] for day, name in enumerate(names, 1))]
        path = book(tmp_path / f"{number}.xlsx", {"值班表": rows})
        assert taken(path, Office(), ReadAs.OFFICE).result.office.of(TurnRow) == ()


def test_history_that_shows_an_order_proposes_to_keep_it_unless_a_clause_does(town, tmp_path):
    names = [row.name for row in town.of(Person) if "值班员" in row.pools][:3]
    rows = [["日期", "夜班"], *([f"2026-11-{day:02}", names[day % 3]] for day in range(1, 13))]
    path = book(tmp_path / "a.xlsx", {"总值班": rows})
    found = [one.zh for one in taken(path, town, ReadAs.HISTORY).result.notes if "轮流" in one.zh]
    order = "、".join(names[day % 3] for day in (1, 2, 3))
    assert found == [
        f"“总值班 夜班 值班员”在原表里一直按 {order} 的顺序轮流；要照此排，请在“规则”加一条“轮流”，并把顺序写在“轮值”表"
    ]
    kept = town.with_rows("规则", (*town.of(ClauseRow), ClauseRow(rule="轮流", duties=("ZB",), force=0)))
    assert [one for one in taken(path, kept, ReadAs.HISTORY).result.notes if "轮流" in one.zh] == []
