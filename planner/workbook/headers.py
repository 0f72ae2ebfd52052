"""Headers: which row of a table names the columns, and which column each header means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from planner.errors import Fault, FaultKind, fault
from planner.office.cells.kinds import text_of
from planner.office.sheets import WorkbookSheet
from planner.words import Words
from planner.workbook.files import CellTable, letter

NAMED = 20
"""So many new rows are named in the fault of a table without required columns; of more, the rest are counted."""
LOOK = 15
"""The header is looked for in so many rows from the top."""
FOOT = re.compile(
    r"^(合计|总计|小计|制表|填表|审核|核稿|签发|签字|批准|备注|说明|注[:：]|联系人|单位[:：]|附[:：]|年\s*月\s*日|\d{4}年\d{1,2}月\d{1,2}日$)"
)

Cells = dict[str, Any]
"""Field → what its cell holds; free, since every sheet has fields of its own."""


@dataclass(frozen=True)
class Lacking:
    """The required columns that a table does not have, what was read as its header, and where that stands."""

    columns: str
    header: str
    cell: str


@dataclass(frozen=True)
class Record:
    """One row below the header: its number, field → raw cell, field → address such as B7, what its table lacks.

    An empty cell is None; a column that the table does not have is neither in `cells` nor in `places`.
    """

    number: int
    cells: Cells
    places: dict[str, str]
    lacking: Lacking | None = None


@dataclass(frozen=True)
class Reading:
    """The records of a table, notes on what was passed over, and faults of its header and its formulas."""

    records: tuple[Record, ...]
    notes: tuple[Words, ...] = ()
    faults: tuple[Fault, ...] = ()


def plain_header(text: object) -> str:
    """A header folded for comparing: without case, spaces, stars and words such as 必填."""
    folded = unicodedata.normalize("NFKC", text_of(text)).lower()
    folded = re.sub(r"\(?(必填|选填|required|optional)\)?", "", folded)
    return re.sub(r"[\s*＊_·:：]+", "", folded).strip("()[]")


def header_names(sheet: WorkbookSheet) -> dict[str, str]:
    """Folded header → field name, for every name a sheet's columns go by."""
    found: dict[str, str] = {}
    for column in sheet.columns:
        for text in (column.metadata["zh"], *column.metadata["en"], column.name):
            found.setdefault(plain_header(text), column.name)
    return found


def match(text: object, known: dict[str, str]) -> str | None:
    """The field that a header means, as a whole or by one of its Chinese and English parts; None if unknown."""
    whole = plain_header(text)
    if whole in known:
        return known[whole]
    for part in re.split(
        r"[/|()（）\n]|(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z])\s*(?=[\u4e00-\u9fff])", text_of(text)
    ):
        if plain_header(part) and plain_header(part) in known:
            return known[plain_header(part)]
    return None


def read_table(table: CellTable, sheet: WorkbookSheet) -> Reading:
    """The records of a table; titles above its header and signatures below its data are passed over.

    A table may lack columns, but not all by which a row is known: then there are no records, and a fault says so.
    """
    best, columns = _header(table, header_names(sheet))
    required = {one.name: one.metadata["zh"] for one in sheet.columns if one.metadata["required"]}
    missing = [zh for name, zh in required.items() if name not in columns.values()]
    lacking = _lacking(table, best, missing) if missing else None
    if lacking and not set(sheet.known_by) & set(columns.values()):
        return Reading((), faults=(missing_columns(lacking).at(file=table.file, sheet=table.sheet),))
    notes = [
        Words(f"{table.sheet}：不认识的列“{text}”已略过", f"{table.sheet}: the unknown column '{text}' was ignored")
        for index, text in enumerate(table.rows[best])
        if text_of(text) and index not in columns
    ]
    needed = set(columns.values()) if lacking else set(required)
    records, more = _records(table, best, columns, needed, lacking)
    faults = tuple(_errors(table, best, set(columns)))
    if not records and not faults:
        faults = (
            fault(
                "表头以下没有数据",
                "there are no rows below the header",
                "请填写数据，或删去这张工作表",
                "fill it in, or remove the sheet",
                FaultKind.NO_ROWS,
            ).at(file=table.file, sheet=table.sheet),
        )
    return Reading(tuple(records), (*notes, *more), faults)


def _lacking(table: CellTable, header: int, missing: list[str]) -> Lacking:
    cells = table.rows[header] if table.rows else ()
    seen = "、".join(text_of(cell) for cell in cells if cell not in ("", None))
    return Lacking("、".join(missing), seen, f"A{table.numbers[header] if table.numbers else 1}")


