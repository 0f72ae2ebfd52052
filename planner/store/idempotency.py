"""Idempotency keys: a request that carries one acts once; the transaction that acts keeps the key."""

from __future__ import annotations

from contextvars import ContextVar

from sqlalchemy import delete, insert, select

from planner.store.database import Transaction
from planner.store.work_tables import deeds

once: ContextVar[str] = ContextVar("once", default="")
"""The key of the request at work; '' where it carries none and may act again."""


class Repeated(Exception):
    """Raised where a request with this key was acted on before."""


def key_known(transaction: Transaction, key: str) -> bool:
    """Whether a request with this key was acted on."""
    return transaction.connection.execute(select(deeds.c.key).where(deeds.c.key == key)).first() is not None


def keep_key(transaction: Transaction, at: str) -> None:
    """Keep the key of the request at work, if it has one; raises Repeated where it is kept already.

    The exception ends the transaction, so that nothing is done twice. A request keeps its key with its first deed.
    """
    key = once.get()
    if key:
        if key_known(transaction, key):
            raise Repeated
        transaction.connection.execute(insert(deeds).values(key=key, at=at))
        once.set("")


def forget_keys(transaction: Transaction, before: str) -> None:
    """Drop the keys kept before a moment (ISO), which nobody will send again."""
    transaction.connection.execute(delete(deeds).where(deeds.c.at < before))
