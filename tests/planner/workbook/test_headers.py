"""Which row names the columns, and what else of a sheet is no data: said, and never read as somebody."""

import pytest

from planner.office.office import Office
from planner.office.sheets import Person
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import faults, xlsx

HEAD = ["编号", "姓名", "值班序列", "手机"]
ONE, TWO = ["X1", "测试甲", "话务员", "1"], ["X2", "测试乙", "话务员", "2"]


def people(tmp_path, *rows):
    return xlsx(tmp_path / "a.xlsx", {"人员": list(rows)})


def taken(path):
    found = read_workbook(path, Office())
    return [one.id for one in found.office.of(Person)], [one.zh for one in found.notes]


def test_pages_pasted_together_are_one_table(tmp_path):
    path = people(tmp_path, ["某区名单"], HEAD, ONE, ["某区名单"], ["第2页"], HEAD, TWO)
    assert taken(path) == (
        ["X1", "X2"],
        [
            "人员 第 4 行“某区名单”不是数据，已略过",
            "人员 第 5 行“第2页”不是数据，已略过",
            "人员 第 6 行“编号”不是数据，已略过",
        ],
    )


@pytest.mark.parametrize("word", ["汇总", "合计", "共 计", "总数", "本页合计", "合 计："])
def test_a_total_is_no_person_however_full_its_row(tmp_path, word):
    path = people(tmp_path, HEAD, ONE, [word, "1", "话务员", "1"])
    assert taken(path) == (["X1"], [f"人员 第 3 行“{word}”不是数据，已略过"])


def test_a_column_named_twice_is_a_fault_that_names_both_cells(tmp_path):
    path = people(tmp_path, [*HEAD, "姓名"], [*ONE, "测试丙"])
    assert faults(path) == [("人员", "E1", "有两列都是“姓名”（B1、E1）")]


def test_a_header_known_as_a_whole_goes_before_one_known_by_a_part(tmp_path):
    path = people(tmp_path, ["编号", "姓名（拼音）", "姓名", "值班序列"], ["X1", "Ceshi Jia", "测试甲", "话务员"])
    assert [one.name for one in read_workbook(path, Office()).office.of(Person)] == ["测试甲"]


def test_a_second_table_beneath_is_a_fault(tmp_path):
    path = people(tmp_path, HEAD, ONE, [], ["编号", "名称", "类别", "启用"], ["U9", "某局", "部门", ""])
    assert ("人员", "A4", "第 4 行又是表头，和这张表的列不一样") in faults(path)


def test_a_header_far_down_is_found_and_what_is_above_it_named(tmp_path):
    path = people(tmp_path, *([f"说明{number}"] for number in range(20)), HEAD, ONE)
    assert taken(path) == (["X1"], ["人员：表头以上的 20 行已略过"])


def test_a_filled_column_without_a_header_is_named(tmp_path):
    path = people(tmp_path, [*HEAD[:3], "", "手机"], ["X1", "测试甲", "话务员", "备注一", "1"])
    assert taken(path)[1] == ["人员：D 列没有表头，已略过（如 D2）"]


def test_an_unknown_column_or_sheet_names_the_nearest_known_word(tmp_path):
    rows = [[*HEAD[:3], "手机嘛"], ONE]
    path = xlsx(tmp_path / "a.xlsx", {"人员": rows, "值班事项表": [["x"]]})
    assert taken(path)[1] == [
        "不认识的工作表“值班事项表”已略过（是不是“值班事项”？）",
        "人员：不认识的列“手机嘛”已略过（是不是“手机”？）",
    ]
