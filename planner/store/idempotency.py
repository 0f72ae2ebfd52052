"""Idempotency keys: a request that carries one acts once; the transaction that acts keeps the key.

The first answer is kept beside the key, sealed by whoever asked, so that it can be given again.
"""

from __future__ import annotations

from contextvars import ContextVar

from sqlalchemy import delete, insert, select

from planner.store.database import Transaction
from planner.store.work_tables import answers, deeds

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
    for table in (deeds, answers):
        transaction.connection.execute(delete(table).where(table.c.at < before))


def first_answer(transaction: Transaction, key: str) -> tuple[str, bytes] | None:
    """(what was asked, the sealed answer) of the request that had this key first; None where none is kept."""
    row = transaction.connection.execute(select(answers).where(answers.c.key == key)).first()
    return (row.asked, row.sealed) if row else None


def keep_answer(transaction: Transaction, key: str, asked: str, sealed: bytes, at: str) -> None:
    """Keep an answer, unless one is kept already for its key."""
    if first_answer(transaction, key) is None:
        transaction.connection.execute(insert(answers).values(key=key, asked=asked, sealed=sealed, at=at))
