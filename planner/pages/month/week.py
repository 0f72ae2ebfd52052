"""A week of the month: seven days across, the duties down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.pages.month.columns import DutyColumns
from planner.pages.month.matrix import Matrix, MatrixRow
from planner.pages.month.slot_cells import MatrixCell

SEVEN = timedelta(days=7)


@dataclass(frozen=True)
class WeekDuty:
    """A duty's week: for each of the days shown its cells, those of the columns that have something that day."""

    columns: DutyColumns
    days: tuple[tuple[MatrixCell, ...], ...]


@dataclass(frozen=True)
class Week:
    """The days of a week that a month has, from Monday, and the Mondays of the weeks before and after it."""

    days: tuple[MatrixRow, ...]
    duties: tuple[WeekDuty, ...]
    before: date | None
    after: date | None


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week(whole: Matrix, day: date) -> Week:
    """The week of a day, of a matrix that shows all its duties; of a day outside the month the nearest week."""
    rows = whole.rows
    mondays = sorted({monday_of(row.day.day) for row in rows})
    monday = min(mondays, key=lambda one: abs(one - monday_of(day)))
    mine = tuple(row for row in rows if monday_of(row.day.day) == monday)
    duties = []
    for duty in whole.shown:
        days = tuple(
            tuple(cell for cell in row.cells if cell.column in duty.columns and (cell.slots or cell.sites))
            for row in mine
        )
        if any(days):
            duties.append(WeekDuty(duty, days))
    return Week(
        mine,
        tuple(duties),
        max((one for one in mondays if one < monday), default=None),
        min((one for one in mondays if one > monday), default=None),
    )
