"""A row as it is typed: what saving it would make of the office, before anything is saved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from planner.errors import Fault, NotPossible, Refused, fault
from planner.office.office import Office
from planner.office.sheets import ClauseRow, SheetRow, WorkbookSheet
from planner.words import Words
from planner.workbook.headings.headers import Cells, Record
from planner.workbook.merging.drafts import DraftedRow, drafted
from planner.workbook.merging.merge import Found, merge
from planner.workbook.read import office_year


def row_mark(row: SheetRow) -> str:
    """Twelve hex digits that differ for every content of a row: a form shows by them which row it was filled in for."""
    return hashlib.sha256(msgspec.json.encode(row)).hexdigest()[:12]


def gone() -> NotPossible:
    """What is raised where somebody else was faster."""
    return NotPossible(Words("这一行已被别人改过，请重新打开"))


@dataclass(frozen=True)
class RowEntry:
    """What saving a row would make: the row, what it was, and the office with it; nothing is saved yet."""

    old: SheetRow | None
    row: SheetRow
    after: Office
    at: int
    """The place of the row on its sheet, from 0."""


def entered(office: Office, sheet: WorkbookSheet, number: int | None, seen: str, said: Mapping[str, str]) -> RowEntry:
    """What saving a row would make. Raises Refused, and NotPossible if the row is not as `seen` any more."""
    rows = office.rows.get(sheet.zh, ())
    old = there(rows, number, seen)
    draft, wrong = _read(office, sheet, said, old)
    rest = tuple(row for row in rows if row is not old)
    after = merge([draft], office.with_rows(sheet.zh, rest), False, Found(wrong)).office
    after = after.with_rows(sheet.zh, _in_place(sheet, draft, after.rows[sheet.zh], rest, number))
    return RowEntry(old, draft.row(), after, len(rest) if number is None else number)


def there(rows: tuple[SheetRow, ...], number: int | None, seen: str) -> SheetRow | None:
    """The row with a number from 0, None for no number. Raises NotPossible if it is not as `seen` (a mark) any more."""
    if number is None:
        return None
    if not 0 <= number < len(rows) or row_mark(rows[number]) != seen:
        raise gone()
    return rows[number]


def _read(
    office: Office, sheet: WorkbookSheet, said: Mapping[str, str], old: SheetRow | None
) -> tuple[DraftedRow, tuple[Fault, ...]]:
    """What was typed, as a row; what was not in the form stays, and so does an id once given, since others name it."""
    asked = [column.name for column in sheet.columns if old is None or column.name in said]
    cells: Cells = {name: said[name] if said.get(name, "").strip() else None for name in asked}
    if getattr(old, "id", ""):
        cells["id"] = old.id  # type: ignore[union-attr]
    places = {column.name: column.metadata["zh"] for column in sheet.columns}
    draft, wrong = drafted(sheet, "", Record(1, cells, places), office_year(office))
    draft.old = old
    return draft, tuple(wrong)


def _in_place(
    sheet: WorkbookSheet,
    draft: DraftedRow,
    merged: tuple[SheetRow, ...],
    rest: tuple[SheetRow, ...],
    number: int | None,
) -> tuple[SheetRow, ...]:
    """The sheet with the row where it stood, or at its end; raises Refused where another row has its key."""
    row = draft.row()
    if sheet.row is not ClauseRow and any(sheet.key(one) == sheet.key(row) for one in rest):
        names = "、".join(column.metadata["zh"] for column in sheet.columns if column.name in sheet.keys)
        raise Refused(
            fault(
                Words("已有一行的%(names)s与此相同", names=names, keys=", ".join(sheet.keys)),
                Words("请修改那一行，或改正此处"),
            ).at(sheet=sheet.zh)
        )
    fresh = next(one for one in reversed(merged) if sheet.key(one) == sheet.key(row))
    at = len(rest) if number is None else number
    return (*rest[:at], fresh, *rest[at:])
