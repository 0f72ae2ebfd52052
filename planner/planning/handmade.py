"""Rosters made by hand: a table that names slots and assignees, or an office's own, read as a roster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from constraints.problem.problem import Slot
from constraints.problem.roster import Roster
from planner.errors import Fault, Refused, fault
from planner.office.cells.dates import read_date
from planner.office.office import Office
from planner.planning.plan import HandEnd
from planner.problem.period import Period
from planner.roster.lines import holder
from planner.store import Transaction, audit
from planner.store.row_ids import DraftId
from planner.words import Words, series
from planner.workbook.opening.table import Hidden
from planner.workbook.own_tables.meaning import NO_CHOICES, OwnAsk, OwnChoices
from planner.workbook.own_tables.placed import OwnPlaced, PlacedRow, place_rows
from planner.workbook.own_tables.read import OwnFile, read_own_file
from planner.workbook.own_tables.taken_in import orders_to_keep


@dataclass(frozen=True)
class Handmade:
    """A roster from a file: its period, the duties it names, and notes on columns that contradict the slots.

    `asks` are what must be answered before it can be read whole.
    """

    period: Period
    duties: tuple[str, ...]
    roster: Roster
    notes: tuple[Words, ...]
    asks: tuple[OwnAsk, ...] = ()


def read_handmade(
    path: Path, office: Office, period: Period | None, choices: OwnChoices = NO_CHOICES, hidden: Hidden = "fault"
) -> Handmade:
    """Read the roster in a .csv or .xlsx, by `slot` or by duty, date, shift and post in words, in any usual layout.

    Without a period it is the one month that the rows speak of. Raises Refused with the faults of every cell.
    """
    file = read_own_file(path, office, period.first if period else None, hidden)
    return handmade_of(file, office, period, choices)


def handmade_of(file: OwnFile, office: Office, period: Period | None, choices: OwnChoices) -> Handmade:
    """The roster of a file that was read; `read_handmade` says the rest."""
    placed = place_rows(file, office, choices, past=False)
    period = period or _period(file, placed)
    inside = [row for row in placed.rows if row.slot and _within(row.slot, period)]
    faults = [*placed.faults, *_nothing(file, placed, inside, period)]
    if faults:
        raise Refused(*faults)
    pairs = frozenset((row.slot.id, who) for row in inside if row.slot for who in row.people)
    duties = tuple(dict.fromkeys(row.slot.duty for row in inside if row.slot))
    notes = [*placed.notes, *_outside(placed, period), *(note for row in inside for note in _differing(office, row))]
    notes += orders_to_keep(office, inside)
    return Handmade(period, duties, Roster(pairs), tuple(notes), placed.asks)


def told_by_roster(made: Handmade) -> str:
    """Differs for every roster made by hand, by its month, its duties and who stands where."""
    told = made.period.text, made.duties, sorted(made.roster.pairs)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def handed_in(file: str, period: Period, now: datetime, by: str) -> HandEnd:
    """What the log keeps of a roster that came in a file, written with its draft."""

    def record(transaction: Transaction, draft: DraftId) -> None:
        audit.record(transaction, now, by, "import", {"file": file, "month": period.text, "draft": draft})

    return record


def _within(slot: Slot, period: Period) -> bool:
    return period.first.toordinal() <= slot.nominal <= period.last.toordinal()


def _period(file: OwnFile, placed: OwnPlaced) -> Period:
    """The one month of a file, by its titles, else by its rows. Raises Refused where it is not exactly one."""
    months = set(file.months)
    if len(months) > 1:
        months = {f"{date.fromordinal(row.slot.nominal):%Y-%m}" for row in placed.rows if row.slot} or months
    if len(months) != 1:
        raise Refused(
            *file.faults
            or [
                fault(
                    Words(
                        "表里应只有一个月，读到：%(months)s", months=series(sorted(months)) if months else Words("无")
                    ),
                    Words("请写明是哪个月，或每月一个文件"),
                ).at(file=file.name)
            ]
        )
    return Period.month(months.pop())


def _nothing(file: OwnFile, placed: OwnPlaced, inside: list[PlacedRow], period: Period) -> Iterator[Fault]:
    """A fault where no row at all is of the period, though nothing else is wrong."""
    if not inside and not placed.asks and not placed.faults:
        yield fault(
            Words(
                "表里没有 %(text)s 的班次，读到：%(months)s",
                text=period.text,
                months=series(file.months) if file.months else Words("无"),
            ),
            Words("请核对月份"),
        ).at(file=file.name)


def _outside(placed: OwnPlaced, period: Period) -> Iterator[Words]:
    outside = [row for row in placed.rows if row.slot and not _within(row.slot, period)]
    for sheet in dict.fromkeys(row.table.sheet for row in outside):
        cells = [row.entry.cell for row in outside if row.table.sheet == sheet]
        yield Words(
            "%(sheet)s：%(count)s 格（%(cells)s 等）不属于 %(text)s，已略过",
            sheet=sheet,
            count=len(cells),
            cells=cells[0],
            text=period.text,
        )


def _differing(office: Office, row: PlacedRow) -> Iterator[Words]:
    """A note for each column that does not count but says something else than the slot and the assignee do."""
    slot = row.slot
    if slot is None:
        return
    day = date.fromordinal(slot.day)
    true = {
        "date": day.isoformat(),
        "shift": slot.shift,
        "post": slot.post,
        "place": slot.place,
        "nominaldate": date.fromordinal(slot.nominal).isoformat(),
    }
    people = [holder(office, who, day) for who in row.people]
    for name, text in row.entry.said:
        value = true.get(name, "、".join(one.name for one in people))
        good = {value, "、".join(one.plain for one in people)} if name not in true else {value}
        if text and (people or name in true) and _as_day(name, text) not in good:
            yield Words(
                "%(sheet)s %(cell)s 这一行的 %(name)s 写的是“%(text)s”，实为“%(value)s”，以班次为准",
                sheet=row.table.sheet,
                cell=row.entry.cell,
                name=name,
                text=text,
                value=value,
            )


def _as_day(name: str, text: str) -> str:
    """A text of a column of dates as a date of that kind is written; any other as it stands."""
    if name not in ("date", "nominaldate"):
        return text
    try:
        return read_date(text, None).isoformat()
    except Refused:
        return text
