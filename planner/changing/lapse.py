"""Lapsing: the store learns which requests and open calls have ended by themselves, and why."""

from __future__ import annotations

from datetime import datetime

from planner.judging.still_open import ended_calls, ended_requests
from planner.store import Store, audit
from planner.store.people import calls, offers
from planner.store.roster.standing import Standing
from planner.store.states import CallState, OfferState

DEEDS = {OfferState.LAPSED: "swap lapse", OfferState.DECLINED: "swap decline"}


def lapse(store: Store, now: datetime) -> None:
    """Close every open request and call that can come to nothing.

    A slot has begun, is past its deadline, is gone or went to somebody else; or the leave that a request was to fill
    in for was withdrawn.
    """
    with store.write() as transaction:
        if not offers.every(transaction, still_open=True) and not calls.still_open(transaction):
            return
        standing = Standing.read(transaction)
        for one in ended_requests(standing, now):
            offers.change(transaction, one, state=one.state, closed_at=one.closed_at, reason=one.reason)
            audit.record(transaction, now, audit.CLOCK, DEEDS[one.state], {"id": one.id, "reason": one.reason})
        for call, cause in ended_calls(standing, now):
            calls.close(transaction, call, CallState.LAPSED, now.isoformat())
            audit.record(transaction, now, audit.CLOCK, "call lapse", {"id": call.id, "reason": cause})
