"""Reading a workbook into the office: every sheet, every fault at once, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field
from pathlib import Path
from typing import Any

from planner.errors import Fault, FaultKind, Refused, fault
from planner.office.cells.dates import read_range
from planner.office.cells.kinds import text_of
from planner.office.office import Office
from planner.office.sheets import BY_NAME, SHEETS, AbsenceRow, Setting, WorkbookSheet
from planner.words import Words
from planner.workbook import row_faults, setting_checks
from planner.workbook.files import Hidden, tables
from planner.workbook.headers import Record, read_table
from planner.workbook.merge import DraftedRow, merge


@dataclass(frozen=True)
class SheetChange:
    """How many rows of a sheet were added, changed, removed."""

    sheet: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Import:
    """The office after reading, what changed sheet by sheet, and notes on what was passed over."""

    office: Office
    changes: tuple[SheetChange, ...]
    notes: tuple[Words, ...] = field(default=())


def read_workbook(path: Path, office: Office, *, hidden: Hidden = "fault", prune: bool = False) -> Import:
    """The office with a file or folder read into it; raises Refused with every fault, nothing taken in.

    `hidden` says what becomes of hidden rows; with `prune`, rows that the file's sheets lack go.
    """
    drafts: list[DraftedRow] = []
    faults: list[Fault] = []
    notes: list[Words] = []
    year = office_year(office)
    found = [
        (table, BY_NAME.get(table.sheet.strip()) or BY_NAME.get(table.sheet.strip().lower()))
        for table in tables(path, hidden)
    ]
    found.sort(key=lambda one: one[1] is not None and one[1].row is not Setting)
    for table, sheet in found:
        if sheet is None:
            notes.append(
                Words(f"不认识的工作表“{table.sheet}”已略过", f"the unknown sheet '{table.sheet}' was ignored")
            )
            continue
        reading = read_table(table, sheet)
        notes += reading.notes
        faults += _unless_empty(reading.faults, table.rows, path)
        for record in reading.records:
            draft, wrong = drafted(sheet, table.file, record, year)
            faults += wrong
            drafts += [draft] if draft else []
        if sheet.row is Setting:
            year = _year_of(drafts) or year
    if not any(sheet for _, sheet in found):
        names = "、".join(sheet.zh for sheet in SHEETS)
        faults.append(
            fault(
                "没有一张认识的工作表",
                "there is no sheet that is known",
                f"工作表应取名：{names}",
                f"sheets are named: {names}",
            ).at(file=path.name)
        )
    if faults:
        raise Refused(*_one_a_cell(faults))
    after, more = merge(drafts, office, prune)
    return Import(after, tuple(_changes(office, after)), (*notes, *more))


def _one_a_cell(faults: list[Fault]) -> list[Fault]:
    """The first fault of each cell: where a formula failed, that the cell is no date is no news."""
    first: dict[object, Fault] = {}
    for number, one in enumerate(faults):
        first.setdefault((one.file, one.sheet, one.cell) if one.cell else number, one)
    return list(first.values())


def _unless_empty(faults: tuple[Fault, ...], rows: tuple[tuple[Any, ...], ...], path: Path) -> list[Fault]:
    """The faults of a sheet, less that of being empty: a workbook may have empty sheets, a lone file not."""
    filled = [row for row in rows if any(text_of(cell) for cell in row if cell is not None)]
    lone = path.is_file() and path.suffix.lower() in (".csv", ".txt")
    return (
        [one for one in faults if lone or len(filled) > 1 or one.kind is not FaultKind.NO_ROWS]
        if filled or lone
        else []
    )


def office_year(office: Office) -> int | None:
    """The office's 年份, by which dates without a year are read; None if it is not set."""
    text = office.settings.get("年份", "")
    return int(text) if text.isdigit() else None


def _year_of(drafts: list[DraftedRow]) -> int | None:
    for draft in drafts:
        if draft.sheet.row is Setting and draft.values["key"] == "年份" and str(draft.values["value"]).isdigit():
            return int(draft.values["value"])
    return None


def drafted(sheet: WorkbookSheet, file: str, record: Record, year: int | None) -> tuple[DraftedRow | None, list[Fault]]:
    """A record read column by column; the draft is None where the list of faults is not empty."""
    draft = DraftedRow(sheet, file, record.number, {}, record.places)
    faults: list[Fault] = []
    for column in sheet.columns:
        cell = record.cells.get(column.name)
        if cell is None:
            if column.metadata["required"]:
                faults.append(draft.fault(row_faults.empty(column.metadata["zh"]), column.name))
            else:
                draft.values[column.name] = None if column.default is MISSING else column.default
            continue
        try:
            span = read_range(cell, year) if (sheet.row, column.name) == (AbsenceRow, "start") else None
            draft.values[column.name] = span[0] if span else column.metadata["kind"].read(cell, year)
            if span:
                record.cells.setdefault("end", span[1])
        except Refused as refused:
            faults += [draft.fault(one, column.name) for one in refused.faults]
    if not faults and sheet.row is Setting:
        faults += [draft.fault(one, "value") for one in setting_checks.setting(draft.values)]
    return (None if faults else draft), faults


def _changes(before: Office, after: Office) -> Iterator[SheetChange]:
    for sheet in SHEETS:
        old, new = list(before.rows.get(sheet.zh, ())), list(after.rows.get(sheet.zh, ()))
        old_keys, new_keys = {sheet.key(row) for row in old}, {sheet.key(row) for row in new}
        same = set(old) & set(new)
        changed = sum(1 for row in new if row not in same and sheet.key(row) in old_keys)
        added = sum(1 for row in new if sheet.key(row) not in old_keys)
        removed = sum(1 for key in old_keys - new_keys)
        if added or changed or removed:
            yield SheetChange(sheet.zh, added, changed, removed)
