"""征集替班, an open call: a duty is offered to everybody of its pools; the first to take it within the rules has it."""

from __future__ import annotations

from datetime import date, datetime

from planner.changing import asking, lapse, swap
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.still_open import open_calls
from planner.judging.swap_terms import call_terms
from planner.office.ids import bare
from planner.problem.assignees import able
from planner.store import Store, Transaction, audit
from planner.store.people import calls, offers
from planner.store.people.calls import OpenCall
from planner.store.people.offers import Hop, Offer
from planner.store.roster.parts import days_of, holding, meant
from planner.store.roster.standing import Standing
from planner.store.row_ids import CallId
from planner.store.states import CallState
from planner.words import Lang


def call_out(store: Store, slot: str, giver: str, now: datetime, by: str) -> OpenCall:
    """Open a call for a slot of `giver` (tagged), who keeps it until somebody has taken it.

    Raises SwapRefused where the slot cannot be called out (`terms.call_terms`) or a request or call for it is open.
    """
    lapse.lapse(store, now)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        slot = days_of(standing.issued, slot)
        call_terms(standing.office, standing.issued, slot, giver, now)
        if asking.asked_about(transaction, [(slot, giver)]):
            raise SwapRefused(Refusal.ALREADY_OPEN)
        id = calls.add(transaction, slot, giver, now.isoformat(), by)
        audit.record(transaction, now, by, "call", {"id": id, "slot": slot, "from": giver})
        return _known(transaction, id)


def take_call(store: Store, id: CallId, who: str, now: datetime, by: str, lang: Lang) -> Offer:
    """`who` (tagged) takes the slot of a call; the swap is judged, and applied at once unless somebody must approve it.

    Raises SwapRefused where the call is closed, `who` is not in the slot's pools, or the swap is refused.
    """
    lapse.lapse(store, now)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        found = _open(transaction, id)
        held = meant(standing.issued, found.slot)
        if held is None:
            raise SwapRefused(Refusal.CHANGED)
        slot = held.slot
        if who not in able(standing.office, slot, date.fromordinal(slot.day)):
            raise SwapRefused(Refusal.NOT_ASKED)
        calls.close(transaction, found, CallState.TAKEN, now.isoformat())
        hop = Hop(found.slot, found.giver, who)
        made = asking.propose(standing, (hop,), now, asking.Asking(by, made_by=found.made_by), lang)
        offer = offers.get(transaction, made.id)
        assert offer is not None
        calls.close(transaction, found, CallState.TAKEN, now.isoformat(), made.id)
        audit.record(transaction, now, by, "call taken", {"id": id, "by": who, "offer": made.id})
        return swap.agree(standing, offer, frozenset({who}), now, by, lang)


def close_call(store: Store, id: CallId, by: str, may: frozenset[str], now: datetime) -> None:
    """Take a call back; `may` are those `by` acts for. Raises SwapRefused where it is closed or its giver another."""
    lapse.lapse(store, now)
    with store.write() as transaction:
        found = _open(transaction, id)
        if by != asking.OFFICE and found.giver not in may:
            raise SwapRefused(Refusal.NOT_YOURS)
        calls.close(transaction, found, CallState.CLOSED, now.isoformat())
        audit.record(transaction, now, by, "call closed", {"id": id, "for": found.giver})


def open_to(standing: Standing, people: frozenset[str], now: datetime) -> list[tuple[OpenCall, str]]:
    """(call, tagged id) for each open call and each of these people in its slot's pools; rules are not judged yet."""
    office, content = standing.office, standing.issued
    found = []
    for one in open_calls(standing, now):
        held, days = holding(content.slots, one.slot), meant(content, one.slot)
        assert held, "a call whose days are not in force has ended"
        assert days, "and is not among the open ones"
        whos = [
            who
            for who in able(office, days.slot, date.fromordinal(days.slot.day))
            if who in people and (held.slot.id, who) not in content.pairs
        ]
        found += [(one, who) for who in whos if not office.is_leader(bare(who))]
    return found


def _known(transaction: Transaction, id: CallId) -> OpenCall:
    found = calls.get(transaction, id)
    if found is None:
        raise SwapRefused(Refusal.UNKNOWN_CALL)
    return found


def _open(transaction: Transaction, id: CallId) -> OpenCall:
    found = _known(transaction, id)
    if found.state != CallState.OPEN:
        raise SwapRefused(Refusal.CALL_CLOSED)
    return found
