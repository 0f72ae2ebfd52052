"""The worker's sign of life: a moment in the store, by the clock on the wall, that it renews while it lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from planner.store import Store, Transaction
from planner.store.messages.feeds import switch_quietly, switched

SWITCH = "worker-seen"
RENEWED = timedelta(seconds=20)
"""How old the sign may become before it is renewed."""
SILENT = timedelta(minutes=1)
"""After so long without a sign no worker runs."""


def give_sign(store: Store) -> None:
    """Say that a worker lives, unless one has said so just now."""
    with store.read() as transaction:
        seen = last_sign(transaction)
    now = datetime.now(UTC)
    if seen is None or not timedelta() <= now - seen < RENEWED:
        with store.write() as transaction:
            switch_quietly(transaction, SWITCH, now.isoformat())


def last_sign(transaction: Transaction) -> datetime | None:
    """When a worker last gave a sign (UTC); None where none ever did, or what is kept cannot be read."""
    try:
        return datetime.fromisoformat(switched(transaction, SWITCH)).astimezone(UTC)
    except ValueError:
        return None


def is_alive(transaction: Transaction) -> bool:
    """Whether a worker has given a sign in the last minute."""
    seen = last_sign(transaction)
    return seen is not None and abs(datetime.now(UTC) - seen) < SILENT