def missing_columns(lacking: Lacking, rows: Sequence[tuple[int, str]] = ()) -> Fault:
    """The fault of a table without required columns, at its header; `rows`: (number, what it is called) of new ones."""
    needed = Words("", "")
    if rows:
        more = f" … {len(rows)}" if len(rows) > NAMED else ""
        zh = "、".join(f"第 {number} 行“{words}”" for number, words in rows[:NAMED])
        en = ", ".join(f"row {number} '{words}'" for number, words in rows[:NAMED])
        needed = Words(f"，而这些行是新的：{zh}{more}", f", and these rows are new: {en}{more}")
    return fault(
        f"缺少必填列：{lacking.columns}{needed.zh}；表头一行读到的是：{lacking.header or '空'}",
        f"required columns are missing: {lacking.columns}{needed.en}; the header found: {lacking.header or 'nothing'}",
        "请按模板补上这些列" + ("；如是已有的行，请核对编号、名称等" if rows else ""),
        "add these columns as the template has them" + ("; of rows that are not new check the keys" if rows else ""),
    ).at(cell=lacking.cell)


def _header(table: CellTable, known: dict[str, str]) -> tuple[int, dict[int, str]]:
    """(index of the header's last row, column → field): the row with the most known headers.

    A second header row, above or below it, fills the columns that it leaves blank.
    """
    best = 0
    columns: dict[int, str] = {}
    for index, row in enumerate(table.rows[:LOOK]):
        found: dict[int, str] = {}
        for column, cell in enumerate(row):
            name = match(cell, known) if cell not in ("", None) else None
            if name and name not in found.values():
                found[column] = name
        if len(found) > len(columns):
            best, columns = index, found
    for other in (best - 1, best + 1):
        more = _second(table, best, other, known)
        columns |= {column: name for column, name in more.items() if name not in columns.values()}
        best = max(best, other) if more and other > best else best
    return best, columns


def _second(table: CellTable, best: int, other: int, known: dict[str, str]) -> dict[int, str]:
    """Column → field by another header row, for columns that the best one leaves blank; data below is no header."""
    if not 0 <= other < len(table.rows):
        return {}
    found: dict[int, str] = {}
    for column, cell in enumerate(table.rows[other]):
        if cell in ("", None):
            continue
        name = match(cell, known)
        blank = column >= len(table.rows[best]) or table.rows[best][column] in ("", None)
        if name is None and other > best:
            return {}
        if name and blank:
            found[column] = name
    return found


def _records(
    table: CellTable, header: int, columns: dict[int, str], needed: set[str], lacking: Lacking | None
) -> tuple[list[Record], list[Words]]:
    """The rows below a header; signatures, known by their words and by lacking what is `needed`, are passed over."""
    records: list[Record] = []
    notes: list[Words] = []
    for index in range(header + 1, len(table.rows)):
        row, number = table.rows[index], table.numbers[index]
        cells = {name: _filled(row[column]) if column < len(row) else None for column, name in columns.items()}
        empty = {name for name, cell in cells.items() if cell is None}
        first = next((text_of(cell) for cell in row if _filled(cell) is not None), "")
        if not first:
            continue
        if FOOT.match(first) and needed & empty:
            notes.append(
                Words(
                    f"{table.sheet} 第 {number} 行“{first[:20]}”不是数据，已略过",
                    f"{table.sheet} row {number} '{first[:20]}' is not data and was passed over",
                )
            )
            continue
        if cells.keys() == empty:
            continue
        places = {name: f"{letter(column)}{number}" for column, name in columns.items()}
        records.append(Record(number, cells, places, lacking))
    return records, notes


def _filled(cell: object) -> object | None:
    """The cell, None where it says nothing."""
    return cell if cell is not None and text_of(cell) else None


def _errors(table: CellTable, header: int, columns: set[int]) -> Iterator[Fault]:
    """A fault for each cell below a known header in which a formula failed."""
    marks = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
    for index in range(header + 1, len(table.rows)):
        for column, cell in enumerate(table.rows[index]):
            address = f"{letter(column)}{table.numbers[index]}"
            if column in columns and (address in table.errors or (isinstance(cell, str) and cell.strip() in marks)):
                yield fault(
                    f"公式出错（{text_of(cell) or '#'}）",
                    f"a formula failed ({text_of(cell) or '#'})",
                    "请修正公式，或粘贴为数值",
                    "mend the formula, or paste it as a value",
                ).at(file=table.file, sheet=table.sheet, cell=address)
