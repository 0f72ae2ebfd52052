"""Sheets as a .docx (Office Open XML) that an office can edit: A4 landscape, a section each, the header repeated."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from planner.paper.sheet import BODY_FONT, HEAD_FONT, MARGIN, ROOM, TITLE_FONT, WIDTH, PaperSheet, letters, wide

SIDE, ABOVE = 28, 40
"""Twentieths of a point between a cell's border and its text, beside and above it."""
BESIDE = 68
"""The width in characters that codes may take in the foot beside the number of the page."""


def document(sheets: Sequence[PaperSheet], title: str, author: str) -> bytes:
    """The bytes of a .docx with the sheets; `title` and `author` become its properties."""
    made = Document()
    made.core_properties.title, made.core_properties.author = title, author
    normal = made.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    _font(normal, BODY_FONT, 11)
    for number, one in enumerate(sheets):
        section = made.add_section(WD_SECTION.NEW_PAGE) if number else made.sections[0]
        _section(section, one)
        _line(made, one.title, TITLE_FONT, 20)
        _line(made, one.under, BODY_FONT, 12 if one.marked else 11, bold=one.marked)
        _table(made, one)
        if one.foot:
            _run(made.add_paragraph(), one.foot, BODY_FONT, 10)
    data = BytesIO()
    made.save(data)
    return data.getvalue()


def _section(section: Any, one: PaperSheet) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(15), Mm(18), Mm(8)
    section.different_first_page_header_footer = True
    _foot(section.first_page_footer, one)
    _foot(section.footer, one)
    section.first_page_header.is_linked_to_previous = section.header.is_linked_to_previous = False
    again = section.header.paragraphs[0]
    again.style, again.alignment = "Normal", WD_ALIGN_PARAGRAPH.CENTER
    _run(again, f"{one.title}（续）", BODY_FONT, 9)


def _foot(footer: Any, one: PaperSheet) -> None:
    """The foot of a page: check code and status, page of pages, date; long codes stand above the rest."""
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.style = "Normal"  # a footer's own style has tab stops of portrait pages
    long = wide(one.margin) > BESIDE
    if long:
        _run(line, one.margin, BODY_FONT, 9)
        line = footer.add_paragraph(style="Normal")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH / 2), 1)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), 2)
    _run(line, ("" if long else one.margin) + "\t第 ", BODY_FONT, 9)
    _field(line, "PAGE")
    _run(line, " 页　共 ", BODY_FONT, 9)
    _field(line, "NUMPAGES")
    _run(line, " 页\t" + one.date, BODY_FONT, 9)


def _line(made: Any, text: str, font: str, size: float, *, bold: bool = False) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    _run(paragraph, text, font, size, bold=bold)


def _table(made: Any, one: PaperSheet) -> None:
    header, total, size = one.page.header, sum(one.page.widths), letters(one, WIDTH, ROOM)
    widths = [Mm(WIDTH * width / total) for width in one.page.widths]
    table = made.add_table(rows=1 + len(one.page.rows), cols=len(header), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _narrow(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (row, texts) in enumerate(zip(table.rows, (header, *one.page.rows), strict=True)):
        _whole(row, repeat=number == 0)
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[at]
            cell.vertical_alignment = 1
            paragraph = cell.paragraphs[0]
            left = number and one.page.widths[at] > 30
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
            _run(paragraph, text, HEAD_FONT if number == 0 else BODY_FONT, size, bold=number == 0)


def _narrow(table: Any) -> None:
    """Set the room around the text of a table's cells."""
    margins = OxmlElement("w:tblCellMar")
    for side, room in (("top", ABOVE), ("left", SIDE), ("bottom", ABOVE), ("right", SIDE)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(room))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 (the library has no word for it)


def _whole(row: Any, *, repeat: bool) -> None:
    """Keep a row from breaking between pages; with `repeat` it stands on top of each."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (the library has no word for either)
    properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))


def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> Any:
    run = paragraph.add_run(_printable(text))
    run.bold = bold
    _font(run, font, size)
    return run


def _font(styled: Any, font: str, size: float) -> None:
    """Set font and size in points, for Chinese text too."""
    styled.font.name, styled.font.size = font, Pt(size)
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _field(paragraph: Any, name: str) -> None:
    run = _run(paragraph, "", BODY_FONT, 9)
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._r.append(part)  # noqa: SLF001 (fields have no word of their own)


def _printable(text: str) -> str:
    """The text without control characters, which XML 1.0 forbids."""
    return "".join(one for one in text if one >= " " or one in "\t\n")
