"""Offers to swap in the store; one open offer for each person on each slot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from planner.store.database import Unit
from planner.store.work_tables import offers

OPEN = ("offered", "consented")


@dataclass(frozen=True)
class Offer:
    """`giver` offers `slot` to `taker`, against the taker's slot `in_return` or against nothing."""

    id: int
    slot: str
    giver: str
    taker: str
    in_return: str
    state: str
    verdict: str
    made_at: str
    made_by: str
    consent_by: str | None
    approved_by: str | None
    closed_at: str | None
    reason: str | None


def _offer(row: RowMapping) -> Offer:
    return Offer(**row)


def add(unit: Unit, **values: Any) -> int:
    """A new open offer."""
    made = unit.connection.execute(insert(offers).values(state="offered", **values))
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def get(unit: Unit, id: int) -> Offer | None:
    """An offer by its id."""
    row = unit.connection.execute(select(offers).where(offers.c.id == id)).mappings().first()
    return _offer(row) if row else None


def every(unit: Unit, *, still_open: bool = False) -> list[Offer]:
    """All offers, or the open ones, oldest first."""
    query = select(offers).order_by(offers.c.id)
    if still_open:
        query = query.where(offers.c.state.in_(OPEN))
    return [_offer(row) for row in unit.connection.execute(query).mappings()]


def change(unit: Unit, offer: Offer, **values: Any) -> None:
    """Move an offer on."""
    unit.connection.execute(update(offers).where(offers.c.id == offer.id).values(**values))
