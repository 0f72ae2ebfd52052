"""What is refused, each with its place, cause and cure, quickly and without half an import."""

import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.fixtures.workbook_files import DUTIES, PEOPLE, POSTS, UNITS, WHOLE, faults, folder, xlsx


def one_fault(path, sheet, cell, cause, **options):
    found = faults(path, **options)
    assert [(one[0], one[1]) for one in found] == [(sheet, cell)], found
    assert cause in found[0][2]


def test_every_fault_of_every_sheet_is_reported_at_once(tmp_path):
    people = [
        PEOPLE[0],
        ["1", "", "U1", "", "", "接访领导"],
        ["2", "李四", "没有的局", "", "", "接访领导"],
        ["3", "王五", "U1", "", "", ""],
    ]
    posts = [POSTS[0], ["JF", "上午", "接访领导", "25:30", "11:30", "接访领导", "一大堆"]]
    absences = [["人员", "起", "类别"], ["张三", "2月30日", "生病"]]
    found = faults(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people, "岗位": posts, "请假外出": absences}))
    assert {(sheet, cell) for sheet, cell, _ in found} == {
        ("人员", "B2"),
        ("人员", "C3"),
        ("人员", "F4"),
        ("岗位", "D2"),
        ("岗位", "G2"),
        ("请假外出", "B2"),
        ("请假外出", "C2"),
    }


def test_a_reference_to_nobody(tmp_path):
    people = [PEOPLE[0], ["1", "张三", "没有的局", "", "", "接访领导"]]
    one_fault(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people}), "人员", "C2", "找不到“没有的局”")


def test_a_required_reference_of_separators_alone_is_refused_in_its_cell(tmp_path):
    posts = [POSTS[0], ["、、", *POSTS[1][1:]]]
    one_fault(xlsx(tmp_path / "a.xlsx", {**WHOLE, "岗位": posts}), "岗位", "A2", "“、、”里没有内容")


def test_a_required_cell_of_which_nothing_is_left_counts_as_empty(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "设置": [["项目", "值"], ["单位全称", "_x0001_"]]})
    one_fault(path, "设置", "B2", "“值”没有填写")


def test_a_name_that_fits_two_lists_both(tmp_path):
    people = [PEOPLE[0], ["1", "张三", "U1", "", "", "接访领导"], ["2", "张三", "U2", "", "", "接访领导"]]
    absences = [["人员", "起", "类别"], ["张三", "2026-12-01", "休假"]]
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people, "请假外出": absences})
    one_fault(path, "请假外出", "A2", "[1]、张三")


def test_a_missing_required_column_says_what_was_found(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": [["编号", "名字", "单位"], ["1", "张三", "U1"]]})
    one_fault(path, "人员", "A1", "编号、名字、单位")


def test_no_rows_below_a_header(tmp_path):
    path = tmp_path / "人员.csv"
    path.write_text("编号,姓名,值班序列\n", "utf-8")
    one_fault(path, "人员", "", "没有数据")


@pytest.mark.parametrize(
    ("rule", "parameters", "cell", "cause"),
    [
        ("不许请假", "", "A2", "没有“不许请假”这条规则"),
        ("间隔", "", "B2", "缺少参数"),
        ("间隔", "天数=0", "B2", "不能是"),
        ("间隔", "日子=3", "B2", "没有参数"),
        ("次数", "期间=旬", "B2", "不能是"),
        ("节日轮换", "节日=圣诞", "B2", "不是节日或日历用语"),
        ("AB角不同时离岗", "", "A2", "须填写事项"),
        ("AB stay", "", "A2", "须填写事项"),
    ],
)
def test_a_clause_that_cannot_be_meant(tmp_path, rule, parameters, cell, cause):
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "规则": [["规则", "参数", "要求"], [rule, parameters, "必须"]]})
    one_fault(path, "规则", cell, cause)


def test_an_unknown_rule_lists_the_known_ones(tmp_path):
    from planner.errors import Refused
    from planner.office.office import Office
    from planner.workbook.read import read_workbook

    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "规则": [["规则", "要求"], ["不许请假", "必须"]]})
    with pytest.raises(Refused) as caught:
        read_workbook(path, Office())
    assert all(name in caught.value.faults[0].cure.zh for name in ("不空岗", "均衡", "已印发少调整"))


@pytest.mark.parametrize(
    ("column", "text", "cause"),
    [
        ("起", "1/12/2026", "歧义"),
        ("起", "2月30日", "不存在"),
        ("起", "2206-12-01", "太早或太晚"),
        ("起", "2062-12-01", "离年份"),
        ("起", "#REF!", "公式出错"),
    ],
)
def test_a_bad_date_in_an_absence(tmp_path, column, text, cause):
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "请假外出": [["人员", column, "类别"], ["张三", text, "休假"]]})
    one_fault(path, "请假外出", "B2", cause)


def test_overlapping_terms_of_one_person(tmp_path):
    people = [
        ["编号", "姓名", "值班序列", "任职起", "任职止"],
        ["1", "张三", "主班", "", "2026-12-10"],
        ["1", "张三", "主班", "2026-12-05", ""],
    ]
    one_fault(xlsx(tmp_path / "a.xlsx", {**WHOLE, "人员": people}), "人员", "D3", "重叠")


