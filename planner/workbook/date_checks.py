"""Checks on dates, spans and calendar words of a whole office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from planner.calendar.recurrence import UnknownWords, parse
from planner.errors import fault
from planner.office.office import Office
from planner.office.sheets import (
    AbsenceRow,
    Duty,
    History,
    KeyPeriod,
    Person,
    PinRow,
    Session,
    SheetRow,
    Unit,
    Village,
    WishRow,
)
from planner.workbook.row_faults import RowFault, empty

YEARS = 3
"""By how many years the date of an order, wish, absence, session or served duty may differ from 年份."""


def backwards(row: Any) -> RowFault:
    """The fault of a row that ends before it starts."""
    sheet = next(
        zh
        for zh, cls in (
            ("人员", Person),
            ("单位", Unit),
            ("村居", Village),
            ("值班事项", Duty),
            ("请假外出", AbsenceRow),
            ("指定", PinRow),
            ("重点时期", KeyPeriod),
        )
        if isinstance(row, cls)
    )
    return RowFault(
        sheet,
        row,
        "end",
        fault(
            f"止（{row.end}）早于起（{row.start}）",
            f"the end {row.end} is before the start {row.start}",
            "请改正日期",
            "correct the dates",
        ),
    )


def date_faults(after: Office) -> Iterator[RowFault]:
    """Spans that end before they start, and dates so many years off the office's that they must be slips."""
    text = after.settings.get("年份", "")
    spans: tuple[Any, ...] = (*after.of(AbsenceRow), *after.of(PinRow), *after.of(KeyPeriod))
    for row in spans:
        if row.end and row.end < row.start:
            yield backwards(row)
    if not text.isdigit():
        return
    dated: list[tuple[str, SheetRow, str, Any]] = [
        ("请假外出", row, "start", row.start) for row in after.of(AbsenceRow)
    ]
    dated += [("请假外出", row, "end", row.end) for row in after.of(AbsenceRow)]
    dated += [("时间要求", row, "date", row.date) for row in after.of(WishRow)]
    dated += [("指定", row, "start", row.start) for row in after.of(PinRow)]
    dated += [("场次", row, "nominal", row.nominal) for row in after.of(Session)]
    dated += [("值班历史", row, "date", row.date) for row in after.of(History)]
    for sheet, row, column, day in dated:
        if day and abs(day.year - int(text)) > YEARS:
            yield RowFault(
                sheet,
                row,
                column,
                fault(
                    f"日期 {day} 离年份 {text} 太远",
                    f"the date {day} is too far from the year {text}",
                    "请改正日期，或“设置”表的年份",
                    "correct the date, or the year on the sheet 设置",
                ),
            )


def calendar_faults(after: Office) -> Iterator[RowFault]:
    """Duties whose RRULE needs a start, wishes without a day, sessions without a date, duties of one name."""
    for duty in after.of(Duty):
        try:
            parse(duty.calendar, duty.start)
        except UnknownWords:
            yield RowFault(
                "值班事项",
                duty,
                "start",
                fault(
                    f"“{duty.calendar}”要从某一天起算",
                    f"'{duty.calendar}' counts from a date",
                    "请填写起始日期",
                    "fill in 起始日期",
                ),
            )
    for wish in after.of(WishRow):
        if not wish.date and not wish.weekday:
            yield RowFault(
                "时间要求",
                wish,
                "date",
                fault(
                    "日期和星期都没有填", "neither a date nor a weekday is given", "请填其中一个", "fill in one of them"
                ),
            )
    for session in after.of(Session):
        if session.nominal is None and not re.match(r"\d{4}-", session.to):
            yield RowFault("场次", session, "nominal", empty("原定日期"))
    counts: dict[str, int] = defaultdict(int)
    for duty in after.of(Duty):
        counts[duty.name] += 1
    for duty in after.of(Duty):
        if counts[duty.name] > 1:
            yield RowFault(
                "值班事项",
                duty,
                "name",
                fault(f"有两个事项都叫“{duty.name}”", f"two duties are called '{duty.name}'", "请改名", "rename one"),
            )
