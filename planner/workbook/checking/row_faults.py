"""Faults of a finished row, known by sheet, row and field before the cell's address is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.errors import Fault, fault
from planner.office.cells.folding import as_typed
from planner.office.sheets import SheetRow
from planner.words import Words, series


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
    return fault(Words("“%(column)s”没有填写", column=column), Words("请填写"))


def not_understood() -> Fault:
    """The fault of a cell that cannot be read, for a reason that nobody foresaw."""
    return fault(Words("这一格读不出来"), Words("请改写这一格"))


def twice(number: int, *, with_id: bool = False) -> Fault:
    """The fault of a row with the key of an earlier one, given that one's number; `with_id`: an id could tell them."""
    return fault(
        Words("与第 %(number)s 行重复但内容不同", number=number),
        Words("请合并为一行%(with_id)s", with_id=(Words("；不是同一个的，请各写编号") if with_id else "")),
    )


def namesakes(name: str, rows: list[tuple[int, str]], *, terms: bool) -> Fault:
    """The fault of two rows without ids of one name, given their numbers and units; `terms`: rows may be terms."""
    named = series(
        Words("第 %(number)s 行“%(name)s”（%(unit)s）", number=number, name=name, unit=unit)
        if unit
        else Words("第 %(number)s 行“%(name)s”", number=number, name=name)
        for number, unit in rows
    )
    return fault(
        Words("同名又没有编号，分不清是谁：%(named)s", named=named),
        Words(
            "请各写编号%(terms)s",
            terms=(Words("；是同一个人先后任职的，几行写同一个编号") if terms else Words("；是同一个的，请合并为一行")),
        ),
    )


def disagree(cell: object, header: str, other: object) -> Fault:
    """The fault of a cell that says something else of a column than what stands there, given that one's header."""
    return fault(
        Words(
            "“%(cell)s”与“%(header)s”一栏的“%(other)s”不一致", cell=as_typed(cell), header=header, other=as_typed(other)
        ),
        Words("请改正其中一处，或只写一处"),
    )


def several(rows: list[str], missing: list[str]) -> Fault:
    """The fault of a row that may mean any of several stored ones, given what these are called and the absent keys."""
    return fault(
        Words("这一行对应不止一行：%(rows)s", rows="；".join(rows), rows2="; ".join(rows)),
        (Words("请填写%(missing)s", missing=series(missing)) if missing else Words("请把这几行都写上")),
    )
