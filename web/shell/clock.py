"""The moment of a request: made once, in the office's time zone, the same for everything that answers it."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app, g

from planner import clock
from planner.store import Unreadable
from planner.store.roster.office_clock import zone_of
from web.shell.store import the_store


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
    """The office's time zone; the last one known while the store does not answer."""
    try:
        with the_store().read() as transaction:
            zone = zone_of(transaction)
    except Unreadable:
        return str(current_app.extensions.get("zone", clock.OFFICIAL))
    current_app.extensions["zone"] = zone
    return zone
