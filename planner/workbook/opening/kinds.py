"""What a file really is, by its bytes: a workbook, text, or one of the many things that go by their names."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from planner.errors import Fault, Refused, fault

Kind = Literal["xlsx", "text"]
RESAVE = (
    "请用 Excel 或 WPS 打开后“另存为” .xlsx 再导入",
    "open it in a spreadsheet program, save it as .xlsx and import that",
)
DAMAGED = fault("工作簿已损坏", "the workbook is damaged", *RESAVE)
NAMED_BOOK = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".xltx", ".ods", ".ett")
"""Endings of names that promise a workbook."""
HEADS: tuple[tuple[bytes, str, str], ...] = (
    (rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|head)", "网页（HTML）", "a web page (HTML)"),
    (rb"(?:\xef\xbb\xbf)?\s*<\?xml", "XML 表格", "an XML spreadsheet"),
    (rb"(?:\S[^\n]*\n){0,3}MIME-Version:", "网页存档（MHT）", "a web archive (MHT)"),
    (rb"%PDF", "PDF", "a PDF"),
    (rb"\{\\rtf", "RTF 文档", "an RTF document"),
    (rb"ID;P[^\r\n]*[\r\n]+[A-Z];", "SYLK 表格（.slk）", "a SYLK sheet (.slk)"),
    (rb"TABLE\r?\n0,1\r?\n", "DIF 表格", "a DIF sheet"),
    (rb"[\x03\x30\x43\x83\x8b\xf5].[\x01-\x0c][\x01-\x1f].{8}\x00\x00", "dBASE 表（.dbf）", "a dBASE table (.dbf)"),
    (rb"\x00\x00\x02\x00|\x00\x00\x1a\x00", "Lotus 表格", "a Lotus sheet"),
    (rb"\x09[\x00\x02\x04\x08][\x04-\x08]\x00", "很旧的 Excel 表格（.xls）", "a very old Excel sheet (.xls)"),
    (rb"\x1f\x8b", "压缩文件（gzip）", "a compressed file (gzip)"),
    (rb"7z\xbc\xaf'\x1c", "压缩包（.7z）", "an archive (.7z)"),
    (rb"Rar!\x1a\x07", "压缩包（.rar）", "an archive (.rar)"),
    (rb"\xfd7zXZ\x00|BZh[1-9]1AY", "压缩文件", "a compressed file"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF....WEBP|BM....\x00\x00\x00\x00", "图片", "a picture"),
    (rb"....ftyp", "图片或视频", "a picture or a film"),
    (rb"SQLite format 3\x00", "数据库（SQLite）", "a database (SQLite)"),
    (rb"\s*(?:\xef\xbb\xbf)?\s*[\[{]\s*[\"{\[]", "JSON", "JSON"),
)
STREAMS = (
    ("EncryptedPackage", "加了密码的文件", "a file with a password"),
    ("WordDocument", "Word 文档（.doc）", "a Word document (.doc)"),
    ("PowerPoint Document", "演示文稿（.ppt）", "a presentation (.ppt)"),
)
MEMBERS = (
    (r"xl/workbook\.bin", "二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
    (r"word/document\.xml", "Word 文档（.docx）", "a Word document (.docx)"),
    (r"ppt/presentation\.xml", "演示文稿（.pptx）", "a presentation (.pptx)"),
    (r"OFD\.xml", "OFD 版式文件", "an OFD document"),
    (r"Index/.*\.iwa|Index\.zip", "苹果 Numbers 表格", "an Apple Numbers sheet"),
    (r".*\.(?:csv|txt)", "压缩包，里面有 .csv；请先解压，再导入文件夹", "an archive that holds .csv; unpack it first"),
    (r".*\.xls[xm]?", "压缩包，里面有工作簿；请先解压", "an archive that holds a workbook; unpack it first"),
)
OPEN_DOCUMENTS = {
    b"spreadsheet": ("OpenDocument 表格（.ods）", "an OpenDocument sheet (.ods)"),
    b"text": ("OpenDocument 文档（.odt）", "an OpenDocument text (.odt)"),
    b"presentation": ("OpenDocument 演示文稿（.odp）", "an OpenDocument presentation (.odp)"),
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
        raise Refused(fault("这不是 Excel 工作簿", "this is not an Excel workbook", *RESAVE).at(file=name))
    return "text"


def _other(data: bytes, name: str, promised: bool) -> Fault | None:
    head = data[:4096]
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data, name)
    if head.startswith(b"PK"):
        return _zip(data, promised)
    for pattern, zh, en in HEADS:
        if re.match(pattern, head, re.I | re.S):
            return _really(zh, en)
    return None


def _really(zh: str, en: str) -> Fault:
    return fault(f"这其实是{zh}", f"this is really {en}", *RESAVE)


def _compound(data: bytes, name: str) -> Fault:
    """A file of the old binary form, told by the names of its streams."""
    for stream, zh, en in STREAMS:
        if stream.encode("utf-16-le") in data:
            return _really(zh, en)
    if name.lower().endswith((".et", ".ett")):
        return _really("WPS 表格（.et）", "a WPS sheet (.et)")
    return _really("旧版 Excel（.xls）", "an old Excel workbook (.xls)")


def _zip(data: bytes, promised: bool) -> Fault | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except Exception:  # whatever a reader of archives throws at spoiled bytes
        return DAMAGED
    for word, (zh, en) in OPEN_DOCUMENTS.items():
        if b"opendocument." + word in mimetype:
            return _really(zh, en)
    if any(re.fullmatch(r"xl/workbook\.xml", one, re.I) for one in names):
        return None
    for pattern, zh, en in MEMBERS:
        if any(re.fullmatch(pattern, one, re.I) for one in names):
            return _really(zh, en)
    if promised:
        return DAMAGED
    return fault("这是压缩包，不是工作簿", "this is an archive, not a workbook", *RESAVE)
