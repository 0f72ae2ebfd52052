"""When each issued slot was brought in: the issue from which on it stands with the start that it has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import and_, select, true

from planner.store.database import Transaction
from planner.store.held_slot import Held
from planner.store.roster.versions import rows_of_version
from planner.store.tables import issued_slots, versions

Stretch = tuple[str, str, str, int]
"""(duty, month, slot, the version from which on a row holds, or up to which it held)"""


def brought_in(transaction: Transaction, duty: str = "", month: str = "", number: int | None = None) -> dict[str, str]:
    """Slot id → when the version was issued that brought the slot with the start that it has, as ISO text.

    It is told of what is in force, of a duty's month or of all; with a number, of that version. A slot that was divided
    or made whole again while it ran is none that this version brought; one that was withdrawn in between is.
    """
    wanted = rows_of_version(issued_slots, duty, month, number) if duty else issued_slots.c.until.is_(None)
    found = {row.slot: row for row in _rows(transaction, wanted)}
    ours = and_(issued_slots.c.duty == duty, issued_slots.c.month == month) if duty else true()
    ended = and_(issued_slots.c.until.is_not(None), ours)
    before = {(row.duty, row.month, row.slot, row.until): row for row in _rows(transaction, ended)}
    gone = _withdrawn(transaction)
    return {slot: _first(row, before, gone).issued_at for slot, row in found.items()}


def _rows(transaction: Transaction, wanted: Any) -> Iterable[Any]:
    first = and_(
        versions.c.duty == issued_slots.c.duty,
        versions.c.month == issued_slots.c.month,
        versions.c.number == issued_slots.c.since,
    )
    columns = (*(issued_slots.c[name] for name in ("duty", "month", "slot", "since", "until", "data")),)
    query = select(*columns, versions.c.issued_at).join(versions, first).where(wanted).order_by(issued_slots.c.id)
    return transaction.connection.execute(query)


def _withdrawn(transaction: Transaction) -> frozenset[tuple[str, str, int]]:
    query = select(versions.c.duty, versions.c.month, versions.c.number).where(versions.c.withdrawn_at.is_not(None))
    return frozenset((duty, month, number) for duty, month, number in transaction.connection.execute(query))


def _first(row: Any, before: dict[Stretch, Any], gone: frozenset[tuple[str, str, int]]) -> Any:
    """The first row of a slot from which on it never ceased to stand with this start."""
    while True:
        earlier = before.get((row.duty, row.month, row.slot, row.since))
        if earlier is None or (row.duty, row.month, row.since - 1) in gone or _start(earlier) != _start(row):
            return row
        row = earlier


def _start(row: Any) -> int:
    return msgspec.json.decode(row.data, type=Held).slot.start
