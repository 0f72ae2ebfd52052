"""Faults of a finished row, known by sheet, row and field before the cell's address is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.errors import Fault, fault
from planner.office.cells.folding import as_typed
from planner.office.sheets import SheetRow
from planner.words import Words


@dataclass(frozen=True)
class RowFault:
    """A fault about a finished row: the sheet's Chinese name, the row, and the field at fault."""

    sheet: str
    row: SheetRow
    column: str
    fault: Fault
    by: tuple[str, ...] = ()
    """Other fields of the row that it goes by: where one of these cannot be read, it says nothing."""
    needs: tuple[str, ...] = ()
    """Sheets on which something is missed: where one of these cannot be read, it says nothing."""


@dataclass(frozen=True)
class RowNote:
    """Something to know about a finished row that comes in, where it may be a slip: as `RowFault` has it."""

    sheet: str
    row: SheetRow
    column: str
    words: Words
    by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """What could not be read, as far as it went into the office that is checked: fields of rows, whole sheets."""

    rows: Mapping[SheetRow, frozenset[str]] = field(default_factory=dict)
    sheets: frozenset[str] = frozenset()

    def touches(self, one: RowFault | RowNote) -> bool:
        """Whether a fault or a note may be there only because something could not be read."""
        wrong = self.rows.get(one.row, frozenset())
        return bool(wrong & {one.column, *one.by} or self.sheets & {*one.needs})


def empty(column: str) -> Fault:
    """The fault of a required cell that is empty, given its header."""
    return fault(f"“{column}”没有填写", f"'{column}' is empty", "请填写", "fill it in")


def not_understood() -> Fault:
    """The fault of a cell that cannot be read, for a reason that nobody foresaw."""
    return fault("这一格读不出来", "this cell could not be read", "请改写这一格", "write it in another way")


def twice(number: int, *, with_id: bool = False) -> Fault:
    """The fault of a row with the key of an earlier one, given that one's number; `with_id`: an id could tell them."""
    return fault(
        f"与第 {number} 行重复但内容不同",
        f"the same as row {number}, with other contents",
        "请合并为一行" + ("；不是同一个的，请各写编号" if with_id else ""),
        "make one row of the two" + (", or give each an id of its own" if with_id else ""),
    )


def namesakes(name: str, rows: list[tuple[int, str]], *, terms: bool) -> Fault:
    """The fault of two rows without ids of one name, given their numbers and units; `terms`: rows may be terms."""
    zh = "、".join(f"第 {number} 行“{name}”" + (f"（{unit}）" if unit else "") for number, unit in rows)
    en = ", ".join(f"row {number} '{name}'" + (f" ({unit})" if unit else "") for number, unit in rows)
    return fault(
        f"同名又没有编号，分不清是谁：{zh}",
        f"one name and no ids, so it is not clear who is who: {en}",
        "请各写编号" + ("；是同一个人先后任职的，几行写同一个编号" if terms else "；是同一个的，请合并为一行"),
        "give each an id" + (" (the terms of one person have the same)" if terms else ", or make one row of the two"),
    )


def disagree(cell: object, header: str, other: object) -> Fault:
    """The fault of a cell that says something else of a column than what stands there, given that one's header."""
    return fault(
        f"“{as_typed(cell)}”与“{header}”一栏的“{as_typed(other)}”不一致",
        f"'{as_typed(cell)}' and '{as_typed(other)}' under {header} do not agree",
        "请改正其中一处，或只写一处",
        "correct one of the two, or leave one out",
    )


def several(rows: list[str], missing: list[str]) -> Fault:
    """The fault of a row that may mean any of several stored ones, given what these are called and the absent keys."""
    return fault(
        f"这一行对应不止一行：{'；'.join(rows)}",
        f"this row fits more than one: {'; '.join(rows)}",
        f"请填写{'、'.join(missing)}" if missing else "请把这几行都写上",
        f"fill in {', '.join(missing)}" if missing else "write all of these rows",
    )
