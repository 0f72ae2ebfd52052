"""When each subscription was last fetched, and by what kind of client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select

from planner.store.database import Unit
from planner.store.tables import fetches


@dataclass(frozen=True)
class Fetch:
    """A subscription's last request: when, the family of the client, 200 or 304."""

    feed: int
    at: str
    family: str
    status: int


def put(unit: Unit, some: Iterable[Fetch]) -> None:
    """Write the last requests over older ones."""
    rows = [vars(one) for one in some]
    if rows:
        unit.connection.execute(delete(fetches).where(fetches.c.feed == bindparam("of")), [{"of": row["feed"]} for row in rows])
        unit.connection.execute(insert(fetches), rows)


def every(unit: Unit) -> dict[int, Fetch]:
    """Subscription → its last request."""
    return {row["feed"]: Fetch(**row) for row in unit.connection.execute(select(fetches)).mappings()}
