"""Where the days of a sheet run: down a column or several side by side, or across a row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from planner.office.cells.folding import plain_text
from planner.workbook.known import plain_header
from planner.workbook.own_tables.days import NUMBER_ALONE, SURE, like_day
from planner.workbook.own_tables.table import LOOK, OwnReading
from planner.workbook.own_tables.vocabulary import DAYS, NOMINAL, NUMBERS

LEAST_ACROSS = 5
"""So many days side by side are a row of days."""


@dataclass(frozen=True)
class DaysDown:
    """Days run down: each block is (column of its days, first column of its people, column after its last).

    `top` and `bottom` are the first and the last row of the header, equal for a header of one row; -1 for none.
    """

    blocks: tuple[tuple[int, int, int], ...]
    top: int
    bottom: int


@dataclass(frozen=True)
class DaysAcross:
    """Days run across a row, in these columns."""

    row: int
    columns: tuple[int, ...]


def find_axes(reading: OwnReading) -> DaysDown | DaysAcross | None:
    """Where the days of a sheet run; None where it has none."""
    across = _across(reading)
    down = _down(reading)
    if across and (down is None or len(across.columns) > _days_in(reading, down.blocks[0][0])):
        return across
    return down


def _across(reading: OwnReading) -> DaysAcross | None:
    best: DaysAcross | None = None
    for row in range(min(LOOK, len(reading.table.rows))):
        columns = tuple(column for column in range(len(reading.table.rows[row])) if like_day(reading.cell(row, column)))
        alone = [
            int(plain_text(reading.text(row, column)).rstrip("日号"))
            for column in columns
            if like_day(reading.cell(row, column)) == NUMBER_ALONE and reading.text(row, column).isdecimal()
        ]
        rising = all(a < b for a, b in pairwise(alone))
        if len(columns) >= LEAST_ACROSS and rising and (best is None or len(columns) > len(best.columns)):
            best = DaysAcross(row, columns)
    return best


def _days_in(reading: OwnReading, column: int) -> int:
    return sum(like_day(reading.cell(row, column)) > 0 for row in range(len(reading.table.rows)))


def _down(reading: OwnReading) -> DaysDown | None:
    headers = _headers(reading)
    width = max((len(row) for row in reading.table.rows), default=0)
    counts = {column: _weight(reading, column, headers.get(column)) for column in range(width)}
    first = max(counts, key=lambda column: counts[column], default=0)
    if not counts.get(first):
        return None
    header = headers.get(first)
    same = [
        column
        for column, row in headers.items()
        if header is not None
        and counts.get(column)
        and plain_header(reading.text(row, column)) == plain_header(reading.text(header, first))
    ]
    starts = sorted({first, *same})
    top, bottom = _header_rows(reading, first, header)
    ends = [*starts[1:], width]
    blocks = tuple(
        (start, 0 if number == 0 else start, end) for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    return DaysDown(blocks, top, bottom)


def _headers(reading: OwnReading) -> dict[int, int]:
    """Column → the row near the top in which a header of days stands."""
    found: dict[int, int] = {}
    for row in range(min(LOOK, len(reading.table.rows))):
        for column in range(len(reading.table.rows[row])):
            if plain_header(reading.text(row, column)) in DAYS:
                found.setdefault(column, row)
    return found


def _weight(reading: OwnReading, column: int, header: int | None) -> int:
    """How much a column looks like one of days; numbers alone count only below a header of days."""
    marks = [like_day(reading.cell(row, column)) for row in range((header or -1) + 1, len(reading.table.rows))]
    sure = sum(mark == SURE for mark in marks)
    if header is None:
        numbered = any(plain_header(reading.text(row, column)) in NUMBERS for row in range(LOOK))
        return 0 if numbered else sure if sure > 1 else 0
    nominal = plain_header(reading.text(header, column)) in NOMINAL
    return 10 * (sure + sum(mark == NUMBER_ALONE for mark in marks)) + nominal


def _header_rows(reading: OwnReading, column: int, header: int | None) -> tuple[int, int]:
    """The first and last row of the header: one row, or two where the header of days spans both."""
    rows = len(reading.table.rows)
    if header is None:
        first = next(row for row in range(rows) if like_day(reading.cell(row, column)))
        above = first - 1
        if above < 0 or sum(bool(reading.text(above, at)) for at in range(len(reading.table.rows[above]))) < 2:
            return -1, -1
        return above, above
    below = header + 1
    span = reading.text(below, column) in ("", reading.text(header, column))
    more = below < rows and any(reading.text(below, at) for at in range(len(reading.table.rows[below])))
    return (header, below) if span and more else (header, header)
