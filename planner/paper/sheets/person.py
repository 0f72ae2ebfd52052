"""One person's own duties on paper."""

from __future__ import annotations

from collections.abc import Sequence

from planner.office.office import Office
from planner.paper.sheet import Page, PaperSheet
from planner.roster.lines import Line, day_span, times


def person_sheet(office: Office, who: str, span: str, lines: Sequence[Line], sources: str, day: str) -> PaperSheet:
    """日期 | 星期 | 时间 | 事项 | 班次 | 岗位 | 地点 | 备注; `sources` names the versions and their codes."""
    rows = tuple(
        (
            f"{line.day.year}年{day_span(line)[0]}",
            day_span(line)[1],
            times(line),
            line.duty_name,
            line.slot.shift,
            line.slot.post,
            line.slot.place,
            "；".join(
                filter(
                    None,
                    ("待定" * line.held.tentative, "补登" * line.entered_afterwards, line.held.topic, line.held.note),
                )
            ),
        )
        for line in lines
    )
    name = office.name(who)
    return PaperSheet(
        name,
        f"{name}{span}值班安排",
        Page(("日期", "星期", "时间", "事项", "班次", "岗位", "地点", "备注"), (18, 6, 16, 20, 10, 14, 24, 20), rows),
        office.settings["单位名称"],
        margin=f"校验码 {sources}" if sources else "",
        date=day,
    )
