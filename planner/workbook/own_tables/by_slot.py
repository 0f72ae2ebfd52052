"""Tables of the product's own rows: `slot` names where each row's assignee stands, and alone is enough."""

from __future__ import annotations

from datetime import date

from planner.errors import fault
from planner.office.keys import SlotKey
from planner.words import Words
from planner.workbook.known import plain_header
from planner.workbook.own_tables.names import KnownName, name_parts
from planner.workbook.own_tables.table import LOOK, OwnEntry, OwnReading, OwnWords
from planner.workbook.own_tables.vocabulary import NAMES, SAID


def slot_header(reading: OwnReading) -> int | None:
    """The row whose cells are the headers of a table by slots; None for a sheet that is none."""
    for row in range(min(LOOK, len(reading.table.rows))):
        headers = {plain_header(reading.text(row, column)) for column in range(len(reading.table.rows[row]))}
        if "slot" in headers and headers & NAMES:
            return row
    return None


def read_by_slot(reading: OwnReading, header: int, known: KnownName) -> None:
    """Read every row below the header; rows without a slot and without people are passed over."""
    columns: dict[str, int] = {}
    for column in range(len(reading.table.rows[header])):
        columns.setdefault(plain_header(reading.text(header, column)), column)
    people = next(columns[name] for name in ("assignee", *sorted(NAMES)) if name in columns)
    said = {name: column for name, column in columns.items() if name in SAID and column != people}
    heading = reading.text(header, people)
    for row in range(header + 1, len(reading.table.rows)):
        slot = reading.text(row, columns["slot"])
        names = name_parts(reading.cell(row, people), known)
        if not slot and not names:
            continue
        day = _nominal(slot)
        if day is None:
            reading.wrong(
                fault(
                    Words("没有这个班次：%(slot)s", slot=slot or Words("空")),
                    Words("请使用导出表里的 slot，或删去这一列，改用事项、日期、班次、岗位"),
                ),
                row,
                columns["slot"],
            )
            continue
        texts = tuple((name, reading.text(row, column)) for name, column in said.items())
        reading.headings.setdefault(heading, reading.place(header, people))
        places = (("slot", reading.place(row, columns["slot"])),)
        reading.entries.append(
            OwnEntry(day, heading, names, reading.place(row, people), OwnWords(slot=slot), True, texts, places)
        )


def _nominal(slot: str) -> date | None:
    try:
        return SlotKey.of(slot).nominal
    except ValueError:
        return None
