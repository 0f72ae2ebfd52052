"""Who was issued on one slot, from which version on and until which."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from planner.store.database import Transaction
from planner.store.tables import assignments


@dataclass(frozen=True)
class IssuedSpell:
    """Somebody (tagged id) on a slot from version `since` on and before version `until`, None while it lasts."""

    who: str
    since: int
    until: int | None


def spells_on(transaction: Transaction, duty: str, month: str, slot: str) -> list[IssuedSpell]:
    """Everybody who was ever issued on a slot of a duty's month, the first first."""
    query = select(assignments.c.who, assignments.c.since, assignments.c.until).where(
        assignments.c.duty == duty, assignments.c.month == month, assignments.c.slot == slot
    )
    rows = transaction.connection.execute(query.order_by(assignments.c.since, assignments.c.id))
    return [IssuedSpell(row.who, row.since, row.until) for row in rows]
