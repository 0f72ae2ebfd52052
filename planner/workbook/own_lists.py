"""A clerk's own list, such as 花名册 or 请假表: which sheet it is, and the units that it brings along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.office.cells.folding import comparable
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import Person, Unit, WorkbookSheet
from planner.words import Words
from planner.workbook.headings.headers import Record
from planner.workbook.known import own_sheet, sheet_named
from planner.workbook.merging.drafts import DraftedRow, drafted
from planner.workbook.opening.table import CellTable

TableMeant = tuple[CellTable, WorkbookSheet | None]


def sheets_meant(tables: Sequence[CellTable]) -> tuple[list[TableMeant], tuple[Words, ...]]:
    """Each table with the sheet that it is, and a note for each that is known by other words than its name.

    Only a file without any sheet of a workbook is looked at as lists: beside these a scratch sheet stays one.
    """
    found: list[TableMeant] = [(table, sheet_named(table.sheet)) for table in tables]
    if any(sheet for _, sheet in found):
        return found, ()
    own = [
        (table, own_sheet(table.sheet, table.rows) or own_sheet(Path(table.file).stem, table.rows)) for table in tables
    ]
    return own, tuple(
        Words("“%(sheet)s”按“%(sheet2)s”表读入", sheet=table.sheet, sheet2=sheet) for table, sheet in own if sheet
    )


def units_along(drafts: Sequence[DraftedRow], office: Office) -> tuple[list[DraftedRow], tuple[Words, ...]]:
    """New units for those that people of a list belong to and the office does not have, and a note that names them.

    A list of people is often all that an office has; a unit needs no more than its name.
    """
    rows = office.of(Unit)
    known = {comparable(name) for row in rows for name in (row.id, row.name, row.short) if name}
    new: dict[str, DraftedRow] = {}
    for draft in drafts:
        for name in draft.values.get("units", ()) if draft.sheet.row is Person else ():
            if comparable(name) not in known | new.keys():
                record = Record(draft.number, {"name": name}, {"name": draft.places["units"]})
                unit, wrong = drafted(SHEET_OF[Unit], draft.file, record, None)
                if not wrong:
                    new[comparable(name)] = unit
    names = "、".join(str(one.values["name"]) for one in new.values())
    note = Words("名单里的单位先登记为新单位：%(names)s", names=names)
    return list(new.values()), (note,) if new else ()
