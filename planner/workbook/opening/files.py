"""Files as tables: an .xlsx, a .csv or a folder of .csv as rows of raw cells with their addresses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from planner.errors import Fault, Refused, fault
from planner.words import Words, series
from planner.workbook.known import sheet_named
from planner.workbook.opening.book import read_book
from planner.workbook.opening.kinds import DAMAGED, NAMED_BOOK, kind_of
from planner.workbook.opening.source import bytes_of, unreadable
from planner.workbook.opening.table import FAULT_LIST, Budget, CellTable, Hidden, Opened, letter
from planner.workbook.opening.text import read_text

__all__ = ["CellTable", "Hidden", "Opened", "letter", "tables"]

TEXTS = (".csv", ".txt", ".tsv")
NAMED = 8
"""So many files that were passed over are named."""


def tables(path: Path, hidden: Hidden = "fault") -> Opened:
    """Every sheet of a workbook, a .csv or a folder of them that could be read, with the faults of every file."""
    try:
        if not path.is_dir():
            return _one(path, hidden, Budget())
        inside = sorted(path.iterdir())
    except (OSError, ValueError) as cause:
        return Opened((), (unreadable(cause).at(file=path.name),))
    texts = [one for one in inside if one.suffix.lower() in TEXTS and not one.name.startswith((".", "~$"))]
    books = [one for one in inside if one.suffix.lower() in NAMED_BOOK and not one.name.startswith((".", "~$"))]
    budget = Budget()
    opened = [_one(one, hidden, budget) for one in texts]
    found = tuple(table for one in opened for table in one.tables)
    faults = [one for part in opened for one in part.faults] + [_book_beside(one, bool(texts)) for one in books]
    if not texts and not books:
        faults.append(_no_texts(path))
    notes = _passed_over(path, [one.name for one in inside if one not in texts and one not in books])
    return Opened(found, (*faults, *_twice(found)), notes)


def _one(path: Path, hidden: Hidden, budget: Budget) -> Opened:
    """The tables of one file; the one net under all that reads it."""
    try:
        data = bytes_of(path)
        if kind_of(data, path.name) == "xlsx":
            opened = read_book(data, path.name, hidden, budget)
        else:
            opened = read_text(data, path.name, budget)
    except Refused as refused:
        return Opened((), tuple(_placed(one, path) for one in refused.faults))
    except Exception:  # whatever a reader throws is damage, and never the end of the program
        return Opened((), (DAMAGED.at(file=path.name),))
    found = tuple(one for one in opened.tables if one.sheet not in (FAULT_LIST.zh, FAULT_LIST.en))
    faults = tuple(one.at(file=path.name) for one in (*opened.faults, *_twice(found)))
    return replace(opened, tables=found, faults=faults)


def _placed(one: Fault, path: Path) -> Fault:
    """A fault with its file, and where it has a cell with its sheet, which is the file too."""
    return one.at(file=path.name, sheet=path.stem if one.cell else "")


def _twice(found: tuple[CellTable, ...]) -> list[Fault]:
    """A fault for every table whose sheet another table has already."""
    first: dict[str, CellTable] = {}
    faults = []
    for table in found:
        sheet = sheet_named(table.sheet)
        other = first.setdefault(sheet.zh, table) if sheet else table
        if other is not table:
            place = other.file if other.file != table.file else other.sheet
            faults.append(
                fault(Words("与“%(place)s”是同一张表", place=place), Words("请合成一张，或删去其中一张")).at(
                    file=table.file, sheet=table.sheet
                )
            )
    return faults


def _book_beside(path: Path, texts: bool) -> Fault:
    if texts:
        return fault(
            Words("文件夹里既有 .csv 又有工作簿，不知道该读哪一个"), Words("请单独导入工作簿，或把它移出文件夹")
        ).at(file=path.name)
    return fault(Words("文件夹里没有 .csv，只有工作簿"), Words("请直接导入 %(name)s", name=path.name)).at(
        file=path.name
    )


def _no_texts(path: Path) -> Fault:
    return fault(Words("文件夹里没有 .csv 文件"), Words("每个工作表存为一个同名 .csv")).at(file=path.name)


def _passed_over(path: Path, names: list[str]) -> tuple[Words, ...]:
    if not names:
        return ()
    more = f" …（{len(names)}）" if len(names) > NAMED else ""
    return (
        Words(
            "文件夹 %(name)s 里不是 .csv 的已略过：%(names)s%(more)s",
            name=path.name,
            names=series(names[:NAMED]),
            more=more,
        ),
    )
