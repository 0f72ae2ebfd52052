"""Headers: which row of a table names the columns, and which column each header means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.errors import Fault, FaultKind, fault
from planner.office.cells.kinds import ManyCell, NameCell, text_of
from planner.office.sheets import WorkbookSheet
from planner.words import Words, series
from planner.workbook.headings.header_row import (
    Header,
    another_header,
    find_header,
    header_faults,
    header_notes,
    is_header,
)
from planner.workbook.known import plain_header
from planner.workbook.opening.sheet import damaged
from planner.workbook.opening.spoiled import lost, spoiled
from planner.workbook.opening.table import CellTable, letter

NAMED = 20
"""So many new rows are named in the fault of a table without required columns; of more, the rest are counted."""
TOTAL = re.compile(r"(?:本页|以上)?(?:合\s*计|总\s*计|小\s*计|汇\s*总|共\s*计|总\s*数|累\s*计)[:：]?")
FOOT = re.compile(
    r"^(合计|总计|小计|汇总|共计|总数|制表|填表|审核|核稿|签发|签字|批准|备注|说明|注[:：]|联系人|单位[:：]|附[:：]"
    r"|第\s*[\d一二三四五六七八九十]+\s*页|共\s*\d+\s*页|续表|接上页|年\s*月\s*日|\d{4}年\d{1,2}月\d{1,2}日$)"
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


def read_table(table: CellTable, sheet: WorkbookSheet) -> Reading:
    """The records of a table; titles above its header and signatures below its data are passed over.

    A table may lack columns, but not all by which a row is known: then there are no records, and a fault says so.
    """
    try:
        reading = _read(table, sheet)
    except Exception:  # under the one net that every file is read over
        reading = Reading((), faults=(damaged(),))
    return replace(reading, faults=tuple(one.at(file=table.file, sheet=table.sheet) for one in reading.faults))


def _read(table: CellTable, sheet: WorkbookSheet) -> Reading:
    header = find_header(table, sheet)
    required = {one.name: one.metadata["zh"] for one in sheet.columns if one.metadata["required"]}
    missing = [zh for name, zh in required.items() if name not in header.columns.values()]
    lacking = _lacking(table, header.index, missing) if missing else None
    wrong = list(header_faults(table, header))
    if lacking and not set(sheet.known_by) & set(header.columns.values()):
        return Reading((), faults=tuple(wrong) or (missing_columns(lacking),))
    below = _below(table, header, set(header.columns.values()) if lacking else set(required), lacking)
    faults = (*wrong, *below.faults, *_errors(table, header, sheet))
    if not below.records and not faults:
        faults = (fault(Words("表头以下没有数据"), Words("请填写数据，或删去这张工作表"), FaultKind.NO_ROWS),)
    return Reading(below.records, (*header_notes(table, sheet, header), *below.notes), faults)


def _lacking(table: CellTable, header: int, missing: list[str]) -> Lacking:
    cells = table.rows[header] if table.rows else ()
    seen = "、".join(text_of(cell) for cell in cells if cell not in ("", None))
    return Lacking("、".join(missing), seen, f"A{table.numbers[header] if table.numbers else 1}")


def missing_columns(lacking: Lacking, rows: Sequence[tuple[int, str]] = ()) -> Fault:
    """The fault of a table without required columns, at its header; `rows`: (number, what it is called) of new ones."""
    needed = Words("")
    if rows:
        more = f" … {len(rows)}" if len(rows) > NAMED else ""
        named = series(
            Words("第 %(number)s 行“%(words)s”", number=number, words=words) for number, words in rows[:NAMED]
        )
        needed = Words("，而这些行是新的：%(named)s%(more)s", named=named, more=more)
    return fault(
        Words(
            "缺少必填列：%(columns)s%(needed)s；表头一行读到的是：%(header)s",
            columns=lacking.columns,
            needed=needed,
            header=lacking.header or Words("空"),
        ),
        Words("请按模板补上这些列%(rows)s", rows=(Words("；如是已有的行，请核对编号、名称等") if rows else "")),
    ).at(cell=lacking.cell)


def _below(table: CellTable, header: Header, needed: set[str], lacking: Lacking | None) -> Reading:
    """The rows below a header, less what is no data: totals, signatures, titles and headers that come again.

    Signatures are known by their words and by lacking what is `needed`.
    """
    records: list[Record] = []
    notes: list[Words] = []
    faults: list[Fault] = []
    above = {_words(row) for row in table.rows[: header.index + 1]}
    tops = {text_of(cell) for row in table.rows[: header.index + 1] for cell in row}
    for index in range(header.index + 1, len(table.rows)):
        row, number = table.rows[index], table.numbers[index]
        cells = {name: _filled(row[column]) if column < len(row) else None for column, name in header.columns.items()}
        empty = {name for name, cell in cells.items() if cell is None}
        first = next((text_of(cell) for cell in row if _filled(cell) is not None), "")
        if not first:
            continue
        again = first in tops and _words(row) in above
        if again or TOTAL.fullmatch(first) or (FOOT.match(first) and needed & empty):
            notes.append(
                Words(
                    "%(sheet)s 第 %(number)s 行“%(first)s”不是数据，已略过",
                    sheet=table.sheet,
                    number=number,
                    first=first[:20],
                )
            )
            continue
        if is_header(row):
            faults.append(another_header(table, index))
            continue
        if table.separated and len(row) > len(table.rows[header.index]):
            faults += _too_many(row, number, len(table.rows[header.index]))
        if cells.keys() == empty:
            continue
        places = {name: f"{letter(column)}{number}" for column, name in header.columns.items()}
        records.append(Record(number, cells, places, lacking))
    return Reading(tuple(records), tuple(notes), tuple(faults))


def _words(row: tuple[Any, ...]) -> tuple[str, ...]:
    """What a row says, by which a title or a header that comes again is known."""
    return tuple(word for word in map(plain_header, row) if word)


def _too_many(row: tuple[Any, ...], number: int, width: int) -> list[Fault]:
    """The fault of a row that was parted into more cells than the header has."""
    extra = [column for column in range(width, len(row)) if text_of(row[column])]
    return [
        fault(
            Words(
                "第 %(number)s 行比表头多出 %(count)s 格（多出“%(row)s”）",
                number=number,
                count=len(extra),
                row=text_of(row[extra[0]])[:20],
            ),
            Words("格里有逗号的，请用双引号括起来"),
        ).at(cell=f"{letter(extra[0])}{number}")
        for _ in extra[:1]
    ]


def _filled(cell: object) -> object | None:
    """The cell, None where it says nothing."""
    if isinstance(cell, str) and cell[:1].isalnum():
        return cell
    return cell if cell is not None and cell != "" and text_of(cell) else None


def _errors(table: CellTable, header: Header, sheet: WorkbookSheet) -> Iterator[Fault]:
    """A fault for each cell below a known header that says nothing that could be read."""
    kinds = {column.name: column.metadata["kind"] for column in sheet.columns}
    naming = {column for column, name in header.columns.items() if isinstance(kinds.get(name), NameCell | ManyCell)}
    for index in range(header.index + 1, len(table.rows)):
        row, number = table.rows[index], table.numbers[index]
        for column in header.columns:
            cell = row[column] if column < len(row) else ""
            if not isinstance(cell, str):
                continue
            wrong = table.faults.get(f"{letter(column)}{number}") if table.faults else None
            wrong = wrong or spoiled(cell) or (lost(cell) if column in naming else None)
            if wrong:
                yield wrong.at(cell=f"{letter(column)}{number}")
