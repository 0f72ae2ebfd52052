"""Text as a table: encodings, separators, rows with too many cells, and words that nobody typed."""

import pytest

from planner.office.sheets import Person
from tests.fixtures.workbook_files import faults, folder, read

HEAD = "编号,姓名,值班序列,手机\n"
ROW = "X1,测试甲,话务员,139\n"


def people(tmp_path, text, encoding="utf-8"):
    path = folder(tmp_path / "all", {})
    (path / "人员.csv").write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


@pytest.mark.parametrize("separator", [";", "\t", "|", "，", "；"])
def test_the_separator_is_the_one_that_shows_known_headers(tmp_path, separator):
    text = (
        (HEAD + "X1,测试甲,话务员,一二\n")
        .replace(",", separator)
        .replace("一二", "一,二" if separator == "\t" else "一")
    )
    assert [one.name for one in read(people(tmp_path, text)).of(Person)] == ["测试甲"]


def test_many_commas_in_text_with_tabs_do_not_make_the_comma_its_separator(tmp_path):
    text = "编号\t姓名\t值班序列\t分管工作\nX1\t测试甲\t话务员\t一,二,三,四,五,六,七,八,九\n"
    assert [one.portfolio for one in read(people(tmp_path, text)).of(Person)] == ["一,二,三,四,五,六,七,八,九"]


def test_the_first_line_may_name_the_separator(tmp_path):
    text = "sep=;\r\n" + (HEAD + ROW).replace(",", ";")
    assert [one.mobile for one in read(people(tmp_path, text)).of(Person)] == ["139"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_text_of_wide_characters_is_read_without_a_mark_too(tmp_path, encoding):
    assert [one.name for one in read(people(tmp_path, HEAD + ROW, encoding)).of(Person)] == ["测试甲"]


def test_two_files_pasted_together_are_read_as_one(tmp_path):
    text = f"\ufeff{HEAD}{ROW}\ufeff{HEAD}X2,测试乙,话务员,\n"
    assert [one.id for one in read(people(tmp_path, text)).of(Person)] == ["X1", "X2"]


@pytest.mark.parametrize(
    ("text", "cell", "cause"),
    [
        ("编号,姓名,职务,值班序列\nX1,测试甲,书记,主任,话务员\n", "E2", "第 2 行比表头多出 1 格（多出“话务员”）"),
        (HEAD + ROW.strip() + ",多,余\n", "E2", "第 2 行比表头多出 2 格（多出“多”）"),
        (HEAD + f"X1,测试甲,话务员,{'长' * 200_000}\n", "D2", "一格里有 200000 个字，最多 10000 个"),
        (HEAD + ROW + '\nX2,"测试乙,话务员\n', "A4", "引号没有成对，从第 4 行起"),
        (HEAD + "X1,测\0试甲,话务员,\n", "A2", "第 2 行里有空字符（NUL），不是正常的文本"),
        (HEAD + "X1,测试甲,话务员,=A1\n", "D2", "公式“=A1”没有算出的值"),
        (HEAD + "X1,测试甲,话务员,=SUM(A1)\n", "D2", "公式“=SUM(A1)”没有算出的值"),
        (HEAD + "X1,寮犱笁,话务员,\n", "B2", "文字成了乱码（“寮犱笁”，应是“张三”）"),
        (HEAD + "X1,ÕÅÈý,话务员,\n", "B2", "文字成了乱码（“ÕÅÈý”，应是“张三”）"),
        (HEAD + "X1,å¼\xa0ä¸‰,话务员,\n", "B2", "文字成了乱码（“å¼\xa0ä¸‰”，应是“张三”）"),
        (HEAD + "X1,张??,话务员,\n", "B2", "“张??”里有认不出的字（?）"),
        (HEAD + "X1,测试甲,话务员,####\n", "D2", "列宽不够，存成了 ####"),
    ],
)
def test_what_nobody_typed_is_a_fault_at_its_cell(tmp_path, text, cell, cause):
    assert faults(people(tmp_path, text)) == [("人员", cell, cause)]


ERRORS = "#SPILL! #GETTING_DATA #BLOCKED! #UNKNOWN! #FIELD! #CALC! #CONNECT! #PYTHON! #BUSY! #EXTERNAL! #N/A #REF!"


@pytest.mark.parametrize("word", ERRORS.split())
def test_a_failed_formula_saved_as_text_is_a_fault_at_its_cell(tmp_path, word):
    assert faults(people(tmp_path, HEAD + f"X1,测试甲,话务员,{word}\n")) == [("人员", "D2", f"公式出错（{word}）")]


@pytest.mark.parametrize("name", ["䶮㐂", "联通", "滕郅洹", "José", "Zoë Müller", "阿·依古丽", "張學友"])
def test_a_rare_or_foreign_name_is_none_that_was_garbled(tmp_path, name):
    assert [one.name for one in read(people(tmp_path, HEAD + f"X1,{name},话务员,\n")).of(Person)] == [name]


def test_text_in_big5_is_named(tmp_path):
    text = "編號,姓名,單位,值班序列\nX1,測試甲,教育局,話務員\n"
    assert [cause for _, _, cause in faults(people(tmp_path, text, "big5"))] == ["这是 Big5（繁体）编码的文本"]
