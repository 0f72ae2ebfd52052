"""Faults of a finished row, known by sheet, row and field before the cell's address is looked up."""

from __future__ import annotations

from dataclasses import dataclass

from planner.errors import Fault, fault
from planner.office.sheets import SheetRow


@dataclass(frozen=True)
class RowFault:
    """A fault about a finished row: the sheet's Chinese name, the row, and the field at fault."""

    sheet: str
    row: SheetRow
    column: str
    fault: Fault


def empty(column: str) -> Fault:
    """The fault of a required cell that is empty, given its header."""
    return fault(f"“{column}”没有填写", f"'{column}' is empty", "请填写", "fill it in")


def twice(number: int) -> Fault:
    """The fault of a row with the key of an earlier one, given that one's number."""
    return fault(
        f"与第 {number} 行重复但内容不同",
        f"the same as row {number}, with other contents",
        "请合并为一行",
        "make one row of the two",
    )
