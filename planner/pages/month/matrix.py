"""The month as one matrix: days down, posts across, in each cell who is on, what differs and what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from planner.office.office import Office
from planner.pages.month.bands import BandSentence, band_sentence
from planner.pages.month.columns import DutyColumns, duty_columns, fitting
from planner.pages.month.days import MonthDay, month_day, month_days
from planner.pages.month.slot_cells import Cells, MatrixCell
from planner.pages.month_desk import Desk
from planner.pages.month_grid import Band
from planner.problem.period import Period
from planner.roster.lines import Line
from planner.store.roster.standing import Standing


@dataclass(frozen=True)
class MatrixRow:
    """A day of the matrix."""

    day: MonthDay
    band: Band
    today: bool
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class MatrixBand:
    """A run of rows under one sentence."""

    sentence: BandSentence
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Matrix:
    """The month: all its duties, those shown, and their days in bands."""

    every: tuple[DutyColumns, ...]
    shown: tuple[DutyColumns, ...]
    bands: tuple[MatrixBand, ...]

    @property
    def rows(self) -> list[MatrixRow]:
        """The rows of all bands."""
        return [row for one in self.bands for row in one.rows]


def lines_of_desk(shown: Desk) -> list[Line]:
    """Every line that the grids of a desk show, those of earlier months that still run among them."""
    return [line for grid in shown.grids for row in grid.rows for cell in row.cells for line in cell]


def matrix(standing: Standing, shown: Desk, now: datetime, asked: Collection[str] = ()) -> Matrix:
    """The matrix of a desk; `asked` are the ids of the duties to show, () for as many as fit."""
    lines = lines_of_desk(shown)
    every = duty_columns(shown.office, lines)
    chosen = fitting(every, asked)
    cells = Cells(standing, shown, now)
    period = Period.month(shown.month)
    by_place = _by_place(lines, period)
    rows = [
        _row(cells, day, chosen, by_place, now.astimezone(shown.office.zone).date())
        for day in days_of(shown.office, period, (day for _, day in by_place))
    ]
    return Matrix(every, chosen, tuple(_bands(shown, rows)))


def days_of(office: Office, period: Period, held: Iterator[date]) -> list[MonthDay]:
    """The days of a month, and before and after them those to which one of its dates was moved."""
    outside = {day for day in held if not period.first <= day <= period.last}
    moved = [month_day(office.calendar, day) for day in outside]
    return sorted([*moved, *month_days(office.calendar, period)], key=lambda one: one.day)


ByPlace = dict[tuple[str, date], list[Line]]
"""(duty, day) → the lines of that duty that are served on that day."""


def _by_place(lines: list[Line], period: Period) -> ByPlace:
    found: ByPlace = defaultdict(list)
    for line in lines:
        for day in served_days(line, period):
            found[line.slot.duty, day].append(line)
    return found


def served_days(line: Line, period: Period) -> Iterator[date]:
    """The days of a line: of one of the month its first, wherever that lies, and all that lie in the month."""
    day = line.day
    if period.first <= line.nominal <= period.last and not period.first <= day <= period.last:
        yield day
    while line.on(day):
        if period.first <= day <= period.last:
            yield day
        day += timedelta(days=1)


def _row(cells: Cells, day: MonthDay, chosen: tuple[DutyColumns, ...], by_place: ByPlace, today: date) -> MatrixRow:
    mine = [line for duty in chosen for line in by_place.get((duty.duty, day.day), ())]
    found = tuple(
        cells.cell(column, day.day, by_place.get((column.duty, day.day), []))
        for duty in chosen
        for column in duty.columns
    )
    return MatrixRow(day, cells.band(day.day, mine, today), day.day == today, found)


def _bands(shown: Desk, rows: list[MatrixRow]) -> Iterator[MatrixBand]:
    for band, some in groupby(rows, lambda row: row.band):
        run = tuple(some)
        yield MatrixBand(band_sentence(shown, band, (row.day.day for row in run)), run)
