"""What is refused at the door, counted by address for a while, so that a great many are one row of the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, update

from planner.store.database import Transaction
from planner.store.door_tables import knocks


@dataclass(frozen=True)
class Knocks:
    """What was refused to somebody at an address since a moment (ISO), how often, and of which log-ins."""

    address: str
    action: str
    actor: str
    since: str
    times: int
    names: tuple[str, ...]


def knocks_of(transaction: Transaction, address: str, action: str, actor: str) -> Knocks | None:
    """What is counted of one address; None where nothing is."""
    row = transaction.connection.execute(select(knocks).where(_of(address, action, actor))).first()
    return _knocks(row) if row else None


def keep_knocks(transaction: Transaction, found: Knocks) -> None:
    """Keep what is counted, in place of what was kept before."""
    values = {"since": found.since, "times": found.times, "names": json.dumps(found.names, ensure_ascii=False)}
    here = _of(found.address, found.action, found.actor)
    if not transaction.connection.execute(update(knocks).where(here).values(**values)).rowcount:
        key = {"address": found.address, "action": found.action, "actor": found.actor}
        transaction.connection.execute(insert(knocks).values(**key, **values))


def how_many_count(transaction: Transaction) -> int:
    """Of how many something is counted."""
    return int(transaction.connection.execute(select(func.count()).select_from(knocks)).scalar() or 0)


def take_knocks(transaction: Transaction, before: str, now: str) -> list[Knocks]:
    """Take away, and give, what began to be counted before a moment, or, the clock put back, after now (ISO)."""
    old = or_(knocks.c.since <= before, knocks.c.since > now)
    query = select(knocks).where(old).order_by(knocks.c.since, knocks.c.address, knocks.c.action, knocks.c.actor)
    found = [_knocks(row) for row in transaction.connection.execute(query).all()]
    if found:
        transaction.connection.execute(delete(knocks).where(old))
    return found


def _of(address: str, action: str, actor: str) -> ColumnElement[bool]:
    return and_(knocks.c.address == address, knocks.c.action == action, knocks.c.actor == actor)


def _knocks(row: Row[Any]) -> Knocks:
    return Knocks(row.address, row.action, row.actor, row.since, row.times, tuple(json.loads(row.names)))
