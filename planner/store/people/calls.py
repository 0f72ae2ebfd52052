"""Open calls in the store; one open call for each person on each slot."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import RowMapping, insert, select, update

from planner.store.database import Transaction
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import CallId, OfferId, inserted
from planner.store.states import CallState
from planner.store.work_tables import calls


@dataclass(frozen=True)
class OpenCall:
    """`giver` asks everybody of the pools to take `slot`; once somebody has, `offer` is the request it became."""

    id: CallId
    slot: str
    giver: str
    state: CallState
    made_at: str
    made_by: str
    closed_at: str | None
    offer: OfferId | None


def _call(row: RowMapping) -> OpenCall:
    return OpenCall(**{**row, "state": CallState(row["state"])})


def add(transaction: Transaction, slot: str, giver: str, at: str, by: str) -> CallId:
    """Add an open call; returns its id."""
    made = transaction.connection.execute(
        insert(calls).values(slot=slot, giver=giver, state=CallState.OPEN, made_at=at, made_by=by)
    )
    id = CallId(inserted(made))
    touch(transaction, Covered.CALL, id)
    return id


def get(transaction: Transaction, id: CallId) -> OpenCall | None:
    """The call of an id, or None."""
    row = transaction.connection.execute(select(calls).where(calls.c.id == id)).mappings().first()
    return _call(row) if row else None


def still_open(transaction: Transaction) -> list[OpenCall]:
    """The open calls, oldest first."""
    rows = transaction.connection.execute(
        select(calls).where(calls.c.state == CallState.OPEN).order_by(calls.c.id)
    ).mappings()
    return [_call(row) for row in rows]


def close(transaction: Transaction, call: OpenCall, state: CallState, at: str, offer: OfferId | None = None) -> None:
    """End a call as taken (with the id of the offer it became), closed or lapsed."""
    changing(transaction, Covered.CALL, call.id)
    transaction.connection.execute(
        update(calls).where(calls.c.id == call.id).values(state=state, closed_at=at, offer=offer)
    )
