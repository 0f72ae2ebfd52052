"""Files as tables: an .xlsx, a .csv or a folder of .csv as rows of raw cells with their addresses."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from planner.errors import Fault, Refused, fault
from planner.workbook import guard

Hidden = Literal["fault", "keep", "drop"]
"""What to do with hidden rows: refuse the file, read them all the same, pass over them."""


@dataclass(frozen=True)
class CellTable:
    """The raw cells of one sheet; `numbers` are the row numbers a person sees, `errors` where a formula failed."""

    file: str
    sheet: str
    rows: tuple[tuple[Any, ...], ...]
    numbers: tuple[int, ...]
    errors: frozenset[str] = frozenset()


def letter(column: int) -> str:
    """The letters of a column that is counted from 0: 0 gives A, 26 gives AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def tables(path: Path, hidden: Hidden = "fault") -> list[CellTable]:
    """Every sheet of a workbook, a .csv or a folder of them; raises Refused with the faults of every file."""
    if not path.exists():
        raise Refused(
            fault(f"找不到 {path.name}", f"there is no {path.name}", "请检查路径", "check the path").at(file=path.name)
        )
    files = sorted(one for one in path.iterdir() if one.suffix.lower() in (".csv", ".txt")) if path.is_dir() else [path]
    if not files:
        raise Refused(
            fault(
                "文件夹里没有 .csv 文件",
                "the folder holds no .csv file",
                "每个工作表存为一个同名 .csv",
                "save each sheet as a .csv of its name",
            ).at(file=path.name)
        )
    found: list[CellTable] = []
    faults: list[Fault] = []
    for one in files:
        try:
            found += _xlsx(one, hidden) if guard.check_file(one) == "xlsx" else [_csv(one)]
        except Refused as refused:
            faults += refused.faults
    if faults:
        raise Refused(*faults)
    return found


def _xlsx(path: Path, hidden: Hidden) -> list[CellTable]:
    from python_calamine import CalamineError, CalamineWorkbook

    scans = guard.scan(path)
    try:
        with path.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
            found = []
            for name in book.sheet_names:
                if name in scans:
                    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                    found.append(_table(path.name, name, rows, scans[name], hidden))
    except (CalamineError, ValueError, OSError):
        raise Refused(fault("工作簿已损坏", "the workbook is damaged", *guard.RESAVE).at(file=path.name)) from None
    return found


def _table(file: str, name: str, rows: list[list[Any]], scan: guard.Scan, hidden: Hidden) -> CellTable:
    _fill_merged(rows, scan.merged)
    kept = [(number, tuple(row)) for number, row in enumerate(rows, 1)]
    filled = {number for number, row in kept if any(cell != "" for cell in row)}
    concealed = sorted(scan.hidden & filled)
    if concealed and hidden == "fault":
        listed = "、".join(str(number) for number in concealed[:8])
        raise Refused(
            fault(
                f"有 {len(concealed)} 个隐藏行（{listed}）",
                f"{len(concealed)} rows are hidden ({listed})",
                "请取消隐藏，或用 --hidden keep（照读）、--hidden drop（不读）",
                "unhide them, or say --hidden keep or --hidden drop",
            ).at(file=file, sheet=name, cell=f"A{concealed[0]}")
        )
    if hidden == "drop":
        kept = [(number, row) for number, row in kept if number not in scan.hidden]
    numbers, cells = tuple(number for number, _ in kept), tuple(row for _, row in kept)
    return CellTable(file, name, cells, numbers, frozenset(scan.errors))


def _fill_merged(rows: list[list[Any]], merged: list[str]) -> None:
    """Copy a cell that is merged over several rows of one column into each of them, in place."""
    for reference in merged:
        found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", reference)
        if found and found[1] == found[3]:
            column = guard.column_number(found[1]) - 1
            top, bottom = int(found[2]) - 1, min(int(found[4]), len(rows))
            for row in rows[top + 1 : bottom]:
                if top < len(rows) and column < len(row) and column < len(rows[top]):
                    row[column] = rows[top][column]


def _csv(path: Path) -> CellTable:
    text = _decode(path)
    sample = text[:2000]
    delimiter = "\t" if sample.count("\t") > sample.count(",") else ","
    rows, numbers = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(tuple(row))
            numbers.append(reader.line_num)
            if len(rows) > guard.MAX_ROWS:
                raise Refused(
                    fault(
                        f"超过 {guard.MAX_ROWS} 行",
                        f"more than {guard.MAX_ROWS} rows",
                        "请删去无关的行",
                        "remove rows that do not belong to it",
                    ).at(file=path.name)
                )
    except csv.Error:
        raise Refused(
            fault("引号没有成对", "a quotation mark is not closed", "请补上缺少的引号", "close the quotation mark").at(
                file=path.name, cell=f"A{(numbers[-1] if numbers else 0) + 1}"
            )
        ) from None
    return CellTable(path.name, path.stem, tuple(rows), tuple(numbers))


def _decode(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16", path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _chinese(data, path)
    if "锟斤拷" in text or "\ufffd" in text or "烫烫烫" in text:
        raise Refused(
            fault(
                "文字在转换编码时已损坏（出现“锟斤拷”或 �）",
                "the text was damaged by a wrong conversion",
                "请从原表重新导出为 UTF-8",
                "export it again from the original as UTF-8",
            ).at(file=path.name)
        )
    return text


def _chinese(data: bytes, path: Path) -> str:
    """Text read as GB18030; raises Refused if some lines are UTF-8, since two files were pasted together then."""
    lines = [line for line in re.split(rb"[\r\n]+", data) if any(byte > 127 for byte in line)]
    utf = sum(1 for line in lines if _is_utf8(line))
    if utf and utf < len(lines) and all(_is_utf8(line) or _is_gb(line) for line in lines) and utf >= 1:
        suspects = [line for line in lines if _is_utf8(line) and len(line) > 5]
        if suspects:
            raise Refused(_mixed(path))
    return _strictly(data, "gb18030", path)


def _strictly(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(_mixed(path)) from None


def _mixed(path: Path) -> Fault:
    return fault(
        "文件里混有几种编码",
        "the file mixes several encodings",
        "请在 Excel 中另存为“CSV UTF-8”",
        "save it as CSV UTF-8",
    ).at(file=path.name)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_gb(line: bytes) -> bool:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
