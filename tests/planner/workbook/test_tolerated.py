"""What offices really send and the program understands."""

from datetime import date, datetime, time

import pytest

from planner.errors import Refused
from planner.office.cells.dates import read_date
from planner.office.cells.spans import DaySpan, read_span
from planner.office.cells.times import read_time
from planner.office.sheets import AbsenceRow, Person, Post
from tests.fixtures.workbook_files import DUTIES, PEOPLE, POSTS, SETTINGS, UNITS, WHOLE, faults, folder, read, xlsx

FIRST = date(2026, 12, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01",
        "2026/12/1",
        "2026.12.1",
        "20261201",
        "12月1日",
        "12-1",
        "十二月一日",
        "２０２６／１２／０１",
        "2026年12月1日",
        " 2026-12-01 ",
        46357,
        46357.0,
        "46357",
        datetime(2026, 12, 1),
        date(2026, 12, 1),
        "12.1",
        "2026-12-01 00:00:00",
    ],
)
def test_a_date_is_read_as_people_write_it(text):
    assert read_date(text, 2026) == FIRST


@pytest.mark.parametrize(
    ("text", "cause"),
    [("2月30日", "不存在"), ("1/12/2026", "歧义"), ("明天", "不是日期"), ("2026-13-01", "不存在"), ("", "不是日期")],
)
def test_a_date_that_cannot_be_meant_is_refused(text, cause):
    with pytest.raises(Refused) as caught:
        read_date(text, 2026)
    assert cause in caught.value.faults[0].cause.zh


def test_a_date_without_a_year_needs_the_office_s_year():
    with pytest.raises(Refused):
        read_date("12月1日", None)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("12月28日—1月3日", (date(2026, 12, 28), date(2027, 1, 3))),
        ("12月1日-3日", (date(2026, 12, 1), date(2026, 12, 3))),
        ("2026-12-01—2026-12-03", (date(2026, 12, 1), date(2026, 12, 3))),
        ("12月1日至12月3日", (date(2026, 12, 1), date(2026, 12, 3))),
        ("2026-12-01", (date(2026, 12, 1), None)),
        ("12月1日", (date(2026, 12, 1), None)),
    ],
)
def test_a_range_in_one_cell(text, span):
    assert read_span(text, 2026) == DaySpan(*span)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("08:30", "08:30"),
        ("8：30", "08:30"),
        (time(8, 30), "08:30"),
        (0.3541666667, "08:30"),
        ("24:00", "00:00"),
        ("8点30分", "08:30"),
        ("8:30:00", "08:30"),
    ],
)
def test_a_time_of_day(text, clock):
    assert read_time(text, end=True) == clock


def test_rows_above_the_header_are_skipped_and_so_are_totals_and_signatures(tmp_path):
    people = [["某区值班人员名单"], ["2026年"], *PEOPLE, ["合计", "2人"], ["制表：王五"]]
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people}))
    assert [one.name for one in office.of(Person)] == ["张三", "李四"]


def test_headers_in_any_order_with_spaces_breaks_stars_and_english(tmp_path):
    people = [
        ["值班 序列\n(必填)", "姓名 Name", "ID", "Units", "爱好"],
        ["接访领导", "张 三", "007", "区教育局", "钓鱼"],
    ]
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people}))
    assert [(one.id, one.name, one.units, one.pools) for one in office.of(Person)] == [
        ("007", "张三", ("U1",), ("接访领导",))
    ]


def test_two_header_rows_are_read_as_one(tmp_path):
    people = [["编号", "姓名*", "单位", "值班"], ["", "", "", "值班序列*"], ["1", "张三", "U1", "接访领导"]]
    people[0][3] = None
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": [people[0], people[1], people[2]]}))
    assert [one.name for one in office.of(Person)] == ["张三"]


