"""The short lane beside the jobs: what is due by the clock or by a change, and waits for no plan."""

from __future__ import annotations

import sys
import threading
from datetime import date, datetime, timedelta
from pathlib import Path

from planner import settings
from planner.access import door_book
from planner.access.handed_out import tokens
from planner.access.sessions.unsent import forget_over
from planner.changing import lapse, unanswered
from planner.clock import pretended, true_instant
from planner.feeds import standby
from planner.notifying import overtaken
from planner.settings import site_address
from planner.store import Store, Unreadable, cache, idempotency
from planner.store.roster import versions
from planner.store.roster.office_clock import office_now
from planner.upkeep.worker_beat import give_sign
from planner.worker import portal, snapshot
from planner.worker.record_day import record_day

CHORES = 2.0
"""Seconds between two rounds."""
REMEMBERED = timedelta(days=7)
"""How long the key of a form is kept, by which a second sending of it is known."""


class Outage:
    """Tells once that the store is away, and once that it is back."""

    def __init__(self) -> None:
        self._told = False

    def tell(self, cause: Unreadable) -> None:
        """Say why nothing goes on, unless that was said already."""
        if not self._told:
            words = "数据库没有应答，恢复后自动继续 / the store is away, work goes on once it is back"
            print(f"{words}: {cause.words.zh} / {cause.words.en}", file=sys.stderr)
        self._told = True

    def over(self) -> None:
        """Say that it is back, if it was away."""
        if self._told:
            print("数据库已恢复应答 / the store is back", file=sys.stderr)
        self._told = False


def keep_house(store: Store, stopped: threading.Event) -> None:
    """The short lane: snapshot, requests that lapse, reminders, the record's head, until told to stop.

    Each round gives a sign of life. Faults are printed, and the lane goes on.
    """
    shown: tuple[str, ...] | None = None
    recorded: date | None = None
    outage = Outage()
    while not stopped.is_set():
        try:
            give_sign(store)
            now = office_now(store)
            shown = _snapshot(store, shown, now)
            lapse.lapse(store, now)
            overtaken.end_overtaken(store, now)
            unanswered.send_due(store, now)
            recorded = record_day(store, recorded, now)
            with store.write() as transaction:
                idempotency.forget_keys(transaction, (now - REMEMBERED).isoformat())
                door_book.write_counted(transaction, now)
                forget_over(transaction, true_instant())
                if not pretended():
                    tokens.forget_old(transaction, now)
            outage.over()
        except Unreadable as cause:
            outage.tell(cause)
        except Exception as cause:  # a lane that ended would be missed by nobody
            print(f"{type(cause).__name__}: {cause}", file=sys.stderr)
        stopped.wait(CHORES)


def _snapshot(store: Store, shown: tuple[str, ...] | None, now: datetime) -> tuple[str, ...]:
    """Write snapshot, public feeds and portal beside the store where their sources have changed, and once a day.

    `shown` is what this returned for the files that stand there now, None at first.
    """
    with store.read() as transaction:
        state = *cache.marks(transaction, cache.ISSUED, cache.OFFICE, cache.FEEDS), f"{now:%Y-%m-%d}"
        anything = bool(versions.every(transaction))
    if state != shown and anything:
        snapshot.write_snapshot(store, now)
        standby.write_standby(store, now, site_address())
        if settings.portal_folder():
            portal.write_portal(store, Path(settings.portal_folder()))
    return state
