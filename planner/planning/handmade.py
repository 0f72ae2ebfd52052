"""Rosters made by hand: a table that names slots and assignees, read as a roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from constraints.problem.problem import Slot
from constraints.problem.roster import Roster
from planner.errors import Fault, Refused, fault
from planner.office.cells.kinds import text_of
from planner.office.ids import as_sort, bare
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.problem.build import period_slots
from planner.problem.period import Period
from planner.roster.lines import holder
from planner.words import Words
from planner.workbook.files import CellTable, letter, tables
from planner.workbook.refs import index_of

PARTS = ("duty", "nominal_date", "shift", "post", "site")


@dataclass(frozen=True)
class Handmade:
    """A roster from a file: its period, the duties it names, and notes on columns that contradict the slots."""

    period: Period
    duties: tuple[str, ...]
    roster: Roster
    notes: tuple[Words, ...]


def read_handmade(path: Path, office: Office, period: Period | None) -> Handmade:
    """Read the roster in the first table of a .csv or .xlsx; only `slot`, or its five parts, and `assignee` count.

    Without a period it is the one month that the rows speak of. Raises Refused with one fault a cell that is wrong.
    """
    table = tables(path)[0]
    header = {text_of(cell).strip().lower(): number for number, cell in enumerate(table.rows[0])} if table.rows else {}
    if "assignee" not in header or ("slot" not in header and not set(PARTS) <= header.keys()):
        raise Refused(
            fault(
                "表头须有 assignee，以及 slot 或 duty、nominal_date、shift、post、site",
                "the header needs assignee, and slot or duty, nominal_date, shift, post, site",
                "请在导出的 CSV 上修改",
                "edit an exported CSV",
            ).at(file=path.name, cell="A1")
        )
    rows = [
        (
            table.numbers[number],
            {name: text_of(row[column]) if column < len(row) else "" for name, column in header.items()},
        )
        for number, row in enumerate(table.rows)
        if number and any(text_of(cell) for cell in row)
    ]
    period = period or _period(rows, path)
    slots = _slots(office, period)
    return _roster(office, period, slots, rows, table, header)


def _period(rows: list[tuple[int, dict[str, str]]], path: Path) -> Period:
    """The month that the rows speak of, by their nominal dates. Raises Refused where it is not exactly one."""
    months = {day[:7] for _, row in rows for day in [_nominal(row)] if day}
    if len(months) != 1:
        raise Refused(
            fault(
                f"表里应只有一个月，读到：{'、'.join(sorted(months)) or '无'}",
                f"the file should speak of one month; found: {', '.join(sorted(months)) or 'none'}",
                "请每月一个文件",
                "make one file a month",
            ).at(file=path.name)
        )
    return Period.month(months.pop())


def _nominal(row: dict[str, str]) -> str:
    if row.get("nominal_date"):
        return row["nominal_date"]
    try:
        return SlotKey.of(row.get("slot", "")).nominal.isoformat()
    except ValueError:
        return ""


def _slots(office: Office, period: Period) -> dict[Any, Slot]:
    found: dict[Any, Slot] = {}
    for slot in period_slots(office, Period(period.first, period.last)):
        found[slot.id] = slot
        nominal = date.fromordinal(slot.nominal).isoformat()
        found[slot.duty, nominal, slot.shift, slot.post, bare(slot.site)] = slot
    return found


def _roster(
    office: Office,
    period: Period,
    slots: dict[Any, Slot],
    rows: list[tuple[int, dict[str, str]]],
    table: CellTable,
    header: dict[str, int],
) -> Handmade:

    index = index_of(office)
    pairs, duties, faults, notes = set(), dict[str, None](), list[Fault](), list[Words]()
    for number, row in rows:
        slot = slots.get(row["slot"]) if row.get("slot") else slots.get(tuple(row[part] for part in PARTS))
        place = f"{letter(header.get('slot', header['assignee']))}{number}"
        if slot is None:
            faults.append(
                fault(
                    f"没有这个班次：{row.get('slot') or ' '.join(row[part] for part in PARTS)}",
                    f"there is no slot {row.get('slot') or ' '.join(row[part] for part in PARTS)}",
                    "请使用导出表里的 slot",
                    "use a slot of the exported table",
                ).at(file=table.file, cell=place)
            )
            continue
        duties[slot.duty] = None
        if row["assignee"]:
            try:
                who = as_sort(slot.kind, index.find(row["assignee"], (slot.kind,)))
                pairs.add((slot.id, who))
                notes += _differing(office, slot, who, number, row)
            except Refused as refused:
                faults += [
                    one.at(file=table.file, cell=f"{letter(header['assignee'])}{number}") for one in refused.faults
                ]
    if faults:
        raise Refused(*faults)
    return Handmade(period, tuple(duties), Roster(frozenset(pairs)), tuple(notes))


def _differing(office: Office, slot: Slot, who: str, number: int, row: dict[str, str]) -> list[Words]:
    """A note for each column that does not count but says something else than the slot and the assignee do."""
    day = date.fromordinal(slot.day)
    one = holder(office, who, day)
    true = {
        "date": day.isoformat(),
        "shift": slot.shift,
        "post": slot.post,
        "place": slot.place,
        "name": one.name if row.get("name") == one.name else one.plain,
        "nominal_date": date.fromordinal(slot.nominal).isoformat(),
    }
    return [
        Words(
            f"第 {number} 行 {name} 写的是“{row[name]}”，实为“{value}”，以班次为准",
            f"row {number}: {name} says '{row[name]}' but is '{value}'; the slot counts",
        )
        for name, value in true.items()
        if row.get(name) and row[name] != value
    ]
