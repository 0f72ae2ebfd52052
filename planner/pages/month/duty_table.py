"""One duty of the month as its official table: a row a slot, with what the paper has beside the names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.pages.month.slot_cells import Cells, SlotCell
from planner.roster.lines import Line


@dataclass(frozen=True)
class DutyRow:
    """A slot of the table: its line and how its cell stands."""

    line: Line
    cell: SlotCell


@dataclass(frozen=True)
class DutyTable:
    """A duty's month, and which columns have anything in them."""

    duty: str
    name: str
    rows: tuple[DutyRow, ...]
    titles: bool
    portfolios: bool
    units: bool
    topics: bool
    places: bool
    """Whether places differ and so stand on each row; one that is the same for all stands above the table."""
    place: str


def duty_table(cells: Cells, lines: Iterable[Line], duty: str) -> DutyTable | None:
    """The table of a duty; None where it has no lines."""
    mine = [line for line in lines if line.slot.duty == duty]
    if not mine:
        return None
    people = [one for line in mine for one in line.people]
    places = {line.slot.place for line in mine}
    return DutyTable(
        duty,
        mine[0].duty_name,
        tuple(DutyRow(line, cells.slot(line)) for line in mine),
        any(one.title for one in people),
        any(one.portfolio for one in people),
        any(line.held.units for line in mine),
        any(line.held.topic for line in mine),
        len(places) > 1,
        places.pop() if len(places) == 1 else "",
    )
