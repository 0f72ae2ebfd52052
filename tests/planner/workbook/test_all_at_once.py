"""All faults of a hand-over in one pass: each step goes on with what it could read, and cries no wolf."""

import pytest

from tests.fixtures.workbook_files import DUTIES, PEOPLE, POSTS, SETTINGS, UNITS, WHOLE, faults, folder, xlsx

ABSENCES = ["人员", "起", "止", "类别"]
LINKS = ["人员", "村居"]
CLAUSES = ["规则", "事项", "班次", "岗位", "参数", "要求"]


def places(path, **options):
    return [(sheet, cell) for sheet, cell, _ in faults(path, **options)]


def test_a_bad_cell_an_unknown_name_and_a_backward_span_are_named_together(tmp_path):
    absences = [ABSENCES, ["无此人", "2026-12-10", "2026-12-01", "休假"], ["张三", "2月30日", "", "休假"]]
    more = {"请假外出": absences, "规则": [CLAUSES, ["次数", "领导接访", "", "", "最少=x", "必须"]]}
    more["联系村"] = [LINKS, ["赵大", "前庄"]]
    assert places(xlsx(tmp_path / "a.xlsx", {**WHOLE, **more})) == [
        ("联系村", "A2"),
        ("联系村", "B2"),
        ("规则", "E2"),
        ("请假外出", "A2"),
        ("请假外出", "C2"),
        ("请假外出", "B3"),
    ]


def test_two_faults_of_one_row_are_both_named(tmp_path):
    posts = [POSTS[0], ["没有", "上午", "接访领导", "08:30", "11:30", "接访领导", "一大堆"]]
    assert places(xlsx(tmp_path / "a.xlsx", {**WHOLE, "岗位": posts})) == [("岗位", "A2"), ("岗位", "G2")]


@pytest.mark.parametrize(
    ("sheet", "row", "cell"),
    [
        ("岗位", ["JF", "上午", "接访领导", "25:30", "11:30", "接访领导", "1"], "D2"),
        ("岗位", ["JF", "上午", "接访领导", "08:30", "11:30", "接访领导", ""], "G2"),
    ],
)
def test_what_a_faulty_row_says_counts_for_those_that_name_it(tmp_path, sheet, row, cell):
    rules = [CLAUSES, ["均衡", "领导接访", "上午", "接访领导", "", "一般"]]
    assert places(xlsx(tmp_path / "a.xlsx", {**WHOLE, sheet: [POSTS[0], row], "规则": rules})) == [(sheet, cell)]


def test_a_person_whose_row_is_at_fault_can_be_named(tmp_path):
    people = [[*PEOPLE[0], "任职起"], ["1", "张三", "没有的局", "", "", "接访领导", "2月30日"]]
    absences = [ABSENCES, ["张三", "2026-12-10", "", "休假"]]
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people, "请假外出": absences})
    assert places(path) == [("人员", "C2"), ("人员", "G2")]


def test_a_name_that_was_left_out_is_missed_once(tmp_path):
    people = [PEOPLE[0], ["1", "", "区教育局", "", "", "接访领导"]]
    one = [ABSENCES, ["张三", "2026-12-10", "", "休假"]]
    two = [*one, ["李四", "2026-12-10", "", "休假"]]
    assert places(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people, "请假外出": one})) == [("人员", "B2")]
    both = xlsx(tmp_path / "b.xlsx", {**WHOLE, "人员": people, "请假外出": two})
    assert places(both) == [("人员", "B2"), ("请假外出", "A2"), ("请假外出", "A3")]


def test_hidden_rows_do_not_hide_the_faults_of_other_sheets(tmp_path):
    def hide(book):
        book["人员"].row_dimensions[2].hidden = True
        book["单位"].row_dimensions[3].hidden = True

    more = {"请假外出": [ABSENCES, ["张三", "2月30日", "", "休假"], ["无此人", "2026-12-10", "", "休假"]]}
    assert places(xlsx(tmp_path / "a.xlsx", {**WHOLE, **more}, hide)) == [
        ("单位", "A3"),
        ("人员", "A2"),
        ("请假外出", "B2"),
        ("请假外出", "A3"),
    ]


def test_a_sheet_without_its_columns_is_one_fault_and_not_many(tmp_path):
    rules = [CLAUSES, ["均衡", "领导接访", "上午", "接访领导", "", "一般"], ["不许请假", "", "", "", "", "必须"]]
    people = [["单位", "职务"], ["区教育局", "局长"]]
    absences = [ABSENCES, ["张三", "2026-12-10", "2026-12-01", "休假"]]
    whole = {"设置": SETTINGS, "单位": UNITS, "人员": people, "值班事项": DUTIES, "岗位": POSTS}
    path = folder(tmp_path / "a", {**whole, "规则": rules, "请假外出": absences})
    assert places(path) == [("人员", "A1"), ("规则", "A3"), ("请假外出", "C2")]


def test_a_year_that_cannot_be_read_is_one_fault(tmp_path):
    settings = [*SETTINGS[:2], ["年份", "二〇二六年"]]
    absences = [ABSENCES, ["张三", "12月10日", "", "休假"], ["李四", "2月30日", "", "休假"]]
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "设置": settings, "请假外出": absences})
    assert places(path) == [("设置", "B3"), ("请假外出", "B3")]


def test_a_clause_is_tried_though_an_absence_is_at_fault(tmp_path):
    rules = [[*CLAUSES, "人员"], ["次数", "领导接访", "", "", "期间=月；最少=1", "必须", "王五"]]
    people = [*PEOPLE, ["3", "王五", "", "", "", "主班"]]
    absences = [ABSENCES, ["张三", "2月30日", "", "休假"]]
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people, "规则": rules, "请假外出": absences})
    assert places(path) == [("规则", "G2"), ("请假外出", "B2")]


@pytest.mark.parametrize("rule", ["人员搭配", "不同时值班", "轮流"])
def test_a_rule_whose_people_nothing_is_called_is_a_fault_at_its_cell_alone(tmp_path, rule):
    clauses = [["规则", "人员", "参数"], [rule, "业务骨干", "最少=1" if rule == "人员搭配" else ""]]
    found = faults(xlsx(tmp_path / "a.xlsx", {**WHOLE, "规则": clauses}))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("规则", "B2")]
