"""Absent is not empty: a column that a file does not have leaves what is stored, an empty cell of one empties it."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from planner.office.office import Office
from planner.office.sheets import BY_NAME, SHEETS, ClauseRow, LinkRow, Person, PinRow, Post, Setting, Unit, WishRow
from planner.workbook.read import read_workbook
from planner.workbook.write import typed, typed_index
from tests.fixtures import every_column
from tests.fixtures.every_column import BESIDE, KEYS, OTHERS, table
from tests.fixtures.workbook_files import SETTINGS, faults, folder, read
from tests.profile import rounds

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

CASE = Path(__file__).parents[2] / "fixtures" / "partial_columns"


@pytest.fixture(scope="module")
def office():
    """One row of every sheet with a text in every cell, and a few rows beside."""
    with TemporaryDirectory() as place:
        first = {"设置": SETTINGS, **BESIDE}
        stage = read(folder(Path(place) / "first", first))
        for number in ("second", "third"):  # units, people and villages name each other
            sheets = {zh: table(zh, OTHERS[zh]) for zh in every_column.SHEETS}
            sheets["单位"] = sheets["单位"] if number == "third" else table("单位", ["名称*"])
            stage = read(folder(Path(place) / number, sheets), stage)
        return stage


def one_row(office, sheet):
    """Header without its star → text, of the row that has a text in every cell."""
    keys = [every_column.SHEETS[sheet][header] for header in KEYS[sheet]]
    index = typed_index(office)
    kind = BY_NAME[sheet]
    names = [column.metadata["zh"] for column in kind.columns]
    [found] = [
        dict(zip(names, typed(index, kind, row), strict=True))
        for row in office.rows[sheet]
        if read_keys(row, kind, sheet) == keys
    ]
    return found


def read_keys(row, kind, sheet):
    names = {column.metadata["zh"]: column for column in kind.columns}
    columns = [names[header.rstrip("*")] for header in KEYS[sheet]]
    values = [getattr(row, column.name) for column in columns]
    return [
        "" if value in (None, "", ()) else bare(column.metadata["kind"].show(value))
        for column, value in zip(columns, values, strict=True)
    ]


def bare(text):
    return str(text).removeprefix("p:").removeprefix("v:")


def test_the_case_of_three_columns_keeps_telephone_post_and_exemption(tmp_path):
    before = read(CASE / "office")
    after = read(CASE / "update", before)
    assert after == before
    [row] = [one for one in after.of(Person) if one.id == "P03"]
    assert (row.order, row.units, row.title, row.exempt, row.mobile) == (3, ("U1",), "科员", ("夜班",), "13800000001")


def test_a_file_of_names_and_telephones_is_read_where_the_people_exist(tmp_path):
    before = read(CASE / "office")
    after = read(folder(tmp_path / "a", {"人员": [["姓名", "手机"], ["张三", "139"]]}), before)
    assert [(one.id, one.mobile, one.pools, one.exempt) for one in after.of(Person)] == [
        (one.id, "139" if one.id == "P03" else one.mobile, one.pools, one.exempt) for one in before.of(Person)
    ]


@pytest.mark.parametrize("sheet", OTHERS)
def test_two_hand_overs_of_disjoint_columns_commute_and_a_second_reading_changes_nothing(office, tmp_path, sheet):
    chosen = random.Random(7)
    for number in range(rounds(2, 10, 60) if OTHERS[sheet] else 1):
        new = [header for header in OTHERS[sheet] if chosen.random() < 0.7]
        mine = {header: chosen.random() < 0.5 for header in OTHERS[sheet]}
        parts = [[header for header in OTHERS[sheet] if mine[header] is which] for which in (True, False)]
        one, two = (
            folder(tmp_path / f"{number}{which}", {sheet: table(sheet, headers, new)})
            for which, headers in enumerate(parts)
        )
        first = read_workbook(one, office)
        assert one_row(first.office, sheet) == one_row(office, sheet) | typed_as(sheet, parts[0], new)
        assert read_workbook(one, first.office).changes == ()
        both = read(two, first.office)
        assert both == read(one, read(two, office))
        assert one_row(both, sheet) == one_row(office, sheet) | typed_as(sheet, OTHERS[sheet], new)


def typed_as(sheet, headers, new):
    """Header → text as the workbook shows it: names for ids, lists with 、."""
    names = {"U1": "区教育局", "U2": "东镇", "U3": "西镇", "P1": "张三", "P2": "李四", "P3": "王五", "V2": "南村"}
    names |= {"V3": "北村", "D": "值班", "E": "热线"}
    found = {}
    for header in headers:
        text = every_column.SHEETS[sheet][header][header in new]
        found[header.rstrip("*")] = "、".join(names.get(part, part) for part in text.split("、"))
    return found


@pytest.mark.parametrize(("sheet", "header"), [(sheet, one) for sheet in OTHERS for one in OTHERS[sheet]])
def test_an_emptied_cell_takes_its_default_and_a_starred_one_is_a_fault_with_its_cell(office, tmp_path, sheet, header):
    rows = table(sheet, [header])
    rows[1][-1] = ""
    path = folder(tmp_path / "a", {sheet: rows})
    if header.endswith("*"):
        assert faults(path, office) == [(sheet, f"{chr(64 + len(rows[0]))}2", f"“{header.rstrip('*')}”没有填写")]
        return
    kind = BY_NAME[sheet]
    [column] = [one for one in kind.columns if one.metadata["zh"] == header]
    after = read(path, office)
    changed = [row for row in after.rows[sheet] if row not in office.rows[sheet]]
    assert [getattr(row, column.name) for row in changed] == [column.default]
    assert one_row(after, sheet).keys() == one_row(office, sheet).keys()
    same = {key: text for key, text in one_row(office, sheet).items() if key != header}
    assert same.items() <= one_row(after, sheet).items()


def test_every_sheet_and_column_is_tried():
    assert {sheet.zh: {one.metadata["zh"] for one in sheet.columns} for sheet in SHEETS} == {
        sheet: {one.rstrip("*") for one in columns} for sheet, columns in every_column.SHEETS.items()
    }


def test_a_new_row_needs_what_is_required_and_the_fault_names_it(tmp_path):
    before = read(CASE / "office")
    path = folder(tmp_path / "a", {"人员": [["编号", "手机"], ["P03", "139"], ["P09", "139"]]})
    [(sheet, cell, cause)] = faults(path, before)
    assert (sheet, cell) == ("人员", "A1")
    assert "第 3 行“P09”" in cause and "姓名、值班序列" in cause and "P03" not in cause


@pytest.mark.parametrize(("sheet", "headers"), [("人员", ["手机"]), ("设置", ["值"]), ("岗位", ["人数"])])
def test_a_table_without_any_key_is_refused(office, tmp_path, sheet, headers):
    [(found, cell, cause)] = faults(folder(tmp_path / "a", {sheet: [headers, ["1"]]}), office)
    assert (found, cell) == (sheet, "A1") and "缺少必填列" in cause


def test_an_absent_key_column_matches_the_one_row_that_fits_the_others(office, tmp_path):
    sheets = {
        "时间要求": [["人员", "日期", "权重"], ["P1", "2026-12-01", "9"]],
        "指定": [["事项", "人员或单位", "指示人"], ["E", "P1", "赵主任"]],
        "规则": [["规则", "说明"], ["均衡", "丙"]],
        "联系村": [["村居", "止"], ["V1", "2033-01-01"]],
        "岗位": [["事项", "班次", "人数"], ["E", "上午", "3"]],
    }
    after = read(folder(tmp_path / "a", sheets), office)
    assert [(one.weight, one.shift) for one in after.of(WishRow)] == [(9, "夜班")]
    assert [(one.ordered_by, one.post) for one in after.of(PinRow)] == [("赵主任", "主班")]
    assert [(one.note, one.authority) for one in after.of(ClauseRow)] == [("丙", "第一条")]
    assert [(one.person, str(one.end)) for one in after.of(LinkRow)] == [("P1", "2033-01-01")]
    assert {one.id: one.need for one in after.of(Post)} == {"E-9": 1, "E-1": 1, "E-2": 3}


AMBIGUOUS = {
    "人员": ([["编号", "手机"], ["P1", "139"]], ("2020-01-01起", "2031-01-02起")),
    "时间要求": ([["人员", "权重"], ["P1", "9"]], ("2026-12-01·热线·夜班", "2026-12-02")),
    "岗位": ([["事项", "人数"], ["E", "3"]], ("E-1", "E-2")),
    "规则": ([["规则", "说明"], ["均衡", "丙"]], ("均衡", "均衡·热线")),
    "单位": ([["名称", "类别"], ["东镇", "镇街"]], ("U2", "U4")),
}


@pytest.mark.parametrize("sheet", AMBIGUOUS)
def test_two_rows_that_fit_are_a_fault_that_lists_both(office, tmp_path, sheet):
    more = {
        "人员": [["编号", "姓名", "值班序列", "任职起"], ["P1", "张三", "主班", "2031-01-02"]],
        "时间要求": [["人员", "日期", "事项", "班次", "要求"], ["P1", "2026-12-02", "", "", "希望避开"]],
        "规则": [["规则", "事项", "参数", "要求"], ["均衡", "E", "", "重要"]],
        "单位": [["编号", "名称"], ["U4", "东镇"]],
    }
    before = read(folder(tmp_path / "more", {sheet: more[sheet]}), office) if sheet in more else office
    rows, both = AMBIGUOUS[sheet]
    [(found, cell, cause)] = faults(folder(tmp_path / "a", {sheet: rows}), before)
    assert (found, cell) == (sheet, "A2") and "对应不止一行" in cause
    assert all(one in cause for one in both)


def test_a_name_with_its_unit_means_the_one_of_two_and_is_no_new_name(office, tmp_path):
    people = [["编号", "姓名", "单位", "值班序列"], ["P2", "李四", "U2", "主班"], ["P4", "李四", "U3", "主班"]]
    before = read(folder(tmp_path / "more", {"人员": people}), office)
    one = folder(tmp_path / "a", {"人员": [["姓名", "手机"], ["李四（西镇）", "139"], ["张三", "138"]]})
    after = read(one, before)
    assert {row.id: (row.name, row.mobile) for row in after.of(Person)} == {
        "P1": ("张三", "138"),
        "P2": ("李四", ""),
        "P3": ("王五", ""),
        "P4": ("李四", "139"),
    }
    head = ["姓名", "值班序列", "任职起"]
    terms = faults(folder(tmp_path / "c", {"人员": [head, ["李四（西镇）", "主班", "2026-12-01"]]}), before)
    assert [(cell, "重叠" in cause) for _, cell, cause in terms] == [("C2", True)]
    [(_, cell, cause)] = faults(folder(tmp_path / "b", {"人员": [["姓名", "手机"], ["李四", "139"]]}), before)
    assert cell == "A2" and all(words in cause for words in ("李四（P2，东镇）", "李四（P4，西镇）"))


def test_a_name_that_a_file_has_twice_without_ids_is_a_fault(tmp_path):
    people = [["姓名", "单位", "值班序列"], ["李四", "U1", "主班"], ["李四", "U2", "主班"]]
    found = faults(folder(tmp_path / "a", {"单位": BESIDE["单位"] + [["U1", "区教育局"]], "人员": people}))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("人员", "A3")]


def test_two_clauses_of_one_scope_keep_their_own_parameters(tmp_path):
    head = ["规则", "参数", "要求", "依据"]
    week, month = ["次数", "期间=周；最多=2", "必须", ""], ["次数", "期间=月；最多=5", "必须", ""]
    before = read(folder(tmp_path / "a", {"规则": [head, week, month]}), read(CASE / "office"))
    again = read(folder(tmp_path / "b", {"规则": [["规则", "参数"], month[:2]]}), before)
    assert again == before
    [(_, cell, cause)] = faults(
        folder(tmp_path / "c", {"规则": [["规则", "参数"], ["次数", "期间=月；最多=4"]]}), before
    )
    assert cell == "A2" and "对应不止一行" in cause
    both = [["规则", "参数"], week[:2], ["次数", "期间=月；最多=4"]]
    after = read(folder(tmp_path / "d", {"规则": both}), before)
    assert [one.parameters for one in after.of(ClauseRow)][1:] == ["期间=周；最多=2", "期间=月；最多=4"]


def test_prune_works_within_the_sheets_that_the_file_has_and_keeps_absent_columns(tmp_path):
    before = read(CASE / "office")
    after = read(folder(tmp_path / "a", {"人员": [["编号", "职务"], ["P03", "股长"]]}), before, prune=True)
    [row] = after.of(Person)
    assert (row.id, row.title, row.exempt, row.mobile) == ("P03", "股长", ("夜班",), "13800000001")
    assert {zh: rows for zh, rows in after.rows.items() if zh != "人员"} == {
        zh: rows for zh, rows in before.rows.items() if zh != "人员"
    }


def test_a_range_in_起_still_ends_an_absence_and_a_lone_起_leaves_its_end(office, tmp_path):
    head = ["人员", "起", "时段", "类别"]
    one = folder(tmp_path / "a", {"请假外出": [head, ["P1", "2026-12-01", "上午", "外出"]]})
    assert str(read(one, office).rows["请假外出"][0].end) == "2026-12-05"
    two = folder(tmp_path / "b", {"请假外出": [head, ["P1", "2026-12-01—2026-12-03", "上午", "外出"]]})
    assert str(read(two, office).rows["请假外出"][0].end) == "2026-12-03"


def test_a_sheet_alone_may_name_pools_that_only_stored_posts_have(office, tmp_path):
    before = Office({**office.rows, "人员": tuple(one for one in office.of(Person) if one.id != "P1")}, office.notices)
    before = Office({zh: rows for zh, rows in before.rows.items() if zh in ("设置", "值班事项", "岗位")})
    path = folder(tmp_path / "a", {"岗位": [["编号", "审批人"], ["E-1", "接访领导"]]})
    assert [one.approver for one in read(path, before).of(Post) if one.id == "E-1"] == ["pool:接访领导"]


def test_a_shorter_table_still_passes_over_signatures(office, tmp_path):
    people = [["姓名", "手机"], ["张三", "139"], ["制表：王五", ""]]
    after = read(folder(tmp_path / "a", {"人员": people}), office)
    assert {one.id: one.mobile for one in after.of(Person)} == {"P1": "139", "P2": "", "P3": ""}
    assert len(after.of(Setting)) == len(office.of(Setting)) and after.of(Unit) == office.of(Unit)
