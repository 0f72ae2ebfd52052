"""The register of swaps on paper: who gave which duty to whom, who acted for whom, and when the office had it."""

from __future__ import annotations

from collections.abc import Sequence

from planner.office.office import Office
from planner.paper.sheet import Page, PaperSheet
from planner.roster.check_code import text_code
from planner.roster.swap_register import Entry

HEADER = ("编号", "调整内容", "经办过程", "办结时间", "状态")
WIDTHS = (6, 46, 60, 18, 20)


def swap_sheet(office: Office, month: str, entries: Sequence[Entry], day: str) -> PaperSheet:
    """编号 | 调整内容 | 经办过程 | 办结时间 | 状态, one row for each swap that took effect."""
    rows = tuple((str(one.offer.id), one.moved, "\n".join(one.steps), one.since, one.state) for one in entries)
    year, number = month.split("-")
    return PaperSheet(
        "换班登记表",
        f"{office.settings['单位名称']}{year}年{int(number)}月换班登记表",
        Page(HEADER, WIDTHS, rows),
        "生效的换班、替班和轮换，按提出先后",
        margin=f"校验码 {text_code(repr(rows))}",
        date=day,
    )
