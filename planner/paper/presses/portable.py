"""Sheets as a PDF: A4 landscape, the header on every page, text that can be searched and copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fpdf import FPDF, FontFace
from fpdf.enums import Align, MethodReturnValue, TableBordersLayout, VAlign

from planner.paper.presses import fonts
from planner.paper.presses.outlines import cut
from planner.paper.sheet import LEADING, MARGIN, PADDING, POINT, ROOM, WIDTH, PaperSheet, letters

LINE, BESIDE = 4.5, 110.0
"""Millimetres: the height of a line of codes, and what they may take beside the number of the page."""


class Print(FPDF):
    """A PDF whose pages have the head and the foot of the sheet they belong to."""

    sheet: PaperSheet
    coming: PaperSheet | None = None
    """The sheet that the next page begins; its pages are its own only once the foot of the page before is printed."""
    heading: str

    def begin(self, one: PaperSheet) -> None:
        """Begin a sheet on a new page."""
        self.coming = one
        self.add_page()

    def header(self) -> None:
        """Turn to the sheet that begins here, or print the title of the one that goes on."""
        if self.coming is not None:
            self.sheet, self.coming = self.coming, None
            self.set_font("body", size=9)
            self.set_auto_page_break(True, 18 + LINE * self._more_lines())
            return
        self.set_font("body", size=9)
        self.cell(WIDTH, 6, f"{self.sheet.title}（续）", align=Align.C, new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        """Print the foot of a page: check code and status, page of pages, date; long codes stand above the rest."""
        self.set_font("body", size=9)
        more = self._more_lines()
        if more:
            self.set_xy(MARGIN, -14 - LINE * more)
            self.multi_cell(WIDTH, LINE, self.sheet.margin, align=Align.L)
        self.set_y(-14)
        for text, align in (
            ("" if more else self.sheet.margin, Align.L),
            (f"第 {self.page_no()} 页　共 {{nb}} 页", Align.C),
            (self.sheet.date, Align.R),
        ):
            self.set_x(MARGIN)
            self.cell(WIDTH, 5, text, align=align)

    def _more_lines(self) -> int:
        """How many lines the sheet's margin takes above the foot: 0 where it fits beside the number of the page."""
        if self.get_string_width(self.sheet.margin) <= BESIDE:
            return 0
        lines: Any = self.multi_cell(WIDTH, LINE, self.sheet.margin, dry_run=True, output=MethodReturnValue.LINES)
        return len(lines)


def portable(sheets: Sequence[PaperSheet], title: str, author: str, made: datetime | None = None) -> bytes:
    """The bytes of a PDF with the sheets; `made` (default: now) is its date of creation.

    Raises NotPossible where the machine has no Chinese font.
    """
    pdf = Print(orientation="L", format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, 18)
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.set_lang("zh-CN")
    pdf.set_creation_date(made or datetime.now(UTC))
    with TemporaryDirectory() as folder:
        _fonts(pdf, "".join(_texts(sheets)), Path(folder))
        _pages(pdf, sheets)
        return bytes(pdf.output())


def _pages(pdf: Print, sheets: Sequence[PaperSheet]) -> None:
    for one in sheets:
        pdf.begin(one)
        pdf.start_section(one.tab)
        _head(pdf, one)
        _table(pdf, one)
        if one.foot:
            pdf.ln(1)
            pdf.set_font("body", size=10)
            pdf.multi_cell(WIDTH, 6, one.foot, align=Align.L)


def _texts(sheets: Sequence[PaperSheet]) -> list[str]:
    found = ["第页共（续）0123456789　 "]
    for one in sheets:
        found += [
            one.tab,
            one.title,
            one.under,
            one.foot,
            one.margin,
            one.date,
            *one.page.header,
            *("".join(row) for row in one.page.rows),
        ]
    return found


def _fonts(pdf: Print, text: str, folder: Path) -> None:
    """Add the body's font, those for what it lacks, and that of titles if installed, each cut to the text."""
    body, *others = fonts.chosen(text)
    heading = fonts.title_font()
    pdf.heading = "title" if heading else "body"
    for family, font in (
        ("body", body),
        *([("title", heading)] if heading else []),
        *((f"other{number}", one) for number, one in enumerate(others)),
    ):
        cut(font, text, folder / f"{family}.ttf")
        pdf.add_font(family, fname=str(folder / f"{family}.ttf"))
    pdf.set_fallback_fonts([*(f"other{number}" for number in range(len(others))), "body"])


def _head(pdf: Print, one: PaperSheet) -> None:
    pdf.set_font(pdf.heading, size=20)
    pdf.multi_cell(WIDTH, 11, one.title, align=Align.C, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("body", size=12 if one.marked else 11)
    pdf.cell(WIDTH, 7, one.under, align=Align.C, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)


def _table(pdf: FPDF, one: PaperSheet) -> None:
    size = letters(one, WIDTH, ROOM)
    pdf.set_font("body", size=size)
    aligned = [Align.L if width > 30 else Align.C for width in one.page.widths]
    heading: Any = FontFace(family="body", emphasis="", fill_color=(238, 238, 238))
    with pdf.table(
        width=WIDTH,
        col_widths=one.page.widths,
        text_align=aligned,
        v_align=VAlign.M,
        line_height=LEADING * size * POINT,
        padding=(PADDING, 0.5),
        borders_layout=TableBordersLayout.ALL,
        headings_style=heading,
        repeat_headings=1,
    ) as table:
        for number, row in enumerate((one.page.header, *one.page.rows)):
            cells = table.row()
            for text, side in zip(row, aligned, strict=True):
                cells.cell(text, align=side if number else Align.C)
