"""The people a unit names for a slot: its studio date, a visit, a session it comes along to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from planner.store import cache
from planner.store.database import Transaction
from planner.store.work_tables import named

NamedPeople = dict[str, tuple[tuple[str, str], ...]]
"""Slot → (unit id, person id), in the order they were named."""


@cache.kept(4, cache.ISSUED)
def every(transaction: Transaction) -> NamedPeople:
    """Everybody that units have named, for all slots."""
    by_slot: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in transaction.connection.execute(select(named).order_by(named.c.at, named.c.person)):
        by_slot[row.slot].append((row.unit, row.person))
    return {slot: tuple(some) for slot, some in by_slot.items()}


def put(transaction: Transaction, slot: str, of: str, people: Iterable[str], duty: str, month: str, at: str) -> None:
    """Name people (ids) of the unit `of` for a slot, in place of those it named before; none takes them back."""
    cache.bump(transaction, cache.ISSUED)
    transaction.connection.execute(delete(named).where(named.c.slot == slot, named.c.unit == of))
    rows = [
        {"slot": slot, "unit": of, "person": one, "duty": duty, "month": month, "at": f"{at}.{number:03d}"[:32]}
        for number, one in enumerate(people)
    ]
    if rows:
        transaction.connection.execute(insert(named), rows)
