"""Every usual layout of a duty table is read cell by cell; what stands around it is passed over and named."""

from collections import Counter
from datetime import date

import pytest

from planner.errors import Refused
from planner.office.office import Office
from planner.workbook.own_tables.names import name_parts
from planner.workbook.own_tables.read import read_own_file
from tests.fixtures import duty_tables
from tests.fixtures.duty_tables import NOVEMBER, book, weekday

DAY = date(2026, 11, 1)
YEAR = Office().with_rows("设置", ())


def read(path, office=YEAR, month=None):
    return read_own_file(path, office, month)


def entries(path, **given):
    """(day, heading, names, cell) of every entry."""
    [table] = read(path, **given).tables
    return [(one.day, one.heading, one.names, one.cell) for one in table.entries]


def notes(file):
    return [one.zh for one in file.notes]


def faults(file):
    return [(one.sheet, one.cell, one.cause.zh) for one in file.faults]


def test_columns_of_posts_are_read_below_two_header_rows_and_between_title_and_signature(tmp_path):
    file = read(duty_tables.posts(tmp_path / "a.xlsx"))
    [table] = file.tables
    assert [(one.word, one.cell) for one in table.headings] == [
        ("带班领导", "C3"),
        ("值班人员白班", "E3"),
        ("值班人员夜班", "F3"),
    ]
    assert [(one.day, one.heading, one.names, one.cell) for one in table.entries[:3]] == [
        (DAY, "带班领导", ("钱二",), "C4"),
        (DAY, "值班人员白班", ("李四",), "E4"),
        (DAY, "值班人员夜班", ("周五", "吴六"), "F4"),
    ]
    assert len(table.entries) == 90 and file.months == ("2026-11",) and faults(file) == []
    assert notes(file) == [
        "11月 D3“电话”不是岗位的列，已略过",
        "11月 G3“备注”不是岗位的列，已略过",
        "11月 A34“合计”不是数据，已略过",
        "11月 A35“注：带班领导手机保持畅通”不是数据，已略过",
        "11月 A36“制表人：王某”不是数据，已略过",
        "11月 A37“2026年10月28日”不是数据，已略过",
    ]


def test_two_halves_of_a_month_side_by_side_are_one_month(tmp_path):
    file = read(duty_tables.halves(tmp_path / "a.xlsx"))
    [table] = file.tables
    found = {one.day: (one.names, one.cell) for one in table.entries}
    assert sorted(found) == NOVEMBER
    assert found[DAY] == (("周五", "吴六"), "B3") and found[date(2026, 11, 30)] == (("孙三", "李四"), "D17")
    assert notes(file) == ["Sheet1 A18“值班电话：0537-0000000”不是数据，已略过"]


def test_a_grid_of_people_and_days_is_read_by_its_marks(tmp_path):
    file = read(duty_tables.grid(tmp_path / "a.xlsx"))
    [table] = file.tables
    assert [(one.word, one.cell) for one in table.headings] == [("白", "C5"), ("夜", "F5")]
    assert Counter(one.heading for one in table.entries) == {"白": 30, "夜": 30}
    assert [(one.day.day, one.heading, one.names) for one in table.entries if one.names == ("孙三",)][:3] == [
        (1, "白", ("孙三",)),
        (4, "夜", ("孙三",)),
        (5, "白", ("孙三",)),
    ]
    assert notes(file) == [
        "11月 AG3“合计”不是日期的列，已略过",
        "11月 A9“合计”不是数据，已略过",
        "11月 A10“说明：白=白班 夜=夜班”不是数据，已略过",
        "11月 A11“制表：王某”不是数据，已略过",
        "11月：休 表示不值班，未作为班次",
    ]


def test_a_grid_of_days_and_people_is_the_same_turned(tmp_path):
    assert entries(duty_tables.turned(tmp_path / "a.xlsx"))[:4] == [
        (DAY, "√", ("李四",), "D3"),
        (date(2026, 11, 2), "√", ("周五",), "E4"),
        (date(2026, 11, 3), "√", ("吴六",), "F5"),
        (date(2026, 11, 4), "√", ("孙三",), "C6"),
    ]


def test_rows_of_one_day_that_a_merged_cell_holds_together_are_all_of_it(tmp_path):
    [table] = read(duty_tables.by_row(tmp_path / "a.xlsx")).tables
    assert [(one.day.day, one.words.shift, one.names) for one in table.entries[:3]] == [
        (1, "白班", ("孙三",)),
        (1, "夜班", ("李四", "周五")),
        (2, "白班", ("孙三",)),
    ]


def test_a_csv_that_excel_saved_in_chinese_code_is_read(tmp_path):
    path = tmp_path / "11月.csv"
    path.write_bytes("总值班2026年11月,,\n日期,夜班,带班领导\n2026/11/1,孙三 李四,赵一\n".encode("gb18030"))
    assert entries(path) == [(DAY, "夜班", ("孙三", "李四"), "B3"), (DAY, "带班领导", ("赵一",), "C3")]


