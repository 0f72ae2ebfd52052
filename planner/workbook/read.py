"""Reading a workbook into the office: every sheet, every fault at once, all or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.errors import Fault, FaultKind, Refused, fault
from planner.office.cells.dates import read_range
from planner.office.cells.kinds import text_of
from planner.office.office import Office
from planner.office.sheets import BY_NAME, SHEETS, AbsenceRow, Setting, SheetRow, WorkbookSheet
from planner.words import Words
from planner.workbook import row_faults, setting_checks
from planner.workbook.files import Hidden, tables
from planner.workbook.headers import Record, read_table
from planner.workbook.matching import DraftedRow
from planner.workbook.merge import merge


@dataclass(frozen=True)
class SheetChange:
    """How many rows of a sheet were added, changed, removed."""

    sheet: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Import:
    """The office after reading, what changed sheet by sheet, and notes on what was passed over.

    `unnamed` are, by sheet, the rows of before that a sheet of the file does not have: without `prune` they stay.
    """

    office: Office
    changes: tuple[SheetChange, ...]
    notes: tuple[Words, ...] = field(default=())
    unnamed: Mapping[str, tuple[SheetRow, ...]] = field(default_factory=dict)


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
    merged = merge(drafts, office, prune)
    return Import(merged.office, tuple(_changes(office, merged.office)), (*notes, *merged.notes), merged.unnamed)


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
        if draft.sheet.row is Setting and draft.values["key"] == "年份" and str(draft.values.get("value")).isdigit():
            return int(draft.values["value"])
    return None


def drafted(sheet: WorkbookSheet, file: str, record: Record, year: int | None) -> tuple[DraftedRow | None, list[Fault]]:
    """A record read column by column; the draft is None where the list of faults is not empty.

    An empty cell takes its column's default, and is a fault where the column is required; a column that the record
    does not have is none of the draft's either.
    """
    draft = DraftedRow(sheet, file, record.number, {}, record.places, record.lacking)
    faults: list[Fault] = []
    for column in sheet.columns:
        if column.name not in record.cells:
            continue
        cell = record.cells[column.name]
        if cell is None and column.metadata["required"]:
            faults.append(draft.fault(row_faults.empty(column.metadata["zh"]), column.name))
        elif cell is None:
            draft.values[column.name] = column.default
        if cell is None:
            continue
        try:
            span = read_range(cell, year) if (sheet.row, column.name) == (AbsenceRow, "start") else None
            draft.values[column.name] = span[0] if span else column.metadata["kind"].read(cell, year)
            if span and record.cells.get("end") is None:
                record.cells["end"] = span[1]
        except Refused as refused:
            faults += [draft.fault(one, column.name) for one in refused.faults]
    if not faults and sheet.row is Setting:
        faults += [draft.fault(one, "value") for one in setting_checks.setting(draft.values)]
    return (None if faults else draft), faults


def _changes(before: Office, after: Office) -> Iterator[SheetChange]:
    for sheet in SHEETS:
        pairs = paired(sheet, before.rows.get(sheet.zh, ()), after.rows.get(sheet.zh, ()))
        added = sum(old is None for old, _ in pairs)
        removed = sum(new is None for _, new in pairs)
        changed = sum(old != new for old, new in pairs) - added - removed
        if added or changed or removed:
            yield SheetChange(sheet.zh, added, changed, removed)


def paired(
    sheet: WorkbookSheet, before: Sequence[SheetRow], after: Sequence[SheetRow]
) -> list[tuple[SheetRow | None, SheetRow | None]]:
    """The rows of a sheet before and after, side by side: None where one is new, or has gone.

    Of several of one key, those that stay as they are belong together first, the others in their order.
    """
    left: dict[tuple[Any, ...], list[SheetRow]] = defaultdict(list)
    for row in before:
        left[sheet.key(row)].append(row)
    found: dict[int, SheetRow | None] = {}
    for number, row in enumerate(after):
        if row in left[sheet.key(row)]:
            left[sheet.key(row)].remove(row)
            found[number] = row
    for number, row in enumerate(after):
        if number not in found:
            mine = left[sheet.key(row)]
            found[number] = mine.pop(0) if mine else None
    pairs: list[tuple[SheetRow | None, SheetRow | None]] = [(found[number], row) for number, row in enumerate(after)]
    return [*pairs, *((row, None) for rows in left.values() for row in rows)]
