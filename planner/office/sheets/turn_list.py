"""The sheet 轮值: in which order people or units take turns, where they do not go by rank."""

from __future__ import annotations

from dataclasses import dataclass

from planner.office.cells.kinds import RefCell, RefsCell, WholeCell
from planner.office.cells.wordings import RecurringCell
from planner.office.sheets.columns import NAME, SheetRow, column


@dataclass(frozen=True, kw_only=True)
class TurnRow(SheetRow):
    """轮值"""

    duties: tuple[str, ...] = column(
        "事项", RefsCell(refers=("duty",)), "duties", required=True, note="几个事项合用一个顺序的，都写上。"
    )
    shift: str = column("班次", NAME, "shift", default="")
    post: str = column("岗位", NAME, "post", default="")
    number: int = column("序号", WholeCell(1, 10_000), "number", required=True)
    who: str = column("人员或单位", RefCell(refers=("person", "unit")), "who", required=True)
    days: str = column(
        "分列", RecurringCell(), "column", default="", note="这个顺序只用于哪些日子，如 双休日；不填则各类日子合用。"
    )
