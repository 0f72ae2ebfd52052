"""The header of a table: which of its rows names the columns, what each means, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.errors import Fault, fault
from planner.office.cells.kinds import text_of
from planner.office.cells.known_words import nearest
from planner.office.sheets import WorkbookSheet
from planner.words import Words
from planner.workbook.known import every_header, header_names, match, other_headers, plain_header
from planner.workbook.opening.spoiled import spoiled
from planner.workbook.opening.table import CellTable, letter

LOOK = (15, 100)
"""The header is looked for in so many rows in use from the top, and in so many more where none is there."""
TITLES = 3
"""So many rows above a header are its title; more are named."""


@dataclass(frozen=True)
class Header:
    """Where the header's last row is, column → field, fields that further columns claim too, and its first row."""

    index: int
    columns: dict[int, str]
    again: tuple[tuple[int, str], ...] = ()
    first: int = 0


def find_header(table: CellTable, sheet: WorkbookSheet) -> Header:
    """The row with the most known headers; a second one above or below it fills the columns that it leaves blank."""
    known, others = header_names(sheet), other_headers(sheet)
    best, columns, again = 0, dict[int, str](), list[tuple[int, str]]()
    for index, row in enumerate(table.rows[: LOOK[1]]):
        if index >= LOOK[0] and len(columns) > 1:
            break
        found, twice = _fields(row, known, others)
        if len(found) > len(columns):
            best, columns, again = index, found, twice
    first = last = best
    for other in (best - 1, best + 1):
        more = _second(table, best, other, known)
        columns |= {column: name for column, name in more.items() if name not in columns.values()}
        first, last = (min(first, other), max(last, other)) if more else (first, last)
    return Header(last, columns, tuple(again), first)


def _fields(
    row: tuple[Any, ...], known: dict[str, str], others: dict[str, str]
) -> tuple[dict[int, str], list[tuple[int, str]]]:
    """Column → field of one row, and the columns whose whole header means a field that another has already.

    A header that is known as a whole goes before one of which a part is, and both before what clerks say as well.
    """
    found: dict[int, str] = {}
    again: list[tuple[int, str]] = []
    filled = [(column, cell) for column, cell in enumerate(row) if cell not in ("", None)]
    for column, cell in filled:
        name = known.get(plain_header(cell))
        if name and name in found.values():
            again.append((column, name))
        elif name:
            found[column] = name
    for column, cell in filled:
        name = match(cell, known)
        if name and column not in found and name not in found.values():
            found[column] = name
    for column, cell in filled:
        name = others.get(plain_header(cell))
        if name and column not in found and name not in found.values():
            found[column] = name
    return found, again


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


def header_faults(table: CellTable, header: Header) -> Iterator[Fault]:
    """What is wrong with a header: a garbled cell, a column named twice, a row above that is a header too."""
    for column, cell in enumerate(table.rows[header.index] if table.rows else ()):
        address = f"{letter(column)}{table.numbers[header.index]}"
        wrong = table.faults.get(address) or (spoiled(cell) if isinstance(cell, str) else None)
        if wrong:
            yield wrong.at(cell=address)
    for column, name in header.again:
        other = next(one for one, field in header.columns.items() if field == name)
        places = [f"{letter(one)}{table.numbers[header.index]}" for one in (other, column)]
        said = text_of(table.rows[header.index][column])
        yield fault(
            Words("有两列都是“%(said)s”（%(places)s、%(places2)s）", said=said, places=places[0], places2=places[1]),
            Words("请删去或改名其中一列；并排的两张表请上下接成一张"),
        ).at(cell=places[1])
    for index in range(header.first):
        if is_header(table.rows[index]):
            yield another_header(table, index)


def is_header(row: tuple[Any, ...]) -> bool:
    """Whether a row holds nothing but words that head columns, of whatever sheet, and several of them."""
    filled = [cell for cell in row if cell not in ("", None)]
    if len(filled) < 3 or not all(plain_header(cell) in every_header() for cell in filled):
        return False
    return len(set(map(plain_header, filled))) > 2


def another_header(table: CellTable, index: int) -> Fault:
    """The fault of a sheet with a second table in it."""
    number = table.numbers[index]
    return fault(
        Words("第 %(number)s 行又是表头，和这张表的列不一样", number=number), Words("一张工作表请只放一张表")
    ).at(cell=f"A{number}")


def header_notes(table: CellTable, sheet: WorkbookSheet, header: Header) -> Iterator[Words]:
    """What a header passes over: unknown columns, columns without a header, many rows above it."""
    name = table.sheet
    words = [column.metadata["zh"] for column in sheet.columns]
    for column, cell in enumerate(table.rows[header.index] if table.rows else ()):
        if text_of(cell) and column not in header.columns and column not in dict(header.again):
            near = nearest(text_of(cell), (word for word in words if word not in _named(header, sheet)))
            ask = Words("（是不是“%(near)s”？）", near=near) if near else ""
            yield Words("%(name)s：不认识的列“%(cell)s”已略过%(ask)s", name=name, cell=text_of(cell), ask=ask)
    yield from _headless(table, header)
    if header.first > TITLES:
        yield Words("%(name)s：表头以上的 %(count)s 行已略过", name=name, count=header.first)


def _named(header: Header, sheet: WorkbookSheet) -> set[str]:
    return {column.metadata["zh"] for column in sheet.columns if column.name in header.columns.values()}


def _headless(table: CellTable, header: Header) -> Iterator[Words]:
    """A note for each column that is filled below a blank header."""
    heads = table.rows[header.first : header.index + 1]
    headed = {column for head in heads for column, cell in enumerate(head) if text_of(cell)} | header.columns.keys()
    blank: dict[int, str] = {}
    for number, row in zip(table.numbers[header.index + 1 :], table.rows[header.index + 1 :], strict=True):
        for column, cell in enumerate(row):
            if column not in headed and cell not in ("", None):
                blank.setdefault(column, f"{letter(column)}{number}")
    for column, place in blank.items():
        yield Words(
            "%(sheet)s：%(column)s 列没有表头，已略过（如 %(place)s）",
            sheet=table.sheet,
            column=letter(column),
            place=place,
        )
