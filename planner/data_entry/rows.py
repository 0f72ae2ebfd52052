"""The office's sheets row by row on the site: what is typed is read exactly as a workbook is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from planner.errors import NotPossible, Refused, fault
from planner.office.cells.kinds import ChoiceCell, DayCell
from planner.office.ids import as_sort
from planner.office.office import Office
from planner.office.sheets import SHEETS, ClauseRow, SheetRow, WorkbookSheet
from planner.store import Store, Transaction, audit, cache
from planner.store.roster import offices
from planner.words import Words
from planner.workbook.headers import Cells, Record
from planner.workbook.matching import DraftedRow
from planner.workbook.merge import merge
from planner.workbook.read import drafted, office_year
from planner.workbook.write import header_note, typed, typed_index

FEW = 300
"""Up to so many names are offered to choose from; where there are more, the name or the id is typed."""
BY_ADDRESS = {sheet.en.replace(" ", "-"): sheet for sheet in SHEETS}
"""Name of a sheet in an address, such as key-periods → the sheet."""


@dataclass(frozen=True)
class Field:
    """A cell of a row in a form: header, text, (Chinese, stored) choices, names to offer, if a day, if fixed."""

    name: str
    header: Words
    text: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    day: bool
    fixed: bool
    note: str


@dataclass(frozen=True)
class SheetEntry:
    """A row of a sheet: its number from 0, a mark of how it stands, and its cells."""

    number: int
    mark: str
    cells: tuple[str, ...]


@cache.kept(32, cache.OFFICE, by=lambda transaction, office, sheet: sheet.zh)
def sheet_entries(transaction: Transaction, office: Office, sheet: WorkbookSheet) -> tuple[SheetEntry, ...]:
    """Every row of a sheet, its cells as people would type them."""
    index = typed_index(office)
    return tuple(
        SheetEntry(number, row_mark(row), tuple(typed(index, sheet, row)))
        for number, row in enumerate(office.rows.get(sheet.zh, ()))
    )


def row_mark(row: SheetRow) -> str:
    """Twelve hex digits that differ for every content of a row: a form shows by them which row it was filled in for."""
    return hashlib.sha256(msgspec.json.encode(row)).hexdigest()[:12]


def fields(
    transaction: Transaction,
    office: Office,
    sheet: WorkbookSheet,
    number: int | None,
    said: Mapping[str, str] | None = None,
) -> list[Field]:
    """The cells of row `number` from 0, a new one for None; `said`, where given, is shown. Raises NotPossible."""
    all_of_them = sheet_entries(transaction, office, sheet)
    if number is not None and not 0 <= number < len(all_of_them):
        raise _gone()
    cells = all_of_them[number].cells if number is not None else ("",) * len(sheet.columns)
    found = []
    for column, text in zip(sheet.columns, cells, strict=True):
        meta, kind = column.metadata, column.metadata["kind"]
        found.append(
            Field(
                column.name,
                Words(meta["zh"], meta["en"][0]),
                said.get(column.name, text) if said is not None else text,
                meta["required"],
                kind.words if isinstance(kind, ChoiceCell) else (),
                _names(office, kind.refers),
                isinstance(kind, DayCell),
                number is not None and column.name == "id",
                _hint(column),
            )
        )
    return found


def _hint(column: Any) -> str:
    """What a header's comment says besides whether the cell is required and what it is called in English."""
    return re.sub(r"^(必填|可不填)。|（[^（）]*）$", "", header_note(column))


def _names(office: Office, sorts: tuple[str, ...]) -> tuple[str, ...]:
    rows: dict[str, Any] = {
        "person": office.people,
        "unit": office.units,
        "village": office.villages,
        "duty": office.duties,
    }
    some = [
        office.name(as_sort(sort, id)) if sort != "duty" else rows[sort][id].name
        for sort in sorts
        if sort in rows
        for id in rows[sort]
    ]
    return tuple(dict.fromkeys(some)) if len(some) <= FEW else ()


def _gone() -> NotPossible:
    return NotPossible("这一行已被别人改过，请重新打开", "somebody else changed this row: open the page anew")