@pytest.mark.parametrize(
    ("cell", "title", "day"),
    [
        (1, "2026年11月值班表", DAY),
        ("1日", "2026年11月值班表", DAY),
        ("1日（周日）", "二楼值班室 2026-11", DAY),
        ("11月1日 星期日", "2026年11月值班表", DAY),
        ("2026/11/1", "值班表", DAY),
        ("2026.11.1", "值班表", DAY),
        (46327, "值班表", DAY),
        (DAY, "值班表", DAY),
        ("十一月一日", "2026年11月值班表", DAY),
        ("1月1日", "2026年12月值班表", date(2027, 1, 1)),
        ("12月31日", "2027年1月值班表", date(2026, 12, 31)),
        ("11月1日—11月7日", "2026年11月值班表", DAY),
    ],
)
def test_a_day_is_read_as_people_write_it(tmp_path, cell, title, day):
    path = book(tmp_path / "a.xlsx", {"表": [[title], ["日期", "主班"], [cell, "孙三"]]})
    assert entries(path) == [(day, "主班", ("孙三",), "B3")]


def test_a_day_without_a_month_is_completed_by_the_month_asked_for_or_named_as_a_fault(tmp_path):
    path = book(tmp_path / "a.xlsx", {"值班": [["日期", "主班"], ["1日", "孙三"]]})
    assert faults(read(path)) == [("值班", "A2", "“1日”只有日，没有月份")]
    assert entries(path, month=DAY) == [(DAY, "主班", ("孙三",), "B2")]


def test_what_is_wrong_is_named_with_its_cell_and_all_at_once(tmp_path):
    rows = [
        ["2026年11月值班表"],
        ["日期", "星期", "主班"],
        [DAY, "六", "孙三"],
        ["11月31日", "一", "李四"],
        [date(2026, 11, 3), "二", "#REF!"],
        [date(2026, 11, 4), "三", "周五"],
    ]
    file = read(book(tmp_path / "a.xlsx", {"值班": rows}))
    assert [(sheet, cell, cause.partition("（")[0]) for sheet, cell, cause in faults(file)] == [
        ("值班", "B3", "2026-11-01 是星期日，表里写的是“六”"),
        ("值班", "A4", "日期“11月31日”不存在"),
        ("值班", "C5", "公式出错"),
    ]
    assert all(one.cure.zh and one.cure.en and one.file == "a.xlsx" for one in file.faults)


def test_a_row_of_weekdays_in_a_grid_must_be_those_of_its_days(tmp_path):
    days = NOVEMBER[:7]
    rows = [["2026年11月"], ["姓名", *days], [None, "一", *map(weekday, days[1:])], ["孙三", "夜", *[None] * 6]]
    assert faults(read(book(tmp_path / "a.xlsx", {"值班": rows}))) == [
        ("值班", "B3", "2026-11-01 是星期日，表里写的是“一”")
    ]


def test_several_months_and_sheets_are_read_and_other_sheets_are_named(tmp_path):
    sheets = {
        "11月": [["日期", "主班"], ["2026-11-01", "孙三"]],
        "12月": [["日期", "主班"], ["2026-12-01", "李四"]],
        "说明": [["带班领导须在岗"]],
    }
    file = read(book(tmp_path / "a.xlsx", sheets))
    assert [one.sheet for one in file.tables] == ["11月", "12月"] and file.months == ("2026-11", "2026-12")
    assert notes(file) == ["工作表“说明”里没有排班日期，已略过"]


def test_a_file_without_any_duty_table_is_refused_with_what_was_read(tmp_path):
    with pytest.raises(Refused) as refused:
        read(book(tmp_path / "a.xlsx", {"通知": [["关于值班工作的通知"], ["各科室："]]}))
    assert [one.cause.zh for one in refused.value.faults] == ["没有认出值班表；第一行读到的是：关于值班工作的通知"]


def test_times_behind_a_header_or_a_shift_do_not_count(tmp_path):
    rows = [["日期", "白班（08:30-17:30）", "夜班\n17:30—次日08:30", "期数"], ["2026-11-01", "孙三", "李四", "1"]]
    file = read(book(tmp_path / "a.xlsx", {"值班": rows}))
    assert [one.word for one in file.tables[0].headings] == ["白班", "夜班"]
    by_row = [["日期", "班次", "人员"], ["2026-11-01", "夜班 17:30-08:30", "李四"]]
    [table] = read(book(tmp_path / "b.xlsx", {"值班": by_row})).tables
    assert [one.words.shift for one in table.entries] == ["夜班"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("孙三 李四", ("孙三", "李四")),
        ("孙 三　李 四", ("孙三", "李四")),
        ("孙三、李四/周五+吴六", ("孙三", "李四", "周五", "吴六")),
        ("孙三\n李四", ("孙三", "李四")),
        ("孙三 13800000000", ("孙三",)),
        ("孙三（0537-1234567）", ("孙三",)),
        ("孙三（主任）", ("孙三",)),
        ("李四（信访局）、孙三", ("李四（信访局）", "孙三")),
        ("孙三（11月1日—11月7日）", ("孙三",)),
        ("空缺", ()),
        ("孙三、空缺", ("孙三",)),
        ("欧阳一 二", ("欧阳一 二",)),
    ],
)
def test_the_names_in_a_cell_are_parted(cell, names):
    known = {"孙三", "李四（信访局）", "欧阳一 二"}
    assert name_parts(cell, lambda text: text in known) == names
