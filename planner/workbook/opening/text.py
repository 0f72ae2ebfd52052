"""Text as a table: with which separator it was written, and its cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from planner.errors import Fault, Refused, fault
from planner.words import Words
from planner.workbook.known import every_header, plain_header
from planner.workbook.opening.encodings import decoded
from planner.workbook.opening.source import MAX_BYTES
from planner.workbook.opening.table import (
    MAX_CHARACTERS,
    MAX_ROWS,
    Budget,
    CellTable,
    Opened,
    letter,
    too_long,
    too_many_rows,
)

csv.field_size_limit(MAX_BYTES)  # of the whole process, so it is set once: how long a cell may be is looked at here
SEPARATORS = (",", "\t", ";", "|", "，", "；")
LOOK = 15
"""The header, by which the separator is known, is looked for in so many lines."""
FORMULA = re.compile(r"=[-+(]*(?:[A-Z][A-Z.]*\(|'?[^\s'!=]+'?!|\$?[A-Z]{1,3}\$?\d)")
"""How a formula begins: with a function, another sheet or a cell; a text may well begin with =, as in =1+1."""


def read_text(data: bytes, name: str, budget: Budget) -> Opened:
    """The table of a .csv or .txt with the faults of its cells; raises Refused for one that cannot be read."""
    text = decoded(data)
    told = re.match(r"sep=(.)\r?\n?", text, re.I)
    if told:
        text = text[told.end() :]
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    faults: list[Fault] = []
    for number, row in _records(text, told[1] if told else _separator(text), 1 if told else 0):
        if any(row):
            rows.append(tuple(row))
            numbers.append(number)
            budget.spend(sum(map(bool, row)))
        if len(rows) > MAX_ROWS:
            raise Refused(too_many_rows())
        for column, cell in enumerate(row):
            if len(cell) > MAX_CHARACTERS:
                faults.append(too_long(len(cell)).at(cell=f"{letter(column)}{number}"))
    sheet = Path(name).stem
    formulas = {
        f"{letter(column)}{number}": _formula(cell)
        for number, row in zip(numbers, rows, strict=True)
        for column, cell in enumerate(row)
        if cell.startswith("=") and FORMULA.match(cell)
    }
    table = CellTable(name, sheet, tuple(rows), tuple(numbers), formulas, separated=True)
    return Opened((table,), tuple(one.at(sheet=sheet) for one in faults))


def _records(text: str, separator: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """Row by row with its number, `before` rows having gone before; raises Refused at a quote that is not closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, line = before, 0
    try:
        for row in reader:
            number, line = number + 1, reader.line_num
            yield number, row
    except csv.Error:
        raise Refused(
            fault(
                Words("引号没有成对，从第 %(line)s 行起", line=line + before + 1),
                Words("请补上缺少的引号，或删去多余的引号"),
            ).at(cell=f"A{number + 1}")
        ) from None


def _separator(text: str) -> str:
    """What parts the cells: the sign that shows most known headers in one line, else the first line's most frequent.

    Lines without any sign do not count; below a header, a sign may stand in the cells, as in the ids of slots.
    """
    lines = re.split(r"\r\n|\r|\n", text[:8000])[:LOOK]
    shown = {
        one: max(sum(plain_header(cell.strip('"')) in every_header() for cell in line.split(one)) for line in lines)
        for one in SEPARATORS
    }
    best = max(SEPARATORS, key=lambda one: shown[one])
    if shown[best] > 1:
        return best
    first = next((line for line in lines if any(one in line for one in SEPARATORS[:4])), "")
    return max(SEPARATORS[:4], key=first.count)


def _formula(cell: str) -> Fault:
    return fault(
        Words("公式“%(cell)s”没有算出的值", cell=cell[:40]), Words("请在 Excel 里打开，粘贴为数值后再存为 .csv")
    )
