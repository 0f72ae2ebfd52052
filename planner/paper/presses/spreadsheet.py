"""Sheets as an .xlsx that an office pins to the wall: one worksheet each, A4 landscape, one page wide."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from planner.paper.sheet import BODY_FONT, HEAD_FONT, TITLE_FONT, PaperSheet, lines_needed

LINE_HEIGHT, SPARE, CHARACTER = 14.5, 3, 5.8
"""Points: the height of a line, what a row has besides, and the width of a character."""
ROOM, READABLE = (770, 500), 0.68
"""Points of a page across and down; the smallest scale at which a month on one page can still be read."""
FOOT_HOLDS = 200
"""Characters that a foot may have: a program that opens it takes 255, its own words included."""
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def spreadsheet(sheets: Sequence[PaperSheet], title: str, author: str) -> bytes:
    """The bytes of an .xlsx with a worksheet for each sheet; `title` and `author` become its properties."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, OPTIONS) as book:
        book.set_properties({"title": title, "author": author})
        styles, taken = _formats(book), set[str]()
        for one in sheets:
            _worksheet(book.add_worksheet(_tab(one.tab, taken)), styles, one)
    return data.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {
        "font_name": BODY_FONT,
        "font_size": 11,
        "border": 1,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center",
    }
    return {
        "title": book.add_format({"font_name": TITLE_FONT, "font_size": 20, "align": "center", "valign": "vcenter"}),
        "under": book.add_format({"font_name": BODY_FONT, "font_size": 11, "align": "center", "text_wrap": True}),
        "mark": book.add_format(
            {"font_name": BODY_FONT, "font_size": 12, "bold": True, "align": "center", "text_wrap": True}
        ),
        "head": book.add_format({**cell, "bold": True, "font_name": HEAD_FONT}),
        "cell": book.add_format(cell),
        "left": book.add_format({**cell, "align": "left"}),
        "foot": book.add_format({"font_name": BODY_FONT, "font_size": 10, "align": "left"}),
    }


def _worksheet(sheet: Any, styles: dict[str, Any], one: PaperSheet) -> None:
    header, widths, rows = one.page.header, one.page.widths, one.page.rows
    last = len(header) - 1
    _paper(sheet, one)
    _across(sheet, 0, last, one.title, styles["title"])
    sheet.set_row(0, 36)
    codes = _codes_above(one)
    _across(sheet, 1, last, one.under + codes, styles["mark" if one.marked else "under"])
    if codes:
        sheet.set_row(1, LINE_HEIGHT * (1 + lines_needed(one.margin, sum(widths))) + SPARE)
    for column, (text, width) in enumerate(zip(header, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, text, styles["head"])
    sheet.set_row(2, 24)
    for line, row in enumerate(rows, 3):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text, styles["left" if widths[column] > 30 else "cell"])
        sheet.set_row(line, LINE_HEIGHT * max(lines_needed(text, widths[at]) for at, text in enumerate(row)) + SPARE)
    sheet.repeat_rows(0, 2)
    sheet.print_area(0, 0, len(rows) + 3, last)
    if one.foot:
        sheet.write_string(len(rows) + 3, 0, one.foot, styles["foot"])


def _across(sheet: Any, line: int, last: int, text: str, style: Any) -> None:
    """Write a text over the whole width of the table, from column 0 to `last`."""
    if last:
        sheet.merge_range(line, 0, line, last, "", style)
    sheet.write_string(line, 0, text, style)


def _paper(sheet: Any, one: PaperSheet) -> None:
    """Set up A4 landscape, one page wide, with a foot of check code, page of pages and date."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, _pages(one))
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(_footer("" if _codes_above(one) else one.margin, one.date))


def _footer(left: str, right: str) -> str:
    """The foot of a page: check code and status, page of pages, date; & begins a command there."""
    left, right = (text.replace("&", "&&") for text in (left, right))
    return f"&L{left}&C第 &P 页　共 &N 页&R{right}"


def _codes_above(one: PaperSheet) -> str:
    """What stands below the line under the title, on every page: the codes, where a foot cannot hold them."""
    return f"\n{one.margin}" if len(_footer(one.margin, one.date)) > FOOT_HOLDS else ""


def _pages(one: PaperSheet) -> int:
    """How many pages deep to fit a table: 1 where it can still be read so, else 0, which is as many as it takes."""
    widths, rows = one.page.widths, one.page.rows
    deep = 100 + sum(
        LINE_HEIGHT * max(lines_needed(text, widths[at]) for at, text in enumerate(row)) + SPARE for row in rows
    )
    across = min(1.0, ROOM[0] / (sum(widths) * CHARACTER))
    return int(min(1.0, ROOM[1] / deep) >= min(across, READABLE))


def _tab(name: str, taken: set[str]) -> str:
    """A name for a worksheet: at most 31 allowed characters, and not `taken`, to which it is added."""
    bare = "".join("-" if one in "[]:*?/\\" else one for one in name)[:31].strip("'") or "值班"
    found, number = bare, 1
    while found.lower() in taken:
        number += 1
        found = f"{bare[:27]} {number}"
    taken.add(found.lower())
    return found
