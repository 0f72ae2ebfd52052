"""What a file really is, and whether it is safe to open, before anything reads it whole."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from planner.errors import Fault, Refused, fault

MAX_BYTES = 60 << 20
MAX_UNPACKED = 400 << 20
MAX_PART = 250 << 20
MAX_RATIO = 200
"""Limits in bytes: of a file, unpacked, of one part; and how often larger a part may become by unpacking."""
MAX_ROWS = 100_000
MAX_COLUMNS = 256
RESAVE = (
    "请用 Excel 或 WPS 打开后“另存为” .xlsx 再导入",
    "open it in a spreadsheet program, save it as .xlsx and import that",
)


@dataclass
class Scan:
    """What a look at one sheet's XML found: numbers of hidden rows, addresses of failed formulas, merged ranges."""

    hidden: set[int] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


def check_file(path: Path) -> str:
    """'xlsx' or 'csv', by what is in the file; raises Refused, saying what it is, for anything else or unsafe."""
    try:
        head = path.open("rb").read(4096)
    except OSError as cause:
        raise Refused(
            fault(
                f"打不开文件：{cause.strerror}",
                f"the file cannot be opened: {cause.strerror}",
                "请检查路径和权限",
                "check the path and the permissions",
            ).at(file=path.name)
        ) from None
    named_xlsx = path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".et")
    wrong = _other_kind(path, head, named_xlsx)
    if wrong:
        raise Refused(wrong.at(file=path.name))
    if head.startswith(b"PK"):
        return "xlsx"
    if named_xlsx:
        raise Refused(fault("这不是 Excel 工作簿", "this is not an Excel workbook", *RESAVE).at(file=path.name))
    return "csv"


def _other_kind(path: Path, head: bytes, named_xlsx: bool) -> Fault | None:
    if path.stat().st_size == 0:
        return fault("文件是空的", "the file is empty", "请重新保存后再导入", "save it again and import that")
    if path.stat().st_size > MAX_BYTES:
        return fault(
            f"文件超过 {MAX_BYTES >> 20} MiB",
            f"the file is larger than {MAX_BYTES >> 20} MiB",
            "请删去无关的工作表后再导入",
            "remove sheets that do not belong to it",
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        kind = "WPS 表格（.et）" if path.suffix.lower() == ".et" else "旧版 Excel（.xls）或加密的工作簿"
        return fault(f"这其实是{kind}", "this is really an old .xls, a WPS .et or an encrypted workbook", *RESAVE)
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|head)", head, re.I):
        return fault("这其实是网页（HTML）", "this is really a web page (HTML)", *RESAVE)
    if head.lstrip().startswith(b"<?xml"):
        return fault("这其实是 XML 表格", "this is really an XML spreadsheet", *RESAVE)
    if head.startswith(b"%PDF"):
        return fault("这其实是 PDF", "this is really a PDF", *RESAVE)
    if head.startswith(b"PK"):
        return _zip_kind(path, named_xlsx)
    return None


def _zip_kind(path: Path, named_xlsx: bool) -> Fault | None:
    broken = fault("工作簿已损坏", "the workbook is damaged", *RESAVE)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(one.filename == "mimetype" and b"opendocument" in archive.read(one)[:80] for one in members):
                return fault(
                    "这其实是 OpenDocument 表格（.ods）", "this is really an OpenDocument sheet (.ods)", *RESAVE
                )
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return broken
    names = {one.filename for one in members}
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        return fault("工作簿内有越界路径", "the workbook holds paths that leave it", *RESAVE)
    if any(name.endswith("vbaProject.bin") for name in names):
        return fault(
            "工作簿含有宏", "the workbook holds macros", "请另存为不含宏的 .xlsx", "save it as .xlsx without macros"
        )
    if any(name.startswith("xl/externalLinks/") for name in names):
        return fault(
            "工作簿引用了别的文件",
            "the workbook links to other files",
            "请在“数据—编辑链接”中断开链接后保存",
            "break the links (Data, Edit Links) and save",
        )
    if "xl/workbook.xml" not in names:
        return broken if named_xlsx else fault("这不是工作簿", "this is not a workbook", *RESAVE)
    unpacked = sum(one.file_size for one in members)
    bomb = any(one.file_size > 1 << 20 and one.file_size > MAX_RATIO * max(1, one.compress_size) for one in members)
    if unpacked > MAX_UNPACKED or any(one.file_size > MAX_PART for one in members) or bomb:
        return fault(
            "工作簿解压后过大",
            "the workbook unpacks to far too much",
            "请新建工作簿，只粘贴需要的数据",
            "make a new workbook and paste only the data",
        )
    return None


def scan(path: Path) -> dict[str, Scan]:
    """Sheet name → what its XML shows; raises Refused for a damaged workbook or a sheet that claims to be huge."""
    with zipfile.ZipFile(path) as archive:
        try:
            parts = _parts(archive)
            return {name: _scan(archive, part, name, path.name) for name, part in parts.items()}
        except (expat.ExpatError, KeyError, zipfile.BadZipFile, OSError, RuntimeError):
            raise Refused(fault("工作簿已损坏", "the workbook is damaged", *RESAVE).at(file=path.name)) from None


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → member of the archive, through the workbook's relations."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, found: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            targets[found["Id"]] = found["Target"]

    def sheet(tag: str, found: dict[str, str]) -> None:
        if tag.split(":")[-1] == "sheet":
            names[found["name"]] = next(value for key, value in found.items() if key.endswith(":id"))

    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    _parse(archive, "xl/workbook.xml", sheet)
    members = set(archive.namelist())
    found = {}
    for name, rid in names.items():
        target = targets.get(rid, "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if member in members:
            found[name] = member
    return found


def _scan(archive: zipfile.ZipFile, part: str, name: str, file: str) -> Scan:
    found = Scan()
    rows = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal rows
        tag = tag.split(":")[-1]
        if tag == "row":
            rows += 1
            number = int(attributes.get("r", rows))
            if attributes.get("hidden") in ("1", "true"):
                found.hidden.add(number)
            if number > MAX_ROWS or rows > MAX_ROWS:
                raise _too_large(name, file)
        elif tag == "c":
            reference = attributes.get("r", "")
            if len(reference) > 3 and column_number(reference) > MAX_COLUMNS:
                raise _too_large(name, file)
            if attributes.get("t") == "e":
                found.errors[reference] = "error"
        elif tag == "dimension":
            last = attributes.get("ref", "A1").split(":")[-1]
            digits = re.sub(r"\D", "", last)
            if column_number(last) > MAX_COLUMNS or (digits and int(digits) > MAX_ROWS):
                raise _too_large(name, file)
        elif tag == "mergeCell":
            found.merged.append(attributes["ref"])

    _parse(archive, part, start)
    return found


def _too_large(sheet: str, file: str) -> Refused:
    return Refused(
        fault(
            f"工作表声称超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列",
            f"the sheet claims more than {MAX_ROWS} rows or {MAX_COLUMNS} columns",
            "请删去数据以外的空行空列（Ctrl+End 可见末尾）后保存",
            "delete the empty rows and columns beyond the data and save",
        ).at(file=file, sheet=sheet)
    )


def column_number(reference: str) -> int:
    """The column of an address, from 1: A1 gives 1, AA7 gives 27."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def _parse(archive: zipfile.ZipFile, member: str, start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise Refused(
            fault("工作簿内含 DTD 声明", "the workbook holds a DTD", *RESAVE).at(file=Path(archive.filename or "").name)
        )

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    with archive.open(member) as stream:
        while chunk := stream.read(1 << 16):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
