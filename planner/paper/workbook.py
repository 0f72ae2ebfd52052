"""The roster on paper: an .xlsx that an office pins to the wall, one A4 landscape sheet a duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from planner.codes import check_code
from planner.listing import Line
from planner.office import Office
from planner.paper.layout import page

TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"
FOOT = "接访领导如因公务临时调整，以接待场所当日公告为准。"
DRAFT_MARK = "送审稿　未经签发不得外传"
LINE_HEIGHT = 16
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Imprint:
    """What a sheet says of itself: its status (印发稿, 第N次调整, 送审稿, 草稿), number, date and signer."""

    status: str
    reference: str = ""
    date: str = ""
    signed_by: str = ""
    locked: bool = False


def write_xlsx(path: Path, office: Office, month: str, lines: Sequence[Line], imprints: dict[str, Imprint]) -> None:
    """One sheet a duty, in the order of the duty sheet."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": f"{month} 值班安排", "author": office.settings["单位名称"]})
        styles = formats(book)
        for duty in [id for id in office.duties if any(line.slot.duty == id for line in lines)]:
            mine = [line for line in lines if line.slot.duty == duty]
            _sheet(book, styles, office, month, duty, mine, imprints[duty])


def formats(book: Any) -> dict[str, Any]:
    """The cell styles of all papers."""
    cell = {"font_name": BODY_FONT, "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
    return {
        "title": book.add_format({"font_name": TITLE_FONT, "font_size": 20, "align": "center", "valign": "vcenter"}),
        "under": book.add_format({"font_name": BODY_FONT, "font_size": 11, "align": "center"}),
        "mark": book.add_format({"font_name": BODY_FONT, "font_size": 12, "bold": True, "align": "center"}),
        "head": book.add_format({**cell, "bold": True, "font_name": "黑体"}),
        "cell": book.add_format(cell),
        "left": book.add_format({**cell, "align": "left"}),
        "foot": book.add_format({"font_name": BODY_FONT, "font_size": 10, "align": "left"}),
    }


def _sheet(
    book: Any, styles: dict[str, Any], office: Office, month: str, duty: str, lines: Sequence[Line], imprint: Imprint
) -> None:
    table = page(office, duty, lines)
    name = office.duties[duty].name
    sheet = book.add_worksheet(_sheet_name(name))
    mark = DRAFT_MARK if imprint.locked else imprint.status
    paper(sheet, f"校验码 {check_code(lines)}　{mark}", imprint.date)
    last = len(table.header) - 1
    year, number = month.split("-")
    title = f"{office.settings['单位名称']}{year}年{int(number)}月{name}安排表"
    sheet.merge_range(0, 0, 0, last, title, styles["title"])
    sheet.set_row(0, 36)
    under = "　".join(part for part in (imprint.status, imprint.reference, imprint.date, imprint.signed_by) if part)
    sheet.merge_range(1, 0, 1, last, DRAFT_MARK if imprint.locked else under, styles["mark" if imprint.locked else "under"])
    for column, (text, width) in enumerate(zip(table.header, table.widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, text, styles["head"])
    sheet.set_row(2, 24)
    for line, row in enumerate(table.rows, 3):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text, styles["left" if table.widths[column] > 30 else "cell"])
        sheet.set_row(line, LINE_HEIGHT * max(1, *(height(text, table.widths[at]) for at, text in enumerate(row))) + 6)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, len(table.rows) + 3, last)
    if office.duties[duty].public != "no":
        sheet.write_string(len(table.rows) + 3, 0, FOOT, styles["foot"])


def paper(sheet: Any, foot: str, day: str) -> None:
    """A4 landscape, one page wide, the pages numbered between a note and a date."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L{foot}&C第 &P 页　共 &N 页&R{day}")


def height(text: str, width: int) -> int:
    """Lines that a text takes in a column, wide characters counted double."""
    def wide(part: str) -> int:
        return sum(1 if one.isascii() else 2 for one in part)
    return sum(max(1, -(-wide(part) // width)) for part in text.split("\n"))


def _sheet_name(name: str) -> str:
    return "".join("-" if one in "[]:*?/\\" else one for one in name)[:31].strip("'") or "值班"
