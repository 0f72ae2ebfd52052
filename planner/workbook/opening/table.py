"""What comes out of opening a file: tables of raw cells with their addresses, faults, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from planner.errors import Fault, Refused, fault
from planner.words import Words

MAX_ROWS = 50_000
MAX_CELLS = 2_000_000
MAX_CHARACTERS = 10_000
"""Limits of what is in use: rows of a sheet, cells of all sheets handed over together, characters of a cell."""
Hidden = Literal["fault", "keep", "drop"]
"""What to do with hidden rows, columns and sheets: refuse the file, read them all the same, pass over them."""

FAULT_LIST = Words("要改的地方")
"""The sheet that stands in front of a marked copy and lists its faults: a file that has it is read without it."""


@dataclass(frozen=True)
class CellTable:
    """The raw cells of one sheet's rows in use; `numbers` are the row numbers a person sees.

    `faults` are, by address, cells that say nothing that could be read; each counts only where its column is known.
    """

    file: str
    sheet: str
    rows: tuple[tuple[Any, ...], ...]
    numbers: tuple[int, ...]
    faults: Mapping[str, Fault] = field(default_factory=dict)
    separated: bool = False
    """Whether the cells were parted by separators, so that one too many shifts all that follow."""


@dataclass(frozen=True)
class Opened:
    """What could be read of a file or a folder, every fault met on the way, and notes on what was passed over."""

    tables: tuple[CellTable, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Words, ...] = ()

    def sound(self) -> tuple[CellTable, ...]:
        """The tables, for those who have no use for a part of a file; raises Refused with the faults."""
        if self.faults:
            raise Refused(*self.faults)
        return self.tables


@dataclass
class Budget:
    """How many cells may still come; all files of one hand-over share one."""

    cells: int = MAX_CELLS

    def spend(self, cells: int) -> None:
        """Take so many cells; raises Refused when there are none left."""
        self.cells -= cells
        if self.cells < 0:
            raise Refused(
                fault(Words("有内容的格子超过 %(max_cells)s 个", max_cells=MAX_CELLS), Words("请删去无关的行和列"))
            )


def too_many_rows() -> Fault:
    """The fault of a sheet with more rows in use than are read."""
    return fault(Words("有内容的行超过 %(max_rows)s 行", max_rows=MAX_ROWS), Words("请删去无关的行"))


def too_long(length: int) -> Fault:
    """The fault of a cell with more characters than are read."""
    return fault(
        Words("一格里有 %(length)s 个字，最多 %(max_characters)s 个", length=length, max_characters=MAX_CHARACTERS),
        Words("请删去多余的内容"),
    )


def letter(column: int) -> str:
    """The letters of a column that is counted from 0: 0 gives A, 26 gives AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(letters: str) -> int:
    """The column of its letters, counted from 0: A gives 0, AA gives 26."""
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number - 1
