"""Grids of people × days: names down a column, days across a row, a mark where somebody is on duty."""

from __future__ import annotations

from datetime import date

from planner.errors import Refused
from planner.office.cells.kinds import text_of
from planner.words import Words
from planner.workbook.headings.headers import FOOT
from planner.workbook.known import plain_header
from planner.workbook.own_tables.axes import DaysAcross
from planner.workbook.own_tables.days import check_weekday, is_weekday, read_own_day
from planner.workbook.own_tables.names import KnownName
from planner.workbook.own_tables.table import OwnEntry, OwnReading
from planner.workbook.own_tables.vocabulary import NAMES, NUMBERS, beside, marks_in


def read_by_person(reading: OwnReading, axes: DaysAcross, known: KnownName) -> None:
    """Read a grid: each mark is an entry under it, rows without a name are named and passed over."""
    days = _days(reading, axes)
    start = _weekdays(reading, axes, days)
    names = _column_of_names(reading, axes, start, known)
    unit = _column_of(reading, axes, ("单位", "部门", "科室"), names)
    _columns_beside(reading, axes)
    for row in range(start, len(reading.table.rows)):
        name = reading.text(row, names)
        first = next((text for cell in reading.table.rows[row] if (text := text_of(cell))), "")
        marks = [column for column in days if reading.text(row, column)]
        if not first or (name and plain_header(name) in NAMES):
            continue
        if not name or FOOT.match(first) or (not marks and not known(name) and len(name) > 4):
            reading.passed_over(row, next(at for at, cell in enumerate(reading.table.rows[row]) if text_of(cell)),
                                Words("不是数据"))  # fmt: skip
            continue
        who = (
            f"{name}（{reading.text(row, unit)}）"
            if unit is not None and _needs(name, reading.text(row, unit), known)
            else name
        )
        for column in marks:
            for mark in marks_in(reading.cell(row, column)):
                place = reading.place(row, column)
                reading.headings.setdefault(mark, place)
                reading.entries.append(OwnEntry(days[column], mark, (who,), place))


def _needs(name: str, unit: str, known: KnownName) -> bool:
    """Whether a name alone names nobody in the office, and with its unit somebody."""
    return bool(unit) and not known(name) and known(f"{name}（{unit}）")


def _days(reading: OwnReading, axes: DaysAcross) -> dict[int, date]:
    found: dict[int, date] = {}
    for column in axes.columns:
        try:
            found[column] = read_own_day(reading.cell(axes.row, column), reading.month, reading.year)
        except Refused as refused:
            for one in refused.faults:
                reading.wrong(one, axes.row, column)
    return found


def _weekdays(reading: OwnReading, axes: DaysAcross, days: dict[int, date]) -> int:
    """The first row of people; a row of weekdays above or below the days is compared with them."""
    start = axes.row + 1
    for row in (axes.row - 1, axes.row + 1):
        texts = [reading.text(row, column) for column in axes.columns]
        if not any(texts) or not all(is_weekday(text) for text in texts if text):
            continue
        start = max(start, row + 1)
        for column, day in days.items():
            try:
                check_weekday(reading.text(row, column), day)
            except Refused as refused:
                for one in refused.faults:
                    reading.wrong(one, row, column)
    return start


def _column_of_names(reading: OwnReading, axes: DaysAcross, start: int, known: KnownName) -> int:
    """The column left of the days that is headed 姓名, else the one with the most names."""
    headed = _column_of(reading, axes, tuple(NAMES), None)
    if headed is not None:
        return headed
    left = range(axes.columns[0])
    rows = range(start, len(reading.table.rows))

    def names(column: int) -> int:
        texts = [reading.text(row, column) for row in rows]
        return sum(known(text) * 2 + (2 <= len(text) <= 4 and not text.isascii()) for text in texts if text)

    return max(left, key=names, default=0)


def _column_of(reading: OwnReading, axes: DaysAcross, headers: tuple[str, ...], beside_of: int | None) -> int | None:
    for row in range(max(axes.row - 1, 0), axes.row + 2):
        for column in range(axes.columns[0]):
            if column != beside_of and plain_header(reading.text(row, column)) in headers:
                return column
    return None


def _columns_beside(reading: OwnReading, axes: DaysAcross) -> None:
    """Note the headers among and behind the days that are none: 合计, 备注."""
    for column in range(len(reading.table.rows[axes.row])):
        text = reading.text(axes.row, column)
        left = column < axes.columns[0] and not (beside(text) and plain_header(text) not in NUMBERS)
        if text and column not in axes.columns and not left:
            reading.passed_over(axes.row, column, Words("不是日期的列"))
