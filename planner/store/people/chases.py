"""When somebody who has not answered a request was last reminded."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from planner.store.database import Transaction
from planner.store.row_ids import OfferId
from planner.store.work_tables import chases


def latest(transaction: Transaction) -> dict[tuple[OfferId, str], tuple[str, str]]:
    """(id of the offer, who) → (when last reminded, by what channel)."""
    query = select(chases).order_by(chases.c.offer, chases.c.who)
    return {(row.offer, row.who): (row.at, row.channel) for row in transaction.connection.execute(query)}


def note(transaction: Transaction, offer: OfferId, who: str, at: str, channel: str) -> None:
    """Note that somebody was reminded of an offer, in place of the last time."""
    transaction.connection.execute(delete(chases).where(chases.c.offer == offer, chases.c.who == who))
    transaction.connection.execute(insert(chases).values(offer=offer, who=who, at=at, channel=channel))
