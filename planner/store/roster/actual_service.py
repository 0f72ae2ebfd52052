"""What really happened, in the store: who stood in for whom on which slot, and who confirmed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from planner.store import cache
from planner.store.database import Transaction
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import ActualServiceId, inserted
from planner.store.work_tables import served


@dataclass(frozen=True)
class ActualService:
    """`actual` served instead of `planned`; empty where nobody did."""

    id: ActualServiceId
    slot: str
    planned: str
    actual: str
    confirmed_by: str
    note: str
    made_at: str
    made_by: str
    taken_back_at: str | None


def add(transaction: Transaction, **values: Any) -> ActualServiceId:
    """Add an entry with the columns given; returns its id."""
    cache.bump(transaction, cache.ISSUED)
    made = transaction.connection.execute(insert(served).values(**values))
    id = ActualServiceId(inserted(made))
    touch(transaction, Covered.SERVED, id)
    return id


def standing(transaction: Transaction) -> list[ActualService]:
    """The entries that were not taken back, oldest first."""
    query = select(served).where(served.c.taken_back_at.is_(None)).order_by(served.c.id)
    return [ActualService(**row) for row in transaction.connection.execute(query).mappings()]


def take_back(transaction: Transaction, id: ActualServiceId, at: str) -> bool:
    """Take back an entry, which stays on record; False if there is none, or it was taken back before."""
    cache.bump(transaction, cache.ISSUED)
    changing(transaction, Covered.SERVED, id)
    done = transaction.connection.execute(
        update(served).where(served.c.id == id, served.c.taken_back_at.is_(None)).values(taken_back_at=at)
    )
    return bool(done.rowcount)


def really(transaction: Transaction, pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The issued (slot id, tagged id) pairs as they were really served; pairs that nobody served are left out."""
    instead = {(one.slot, one.planned): one.actual for one in standing(transaction)}
    if not instead:
        return frozenset(pairs)
    return frozenset((slot, instead.get((slot, who), who)) for slot, who in pairs if instead.get((slot, who), who))
