"""A file read as an office's own duty tables, whatever their layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.errors import Fault, Refused, fault
from planner.office.office import Office
from planner.office.sheets import Post
from planner.words import Words, series
from planner.workbook.known import plain_header, sheet_named
from planner.workbook.opening.files import tables
from planner.workbook.opening.table import CellTable, Hidden
from planner.workbook.own_tables.axes import DaysDown, find_axes
from planner.workbook.own_tables.by_day import read_by_day
from planner.workbook.own_tables.by_person import read_by_person
from planner.workbook.own_tables.by_slot import read_by_slot, slot_header
from planner.workbook.own_tables.days import month_named
from planner.workbook.own_tables.names import KnownName
from planner.workbook.own_tables.table import OwnHeading, OwnReading, OwnTable
from planner.workbook.own_tables.vocabulary import is_off
from planner.workbook.refs import index_of

TITLES = 4
"""So many rows from the top may be titles."""


@dataclass(frozen=True)
class OwnFile:
    """The duty tables of a file, notes on what was passed over, and every fault of reading them."""

    name: str
    tables: tuple[OwnTable, ...]
    notes: tuple[Words, ...]
    faults: tuple[Fault, ...]

    @property
    def months(self) -> tuple[str, ...]:
        """The months that its rows speak of, as YYYY-MM; where every table names its month, these."""
        named = {f"{one.month:%Y-%m}" for one in self.tables if one.month}
        spoken = {month for one in self.tables for month in one.months}
        return tuple(sorted(named if named and all(one.month for one in self.tables) else spoken))


def read_own_file(path: Path, office: Office, month: date | None = None, hidden: Hidden = "fault") -> OwnFile:
    """Read every sheet that is a duty table; `month` completes days where no title names theirs.

    Raises Refused where the file cannot be opened, or no sheet is a duty table.
    """
    opened = tables(path, hidden)
    found = [one for one in opened.sound() if sheet_named(one.sheet) is None]
    read = [(one, _table(one, path.stem, office, month)) for one in found]
    good = tuple(table for _, table in read if table)
    if not good:
        raise Refused(_none(found).at(file=path.name))
    notes = [
        Words("工作表“%(sheet)s”里没有排班日期，已略过", sheet=one.sheet)
        for one, table in read
        if table is None and any(any(cell not in ("", None) for cell in row) for row in one.rows)
    ]
    return OwnFile(
        path.name,
        good,
        (*opened.notes, *notes, *(note for one in good for note in one.notes)),
        tuple(wrong for one in good for wrong in one.faults),
    )


def _none(found: Sequence[CellTable]) -> Fault:
    rows = [row for one in found for row in one.rows if any(cell not in ("", None) for cell in row)]
    first = "、".join(str(cell) for cell in rows[0] if cell not in ("", None))[:60] if rows else ""
    return fault(
        Words("没有认出值班表；第一行读到的是：%(first)s", first=first or Words("空")),
        Words("表里须有一列或一行日期，以及岗位列、人员列，或姓名和标记；或用导出的 CSV"),
    )


def _table(table: CellTable, stem: str, office: Office, month: date | None) -> OwnTable | None:
    titles = _titles(table)
    year_text = office.settings.get("年份", "")
    year = int(year_text) if year_text.isdigit() else None
    named = month_named((*titles, table.sheet, stem), month.year if month else year)
    reading = OwnReading.of(table, named or month, year)
    known = _known(office)
    header = slot_header(reading)
    if header is not None:
        read_by_slot(reading, header, known)
    else:
        axes = find_axes(reading)
        if axes is None:
            return None
        if isinstance(axes, DaysDown):
            read_by_day(reading, axes, known, frozenset(plain_header(one.post) for one in office.of(Post)))
        else:
            read_by_person(reading, axes, known)
    if not reading.entries and not reading.faults:
        return None
    _failed(reading)
    off = [word for word in reading.headings if is_off(word)]
    if off:
        reading.notes.append(Words("%(sheet)s：%(off)s 表示不值班，未作为班次", sheet=table.sheet, off=series(off)))
    return OwnTable(
        table.file,
        table.sheet,
        (table.sheet, *titles, stem),
        named,
        tuple(one for one in reading.entries if not is_off(one.heading)),
        tuple(OwnHeading(word, cell) for word, cell in reading.headings.items() if not is_off(word)),
        tuple(dict.fromkeys(reading.notes)),
        tuple(reading.faults),
    )


def _titles(table: CellTable) -> tuple[str, ...]:
    """The texts of the first rows that hold one text each."""
    found: list[str] = []
    for row in table.rows[:TITLES]:
        texts = list(dict.fromkeys(str(cell).strip() for cell in row if cell not in ("", None)))
        if len(texts) > 2:
            break
        found += texts if len(texts) == 1 else []
    return tuple(found)


def _known(office: Office) -> KnownName:
    """Whether a text is the name of exactly one person or unit."""
    index = index_of(office)

    def known(text: str) -> bool:
        try:
            return bool(text) and bool(index.find(text, ("person", "unit")))
        except Refused:
            return False

    return known


def _failed(reading: OwnReading) -> None:
    """A fault for each cell that says nothing readable, a failed formula say, in a column of people or of days."""
    places = {place for one in reading.entries for place in (one.cell, *dict(one.places).values())}
    columns = {place.rstrip("0123456789") for place in places}
    table = reading.table
    spoilt = {place: one for place, one in table.faults.items() if place.rstrip("0123456789") in columns}
    reading.faults += [one.at(file=table.file, sheet=table.sheet, cell=place) for place, one in spoilt.items()]
    reading.entries = [one for one in reading.entries if one.cell not in spoilt]
