"""Drafted rows: a record read cell by cell, on its way to a row of the office; what is wrong with it stays marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import Field, dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from planner.errors import Fault, Refused
from planner.office.cells.kinds import CellKind, ChoiceCell, ClockCell, DayCell, WholeCell, text_of
from planner.office.cells.policies import ForceCell
from planner.office.cells.wordings import RecurringCell
from planner.office.english import clause_in_chinese, days_in_chinese
from planner.office.sheets import ClauseRow, Setting, SheetRow, WorkbookSheet
from planner.workbook.checking import row_faults, settings
from planner.workbook.headings.headers import Cells, Lacking, Record

REMEMBERED = 20_000
"""So many cells are read once only: pools, units, kinds and years come again in every row."""


@dataclass
class DraftedRow:
    """A row on its way in: field → value, field → address; names are still names where it refers to others.

    What `values` does not have stays as the stored row has it for which the draft stands: `old`, the one `at` that
    place of its sheet. `lacking` are the required columns that its table does not have, `said` what its cells say.
    """

    sheet: WorkbookSheet
    file: str
    number: int
    values: Cells
    places: dict[str, str]
    lacking: Lacking | None = None
    old: SheetRow | None = None
    at: int | None = None
    said: dict[str, str] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    """The fields whose cells cannot be read or name nothing: the row is never taken in, but others may name it."""

    def row(self) -> SheetRow:
        """The finished row, once its names are resolved and what it stands for is known.

        In place of a cell that is wrong stands what was stored, or what it says, or something that does no harm.
        """
        if self.old is not None:
            return replace(self.old, **self.values)
        lent: Cells = {}
        if self.wrong or self.lacking:
            lent = {
                one.name: _stand_in(one, self.said.get(one.name, ""))
                for one in self.sheet.columns
                if one.metadata["required"] or one.name in self.wrong
            }
        return self.sheet.row(**{**lent, **self.values})

    def stand_for(self, rows: Sequence[SheetRow], place: int) -> None:
        """Stand for the row at a place of the sheet."""
        self.old, self.at = rows[place], place
        if isinstance(self.old, ClauseRow) and clause_in_chinese(self.old.rule, "")[0] == self.values.get("rule"):
            self.values["rule"] = self.old.rule  # a code that is stored goes on as it is

    def fault(self, one: Fault, name: str = "") -> Fault:
        """The same fault with this row, or its cell of a field, as its place."""
        return one.at(file=self.file, sheet=self.sheet.zh, cell=self.places.get(name, f"A{self.number}"))

    def spoilt(self, refused: Refused, name: str) -> list[Fault]:
        """Mark a field as wrong; its faults with their place."""
        self.wrong.add(name)
        return [self.fault(one, name) for one in refused.faults]


def _stand_in(column: Field[Any], said: str) -> Any:
    """What stands in place of a cell that is wrong while the rest of the office is looked at."""
    kind = column.metadata["kind"]
    harmless: tuple[tuple[type, Any], ...] = (
        (DayCell, date(2000, 1, 1) if column.metadata["required"] else None),
        (ClockCell, "00:00"),
        (RecurringCell, "每天"),
        (ForceCell, 1),
        (WholeCell, getattr(kind, "low", 0)),
        (ChoiceCell, kind.words[0][1] if isinstance(kind, ChoiceCell) else ""),
    )
    if not column.metadata["required"] and column.default not in (None, "", ()):
        return column.default
    other: Any = (said,) if kind.many and said else () if kind.many else said
    return next((value for cls, value in harmless if isinstance(kind, cls)), other)


def drafted(sheet: WorkbookSheet, file: str, record: Record, year: int | None) -> tuple[DraftedRow, list[Fault]]:
    """A record read column by column, and the faults of its cells, which it is marked with.

    An empty cell takes its column's default, and is a fault where the column is required; a column that the record
    does not have is none of the draft's either.
    """
    draft = DraftedRow(sheet, file, record.number, {}, record.places, record.lacking)
    faults: list[Fault] = []
    for column in sheet.columns:
        name = column.name
        if name not in record.cells:
            continue
        cell = record.cells[name]
        draft.said[name] = text_of(cell) if cell is not None else ""
        try:
            draft.values[name] = _value(column, cell, year)
            faults += _taken_beside(draft, column, record, year)
        except Refused as refused:
            faults += draft.spoilt(refused, name)
        except Exception:  # under the one net that every cell is read over
            faults += draft.spoilt(Refused(row_faults.not_understood()), name)
    if record.cells.get("original") is not None:
        draft.said["original"] = text_of(record.cells["original"])
    if not faults:
        faults = _beside_others(draft, record)
    if sheet.row is ClauseRow and "rule" in draft.values:
        rule, parameters = clause_in_chinese(draft.values["rule"], draft.values.get("parameters") or "")
        draft.values |= {"rule": rule} | ({"parameters": parameters} if "parameters" in draft.values else {})
    return draft, faults


def _beside_others(draft: DraftedRow, record: Record) -> list[Fault]:
    """What is wrong with cells that can be read beside the others of their row."""
    faults: list[Fault] = []
    for column in draft.sheet.columns:
        cell = record.cells.get(column.name)
        if cell is not None and (wrong := column.metadata["kind"].amiss(cell, draft.values)):
            faults += draft.spoilt(Refused(wrong), column.name)
    if draft.sheet.row is Setting and (some := settings.setting(draft.values)):
        faults += draft.spoilt(Refused(*some), "value")
    return faults


def _taken_beside(draft: DraftedRow, column: Field[Any], record: Record, year: int | None) -> list[Fault]:
    """Give empty columns what another says of them: 12月28日—1月3日 in 起 is 止 too; a fault where they differ."""
    cell = record.cells[column.name]
    if cell is None:
        return []
    told = column.metadata["kind"].beside(cell, year)
    kinds = {one.name: one.metadata for one in draft.sheet.columns} if told else {}
    for name, more in told.items():
        other = record.cells.get(name)
        if other is None:
            record.cells[name] = more
        elif _differ(kinds[name]["kind"], more, other, year):
            one = row_faults.disagree(cell, kinds[name]["zh"], other)
            return draft.spoilt(Refused(one), column.name)
    return []


def _differ(kind: CellKind, one: object, other: object, year: int | None) -> bool:
    """Whether two cells of one kind say different things; what cannot be read has a fault of its own."""
    try:
        return bool(kind.read(one, year) != kind.read(other, year))
    except Refused:
        return False


def _value(column: Field[Any], cell: object, year: int | None) -> Any:
    sort: Any = type(cell)  # texts, numbers, dates, all of which can be remembered
    found = column.default if cell is None else _read_once(column, sort, cell, year)
    if column.metadata["required"] and (cell is None or found in ("", ())):
        raise Refused(row_faults.empty(column.metadata["zh"]))
    return found


@lru_cache(maxsize=REMEMBERED)
def _read_once(column: Field[Any], sort: type, cell: object, year: int | None) -> Any:
    """The value of a cell of a column; `sort` is the cell's type, since 1, 1.0 and TRUE are equal and not the same."""
    kind = column.metadata["kind"]
    return days_in_chinese(kind.read(cell, year)) if isinstance(kind, RecurringCell) else kind.read(cell, year)