def test_control_characters_in_an_id(tmp_path):
    path = folder(tmp_path / "all", WHOLE)
    (path / "单位.csv").write_text("编号,名称\nU\x01,区教育局\n", "utf-8")
    found = faults(path)
    assert ("单位", "A2", "编号“U□”里有控制字符（U+0001）") in found


def test_an_unclosed_quote(tmp_path):
    path = folder(tmp_path / "all", WHOLE)
    (path / "人员.csv").write_text('编号,姓名,值班序列\n1,"张三,主班\n2,李四,主班\n', "utf-8")
    assert ["引号" in cause for _, _, cause in faults(path)] == [True]


def test_text_damaged_by_a_wrong_conversion(tmp_path):
    path = tmp_path / "人员.csv"
    path.write_text("编号,姓名,值班序列\n1,锟斤拷,主班\n", "utf-8")
    assert ["编码" in cause for _, _, cause in faults(path)] == [True]


def test_two_encodings_in_one_file(tmp_path):
    path = tmp_path / "人员.csv"
    path.write_bytes("编号,姓名,值班序列\n1,张三丰收,主班\n".encode() + "2,李四光明,主班\n".encode("gbk"))
    assert ["编码" in cause for _, _, cause in faults(path)] == [True]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, ".xls"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"", "空的"),
        (b"just text", "不是 Excel"),
    ],
)
def test_another_kind_of_file_under_the_name_of_a_workbook(tmp_path, head, kind):
    path = tmp_path / "a.xlsx"
    path.write_bytes(head)
    assert [kind in cause for _, _, cause in faults(path)] == [True]


def spoiled(tmp_path, name, data):
    path = xlsx(tmp_path / "a.xlsx", WHOLE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("xl/vbaProject.bin", b"x", "宏"),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "别的文件"),
        ("../evil.txt", b"x", "越界"),
        ("xl/media/bomb.bin", b"0" * (64 << 20), "过大"),
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    ],
)
def test_a_workbook_that_carries_what_it_should_not(tmp_path, name, data, kind):
    assert [kind in cause for _, _, cause in faults(spoiled(tmp_path, name, data))] == [True]


def test_a_workbook_of_very_many_parts_is_refused_before_any_is_unpacked(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", WHOLE)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"xl/media/{number}", b"")
    assert ["过大" in cause for _, _, cause in faults(path)] == [True]


def rewritten(path, member, change):
    other = path.with_name("b.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            data = old.read(one)
            new.writestr(one.filename, change(data) if one.filename == member else data)
    return other


def test_a_workbook_with_a_dtd(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", WHOLE)
    bad = rewritten(
        path,
        "xl/workbook.xml",
        lambda data: b'<!DOCTYPE a [<!ENTITY x "y">]>' + data.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>"),
    )
    assert ["DTD" in cause for _, _, cause in faults(bad)] == [True]


@pytest.mark.parametrize("cell", ["XFD1", "A1048576"])
def test_a_sheet_that_reaches_to_the_end_of_the_world(tmp_path, cell):
    def reach(book):
        book["人员"][cell] = "x"

    one_fault(xlsx(tmp_path / "a.xlsx", WHOLE, reach), "人员", cell, "很远")


@pytest.mark.slow
def test_300_000_rows_are_refused_within_two_seconds_and_300_mebibytes(tmp_path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("人员")
        for number in range(300_000):
            page.write_row(number, 0, ["编号", "姓名", "值班序列"] if not number else [str(number), "张三", "主班"])
    # the peak is read from VmHWM: rusage would count the parent's
    code = (
        "import sys; from pathlib import Path; "
        "from planner.office.office import Office; from planner.errors import Refused\n"
        "from planner.workbook.read import read_workbook\n"
        "PEAK = lambda: int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) >> 10\n"
        "try: read_workbook(Path(sys.argv[1]), Office())\n"
        "except Refused as refused: print(refused.faults[0].cause.zh, PEAK())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=30)
    assert "超过 50000 行" in done.stdout, done.stderr
    assert int(done.stdout.split()[-1]) < 300


def test_a_workbook_with_no_sheet_that_is_known(tmp_path):
    assert [
        "没有一张" in cause for _, _, cause in faults(xlsx(tmp_path / "a.xlsx", {"别的": [["甲", "乙"], ["1", "2"]]}))
    ] == [True]


def test_a_file_that_is_not_there(tmp_path):
    assert ["找不到" in cause for _, _, cause in faults(tmp_path / "none.xlsx")] == [True]


def test_two_rows_with_one_key(tmp_path):
    units = [*UNITS, ["U1", "区民政局", ""]]
    assert ("单位", "A4", "与第 2 行重复但内容不同") in faults(xlsx(tmp_path / "a.xlsx", {**WHOLE, "单位": units}))


def test_a_rule_that_counts_from_a_date_needs_one(tmp_path):
    duties = [DUTIES[0], ["JF", "领导接访", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", ""]]
    path = xlsx(tmp_path / "a.xlsx", {**WHOLE, "值班事项": duties})
    assert ["起算" in cause for _, _, cause in faults(path)] == [True]


def test_a_folder_without_tables(tmp_path):
    (tmp_path / "leer").mkdir()
    assert ["没有 .csv" in cause for _, _, cause in faults(tmp_path / "leer")] == [True]
    shutil.rmtree(tmp_path / "leer")
