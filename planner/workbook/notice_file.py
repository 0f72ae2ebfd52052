"""A holiday notice as a file or pasted: the sheet 放假, or one of the forms that `planner.calendar.notice` reads."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from planner.calendar.notice.reading import read_pasted
from planner.calendar.notice.said import Said, SaidDay, Where
from planner.calendar.notice.settling import ReadNotice, settled
from planner.calendar.workdays import Notice
from planner.errors import Fault, Refused, fault
from planner.office.cells.choices import DayOff
from planner.office.office import SHEET_OF
from planner.office.sheets import BY_NAME, Holiday
from planner.words import Words
from planner.workbook.headings.headers import Reading, read_table
from planner.workbook.merging.drafts import drafted
from planner.workbook.opening.encodings import decoded
from planner.workbook.opening.files import CellTable, tables

SHEET = SHEET_OF[Holiday]
PACKED = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")
"""How files begin that are neither text nor, without more, a workbook: .docx, .pdf, .doc, .xls."""
WORKBOOK = b"xl/"
"""Every .xlsx names its parts so; other files that are packed like it, such as .docx, do not."""

MOST_BYTES = 4 << 20


def read_notice_file(data: bytes, name: str, year: int, standing: Notice | None) -> ReadNotice:
    """The notice of a year; `standing` is the one that stands for it by now, which an amending one changes.

    Raises Refused with every fault, each with the name of the file.
    """
    try:
        if len(data) > MOST_BYTES:
            raise Refused(_too_large())
        kind = _table_kind(data, name)
        said = _sheet(data, kind, year) if kind else read_pasted(_text(data), year, standing)
        return settled(said, year, name)
    except Refused as refused:
        raise Refused(*(replace(one, file=name) for one in refused.faults)) from None


def _too_large() -> Fault:
    return fault(
        Words("文件超过 %(most_bytes)s MiB", most_bytes=MOST_BYTES >> 20), Words("请只留放假表，或只贴通知正文")
    )


def _table_kind(data: bytes, name: str) -> str:
    """.xlsx or .csv for a table, also one without such a name; '' for JSON and the words of a notice."""
    suffix = Path(name).suffix.lower()
    if suffix in (".xlsx", ".csv"):
        return suffix
    if data[:2] == b"PK":
        return ".xlsx" if WORKBOOK in data else ""
    first = _text(data).lstrip().partition("\n")[0][:200]
    headed = SHEET.columns[0].metadata["zh"] in first and SHEET.columns[2].metadata["zh"] in first
    return ".csv" if headed and any(one in first for one in "\t,;") else ""


def _text(data: bytes) -> str:
    """The text of a file or of what was pasted; Refused, with what to do instead, for what is none."""
    if data.startswith(PACKED):
        raise Refused(
            fault(Words("不是文字文件"), Words("请打开文件，复制其中的通知全文贴上；或用 .json、.txt、.xlsx、.csv"))
        )
    return decoded(data)


def _sheet(data: bytes, kind: str, year: int) -> Said:
    """The rows of the sheet 放假 as days."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{SHEET.zh}{kind}"
        file.write_bytes(data)
        table, reading = _holidays(tables(file).sound())
    found = list(_days(table, reading, year))
    days = tuple(one for one in found if isinstance(one, SaidDay))
    faults = (*reading.faults, *(one for one in found if isinstance(one, Fault)))
    elsewhere = sorted({one.day.year for one in days})
    return Said(None if year in elsewhere or not days else elsewhere[-1], (), days, reading.notes, faults)


def _holidays(found: Sequence[CellTable]) -> tuple[CellTable, Reading]:
    """The sheet 放假: by its name, else the one that has its columns."""
    named = [one for one in found if BY_NAME.get(one.sheet.strip().lower()) is SHEET] or found
    read = [(one, read_table(one, SHEET)) for one in named]
    chosen = next((pair for pair in read if pair[1].records), read[0] if len(read) == 1 else None)
    if chosen is None:
        raise Refused(fault(Words("没有放假表"), Words("请把工作表取名为“放假”，列为：日期、名称、安排（放假或上班）")))
    return chosen


def _days(table: CellTable, reading: Reading, year: int) -> Iterator[SaidDay | Fault]:
    for record in reading.records:
        row, faults = drafted(SHEET, table.file, record, year)
        yield from faults
        if not faults:
            where = Where(sheet=table.sheet, cell=record.places["date"])
            off = row.values["arrangement"] == DayOff.OFF
            yield SaidDay(row.values["date"], str(row.values.get("name") or ""), off, where)
