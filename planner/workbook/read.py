"""Reading a workbook into the office: every sheet, every fault at once, all or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.effect.effect import idle_by
from planner.errors import Fault, FaultKind, fault
from planner.office.cells.kinds import text_of
from planner.office.office import Office
from planner.office.outside import Outside
from planner.office.sheets import SHEETS, Setting, SheetRow, WorkbookSheet
from planner.words import Words
from planner.workbook.headings.headers import read_table
from planner.workbook.known import sheet_named, unknown_sheet
from planner.workbook.merging.drafts import DraftedRow, drafted
from planner.workbook.merging.ending import LeftOut
from planner.workbook.merging.merge import Found, merge
from planner.workbook.opening.files import Hidden, tables
from planner.workbook.opening.table import Opened
from planner.workbook.own_lists import sheets_meant, units_along

LEAP_YEAR = 2000
"""By it dates without a year are looked at where 年份 itself is at fault."""


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

    `unnamed` are, by sheet, the rows of before that a sheet of the file does not have: without `prune` they stay, with
    it they go, or stay with an end.
    """

    office: Office
    changes: tuple[SheetChange, ...]
    notes: tuple[Words, ...] = field(default=())
    unnamed: Mapping[str, tuple[LeftOut, ...]] = field(default_factory=dict)


def read_workbook(
    path: Path, office: Office, *, hidden: Hidden = "fault", prune: bool = False, outside: Outside = Outside()
) -> Import:
    """The office with a file or folder read into it; raises Refused with every fault, nothing taken in.

    `hidden` says what becomes of hidden rows; with `prune`, rows that the file's sheets lack go, or end where they are
    issued `outside`.
    """
    lone = path.is_file() and path.suffix.lower() in (".csv", ".txt")
    return read_opened(tables(path, hidden), office, path.name, lone=lone, prune=prune, outside=outside)


def read_opened(
    opened: Opened, office: Office, name: str, *, lone: bool = False, prune: bool = False, outside: Outside = Outside()
) -> Import:
    """The office with opened tables read into it; `name` is the file's, `lone` says that it holds one sheet alone.

    Raises Refused as `read_workbook` does.
    """
    found, lists = sheets_meant(opened.tables)
    found.sort(key=lambda one: one[1] is not None and one[1].row is not Setting)
    drafts: list[DraftedRow] = []
    faults: list[Fault] = [*opened.faults]
    notes: list[Words] = [*opened.notes, *lists]
    unread = {sheet.zh for one in opened.faults if (sheet := sheet_named(one.sheet or Path(one.file).stem))}
    unread -= {sheet.zh for _, sheet in found if sheet}
    year = office_year(office)
    for table, sheet in found:
        if sheet is None:
            notes.append(unknown_sheet(table.sheet))
            continue
        reading = read_table(table, sheet)
        notes += reading.notes
        wrong = _unless_empty(reading.faults, table.rows, lone)
        unread |= {sheet.zh} if wrong and not reading.records else set()
        faults += wrong
        for record in reading.records:
            draft, more = drafted(sheet, table.file, record, year)
            faults += more
            drafts.append(draft)
        if sheet.row is Setting:
            year = _year_of(drafts) or year
    if lists:
        units, brought = units_along(drafts, office)
        drafts, notes = [*units, *drafts], [*notes, *brought]
    if not opened.faults and not any(sheet for _, sheet in found):
        names = "、".join(sheet.zh for sheet in SHEETS)
        faults.append(
            fault(Words("没有一张认识的工作表"), Words("工作表应取名：%(names)s", names=names), FaultKind.NO_SHEET).at(
                file=name
            )
        )
    merged = merge(drafts, office, prune, Found(tuple(faults), frozenset(unread)), outside)
    notes += [*merged.notes, *(one.sentence() for one in idle_by(office, merged.office))]
    return Import(merged.office, tuple(_changes(office, merged.office)), tuple(notes), merged.unnamed)


def _unless_empty(faults: tuple[Fault, ...], rows: tuple[tuple[Any, ...], ...], lone: bool) -> list[Fault]:
    """The faults of a sheet, less that of being empty: a workbook may have empty sheets, a lone file not."""
    filled = [row for row in rows if any(text_of(cell) for cell in row if cell is not None)]
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
    """年份 as a file's settings give it; where its cell cannot be read, a year that has every day."""
    for draft in drafts:
        if draft.sheet.row is Setting and draft.values.get("key") == "年份":
            return int(draft.values["value"]) if "value" in draft.values and not draft.wrong else LEAP_YEAR
    return None


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
