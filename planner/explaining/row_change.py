"""A change of one row of the workbook, as part of a way out."""

from __future__ import annotations

from dataclasses import dataclass

from planner.explaining.causes import Cause
from planner.office.sheets import SheetRow
from planner.words import Words


@dataclass(frozen=True)
class RowChange:
    """A row replaced by others: without `before` they are new, without `after` the row goes.

    `line` counts lines of the exported workbook from 1; `people` are the tagged ids to phone about it.
    """

    sheet: str
    line: int
    before: SheetRow | None
    after: tuple[SheetRow, ...]
    to: Words
    text: Words
    people: tuple[str, ...] = ()


def row_change(
    cause: Cause, after: tuple[SheetRow, ...], to: Words, text: Words, people: tuple[str, ...] = ()
) -> RowChange:
    """The change of the row that a cause names into `after` (no row: it goes), told as `to` and `text`."""
    return RowChange(cause.sheet, cause.line, cause.row, after, to, text, people)
