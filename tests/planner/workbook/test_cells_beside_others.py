"""A cell may speak for others of its row: a span in 起, a part of the day, 次日; what does not agree is a fault."""

from datetime import date

import pytest

from planner.office.sheets import AbsenceRow, KeyPeriod, Person, Post
from tests.fixtures.workbook_files import DUTIES, PEOPLE, POSTS, WHOLE, faults, folder, read, xlsx

ABSENCE = ["人员", "起", "止", "时段", "类别"]


def absence(place, *cells):
    return folder(place / "all", {**WHOLE, "请假外出": [ABSENCE, ["张三", *cells, "年休假"]]})


@pytest.mark.parametrize(
    ("cells", "start", "end", "part"),
    [
        (("12月28日—1月3日", "", ""), date(2026, 12, 28), date(2027, 1, 3), "day"),
        (("12月28日—1月3日", "2027-01-03", ""), date(2026, 12, 28), date(2027, 1, 3), "day"),
        (("12月5日上午", "", ""), date(2026, 12, 5), None, "am"),
        (("12月5日上午", "", "上午"), date(2026, 12, 5), None, "am"),
        (("12月5日上午、下午", "", ""), date(2026, 12, 5), None, "day"),
        (("12月5日", "", "上午、下午"), date(2026, 12, 5), None, "day"),
    ],
)
def test_the_first_cell_of_an_absence_may_say_its_end_and_its_part_of_the_day(tmp_path, cells, start, end, part):
    [row] = read(absence(tmp_path, *cells)).of(AbsenceRow)
    assert (row.start, row.end, row.part, row.kind) == (start, end, part, "leave")


@pytest.mark.parametrize(
    ("cells", "cell", "cause"),
    [
        (("12月28日—1月3日", "2026-12-31", ""), "B2", "“12月28日—1月3日”与“止”一栏的“2026-12-31”不一致"),
        (("12月5日上午", "", "下午"), "B2", "“12月5日上午”与“时段”一栏的“下午”不一致"),
        (("12月30日—2日", "", ""), "B2", "“12月30日—2日”的止日早于起日"),
        (("12月5日", "12月6日上午", ""), "C2", "“12月6日上午”带有时段，这里只写日期"),
    ],
)
def test_what_does_not_agree_is_a_fault_in_its_cell(tmp_path, cells, cell, cause):
    assert faults(absence(tmp_path, *cells)) == [("请假外出", cell, cause)]


def test_every_first_day_may_hold_a_span(tmp_path):
    people = [[*PEOPLE[0], "任职起", "任职止"], [*PEOPLE[1], "2026-01-01—2026-12-31", ""]]
    period = [["名称", "起", "止", "事项"], ["两会", "3月1日—15日", "", "JF"]]
    office = read(folder(tmp_path / "all", {**WHOLE, "人员": people, "重点时期": period}))
    assert [(one.start, one.end) for one in office.of(Person)] == [(date(2026, 1, 1), date(2026, 12, 31))]
    assert [(one.start, one.end) for one in office.of(KeyPeriod)] == [(date(2026, 3, 1), date(2026, 3, 15))]


def post(place, begin, end, days=""):
    posts = [[*POSTS[0], "连续天数"], ["JF", "夜班", "主班", begin, end, "接访领导", "1", days]]
    return folder(place / "all", {**WHOLE, "岗位": posts})


def test_the_next_day_may_stand_before_an_end(tmp_path):
    assert [one.finish for one in read(post(tmp_path, "18:00", "次日08:00")).of(Post)] == ["08:00"]
    assert [one.span for one in read(post(tmp_path, "08:00", "次日09:00", "2天")).of(Post)] == [2]


def test_a_shift_of_more_than_a_day_needs_the_days_that_it_lasts(tmp_path):
    found = faults(post(tmp_path, "08:00", "次日09:00"))
    assert found == [("岗位", "E2", "“次日09:00”晚于第二天的开始时间 08:00，这一班超过 24 小时")]


def test_words_that_count_from_a_date_need_one_where_they_stand(tmp_path):
    duties = [[*DUTIES[0], "起始日期"], ["JF", "领导接访", "隔周周一", "", ""]]
    assert faults(folder(tmp_path / "a", {**WHOLE, "值班事项": duties})) == [
        ("值班事项", "E2", "“隔周周一”要从某一天起算")
    ]
    duties[1][-1] = "2026-12-07"
    read(folder(tmp_path / "b", {**WHOLE, "值班事项": duties}))
    duties[1][2:] = ["FREQ=DAILY;UNTIL=20260101", "", "2026-12-07"]
    assert faults(folder(tmp_path / "c", {**WHOLE, "值班事项": duties})) == [
        ("值班事项", "C2", "“FREQ=DAILY;UNTIL=20260101”一天也不会到期")
    ]


def test_numbers_of_excel_are_quoted_as_they_stand(tmp_path):
    rows = [ABSENCE, ["张三", 12.1, 12.12, None, "休假"], ["李四", 12.2, None, None, "休假"]]
    assert [(cell, cause[:6]) for _, cell, cause in faults(xlsx(tmp_path / "a.xlsx", {**WHOLE, "请假外出": rows}))] == [
        ("B2", "“12.1”"),
        ("C2", "“12.12"),
        ("B3", "“12.2”"),
    ]
