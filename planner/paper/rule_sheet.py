"""The rule sheet on paper: every clause in force as one sentence, with its authority, for the meeting that decides them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from planner import clause_words
from planner.office import Office
from planner.paper.workbook import LINE_HEIGHT, OPTIONS, formats, height, paper
from planner.sheets import ClauseRow

HEADER, WIDTHS = ("序号", "条款", "依据", "备注"), (6, 74, 36, 24)


def write_rules(path: Path, office: Office, day: str) -> None:
    """One sheet: the clauses in the order of the rule sheet, as they stand on that day."""
    rows = [
        (str(number), clause_words.sentence(office, row, "zh"), row.authority, row.note)
        for number, row in enumerate(office.of(ClauseRow), 1)
    ]
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": "编排规则", "author": office.settings["单位名称"]})
        styles = formats(book)
        sheet = book.add_worksheet("编排规则")
        paper(sheet, "编排规则", day)
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, f"{office.settings['单位名称']}值班编排规则", styles["title"])
        sheet.set_row(0, 36)
        for column, (text, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, text, styles["head"])
        sheet.set_row(1, 24)
        for line, row in enumerate(rows, 2):
            for column, text in enumerate(row):
                sheet.write_string(line, column, text, styles["left" if column else "cell"])
            sheet.set_row(line, LINE_HEIGHT * max(height(text, WIDTHS[at]) for at, text in enumerate(row)) + 6)
        sheet.repeat_rows(1)
