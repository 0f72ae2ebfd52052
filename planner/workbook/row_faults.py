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


def twice(number: int, *, with_id: bool = False) -> Fault:
    """The fault of a row with the key of an earlier one, given that one's number; `with_id`: an id could tell them."""
    return fault(
        f"与第 {number} 行重复但内容不同",
        f"the same as row {number}, with other contents",
        "请合并为一行" + ("；不是同一个的，请各写编号" if with_id else ""),
        "make one row of the two" + (", or give each an id of its own" if with_id else ""),
    )


def several(rows: list[str], missing: list[str]) -> Fault:
    """The fault of a row that may mean any of several stored ones, given what these are called and the absent keys."""
    return fault(
        f"这一行对应不止一行：{'；'.join(rows)}",
        f"this row fits more than one: {'; '.join(rows)}",
        f"请填写{'、'.join(missing)}" if missing else "请把这几行都写上",
        f"fill in {', '.join(missing)}" if missing else "write all of these rows",
    )
