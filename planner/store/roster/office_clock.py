"""The office's clock: the present moment in the time zone that the sheet 设置 names (时区), for every border alike."""

from __future__ import annotations

from datetime import datetime

from planner.clock import now
from planner.store.database import Store
from planner.store.roster import offices


def office_now(store: Store) -> datetime:
    """The present moment in the office's time zone. Raises Unreadable while the store does not answer."""
    with store.read() as transaction:
        return now(str(offices.load(transaction).zone))
