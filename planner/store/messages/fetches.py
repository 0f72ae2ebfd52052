"""When each subscription was last fetched, and by what kind of client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select

from planner.store.database import Transaction
from planner.store.row_ids import FeedId
from planner.store.tables import fetches


@dataclass(frozen=True)
class Fetch:
    """A subscription's last request: its id, when (ISO), the id of the client's family, the HTTP status."""

    feed: FeedId
    at: str
    family: str
    status: int


def put(transaction: Transaction, some: Iterable[Fetch]) -> None:
    """Write requests in place of older ones of the same subscription."""
    rows = [vars(one) for one in some]
    if rows:
        transaction.connection.execute(
            delete(fetches).where(fetches.c.feed == bindparam("of")), [{"of": row["feed"]} for row in rows]
        )
        transaction.connection.execute(insert(fetches), rows)


def every(transaction: Transaction) -> dict[FeedId, Fetch]:
    """Id of a subscription → its last request."""
    return {
        row["feed"]: Fetch(**row)
        for row in transaction.connection.execute(select(fetches).order_by(fetches.c.feed)).mappings()
    }
