"""What comes in: the office as it would be, and the rows of it that are new or not as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from planner.office.office import SHEET_OF, Office
from planner.office.sheets import SheetRow
from planner.words import Words
from planner.workbook.checking.row_faults import RowNote

AnyRow = TypeVar("AnyRow", bound=SheetRow)


@dataclass(frozen=True)
class Incoming:
    """The finished office, and its rows that are news: what was stored before was taken in by the rules of its time."""

    office: Office
    news: frozenset[SheetRow]

    def of(self, row: type[AnyRow]) -> list[AnyRow]:
        """The rows of one sheet that are news, in the order of the sheet."""
        return [one for one in self.office.of(row) if one in self.news] if self.news else []


def note(row: SheetRow, column: str, words: Words, by: Iterable[str] = (), needs: Iterable[str] = ()) -> RowNote:
    """A note about a cell of a row, in both languages."""
    return RowNote(SHEET_OF[type(row)].zh, row, column, words, tuple(by), tuple(needs))


def circles(next_of: dict[str, str]) -> Iterator[list[str]]:
    """The circles of ids that one comes to by going from each to its next: each once, two or more in it."""
    seen: set[str] = set()
    for start in next_of:
        way: list[str] = []
        one = start
        while one in next_of and one not in seen:
            seen.add(one)
            way.append(one)
            one = next_of[one]
        if one in way and len(way) - way.index(one) > 1:
            yield way[way.index(one) :]
