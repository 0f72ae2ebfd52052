"""The audit log: who did what, as a hash chain, so that a change, a gap or a new order shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from planner.store import idempotency
from planner.store.database import Transaction
from planner.store.tables import audit

BEGINNING = "0" * 64
"""What the first entry has for the digest of the one before."""
CLOCK = "clock"
"""The actor of what happens by itself, whoever's request it happens on."""
Detail = dict[str, Any]
"""What a deed was about; free, since every kind of deed has its own, and it is only ever shown."""


def record(transaction: Transaction, at: datetime, actor: str, action: str, detail: Detail) -> None:
    """Add an entry behind the last one; what a person does on a request with a key is done once. Raises Repeated."""
    if actor != CLOCK:
        idempotency.keep_key(transaction, at.isoformat())
    last = transaction.connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).first()
    row = {
        "number": (last.number if last else 0) + 1,
        "at": at.isoformat(),
        "actor": actor,
        "action": action,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
        "previous": last.digest if last else BEGINNING,
    }
    transaction.connection.execute(insert(audit).values(**row, digest=_digest(row)))


@dataclass(frozen=True)
class Deed:
    """An entry of the log."""

    number: int
    at: str
    actor: str
    action: str
    detail: Detail
    digest: str


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
        Deed(row.number, row.at, row.actor, row.action, json.loads(row.detail), row.digest)
        for row in transaction.connection.execute(query)
    ]


def kinds(transaction: Transaction) -> tuple[list[str], list[str]]:
    """(every actor, every kind of deed) that the log has, in order."""
    found = [
        [str(one) for (one,) in transaction.connection.execute(select(column).distinct().order_by(column))]
        for column in (audit.c.actor, audit.c.action)
    ]
    return found[0], found[1]


def broken(transaction: Transaction) -> list[int]:
    """The numbers of the entries that do not fit the one before or their own digest; empty for a sound log."""
    found, previous = [], BEGINNING
    for expected, row in enumerate(
        transaction.connection.execute(select(audit).order_by(audit.c.number)).mappings(), 1
    ):
        plain = {name: row[name] for name in ("number", "at", "actor", "action", "detail", "previous")}
        if row["number"] != expected or row["previous"] != previous or row["digest"] != _digest(plain):
            found.append(int(row["number"]))
        previous = row["digest"]
    return found


def _digest(row: dict[str, Any]) -> str:
    text = json.dumps(row, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
