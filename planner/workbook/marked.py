"""The marked copy of a file with faults: the same workbook, each faulty cell coloured and its cause in a note."""

from __future__ import annotations

import errno
import io
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml.etree import SerialisationError

from planner.errors import Fault
from planner.words import Lang, Words
from planner.workbook.opening.files import CellTable, tables
from planner.workbook.opening.table import FAULT_LIST
from planner.workbook.own_lists import sheets_meant

MARK = Words("【要改】")
"""What the program's part of a cell's note begins with."""
COLOUR = "FFE08A"
LARGEST = 300_000
"""A workbook of more cells is copied without its looks: to change it in place would take gigabytes."""
HEADINGS = (Words("序号"), Words("文件"), Words("工作表"), Words("单元格"), Words("原因"), Words("怎样改"))
"""What the list of faults has of each."""


def marked_copy(source: Path, faults: Sequence[Fault], lang: Lang) -> bytes | None:
    """An .xlsx that shows the faults of a workbook, a .csv or a folder; None where no sheet of it could be opened.

    Marks of an earlier copy are taken off first. Faults without a cell stand on the list in front alone.
    """
    opened = tables(source, "keep").tables
    if not opened:
        return None
    book = _same(source, opened) or _from_tables(opened)
    titles = {sheet.zh if sheet else table.sheet: _title(table.sheet) for table, sheet in sheets_meant(opened)[0]}
    by_cell: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for one in faults:
        if one.sheet in titles and one.cell:
            by_cell[titles[one.sheet], one.cell].append(one)
    for (title, address), some in by_cell.items():
        _mark(book[title], address, "\n".join(one.cause.say(lang) + "\n" + one.cure.say(lang) for one in some), lang)
    _list(book, faults, titles, lang)
    stream = io.BytesIO()
    try:
        book.save(stream)
    except SerialisationError as cause:  # sheets pass through a file for a while, and lxml hides what the disk says
        raise OSError(errno.ENOSPC, str(cause), tempfile.gettempdir()) from None
    return stream.getvalue()


def _same(source: Path, opened: Sequence[CellTable]) -> Any:
    """The workbook as it is, without the marks of an earlier copy; None for what is none, or cannot be changed."""
    from openpyxl import load_workbook

    if not zipfile.is_zipfile(source) or sum(len(row) for one in opened for row in one.rows) > LARGEST:
        return None
    try:
        book = load_workbook(source)
    except Exception:  # what this library cannot read is copied cell by cell, from what was read already
        return None
    for title in {FAULT_LIST.zh, FAULT_LIST.en} & set(book.sheetnames):
        del book[title]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    _unmark(cell)
    return book


def _from_tables(opened: Sequence[CellTable]) -> Any:
    """A new workbook with the raw cells of tables where a person sees them; text stays text, formulas too."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in opened:
        sheet = book.create_sheet(_title(table.sheet))
        for number, row in zip(table.numbers, table.rows, strict=True):
            for column, value in enumerate(row, 1):
                if value not in ("", None):
                    cell = sheet.cell(number, column, _plain(value) if isinstance(value, str) else value)
                    if isinstance(value, str):
                        cell.data_type, cell.number_format = "s", "@"
    return book


def _title(name: str) -> str:
    """A sheet's name as spreadsheet programs take it."""
    return "".join("_" if letter in "[]:*?/\\" else letter for letter in name)[:31] or "Sheet"


def _plain(text: str) -> str:
    """Text without characters that a workbook cannot hold, and no longer than a cell may be."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:32_767]


def _mark(sheet: Any, address: str, words: str, lang: Lang) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet[address]
    for merged in sheet.merged_cells.ranges:
        if address in merged:  # only the first cell of a merged range can be written to
            cell = sheet.cell(merged.min_row, merged.min_col)
    cell.fill = PatternFill("solid", fgColor=COLOUR)
    before = f"{cell.comment.text.rstrip()}\n" if cell.comment else ""
    cell.comment = Comment(_plain(f"{before}{MARK.say(lang)}{words}"), FAULT_LIST.zh, height=140, width=320)


def _unmark(cell: Any) -> None:
    """Take the colour and the program's part of the note off a cell that an earlier copy marked."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    text = str(cell.comment.text)
    own = min((at for mark in (MARK.zh, MARK.en) if (at := text.find(mark)) >= 0), default=-1)
    if own >= 0:
        cell.fill = PatternFill()
        rest = text[:own].rstrip()
        cell.comment = Comment(rest, cell.comment.author) if rest else None


def _list(book: Any, faults: Sequence[Fault], titles: dict[str, str], lang: Lang) -> None:
    """The sheet in front: one line a fault, its cell a link."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = book.create_sheet(FAULT_LIST.say(lang), 0)
    sheet.append([one.say(lang) for one in HEADINGS])
    for number, one in enumerate(faults, 1):
        words = [one.file, one.sheet, one.cell, one.cause.say(lang), one.cure.say(lang)]
        for column, value in enumerate([number, *map(_plain, words)], 1):
            cell = sheet.cell(number + 1, column, value)
            cell.data_type = "n" if column == 1 else "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if one.sheet in titles and one.cell:
            link = sheet.cell(number + 1, 4)
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{titles[one.sheet]}'!{one.cell}")
            link.font = Font(color="0B5394", underline="single")
    for letter, width in zip("ABCDEF", (6, 18, 12, 8, 52, 46), strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    book.active = 0