def test_ids_and_names_keep_their_spelling(tmp_path):
    people = [
        PEOPLE[0],
        ["007", "NA", "U1", "", "", "接访领导"],
        [8.0, "null", "U1", "", "", "接访领导"],
        ["9", "True", "U1", "", "", "接访领导"],
    ]
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people}))
    assert [(one.id, one.name) for one in office.of(Person)] == [("007", "NA"), ("8", "null"), ("9", "True")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_office_programs(tmp_path, encoding):
    office = read(folder(tmp_path / "all", WHOLE, encoding))
    assert [one.name for one in office.of(Person)] == ["张三", "李四"]


def test_csv_with_rare_characters_and_old_line_ends(tmp_path):
    path = folder(tmp_path / "all", WHOLE)
    text = "编号,姓名,单位,值班序列\r1,䶮㐂,U1,接访领导\r2,李四,U2,接访领导\r"
    (path / "人员.csv").write_bytes(text.encode("gb18030"))
    assert [one.name for one in read(path).of(Person)] == ["䶮㐂", "李四"]


def test_tab_separated_text_of_utf_16(tmp_path):
    path = folder(tmp_path / "all", {name: rows for name, rows in WHOLE.items() if name != "人员"})
    (path / "人员.txt").write_text("编号\t姓名\t单位\t值班序列\n1\t张三\tU1\t接访领导\n", "utf-16")
    assert [one.name for one in read(path).of(Person)] == ["张三"]


def test_cells_merged_over_rows_speak_for_each_row(tmp_path):
    people = [PEOPLE[0], ["1", "张三", "区教育局", "", "", "接访领导"], ["2", "李四", None, "", "", "接访领导"]]
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people}, lambda book: book["人员"].merge_cells("C2:C3")))
    assert [one.units for one in office.of(Person)] == [("U1",), ("U1",)]


def test_real_dates_and_times_of_excel(tmp_path):
    absences = [["人员*", "起*", "止", "类别*"], ["张三", datetime(2026, 12, 1), 46358, "休假"]]
    posts = [POSTS[0], ["JF", "上午", "接访领导", time(8, 30), 0.5, "接访领导", 1]]
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "请假外出": absences, "岗位": posts}))
    assert [(one.start, one.end) for one in office.of(AbsenceRow)] == [(FIRST, date(2026, 12, 2))]
    assert [(one.begin, one.finish) for one in office.of(Post)] == [("08:30", "12:00")]


def test_hidden_rows_are_kept_or_dropped_only_on_request(tmp_path):
    def hide(book):
        book["人员"].row_dimensions[3].hidden = True

    path = xlsx(tmp_path / "a.xlsx", WHOLE, hide)
    assert [(sheet, cell) for sheet, cell, _ in faults(path)] == [("人员", "A3")]
    assert [one.name for one in read(path, hidden="keep").of(Person)] == ["张三", "李四"]
    assert [one.name for one in read(path, hidden="drop").of(Person)] == ["张三"]


def test_ids_may_be_left_out_where_names_are_unique(tmp_path):
    people = [["姓名", "单位", "值班序列"], ["张三", "区教育局", "接访领导"]]
    units = [["名称"], ["区教育局"]]
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people, "单位": units}))
    assert [(one.id, one.units) for one in office.of(Person)] == [("张三", ("区教育局",))]


def test_a_file_of_some_sheets_touches_only_those_and_matches_by_key(tmp_path):
    office = read(xlsx(tmp_path / "a.xlsx", WHOLE))
    more = {
        "人员": [["编号", "姓名", "值班序列", "职务"], ["2", "李四", "接访领导", "副局长"], ["3", "王五", "主班", ""]]
    }
    after = read(xlsx(tmp_path / "b.xlsx", more), office)
    assert [(one.id, one.title) for one in after.of(Person)] == [("1", "局长"), ("2", "副局长"), ("3", "")]
    assert after.rows["单位"] == office.rows["单位"]
    pruned = read(xlsx(tmp_path / "c.xlsx", more), office, prune=True)
    assert [one.id for one in pruned.of(Person)] == ["2", "3"]


def test_a_person_who_changed_post_has_several_rows(tmp_path):
    people = [
        ["编号", "姓名", "单位", "值班序列", "任职起", "任职止"],
        ["1", "张三", "U1", "接访领导", "", "2026-12-10"],
        ["1", "张三", "U2", "主班", "2026-12-11", ""],
    ]
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people}))
    assert [one.units for one in office.people["1"]] == [("U1",), ("U2",)]


def test_somebody_is_named_by_name_and_unit(tmp_path):
    people = [PEOPLE[0], ["1", "张三", "U1", "", "", "接访领导"], ["2", "张三", "U2", "", "", "接访领导"]]
    absences = [["人员", "起", "类别"], ["张三（区卫健局）", "2026-12-01", "休假"]]
    office = read(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people, "请假外出": absences}))
    assert [one.who for one in office.of(AbsenceRow)] == ["p:2"]


def test_sheet_names_in_english_are_known_too(tmp_path):
    sheets = {"settings": SETTINGS, "units": UNITS, "people": PEOPLE, "duties": DUTIES, "posts": POSTS}
    assert [one.name for one in read(xlsx(tmp_path / "a.xlsx", sheets)).of(Person)] == ["张三", "李四"]