def save_entry(
    store: Store, sheet: WorkbookSheet, number: int | None, seen: str, said: Mapping[str, str], now: datetime, by: str
) -> None:
    """Change row `number` from 0, or add one for None. Raises Refused, NotPossible if it is not as `seen` any more."""
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = office.rows.get(sheet.zh, ())
        old = _there(rows, number, seen)
        draft = _read(office, sheet, said, old)
        rest = tuple(row for row in rows if row is not old)
        after = merge([draft], office.with_rows(sheet.zh, rest), False).office
        after = after.with_rows(sheet.zh, _in_place(sheet, draft, after.rows[sheet.zh], rest, number))
        if after.rows[sheet.zh] == rows:
            return
        offices.save(transaction, office, after)
        audit.record(
            transaction,
            now,
            by,
            "register",
            {"sheet": sheet.zh, "key": _key(sheet, draft.row()), "changed": _changed(sheet, old, draft.row())},
        )


def _there(rows: tuple[SheetRow, ...], number: int | None, seen: str) -> SheetRow | None:
    if number is None:
        return None
    if not 0 <= number < len(rows) or row_mark(rows[number]) != seen:
        raise _gone()
    return rows[number]


def _read(office: Office, sheet: WorkbookSheet, said: Mapping[str, str], old: SheetRow | None) -> DraftedRow:
    """What was typed, as a row; what was not in the form stays, and so does an id once given, since others name it."""
    asked = [column.name for column in sheet.columns if old is None or column.name in said]
    cells: Cells = {name: said[name] if said.get(name, "").strip() else None for name in asked}
    if getattr(old, "id", ""):
        cells["id"] = old.id  # type: ignore[union-attr]
    places = {column.name: column.metadata["zh"] for column in sheet.columns}
    draft, wrong = drafted(sheet, "", Record(1, cells, places), office_year(office))
    if draft is None:
        raise Refused(*wrong)
    draft.old = old
    return draft


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
                f"已有一行的{names}与此相同",
                f"another row has the same {', '.join(sheet.keys)}",
                "请修改那一行，或改正此处",
                "change that row, or correct this one",
            ).at(sheet=sheet.zh)
        )
    fresh = next(one for one in reversed(merged) if sheet.key(one) == sheet.key(row))
    at = len(rest) if number is None else number
    return (*rest[:at], fresh, *rest[at:])


def remove(store: Store, sheet: WorkbookSheet, number: int, seen: str, now: datetime, by: str) -> None:
    """Take row `number` from 0 out. Raises NotPossible if others name it, or it is not as `seen` (a mark) any more."""
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = office.rows.get(sheet.zh, ())
        old = _there(rows, number, seen)
        assert old is not None
        rest = (*rows[:number], *rows[number + 1 :])
        named = _named(office.with_rows(sheet.zh, rest), sheet, old, rest)
        if named:
            raise NotPossible(
                f"还有别处用到它，不能删除：{'、'.join(named)}。可填写停用或截止日期",
                f"it is still named by: {', '.join(named)}; give it an end date instead",
            )
        offices.save(transaction, office, office.with_rows(sheet.zh, rest))
        audit.record(transaction, now, by, "register", {"sheet": sheet.zh, "key": _key(sheet, old), "changed": ["-"]})


def _named(office: Office, sheet: WorkbookSheet, old: SheetRow, rest: tuple[SheetRow, ...]) -> list[str]:
    """The sheets whose rows name a row that goes, where no other row carries its id."""
    sort = {"人员": "person", "单位": "unit", "村居": "village", "值班事项": "duty"}.get(sheet.zh)
    id = getattr(old, "id", "")
    if sort is None or any(getattr(one, "id", "") == id for one in rest):
        return []
    found = []
    for other in SHEETS:
        for column in other.columns:
            sorts = column.metadata["kind"].refers
            wanted = {id} if sorts == (sort,) else {as_sort(sort, id)} if sort in sorts else set()
            values = [getattr(row, column.name) for row in office.rows.get(other.zh, ())]
            if wanted and any(
                wanted & set(value if isinstance(value, tuple) else (value,)) for value in values if value
            ):
                found.append(other.zh)
    return list(dict.fromkeys(found))


def _key(sheet: WorkbookSheet, row: SheetRow) -> list[str]:
    return [str(part) for part in sheet.key(row)]


def _changed(sheet: WorkbookSheet, old: SheetRow | None, new: SheetRow) -> list[str]:
    """The columns that differ: the log tells what was changed, not telephones and reasons."""
    return [
        column.metadata["zh"]
        for column in sheet.columns
        if old is None or getattr(old, column.name) != getattr(new, column.name)
    ]
