"""征集替班: a duty called out to everybody of its pools; the first who takes it within the rules has it, or waits for approval."""

from __future__ import annotations

from datetime import date, datetime

from planner.changing import swap
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.terms import call_terms
from planner.problem.assignees import able
from planner.store import Store, Unit, audit
from planner.store.people import calls, offers
from planner.store.people.calls import Call
from planner.store.people.offers import Hop, Offer
from planner.store.roster import offices, versions
from planner.words import Lang


def call(store: Store, slot: str, giver: str, now: datetime, by: str) -> Call:
    """Ask everybody who could. Until somebody has taken it, it stays the giver's. Raises SwapRefused."""
    swap.lapse(store, now)
    with store.write() as unit:
        call_terms(offices.load(unit), versions.in_force(unit), slot, giver, now)
        if (slot, giver) in swap.asked_about(unit):
            raise SwapRefused(Refusal.ALREADY_OPEN)
        id = calls.add(unit, slot, giver, now.isoformat(), by)
        audit.record(unit, now, by, "call", {"id": id, "slot": slot, "from": giver})
        return _known(unit, id)


def take(store: Store, id: int, who: str, now: datetime, by: str, lang: Lang) -> Offer:
    """Take what was called out: judged like any cover, applied at once or laid before the approver. Raises SwapRefused."""
    swap.lapse(store, now)
    with store.write() as unit:
        found = _open(unit, id)
        slot = versions.in_force(unit).slots[found.slot].slot
        if who not in able(offices.load(unit), slot, date.fromordinal(slot.day)):
            raise SwapRefused(Refusal.NOT_ASKED)
        calls.close(unit, found, "taken", now.isoformat())
        made = swap.propose(unit, (Hop(found.slot, found.giver, who),), now, by, lang)
        offer = offers.get(unit, made.id)
        assert offer is not None
        calls.close(unit, found, "taken", now.isoformat(), made.id)
        audit.record(unit, now, by, "call taken", {"id": id, "by": who, "offer": made.id})
        return swap.agree(unit, offer, frozenset({who}), now, by, lang)


def close(store: Store, id: int, by: str, may: frozenset[str], now: datetime) -> None:
    """Take a call back. Raises SwapRefused."""
    with store.write() as unit:
        found = _open(unit, id)
        if by != swap.OFFICE and found.giver not in may:
            raise SwapRefused(Refusal.NOT_YOURS)
        calls.close(unit, found, "closed", now.isoformat())
        audit.record(unit, now, by, "call closed", {"id": id, "for": found.giver})


def open_to(unit: Unit, people: frozenset[str], now: datetime) -> list[tuple[Call, str]]:
    """(call, who) for each open call that one of these persons could take, were the rules to let them."""
    office, content = offices.load(unit), versions.in_force(unit)
    found = []
    for one in calls.still_open(unit):
        if (one.slot, one.giver) in content.pairs:
            slot = content.slots[one.slot].slot
            whos = [who for who in able(office, slot, date.fromordinal(slot.day)) if who in people and (one.slot, who) not in content.pairs]
            found += [(one, who) for who in whos if not office.is_leader(who[2:])]
    return found


def _known(unit: Unit, id: int) -> Call:
    found = calls.get(unit, id)
    if found is None:
        raise SwapRefused(Refusal.UNKNOWN_CALL)
    return found


def _open(unit: Unit, id: int) -> Call:
    found = _known(unit, id)
    if found.state != "open":
        raise SwapRefused(Refusal.CALL_CLOSED)
    return found
