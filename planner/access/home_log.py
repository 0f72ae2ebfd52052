"""What stood open in the data folder at a start, written into the log."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict

from planner.store import Store, Unreadable, audit
from planner.store.roster.office_clock import office_now


def log_mended(store: Store) -> None:
    """Write down how many places of a store's home were open to other accounts; nothing for a home as it should be.

    Nothing either while the store cannot be written: whoever started the program was told.
    """
    found = store.mended.counted()
    if found is not None:
        with suppress(Unreadable):
            now = office_now(store)
            with store.write() as transaction:
                audit.record(transaction, now, audit.CLOCK, "home mended", {"done": asdict(found)})
