"""What is handed in as a file: special files, folders with other things in them, other kinds under a wrong name."""

import gzip
import io
import os
import shutil
import socket
import zipfile
from pathlib import Path

import pytest

from planner.office.office import Office
from planner.office.sheets import Person
from planner.workbook.opening.files import tables
from planner.workbook.read import read_workbook
from tests.fixtures.workbook_files import PEOPLE, UNITS, WHOLE, faults, folder, read, xlsx


def causes(path):
    return [(one.file, one.cause.zh) for one in tables(path).faults]


def test_special_files_are_a_sentence_each_and_never_a_hang(tmp_path):
    path = folder(tmp_path / "all", {"单位": UNITS})
    os.mkfifo(path / "a.csv")
    (path / "b.csv").mkdir()
    (path / "c.csv").symlink_to("c.csv")
    (path / "d.csv").symlink_to("/dev/zero")
    (path / "e.csv").symlink_to("nothing")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path)  # the name of a socket may not be long
        one.bind("f.csv")
        os.chdir(here)
    assert causes(path) == [
        ("a.csv", "这是管道，不是文件"),
        ("b.csv", "这是文件夹，不是文件"),
        ("c.csv", "快捷方式指向自己"),
        ("d.csv", "这是设备，不是文件"),
        ("e.csv", "找不到文件"),
        ("f.csv", "这不是文件"),
    ]


def test_a_file_that_vanishes_is_a_fault_and_the_others_are_read(tmp_path, monkeypatch):
    path = folder(tmp_path / "all", {"单位": UNITS, "人员": PEOPLE})
    listed = sorted(path.iterdir())
    (path / "人员.csv").unlink()
    monkeypatch.setattr(Path, "iterdir", lambda _: iter(listed))
    opened = tables(path)
    assert [one.sheet for one in opened.tables] == ["单位"]
    assert [(one.file, one.cause.zh) for one in opened.faults] == [("人员.csv", "找不到文件")]


def test_a_workbook_beside_text_is_a_fault_and_other_files_a_note(tmp_path):
    path = folder(tmp_path / "all", WHOLE)
    for name in ("readme.md", ".DS_Store", "~$人员.xlsx"):
        (path / name).write_text("x")
    (path / "older").mkdir()
    notes = read_workbook(path, Office()).notes
    assert notes[0].zh == "文件夹 all 里不是 .csv 的已略过：.DS_Store、older、readme.md、~$人员.xlsx"
    xlsx(path / "旧.xlsx", WHOLE)
    assert causes(path) == [("旧.xlsx", "文件夹里既有 .csv 又有工作簿，不知道该读哪一个")]


def test_a_folder_of_workbooks_says_which_to_import(tmp_path):
    xlsx(tmp_path / "a.xlsx", WHOLE)
    assert causes(tmp_path) == [("a.xlsx", "文件夹里没有 .csv，只有工作簿")]


@pytest.mark.parametrize("other", ["people.csv", " 人员 .csv", "PEOPLE.txt"])
def test_two_files_for_one_sheet(tmp_path, other):
    path = folder(tmp_path / "all", {"人员": PEOPLE})
    shutil.copy(path / "人员.csv", path / other)
    assert ["是同一张表" in cause for _, cause in causes(path)] == [True]


def archive(**members):
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as one:
        for name, content in members.items():
            one.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return found.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (archive(xl__workbook_dot_bin=b"x"), "二进制工作簿（.xlsb）"),
        (archive(word__document_dot_xml=b"x"), "Word 文档（.docx）"),
        (archive(ppt__presentation_dot_xml=b"x"), "演示文稿（.pptx）"),
        (archive(OFD_dot_xml=b"x"), "OFD 版式文件"),
        (archive(Index__Document_dot_iwa=b"x"), "苹果 Numbers 表格"),
        (archive(人员_dot_csv=b"x"), "压缩包，里面有 .csv；请先解压，再导入文件夹"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "OpenDocument 文档（.odt）"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "Word 文档（.doc）"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "加了密码的文件"),
        (gzip.compress(b"x"), "压缩文件（gzip）"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(90), "图片"),
        (b"From: <x>\r\nMIME-Version: 1.0\r\n", "网页存档（MHT）"),
        (b"{\\rtf1 x}", "RTF 文档"),
        (b"ID;PWXL;N;E\r\nP;PGeneral\r\n", "SYLK 表格（.slk）"),
        (b"\x03\x7e\x0b\x1d" + bytes(60), "dBASE 表（.dbf）"),
        (b"SQLite format 3\0" + bytes(90), "数据库（SQLite）"),
        (b'{"a": 1}', "JSON"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "人员.csv"])
def test_another_kind_of_file_is_named_by_what_it_is(tmp_path, data, kind, name):
    (tmp_path / name).write_bytes(data)
    assert causes(tmp_path / name) == [(name, f"这其实是{kind}")]


def test_every_fault_of_a_folder_comes_at_once(tmp_path):
    absences = [["人员", "起", "类别"], ["张三", "2026年2月30日", "休假"]]
    path = folder(tmp_path / "all", {**WHOLE, "请假外出": absences})
    (path / "单位.csv").write_text('编号,名称\n"U1,区教育局\n', "utf-8")
    assert [(sheet, cell) for sheet, cell, _ in faults(path)] == [("单位", "A2"), ("请假外出", "B2")]


def test_a_workbook_named_as_text_is_read_as_the_workbook_it_is(tmp_path):
    xlsx(tmp_path / "a.xlsx", WHOLE).rename(tmp_path / "a.csv")
    assert [one.name for one in read(tmp_path / "a.csv").of(Person)] == ["张三", "李四"]
