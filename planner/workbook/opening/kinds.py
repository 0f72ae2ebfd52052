"""What a file really is, by its bytes: a workbook, text, or one of the many things that go by their names."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from planner.errors import Fault, Refused, fault
from planner.words import Words

Kind = Literal["xlsx", "text"]
RESAVE = Words("请用 Excel 或 WPS 打开后“另存为” .xlsx 再导入")
DAMAGED = fault(Words("工作簿已损坏"), RESAVE)
NAMED_BOOK = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".xltx", ".ods", ".ett")
"""Endings of names that promise a workbook."""
HEADS: tuple[tuple[bytes, Words], ...] = (
    (rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|head)", Words("网页（HTML）")),
    (rb"(?:\xef\xbb\xbf)?\s*<\?xml", Words("XML 表格")),
    (rb"(?:\S[^\n]*\n){0,3}MIME-Version:", Words("网页存档（MHT）")),
    (rb"%PDF", Words("PDF")),
    (rb"\{\\rtf", Words("RTF 文档")),
    (rb"ID;P[^\r\n]*[\r\n]+[A-Z];", Words("SYLK 表格（.slk）")),
    (rb"TABLE\r?\n0,1\r?\n", Words("DIF 表格")),
    (rb"[\x03\x30\x43\x83\x8b\xf5].[\x01-\x0c][\x01-\x1f].{8}\x00\x00", Words("dBASE 表（.dbf）")),
    (rb"\x00\x00\x02\x00|\x00\x00\x1a\x00", Words("Lotus 表格")),
    (rb"\x09[\x00\x02\x04\x08][\x04-\x08]\x00", Words("很旧的 Excel 表格（.xls）")),
    (rb"\x1f\x8b", Words("压缩文件（gzip）")),
    (rb"7z\xbc\xaf'\x1c", Words("压缩包（.7z）")),
    (rb"Rar!\x1a\x07", Words("压缩包（.rar）")),
    (rb"\xfd7zXZ\x00|BZh[1-9]1AY", Words("压缩文件")),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF....WEBP|BM....\x00\x00\x00\x00", Words("图片")),
    (rb"....ftyp", Words("图片或视频")),
    (rb"SQLite format 3\x00", Words("数据库（SQLite）")),
    (rb"\s*(?:\xef\xbb\xbf)?\s*[\[{]\s*[\"{\[]", Words.same("JSON")),
)
STREAMS = (
    ("EncryptedPackage", Words("加了密码的文件")),
    ("WordDocument", Words("Word 文档（.doc）")),
    ("PowerPoint Document", Words("演示文稿（.ppt）")),
)
MEMBERS = (
    (r"xl/workbook\.bin", Words("二进制工作簿（.xlsb）")),
    (r"word/document\.xml", Words("Word 文档（.docx）")),
    (r"ppt/presentation\.xml", Words("演示文稿（.pptx）")),
    (r"OFD\.xml", Words("OFD 版式文件")),
    (r"Index/.*\.iwa|Index\.zip", Words("苹果 Numbers 表格")),
    (r".*\.(?:csv|txt)", Words("压缩包，里面有 .csv；请先解压，再导入文件夹")),
    (r".*\.xls[xm]?", Words("压缩包，里面有工作簿；请先解压")),
)
OPEN_DOCUMENTS = {
    b"spreadsheet": Words("OpenDocument 表格（.ods）"),
    b"text": Words("OpenDocument 文档（.odt）"),
    b"presentation": Words("OpenDocument 演示文稿（.odp）"),
}


def kind_of(data: bytes, name: str) -> Kind:
    """'xlsx' or 'text'; raises Refused, saying what it is, for anything else. `name`: of the file."""
    promised = name.lower().endswith(NAMED_BOOK)
    wrong = _other(data, name, promised)
    if wrong:
        raise Refused(wrong.at(file=name))
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if promised:
        raise Refused(fault(Words("这不是 Excel 工作簿"), RESAVE).at(file=name))
    return "text"


def _other(data: bytes, name: str, promised: bool) -> Fault | None:
    head = data[:4096]
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data, name)
    if head.startswith(b"PK"):
        return _zip(data, promised)
    for pattern, what in HEADS:
        if re.match(pattern, head, re.I | re.S):
            return _really(what)
    return None


def _really(what: Words) -> Fault:
    return fault(Words("这其实是%(what)s", what=what), RESAVE)


def _compound(data: bytes, name: str) -> Fault:
    """A file of the old binary form, told by the names of its streams."""
    for stream, what in STREAMS:
        if stream.encode("utf-16-le") in data:
            return _really(what)
    if name.lower().endswith((".et", ".ett")):
        return _really(Words("WPS 表格（.et）"))
    return _really(Words("旧版 Excel（.xls）"))


def _zip(data: bytes, promised: bool) -> Fault | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except Exception:  # whatever a reader of archives throws at spoiled bytes
        return DAMAGED
    for word, what in OPEN_DOCUMENTS.items():
        if b"opendocument." + word in mimetype:
            return _really(what)
    if any(re.fullmatch(r"xl/workbook\.xml", one, re.I) for one in names):
        return None
    for pattern, what in MEMBERS:
        if any(re.fullmatch(pattern, one, re.I) for one in names):
            return _really(what)
    if promised:
        return DAMAGED
    return fault(Words("这是压缩包，不是工作簿"), RESAVE)
