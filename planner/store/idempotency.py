"""Deeds: a request that carries a key acts once; the key is kept in the very transaction that acts."""

from __future__ import annotations

from contextvars import ContextVar

from sqlalchemy import delete, insert, select

from planner.store.database import Unit
from planner.store.work_tables import deeds

once: ContextVar[str] = ContextVar("once", default="")
"""The key of the request at work; empty where it may act as often as it likes."""


class Repeated(Exception):
    """The request was acted on before."""


def known(unit: Unit, key: str) -> bool:
    """Whether a request with this key was acted on."""
    return unit.connection.execute(select(deeds.c.key).where(deeds.c.key == key)).first() is not None


def keep(unit: Unit, at: str) -> None:
    """Keep the key of the request at work, if it has one; raises Repeated, and with it the transaction ends."""
    key = once.get()
    if key:
        if known(unit, key):
            raise Repeated
        unit.connection.execute(insert(deeds).values(key=key, at=at))
        once.set("")


def forget(unit: Unit, before: str) -> None:
    """Drop keys that nobody will send again."""
    unit.connection.execute(delete(deeds).where(deeds.c.at < before))
