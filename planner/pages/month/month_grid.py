"""The month as a grid: days (and sites) down, posts across, each row in its band; narrowed to what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from planner.office.ids import Tag, as_unit, is_village, untagged
from planner.office.office import Office
from planner.roster.lines import Line, in_office_order, turns_of
from planner.store.roster import versions
from planner.store.roster.versions import Content


class Band(StrEnum):
    """Where a row of the grid stands: over, entered afterwards, issued, or only drafted."""

    PAST = "past"
    RECORDED = "recorded"
    ISSUED = "issued"
    DRAFT = "draft"


@dataclass(frozen=True)
class Grid:
    """A duty's month: its posts as columns, its days (and sites) as rows of cells."""

    duty: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    balance: tuple[tuple[str, int], ...] = ()
    """(name, times this month) of everybody on it, in rank order; nothing for duties at many sites."""


@dataclass(frozen=True)
class GridRow:
    """A day of a duty, at one site where it has many: one cell a column."""

    day: date
    site: str
    town: str
    cells: tuple[tuple[Line, ...], ...]
    band: Band = Band.DRAFT


def banded(grid: Grid, content: Content, clock: int, late: frozenset[str]) -> Grid:
    """A grid with the band of each row; `clock` is now, in minutes as the core counts them.

    A row is draft where any of its lines differs from what is issued, else issued where any has not begun, else
    recorded where the slot of any is among the `late` ones, entered afterwards, else past.
    """
    on = versions.grouped(content)

    def band(line: Line) -> Band:
        held = content.slots.get(line.slot.id)
        if (
            held is None
            or sorted(on.get(line.slot.id, [])) != sorted(one.tagged for one in line.people)
            or held.slot.start != line.slot.start
        ):
            return Band.DRAFT
        if line.slot.start > clock:
            return Band.ISSUED
        return Band.RECORDED if line.slot.id in late else Band.PAST

    def of(row: GridRow) -> Band:
        bands = {band(line) for cell in row.cells for line in cell}
        return next((one for one in (Band.DRAFT, Band.ISSUED, Band.RECORDED) if one in bands), Band.PAST)

    return replace(grid, rows=tuple(replace(row, band=of(row)) for row in grid.rows))


def grids(office: Office, lines: list[Line], running: list[Line]) -> list[Grid]:
    """One grid for each duty with lines, in the order of the duty sheet; rows by day, then by town and site.

    `running` are lines of earlier months that still run: they have rows where any `lines` are, but count in no balance.
    """
    found = []
    for duty in office.duties.values() if lines else ():
        mine = [line for line in lines if line.slot.duty == duty.id]
        shown = [*(line for line in running if line.slot.duty == duty.id), *mine]
        if shown:
            columns = list(
                dict.fromkeys((line.slot.shift, line.slot.post) for line in in_office_order(office, duty.id, shown))
            )
            found.append(
                Grid(
                    duty.id,
                    duty.name,
                    tuple(" ".join(dict.fromkeys(column)) for column in columns),
                    tuple(_rows(office, shown, columns)),
                    _balance(office, mine),
                )
            )
    return found


def _rows(office: Office, lines: list[Line], columns: list[tuple[str, str]]) -> Iterator[GridRow]:
    cells: dict[tuple[date, str], dict[tuple[str, str], list[Line]]] = {}
    for line in lines:
        cells.setdefault((line.day, line.slot.site), {}).setdefault((line.slot.shift, line.slot.post), []).append(line)
    towns = {site: _town(office, site) for _, site in cells}

    def order(key: tuple[date, str]) -> tuple[object, ...]:
        return key[0], office.rank.get(as_unit(towns[key[1]]), (10**9, 0)), key[1]

    for day, site in sorted(cells, key=order):
        mine = cells[day, site]
        place = next(line.slot.place for some in mine.values() for line in some) if site else ""
        town = office.name(as_unit(towns[site])) if towns[site] and is_village(site) else ""
        yield GridRow(day, place, town, tuple(tuple(mine.get(column, ())) for column in columns))


def _town(office: Office, site: str) -> str:
    """The id of the town that a village lies in; of any other site the id itself."""
    tag, id = untagged(site)
    return office.villages[id].town if tag is Tag.VILLAGE and id in office.villages else id


def _balance(office: Office, lines: list[Line]) -> tuple[tuple[str, int], ...]:
    times = turns_of(line for line in lines if not line.site)
    return tuple(
        (office.name(who), times[who]) for who in sorted(times, key=lambda who: (office.rank.get(who, (10**9, 0)), who))
    )


def for_somebody(shown: Iterable[Grid], mine: frozenset[str]) -> tuple[Grid, ...]:
    """The grids as `mine` (tagged ids) see them: of duties at many sites only the rows in which one of them serves."""

    def kept(grid: Grid) -> Grid:
        return replace(
            grid,
            rows=tuple(
                row
                for row in grid.rows
                if not row.site or any(one.tagged in mine for cell in row.cells for line in cell for one in line.people)
            ),
        )

    return tuple(grid for grid in map(kept, shown) if grid.rows)
