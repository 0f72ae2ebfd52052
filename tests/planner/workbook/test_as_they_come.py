"""Workbooks as people hand them over are read right, or answered with cell and cause.

as_they_come/rows.csv names each file, what is odd about it, and what it should be answered with: faults (sheet, cell,
a piece of the cause; nothing comes in then), pieces of notes, or rows (sheet, id, column, text) that came in.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from planner.errors import Fault, Refused
from planner.office.office import Office
from planner.office.sheets import BY_NAME
from planner.samples.district import sample
from planner.workbook.read import Import, read_workbook
from planner.workbook.write import typed, typed_index

FOLDER = Path(__file__).parent / "as_they_come"


@dataclass(frozen=True)
class Handed:
    """A hand-over and the right answer to it, as rows.csv has them."""

    what: str
    path: Path
    faults: list[list[str]]
    notes: list[str]
    rows: list[list[str]]


def _handed() -> list[Handed]:
    with (FOLDER / "rows.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Handed(
                row["what"],
                FOLDER / row["path"],
                [one.split(" ", 2) for one in row["faults"].splitlines()],
                row["notes"].splitlines(),
                [one.split(" ", 3) for one in row["rows"].splitlines()],
            )
            for row in csv.DictReader(stream)
        ]


@pytest.fixture(scope="module")
def office() -> Office:
    return sample("small", 1, date(2026, 12, 1))


@pytest.mark.parametrize("handed", _handed(), ids=lambda handed: handed.what)
def test_what_is_handed_over_is_read_right_or_answered_with_cell_and_cause(handed, office):
    try:
        result = read_workbook(handed.path, office)
    except Refused as refused:
        _has_the_faults(handed, refused.faults)
    else:
        assert handed.faults == []
        _has_the_rows(handed, result)


def _has_the_faults(handed: Handed, faults: tuple[Fault, ...]) -> None:
    found = sorted((one.sheet or Path(one.file).stem, one.cell or "-", one.cause.zh) for one in faults)
    wanted = sorted(handed.faults)
    assert [list(one[:2]) for one in found] == [one[:2] for one in wanted], found
    assert [piece for (*_, cause), (*_, piece) in zip(found, wanted, strict=True) if piece not in cause] == [], found


def _has_the_rows(handed: Handed, result: Import) -> None:
    notes = "\n".join(note.zh for note in result.notes)
    assert [piece for piece in handed.notes if piece not in notes] == [], notes
    assert [_text(result.office, *one[:3]) for one in handed.rows] == [one[3] for one in handed.rows]


def _text(office: Office, name: str, id: str, column: str) -> str:
    """What the cell of a row, known by its sheet and id, says in a column known by its header."""
    sheet = BY_NAME[name]
    row = next(one for one in office.rows[name] if one.id == id)
    headers = [one.metadata["zh"] for one in sheet.columns]
    return typed(typed_index(office), sheet, row)[headers.index(column)]
