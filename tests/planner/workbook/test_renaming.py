"""A change of 编号: old to new by the column 原编号, wherever the old one is named."""

from datetime import date

import pytest

from planner.office.office import Office
from planner.office.outside import Outside
from planner.office.sheets import AbsenceRow, ClauseRow, Duty, Person, Post
from planner.words import Words
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import PEOPLE, WHOLE, faults, folder

HEAD = ["原编号", "编号", "姓名"]


@pytest.fixture
def office(tmp_path):
    more = {
        "人员": [[*PEOPLE[0], "代办人"], [*PEOPLE[1], ""], [*PEOPLE[2], "张三"]],
        "请假外出": [["人员", "起", "类别"], ["张三", "2026-12-01", "休假"]],
        "规则": [["规则", "事项", "人员", "参数", "要求"], ["次数", "JF", "张三", "最多=9", "一般"]],
    }
    return read_workbook(folder(tmp_path / "office", {**WHOLE, **more}), Office()).office


def test_a_person_gets_a_new_id_wherever_the_old_one_is_named(tmp_path, office):
    path = folder(tmp_path / "a", {"人员": [HEAD, ["1", "L01", "张三"]]})
    result = read_workbook(path, office)
    assert [(row.id, row.name, row.delegate) for row in result.office.of(Person)] == [
        ("L01", "张三", ""),
        ("2", "李四", "L01"),
    ]
    assert [row.who for row in result.office.of(AbsenceRow)] == ["p:L01"]
    assert [row.who for row in result.office.of(ClauseRow)] == [("p:L01",)]
    assert [note.zh for note in result.notes] == ["人员：编号 1 改为 L01，用到它的地方一并改了"]
    assert read_workbook(path, result.office).changes == ()


def test_a_duty_takes_its_posts_along(tmp_path, office):
    path = folder(tmp_path / "a", {"值班事项": [["原编号", "编号"], ["JF", "J1"]]})
    after = read_workbook(path, office).office
    assert ([row.id for row in after.of(Duty)], {row.duty for row in after.of(Post)}) == (["J1"], {"J1"})


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (["1", "2", ""], "编号“2”已有"),
        (["9", "L09", ""], "没有原编号“9”"),
        (["2", "L02", ""], "编号“2”不能改：已印发的班表里用的是它"),
    ],
)
def test_what_cannot_change_is_a_fault_with_the_reason(tmp_path, office, row, cause):
    path = folder(tmp_path / "a", {"人员": [["原编号", "编号", "手机"], row]})
    outside = Outside(date(2026, 12, 1), {}, {"p:2": Words.given("已印发的班表", "issued rosters")})
    found = faults(path, office, outside=outside)
    assert ("人员", "A2", cause) in found
