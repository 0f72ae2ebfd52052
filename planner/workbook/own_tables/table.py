"""A duty table as it was read: who stands under which heading on which day, with the cell that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.errors import Fault
from planner.office.cells.kinds import text_of
from planner.words import Words
from planner.workbook.opening.table import CellTable, letter

LOOK = 15
"""Headers and days across are looked for in so many rows from the top."""


@dataclass(frozen=True)
class OwnWords:
    """What a row says of where its people stand; '' for what it does not say. `slot` is a slot's id."""

    duty: str = ""
    shift: str = ""
    post: str = ""
    site: str = ""
    town: str = ""
    slot: str = ""


NO_OWN_WORDS = OwnWords()


@dataclass(frozen=True)
class OwnEntry:
    """The people under one heading on one day, and the cell that names them; without names the place is open.

    `nominal` says that the day is the one by the calendar words; `said` has the columns that do not count.
    """

    day: date
    heading: str
    names: tuple[str, ...]
    cell: str
    words: OwnWords = NO_OWN_WORDS
    nominal: bool = False
    said: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    """(field of OwnWords, or day, the cell that says it)."""

    def place_of(self, *names: str) -> str:
        """The cell of the first of some fields that has one, else the cell of the people."""
        cells = dict(self.places)
        return next((cells[name] for name in names if name in cells), self.cell)


@dataclass(frozen=True)
class OwnHeading:
    """The header of a column of people, or a mark of a grid, and the cell where it first stands."""

    word: str
    cell: str


@dataclass(frozen=True)
class OwnTable:
    """One sheet read as a duty table, what was passed over, and what could not be read.

    `titles` are the texts by which it may say its duty: the sheet's name first, then what stands above its header.
    """

    file: str
    sheet: str
    titles: tuple[str, ...]
    month: date | None
    entries: tuple[OwnEntry, ...]
    headings: tuple[OwnHeading, ...]
    notes: tuple[Words, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def months(self) -> tuple[str, ...]:
        """The months that the entries speak of, as YYYY-MM."""
        return tuple(sorted({f"{one.day:%Y-%m}" for one in self.entries}))


@dataclass
class OwnReading:
    """A sheet while it is read: what was found so far."""

    table: CellTable
    month: date | None
    year: int | None
    entries: list[OwnEntry]
    headings: dict[str, str]
    notes: list[Words]
    faults: list[Fault]

    @classmethod
    def of(cls, table: CellTable, month: date | None, year: int | None) -> OwnReading:
        """Nothing found yet; `month` and `year` complete days that lack them."""
        return cls(table, month, year, [], {}, [], [])

    def cell(self, row: int, column: int) -> Any:
        """The raw cell, '' beyond the end of its row."""
        cells: Sequence[Any] = self.table.rows[row] if 0 <= row < len(self.table.rows) else ()
        return cells[column] if 0 <= column < len(cells) and cells[column] is not None else ""

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        return text_of(self.cell(row, column))

    def place(self, row: int, column: int) -> str:
        """The address of a cell, such as B7."""
        return f"{letter(column)}{self.table.numbers[row]}"

    def wrong(self, one: Fault, row: int, column: int) -> None:
        """Keep a fault with its cell."""
        self.faults.append(one.at(file=self.table.file, sheet=self.table.sheet, cell=self.place(row, column)))

    def passed_over(self, row: int, column: int, why: Words) -> None:
        """Note that a cell was passed over, and as what."""
        text = self.text(row, column)[:20]
        where, place = self.table.sheet, self.place(row, column)
        self.notes.append(
            Words("%(where)s %(place)s“%(text)s”%(why)s，已略过", where=where, place=place, text=text, why=why)
        )
