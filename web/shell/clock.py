"""The moment of a request: made once, in the office's time zone, the same for everything that answers it."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from flask import Flask, current_app, g

from planner import clock
from planner.store import Store, Unreadable
from planner.store.commit_watch import Pulse
from planner.store.roster import offices
from planner.worker import snapshot


def now() -> datetime:
    """The moment at which this request was first asked the time."""
    if "moment" not in g:
        g.moment = clock.now(_zone())
    moment: datetime = g.moment
    return moment


def today() -> date:
    """The office's date at that moment."""
    return now().date()


def _zone() -> str:
    """The office's time zone, read again once anything was committed; the last one known while the store is away."""
    kept: KeptZone = current_app.extensions["zone"]
    return kept.zone()


def register(app: Flask) -> None:
    """Let the site know its office's time zone."""
    app.extensions["zone"] = KeptZone(app.extensions["store"])


class KeptZone:
    """The time zone of a store's office, kept while nothing is committed: it is asked for by nearly every request."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pulse = Pulse(store)
        self._known: tuple[tuple[int, int] | None, str] = None, _written_zone(store)

    def zone(self) -> str:
        """An IANA name."""
        try:
            beat = self._pulse.beat()
            if beat is None or beat != self._known[0]:
                with self._store.read() as transaction:
                    self._known = beat, str(offices.load(transaction).zone)
        except (Unreadable, OSError, sqlite3.Error):
            pass  # whoever asks the store for more than the time is told that it is away
        return self._known[1]


def _written_zone(store: Store) -> str:
    """The zone of whoever wrote the snapshot beside the store; China's official time where nobody has."""
    try:
        return snapshot.snapshot_zone(store.home)
    except (OSError, ValueError):
        return clock.OFFICIAL
