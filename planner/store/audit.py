"""The audit log: who did what. The record covers each entry, so that a change, a gap or a new order shows."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from planner.store import idempotency
from planner.store.database import Transaction
from planner.store.record import Covered, touch
from planner.store.tables import audit

CLOCK = "clock"
"""The actor of what happens by itself, whoever's request it happens on."""
STRANGER = "stranger"
"""The actor of what is tried by somebody who is not logged in."""
Detail = dict[str, Any]
"""What a deed was about; free, since every kind of deed has its own, and it is only ever shown."""


def record(
    transaction: Transaction, at: datetime, actor: str, action: str, detail: Detail, *, deed: bool = True
) -> None:
    """Add an entry behind the last one; what a person does on a request with a key is done once. Raises Repeated.

    What is no `deed` (a refusal, somebody who came in) leaves the key to what the request is about.
    """
    if deed and actor != CLOCK:
        idempotency.keep_key(transaction, at.isoformat())
    number = int(transaction.connection.execute(select(func.max(audit.c.number))).scalar() or 0) + 1
    transaction.connection.execute(
        insert(audit).values(
            number=number,
            at=at.isoformat(),
            actor=actor,
            action=action,
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
        )
    )
    touch(transaction, Covered.DEED, number)


@dataclass(frozen=True)
class Deed:
    """An entry of the log."""

    number: int
    at: str
    actor: str
    action: str
    detail: Detail


def page(
    transaction: Transaction, before: int, count: int, *, actors: Collection[str] = (), action: str = ""
) -> list[Deed]:
    """At most `count` entries, newest first, of those numbered below `before`, or of all for 0.

    `actors` and `action` keep only what some did, or deeds of one kind; () and '' keep all.
    """
    query = select(audit).order_by(audit.c.number.desc()).limit(count)
    if before:
        query = query.where(audit.c.number < before)
    if actors:
        query = query.where(audit.c.actor.in_(actors))
    if action:
        query = query.where(audit.c.action == action)
    return [
        Deed(row.number, row.at, row.actor, row.action, json.loads(row.detail))
        for row in transaction.connection.execute(query)
    ]


def kinds(transaction: Transaction) -> tuple[list[str], list[str]]:
    """(every actor, every kind of deed) that the log has, in order."""
    found = [
        [str(one) for (one,) in transaction.connection.execute(select(column).distinct().order_by(column))]
        for column in (audit.c.actor, audit.c.action)
    ]
    return found[0], found[1]


def about_slot(transaction: Transaction, slot: str, actions: Collection[str], count: int) -> list[Deed]:
    """The last `count` entries of some kinds that are about a slot, newest first."""
    named = json.dumps({"slot": slot}, ensure_ascii=False).strip("{}")
    query = select(audit).where(audit.c.action.in_(actions), audit.c.detail.contains(named, autoescape=True))
    rows = transaction.connection.execute(query.order_by(audit.c.number.desc()).limit(count))
    return [Deed(row.number, row.at, row.actor, row.action, json.loads(row.detail)) for row in rows]
