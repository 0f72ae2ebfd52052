"""Lapsing: requests and open calls close by themselves once their slots have begun, are too near, or are gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from planner.judging.swap_terms import over
from planner.store import Store, audit
from planner.store.people import calls, offers
from planner.store.roster.standing import Standing
from planner.store.states import CallState, OfferState


def lapse(store: Store, now: datetime) -> None:
    """Close every open request and call with a slot that has begun, is past its deadline or is gone."""
    with store.write() as transaction:
        waiting = offers.every(transaction, still_open=True)
        called = calls.still_open(transaction)
        if not waiting and not called:
            return
        standing = Standing.read(transaction)
        office, content = standing.office, standing.issued

        def ended(slots: Iterable[str]) -> bool:
            held = [content.slots.get(slot) for slot in slots]
            return any(one is None or over(office, one.slot, now) for one in held)

        for one in waiting:
            if ended(hop.slot for hop in one.hops):
                offers.change(transaction, one, state=OfferState.LAPSED, closed_at=now.isoformat())
                audit.record(transaction, now, audit.CLOCK, "swap lapse", {"id": one.id})
        for call in called:
            if ended((call.slot,)) or (call.slot, call.giver) not in content.pairs:
                calls.close(transaction, call, CallState.LAPSED, now.isoformat())
                audit.record(transaction, now, audit.CLOCK, "call lapse", {"id": call.id})
