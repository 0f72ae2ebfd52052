"""Checks on dates, spans and calendar words of a whole office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from planner.calendar.recurrence import parse
from planner.calendar.unknown_words import UnknownWords
from planner.errors import Fault, fault
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import (
    AbsenceRow,
    ClauseRow,
    Duty,
    History,
    KeyPeriod,
    LinkRow,
    Opening,
    Person,
    PinRow,
    Session,
    SheetRow,
    Unit,
    Village,
    WishRow,
)
from planner.words import Words
from planner.workbook.checking.incoming import Incoming, note
from planner.workbook.checking.row_faults import RowFault, RowNote, empty

YEARS = 3
"""By how many years the date of an order, wish, absence, session or served duty may differ from 年份."""


def backwards(row: Any) -> RowFault:
    """The fault of a row that ends before it starts."""
    return RowFault(
        SHEET_OF[type(row)].zh,
        row,
        "end",
        fault(Words("止（%(end)s）早于起（%(start)s）", end=row.end, start=row.start), Words("请改正日期")),
        by=("start",),
    )


def date_faults(after: Office) -> Iterator[RowFault]:
    """Spans that end before they start, and dates so many years off the office's that they must be slips."""
    text = after.settings.get("年份", "")
    spans: tuple[Any, ...] = (*after.of(AbsenceRow), *after.of(PinRow), *after.of(KeyPeriod), *after.of(ClauseRow))
    for row in spans:
        if row.start and row.end and row.end < row.start:
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
            yield RowFault(sheet, row, column, _far(day, text), needs=("设置",))


def _far(day: date, year: str) -> Fault:
    return fault(Words("日期 %(day)s 离年份 %(year)s 太远", day=day, year=year), Words("请改正日期，或“设置”表的年份"))


def far_faults(incoming: Incoming) -> Iterator[RowFault]:
    """Key periods and opening counts so many years off the office's that they must be slips."""
    text = incoming.office.settings.get("年份", "")
    dated: list[tuple[str, SheetRow, str, date | None]] = []
    for period in incoming.of(KeyPeriod):
        dated += [("重点时期", period, "start", period.start), ("重点时期", period, "end", period.end)]
    dated += [("期初", row, "as_of", row.as_of) for row in incoming.of(Opening)]
    for sheet, row, column, day in dated if text.isdigit() else ():
        if day and abs(day.year - int(text)) > YEARS:
            yield RowFault(sheet, row, column, _far(day, text), needs=("设置",))


def far_notes(incoming: Incoming) -> Iterator[RowNote]:
    """Beginnings of terms, links, units, villages and duties that lie years ahead."""
    text = incoming.office.settings.get("年份", "")
    some: tuple[type[Any], ...] = (Person, Unit, Village, LinkRow, Duty)
    for row in (row for cls in some for row in incoming.of(cls)) if text.isdigit() else ():
        if row.start and row.start.year - int(text) > YEARS:
            yield note(
                row,
                "start",
                Words("%(start)s 才开始，离年份 %(text)s 很远，请核对", start=row.start, text=text),
                needs=("设置",),
            )


def _no_start(unknown: UnknownWords) -> Fault:
    """Days that count from a date where neither the duty nor the settings have one."""
    cure = Words("请填写起始日期，或在“设置”填 单双周起点")
    return replace(unknown.fault(), cure=cure)


def calendar_faults(after: Office) -> Iterator[RowFault]:
    """Duties whose RRULE needs a start, wishes without a day, sessions without a date, duties of one name."""
    for duty in after.of(Duty):
        try:
            parse(duty.calendar, after.counted_from(duty))
        except UnknownWords as unknown:
            if unknown.needs_start:
                yield RowFault("值班事项", duty, "start", _no_start(unknown), by=("calendar",), needs=("设置",))
            else:
                yield RowFault("值班事项", duty, "calendar", unknown.fault(), by=("calendar",))
    for wish in after.of(WishRow):
        if not wish.date and not wish.weekday:
            yield RowFault(
                "时间要求", wish, "date", fault(Words("日期和星期都没有填"), Words("请填其中一个")), by=("weekday",)
            )
    for session in after.of(Session):
        if session.nominal is None and not re.match(r"\d{4}-", session.to):
            yield RowFault("场次", session, "nominal", empty("原定日期"), by=("to",))
    counts: dict[str, int] = defaultdict(int)
    for duty in after.of(Duty):
        counts[duty.name] += 1
    for duty in after.of(Duty):
        if counts[duty.name] > 1:
            yield RowFault(
                "值班事项", duty, "name", fault(Words("有两个事项都叫“%(name)s”", name=duty.name), Words("请改名"))
            )
