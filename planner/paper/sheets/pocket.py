"""The pocket card: seven days of those who can be phoned, in the order an office phones, and the towns' duty rooms."""

from __future__ import annotations

from collections.abc import Sequence

from planner.office.office import Office
from planner.paper.sheet import Page, PaperSheet
from planner.roster.lines import Line, day_span, times

HEADER, WIDTHS = ("日期", "时间", "事项", "岗位", "姓名", "手机", "办公电话"), (13, 17, 18, 16, 12, 16, 16)


def pocket_sheet(
    office: Office, lines: Sequence[Line], rooms: Sequence[tuple[str, str]], sources: str, day: str
) -> PaperSheet:
    """日期 | 时间 | 事项 | 岗位 | 姓名 | 手机 | 办公电话; then `rooms` as (town, phone). For the office itself only."""
    rows = [
        (
            " ".join(day_span(line)) if not line.lasting else day_span(line)[0],
            times(line),
            line.duty_name,
            " ".join(dict.fromkeys((line.slot.shift, line.slot.post))),
            one.name,
            one.mobile,
            one.office_phone,
        )
        for line in lines
        for one in line.people
    ]
    rows += [("镇街值班室", "", "", "", town, "", phone) for town, phone in rooms]
    return PaperSheet(
        "口袋卡",
        f"{office.settings['单位名称']}值班口袋卡",
        Page(HEADER, WIDTHS, tuple(rows)),
        "内部使用　请勿外传",
        True,
        margin=f"校验码 {sources}" if sources else "",
        date=day,
    )
