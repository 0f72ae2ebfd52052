"""The sheet 轮值: one list for each 事项, 班次, 岗位, 分列, replaced whole; what is wrong with a list or its clause."""

from planner.office.office import Office
from planner.office.sheets import TurnRow
from planner.workbook.read import read_workbook
from tests.fixtures.turn_office import LIST, NAMES, clause, office_with, refused, written
from tests.fixtures.workbook_files import read, xlsx

RULE = clause("分列=工作日/双休日", duties="ZB")


def rows(*names, duties="ZB", post="", days=""):
    return [[duties, post, number, name, days] for number, name in enumerate(names, 1)]


def on_lists(office):
    """(days, number, who) of every row."""
    return [(row.days, row.number, office.name(row.who)) for row in office.of(TurnRow)]


def test_a_file_replaces_the_lists_that_it_has_and_leaves_the_others(tmp_path):
    office = office_with(tmp_path, RULE, 轮值=[LIST, *rows(*NAMES[:4]), *rows("王八", "赵一", days="双休日")])
    path = xlsx(tmp_path / "list.xlsx", {"轮值": [LIST, *rows("孙三", "赵一")]})
    again = read_workbook(path, office)
    assert on_lists(again.office) == [("", 1, "孙三"), ("", 2, "赵一"), ("双休日", 1, "王八"), ("双休日", 2, "赵一")]
    assert [(one.sheet, one.added, one.changed, one.removed) for one in again.changes] == [("轮值", 0, 2, 2)]
    assert read(path, again.office) == again.office, "the second time changes nothing"


def test_several_duties_in_the_cell_are_one_list_in_whatever_order(tmp_path):
    office = office_with(tmp_path, clause(duties="ZB、ZM"), 轮值=[LIST, *rows(*NAMES[:3], duties="ZB、ZM")])
    again = read(xlsx(tmp_path / "list.xlsx", {"轮值": [LIST, *rows("王八", duties="周末值班，总值班")]}), office)
    assert on_lists(again) == [("", 1, "王八")]


def test_what_cannot_be_is_refused_with_its_cell(tmp_path):
    twice = [LIST, *rows("赵一", "钱二", "赵一")]
    assert refused(tmp_path, RULE, 轮值=twice) == [("轮值", "D4", "赵一在同一名单里已是第 1 号")]
    assert refused(tmp_path, RULE, 轮值=[LIST, *rows("赵一", post="门卫")]) == [
        ("轮值", "B2", "所写事项没有岗位“门卫”")
    ]
    number = [LIST, ["ZB", "", 1, "赵一", ""], ["ZB", "", 1, "钱二", ""]]
    assert refused(tmp_path, RULE, 轮值=number) == [("轮值", "A3", "与第 2 行重复但内容不同")]
    unknown = [LIST, *rows("赵一", days="过节")]
    assert [one[:2] for one in refused(tmp_path, RULE, 轮值=unknown)] == [("轮值", "E2")]


def test_a_clause_that_cannot_do_what_it_says_is_refused(tmp_path):
    assert refused(tmp_path, clause("顺序=轮值", duties="ZB")) == [("规则", "G2", "“轮值”表里没有“总值班”的名单")]
    assert refused(tmp_path, clause("分列=过节/平时", duties="ZB")) == [("规则", "G2", "分列中的“过节”不是日历用语")]
    assert refused(tmp_path, clause("分列=双休日", duties="DB")) == [
        ("规则", "G2", "“周带班”没有“双休日”的班次，“轮流”的分列不起作用")
    ]
    assert refused(tmp_path, clause("缺席=补班", duties="ZB")) == [("规则", "G2", "“轮流”的缺席不能是“补班”")]
    both = refused(tmp_path, clause(duties="ZB"), clause(days="双休日", duties="ZB"))
    assert both == [("规则", "E3", "与第 1 条“轮流”管的是同一些班次，轮到谁说法不一")]
    parted = clause(days="工作日", duties="ZB"), clause(days="双休日、假期、法定节日", duties="ZB")
    assert refused(tmp_path, *parted) == []


def test_a_list_that_nothing_goes_by_and_people_who_never_serve_are_told(tmp_path):
    found = read_workbook(written(tmp_path, 轮值=[LIST, *rows("赵一", "甲书记")]), Office())
    assert [one.zh for one in found.notes] == [
        "轮值：“总值班”的名单没有规则用到，不起作用；请在规则表加一条“轮流”",
        "轮值：“总值班”名单里的甲书记不在岗位的值班序列，轮到时排不上",
    ]
    kept = read_workbook(written(tmp_path, RULE, 轮值=[LIST, *rows("赵一", days="双休日")]), Office())
    assert kept.notes == ()
    weekend = [LIST, *rows("赵一", days="双休日")]
    apart = read_workbook(written(tmp_path, clause(duties="ZB"), 轮值=weekend), Office())
    assert [one.zh for one in apart.notes] == [
        "轮值：“总值班”的名单只用于双休日，但“轮流”没有这一列，不起作用；请在参数里写 分列=双休日"
    ]
