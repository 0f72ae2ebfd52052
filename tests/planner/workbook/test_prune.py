"""Rows that go with --prune: what is issued ends instead, and nothing that stays names what is gone."""

from dataclasses import replace
from datetime import date

from planner.data_entry.import_preview import preview_import
from planner.office.office import Office
from planner.office.outside import Outside
from planner.office.sheets import Person, Post
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import PEOPLE, POSTS, WHOLE, faults, folder

OUTSIDE = Outside(date(2026, 12, 10), {"p:2": date(2026, 12, 31), "p:3": date(2026, 11, 3)})
LEFT = {"人员": PEOPLE[:2]}


def office_of(tmp_path, **more):
    people = [*PEOPLE, ["3", "王五", "U1", "", "", "主班"], ["4", "赵六", "U1", "", "", "主班"]]
    return read_workbook(folder(tmp_path / "office", {**WHOLE, "人员": people, **more}), Office()).office


def test_who_is_issued_ends_on_the_last_issued_day_or_yesterday_and_the_others_go(tmp_path):
    result = read_workbook(folder(tmp_path / "a", LEFT), office_of(tmp_path), prune=True, outside=OUTSIDE)
    assert {row.id: row.end for row in result.office.of(Person)} == {
        "1": None,
        "2": date(2026, 12, 31),
        "3": date(2026, 12, 9),
    }
    assert [note.zh for note in result.notes] == [
        "“李四”（2）已印发的班表里有，没有删除，改为任职止 2026-12-31",
        "“王五”（3）已印发的班表里有，没有删除，改为任职止 2026-12-09",
    ]


def test_of_what_is_left_out_each_row_is_told_beforehand_whether_it_goes_or_ends(tmp_path):
    office = office_of(tmp_path)
    people = preview_import(office, read_workbook(folder(tmp_path / "a", LEFT), office, outside=OUTSIDE))[0]
    assert [
        (one.row[:2], one.goes, [(cell.column, cell.old, cell.new) for cell in one.cells]) for one in people.unnamed
    ] == [
        ("李四", False, [("任职止", "", "2026-12-31")]),
        ("王五", False, [("任职止", "", "2026-12-09")]),
        ("赵六", True, []),
    ]


def test_an_issued_post_stays_and_asks_for_nobody_any_more(tmp_path):
    posts = [POSTS[0], ["JF", "下午", "接访领导", "14:30", "17:30", "接访领导", 1]]
    issued = replace(OUTSIDE, issued_posts=frozenset({"JF-1"}))
    office = office_of(tmp_path)
    result = read_workbook(folder(tmp_path / "a", {"岗位": posts}), office, prune=True, outside=issued)
    assert [(row.id, row.shift, row.need, row.room) for row in result.office.of(Post)] == [
        ("JF-2", "下午", 1, None),
        ("JF-1", "上午", 0, 0),
    ]
    assert [note.zh for note in result.notes] == [
        "“上午接访领导”（JF-1）已印发的班表里有，没有删除，人数改为 0，以后不再排"
    ]
    ended = Office({**result.office.rows}, office.notices)
    assert {slot.shift for slot in build_problem(ended, Period.month("2026-12")).problem.slots} == {"下午"}
    bare = read_workbook(folder(tmp_path / "b", {"岗位": posts}), office, prune=True, outside=OUTSIDE)
    assert [row.id for row in bare.office.of(Post)] == ["JF-2"]


def test_who_is_still_named_by_other_rows_does_not_go(tmp_path):
    office = office_of(tmp_path, 请假外出=[["人员", "起", "类别"], ["赵六", "2026-12-01", "休假"]])
    path = folder(tmp_path / "a", LEFT)
    assert faults(path, office, prune=True, outside=OUTSIDE) == [
        ("人员", "", "“赵六”（4）要删除，但还有别处用到：请假外出")
    ]
    both = folder(tmp_path / "b", {**LEFT, "请假外出": [["人员", "起", "类别"], ["张三", "2026-12-01", "休假"]]})
    kept = read_workbook(both, office, prune=True, outside=OUTSIDE).office
    assert [row.id for row in kept.of(Person)] == ["1", "2", "3"]


def test_a_sheet_that_the_file_does_not_have_stays_whole(tmp_path):
    office = office_of(tmp_path)
    after = read_workbook(folder(tmp_path / "a", LEFT), office, prune=True).office
    assert {zh: rows for zh, rows in after.rows.items() if zh != "人员"} == {
        zh: rows for zh, rows in office.rows.items() if zh != "人员"
    }
