"""The office's sheets row by row on the site: what is typed is read exactly as a workbook is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from planner.data_entry.entering import entered, gone, row_mark, there
from planner.data_entry.rule_history import note_clause
from planner.effect.effect import ClauseRemark, idle_by
from planner.errors import NotPossible
from planner.office.cells.kinds import ChoiceCell, DayCell
from planner.office.ids import as_sort
from planner.office.office import Office
from planner.office.sheets import SHEETS, ClauseRow, SheetRow, WorkbookSheet
from planner.store import Store, Transaction, audit, cache
from planner.store.outside import outside_of
from planner.store.roster import offices, versions
from planner.words import Words
from planner.workbook.merging.ending import dangling, ended, ended_words
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
        raise gone()
    cells = all_of_them[number].cells if number is not None else ("",) * len(sheet.columns)
    found = []
    for column, text in zip(sheet.columns, cells, strict=True):
        meta, kind = column.metadata, column.metadata["kind"]
        found.append(
            Field(
                column.name,
                Words.given(meta["zh"], meta["en"][0]),
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


def save_entry(
    store: Store, sheet: WorkbookSheet, number: int | None, seen: str, said: Mapping[str, str], now: datetime, by: str
) -> tuple[Words, ...]:
    """Change row `number` from 0, or add one for None; the clauses, in words, that are without effect by it.

    Raises Refused, NotPossible if it is not as `seen` any more.
    """
    with store.write() as transaction:
        office = offices.load(transaction)
        entry = entered(office, sheet, number, seen, said)
        if entry.after.rows[sheet.zh] == office.rows.get(sheet.zh, ()):
            return ()
        offices.save(transaction, office, entry.after)
        old, row = entry.old, entry.row
        if isinstance(row, ClauseRow):
            note_clause(transaction, entry.after, (old if isinstance(old, ClauseRow) else None, row), now, by)
            return ()
        detail = {"sheet": sheet.zh, "key": _key(sheet, row), "changed": _changed(sheet, old, row)}
        audit.record(transaction, now, by, "register", detail)
    return tuple(one.sentence() for one in idle_by(office, entry.after))


def remove(store: Store, sheet: WorkbookSheet, number: int, seen: str, now: datetime, by: str) -> Words:
    """Take row `number` from 0 out, or end it where it is issued; what became of it, in words.

    Raises NotPossible if others name it, a clause would be without effect, or it is not as `seen` (a mark) any more.
    """
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = office.rows.get(sheet.zh, ())
        old = there(rows, number, seen)
        assert old is not None
        rest = (*rows[:number], *rows[number + 1 :])
        outside = outside_of(transaction, versions.in_force(transaction), now.date())
        if ending := ended(old, rest, outside):
            rest = (*rows[:number], ending, *rows[number + 1 :])
        after = office.with_rows(sheet.zh, rest)
        for one in dangling(office, after):
            raise NotPossible(Words("%(cause)s。%(cure)s", cause=one.cause, cure=one.cure))
        for idle in idle_by(office, after):
            raise _still_ruled(idle)
        offices.save(transaction, office, after)
        if isinstance(old, ClauseRow):
            note_clause(transaction, office, (old, None), now, by)
            return Words("已删除")
        changed = _changed(sheet, old, ending) if ending else ["-"]
        audit.record(transaction, now, by, "register", {"sheet": sheet.zh, "key": _key(sheet, old), "changed": changed})
    return ended_words(ending) if ending else Words("已删除")


def _still_ruled(idle: ClauseRemark) -> NotPossible:
    said = idle.sentence()
    return NotPossible(Words("没有删除：删了以后%(said)s。请先改正或删去那一条规则", said=said))


def _key(sheet: WorkbookSheet, row: SheetRow) -> list[str]:
    return [] if sheet.private else [str(part) for part in sheet.key(row)]


def _changed(sheet: WorkbookSheet, old: SheetRow | None, new: SheetRow) -> list[str]:
    """The columns that differ: the log tells what was changed, not telephones and reasons."""
    return [
        column.metadata["zh"]
        for column in sheet.columns
        if old is None or getattr(old, column.name) != getattr(new, column.name)
    ]
