"""Swaps: offer → consent → approval → versions; each step is judged, the last in the transaction that writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from planner.changing.lapse import lapse
from planner.changing.reissue import reissue
from planner.judging.in_force import Exchange
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.swap_terms import exchange_of, post_of, terms
from planner.judging.verdict import Verdict, verdict
from planner.notifying.tasks import knows
from planner.office.cells.choices import SwapPolicy
from planner.office.ids import as_person, is_unit
from planner.store import Store, Transaction, audit
from planner.store.people import calls, offers
from planner.store.people.offers import Hop, Offer, Origin
from planner.store.roster.standing import Standing
from planner.store.row_ids import OfferId
from planner.store.states import OfferState
from planner.words import Lang

OFFICE = "office"
"""The `by` of whoever acts for the office: they may act for anybody and see what is private."""


@dataclass(frozen=True)
class Asked:
    """An offer that was made: its id, the policy that decides it (`verdict`), and what it makes worse (`findings`)."""

    id: OfferId
    verdict: SwapPolicy
    findings: Verdict


def offer(store: Store, slot: str, giver: str, taker: str, in_return: str, now: datetime, by: str, lang: Lang) -> Asked:
    """Offer a slot to `taker` for their slot `in_return`, or, if that is '', for nothing; else as `propose`."""
    first = Hop(slot, giver, taker)
    return offer_hops(store, (first, Hop(in_return, taker, giver)) if in_return else (first,), now, by, lang)


def offer_hops(store: Store, hops: tuple[Hop, ...], now: datetime, by: str, lang: Lang) -> Asked:
    """Offer the first hop's slot alone, for the second's, or in a ring of three or more; else as `propose`."""
    lapse(store, now)
    with store.write() as transaction:
        return propose(Standing.read(transaction), hops, now, by, lang)


def propose(
    standing: Standing, hops: tuple[Hop, ...], now: datetime, by: str, lang: Lang, *, vacancy_of: str = ""
) -> Asked:
    """Store an offer, within a transaction.

    Raises SwapRefused where the terms refuse it, the hops are no ring, one of its slots is in an open request or call,
    or the rules forbid it.
    """
    transaction, office, content = standing.transaction, standing.office, standing.issued
    exchange, policy = terms(office, content, hops, now)
    if not _closed(hops) or (by != OFFICE and any(is_unit(hop.giver) for hop in hops)):
        raise SwapRefused(Refusal.NO_RING if not _closed(hops) else Refusal.UNITS)
    if exchange.out & asked_about(transaction):
        raise SwapRefused(Refusal.ALREADY_OPEN)
    found = verdict(standing, exchange, lang, office_eyes=by == OFFICE)
    if found.broken:
        raise SwapRefused(Refusal.RULES, *found.broken)
    (slot, giver, taker), rest = hops[0], hops[1:] if len(hops) > 2 else ()
    in_return = hops[1].slot if len(hops) == 2 else ""
    id = offers.add(
        transaction,
        slot=slot,
        giver=giver,
        taker=taker,
        in_return=in_return,
        verdict=policy,
        made_at=now.isoformat(),
        made_by=vacancy_of or by,
        origin=Origin.LEAVE if vacancy_of else Origin.PEOPLE,
        ring=json.dumps(rest, ensure_ascii=False) if rest else "",
    )
    audit.record(
        transaction,
        now,
        by,
        "swap offer",
        {"id": id, "slot": slot, "from": giver, "to": taker, "for": in_return, **({"ring": rest} if rest else {})},
    )
    return Asked(id, policy, found)


def asked_about(transaction: Transaction) -> frozenset[tuple[str, str]]:
    """(slot, holder) of every pair that an open request or call would move; a pair can be in one at a time."""
    moved = {pair for one in offers.every(transaction, still_open=True) for pair in exchange_of(one.hops).out}
    return frozenset(moved | {(one.slot, one.giver) for one in calls.still_open(transaction)})


def ring(slot: str, giver: str, further: list[tuple[str, str]]) -> tuple[Hop, ...]:
    """The hops of a ring: each slot goes to the holder of the next (slot, holder), the last one to the giver."""
    given = [(slot, giver), *further]
    return tuple(Hop(mine, who, given[(number + 1) % len(given)][1]) for number, (mine, who) in enumerate(given))


def _closed(hops: tuple[Hop, ...]) -> bool:
    """Whether there is one hop alone, or a ring: everybody gives one slot to the next, the last to the first."""
    chained = all(one.taker == after.giver for one, after in zip(hops, (*hops[1:], hops[0]), strict=True))
    return len(hops) == 1 or (chained and len({hop.giver for hop in hops}) == len(hops))


def _open(transaction: Transaction, id: OfferId, *states: OfferState) -> Offer:
    found = offers.get(transaction, id)
    if found is None:
        raise SwapRefused(Refusal.UNKNOWN_OFFER)
    if found.state not in states:
        raise SwapRefused(Refusal.LAPSED if found.state == OfferState.LAPSED else Refusal.CLOSED)
    return found


def accept(store: Store, id: OfferId, by: str, may: frozenset[str], now: datetime, lang: Lang) -> Offer:
    """Note that those asked whom `by` acts for (`may`) agree; apply the swap once all have and nobody must approve.

    Raises SwapRefused where the offer is not open, none of them was asked, or the swap no longer works.
    """
    lapse(store, now)
    with store.write() as transaction:
        found = _open(transaction, id, OfferState.OFFERED)
        mine = found.waiting if by == OFFICE else found.waiting & may
        if not mine:
            raise SwapRefused(Refusal.NOT_ASKED)
        return agree(Standing.read(transaction), found, mine, now, by, lang)


def agree(standing: Standing, found: Offer, mine: frozenset[str], now: datetime, by: str, lang: Lang) -> Offer:
    """Note, within a transaction, that `mine` of those asked agree; then as `accept`."""
    transaction, exchange = standing.transaction, _again(standing, found, now, lang, by)
    offers.agree(transaction, found, mine)
    audit.record(transaction, now, by, "swap accept", {"id": found.id, "for": "、".join(sorted(mine))})
    if mine == found.waiting:
        offers.change(transaction, found, state=OfferState.CONSENTED, consent_by=by)
        if found.verdict != SwapPolicy.APPROVE:
            _apply(standing, found, exchange, now, by)
            channel = "电话" if by == OFFICE else "本人在网上同意"
            knows(transaction, mine, [hop.slot for hop in found.hops], channel, now, by)
    return offers.get(transaction, found.id) or found


def approve(store: Store, id: OfferId, by: str, may: frozenset[str], now: datetime, lang: Lang) -> Offer:
    """Apply a swap that all have agreed to, with the word of an approver of its posts.

    Raises SwapRefused where it is not open or not agreed to, none of `may` approves it, or it no longer works.
    """
    lapse(store, now)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        found = _open(transaction, id, OfferState.OFFERED, OfferState.CONSENTED)
        if found.state == OfferState.OFFERED:
            raise SwapRefused(Refusal.NOT_CONSENTED)
        if by != OFFICE and not may & approvers(standing, found):
            raise SwapRefused(Refusal.NOT_APPROVER)
        exchange = _again(standing, found, now, lang, by)
        offers.change(transaction, found, approved_by=by)
        audit.record(transaction, now, by, "swap approve", {"id": id})
        _apply(standing, found, exchange, now, by)
        return offers.get(transaction, id) or found


def approvers(standing: Standing, found: Offer) -> frozenset[str]:
    """The tagged people who may approve the posts of an offer, without those it concerns."""
    from planner.problem.assignees import members

    office, content = standing.office, standing.issued
    named: set[str] = set()
    for slot, *_ in found.hops:
        post = post_of(office, content.slots[slot].slot) if slot in content.slots else None
        if post and post.approver:
            named |= {as_person(one) for one in members(office, post.approver)}
    return frozenset(named - set(found.people))


def decline(store: Store, id: OfferId, by: str, may: frozenset[str], reason: str, now: datetime) -> Offer:
    """Close an open offer: somebody asked or an approver says no, or the giver takes it back. Raises SwapRefused."""
    with store.write() as transaction:
        found = _open(transaction, id, OfferState.OFFERED, OfferState.CONSENTED)
        if by != OFFICE and may.isdisjoint(found.people) and not may & approvers(Standing.read(transaction), found):
            raise SwapRefused(Refusal.NOT_ASKED)
        offers.change(transaction, found, state=OfferState.DECLINED, closed_at=now.isoformat(), reason=reason)
        audit.record(
            transaction, now, by, "swap decline", {"id": id, "for": _acted_for(by, may, found), "reason": reason}
        )
        return offers.get(transaction, id) or found


def _acted_for(by: str, may: frozenset[str], found: Offer) -> str:
    """Whom `by` speaks for: themselves if concerned or acting for nobody who is, else the first of those asked."""
    mine = [one for one in (*found.people[1:], found.giver) if one in may]
    return by if by in mine or not mine else mine[0]


def undo(store: Store, id: OfferId, by: str, may: frozenset[str], now: datetime, lang: Lang) -> Offer:
    """Undo a swap by further versions, judged anew.

    Raises SwapRefused where it was not applied, concerns none of `may`, its slots have begun or changed hands since, or
    the rules forbid it.
    """
    with store.write() as transaction:
        standing = Standing.read(transaction)
        found = offers.get(transaction, id)
        if found is None:
            raise SwapRefused(Refusal.UNKNOWN_OFFER)
        if found.state != OfferState.APPLIED:
            raise SwapRefused(Refusal.NOT_APPLIED)
        if by != OFFICE and may.isdisjoint(found.people):
            raise SwapRefused(Refusal.NOT_YOURS)
        office, content = standing.office, standing.issued
        exchange = exchange_of(found.hops).back()
        if not exchange.out <= content.pairs:
            raise SwapRefused(Refusal.CHANGED)
        for slot, _ in exchange.out:
            if office.moment(content.slots[slot].slot.start) <= now:
                raise SwapRefused(Refusal.STARTED)
        _judged(standing, exchange, lang, by)
        reissue(standing, exchange, now, f"撤销换班 {id}")
        offers.change(transaction, found, state=OfferState.UNDONE, closed_at=now.isoformat())
        audit.record(transaction, now, by, "swap undo", {"id": id, "for": _acted_for(by, may, found)})
        return offers.get(transaction, id) or found


def _again(standing: Standing, found: Offer, now: datetime, lang: Lang, by: str) -> Exchange:
    """The exchange of an offer, judged anew. Raises SwapRefused if people changed, it is late or rules forbid it."""
    office, content = standing.office, standing.issued
    if not exchange_of(found.hops).out <= content.pairs:
        raise SwapRefused(Refusal.CHANGED)
    exchange, _ = terms(office, content, found.hops, now)
    _judged(standing, exchange, lang, by)
    return exchange


def _judged(standing: Standing, exchange: Exchange, lang: Lang, by: str) -> None:
    broken = verdict(standing, exchange, lang, office_eyes=by == OFFICE).broken
    if broken:
        raise SwapRefused(Refusal.RULES, *broken)


def _apply(standing: Standing, found: Offer, exchange: Exchange, now: datetime, by: str) -> None:
    reissue(standing, exchange, now, f"换班 {found.id}")
    offers.change(standing.transaction, found, state=OfferState.APPLIED, closed_at=now.isoformat())
    audit.record(standing.transaction, now, by, "swap apply", {"id": found.id})
