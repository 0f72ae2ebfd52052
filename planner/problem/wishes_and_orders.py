"""Wishes (时间要求) and orders (指定), tied to the slots that they are about."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from constraints.problem.problem import Pin, Slot, Wish
from planner.office.cells.choices import OrderMode
from planner.office.ids import as_person
from planner.office.keys import OrderKey
from planner.office.office import Office
from planner.office.sheets import PinRow, WishRow
from planner.words import Words


def wishes(office: Office, planned: list[Slot]) -> tuple[Wish, ...]:
    """The wishes that are about at least one planned slot."""
    found = []
    for row in office.of(WishRow):
        days = frozenset(
            slot.id
            for slot in planned
            if (not row.duty or row.duty == slot.duty)
            and (not row.shift or row.shift == slot.shift)
            and (row.date is None or row.date.toordinal() == slot.day)
            and (not row.weekday or (slot.day - 1) % 7 in row.weekday)
        )
        if days:
            when = str(row.date or "、".join(map(str, row.weekday)))
            id = str(OrderKey("wish", when, row.duty, row.shift, (row.want,)))
            found.append(Wish(id, as_person(row.person), days, row.want, row.weight))  # type: ignore[arg-type]
    return tuple(found)


def orders(office: Office, planned: list[Slot], first: date, last: date) -> tuple[tuple[Pin, ...], list[Words]]:
    """The orders (指定, 不排) as pins, one for each nominal day, and notes.

    An order that begins from `first` to `last` and is about no planned slot of its duty gives a note.
    """
    found, notes = [], []
    by_duty: dict[str, list[Slot]] = defaultdict(list)
    for slot in planned:
        by_duty[slot.duty].append(slot)
    for row in office.of(PinRow):
        days: dict[int, set[str]] = defaultdict(set)
        for slot in by_duty[row.duty]:
            if _pinned(row, slot):
                days[slot.nominal].add(slot.id)
        for nominal, some in sorted(days.items()):
            day = date.fromordinal(nominal).isoformat()
            id = str(OrderKey("pin", day, row.duty, row.shift, (row.post, row.site)))
            found.append(Pin(id, row.who, frozenset(some), row.mode == OrderMode.FORBIDDEN))
        inside = first <= row.start <= last
        if inside and not days and row.duty in by_duty:
            name = office.name(row.who)
            notes.append(Words("指定 %(name)s %(start)s 没有对应的班次，未起作用", name=name, start=row.start))
    return tuple(found), notes


def _pinned(row: PinRow, slot: Slot) -> bool:
    last = row.end or row.start
    return (
        row.start.toordinal() <= slot.nominal <= last.toordinal()
        and (not row.weekday or (slot.nominal - 1) % 7 in row.weekday)
        and row.shift in ("", slot.shift)
        and row.post in ("", slot.post)
        and row.site in ("", slot.site)
    )
