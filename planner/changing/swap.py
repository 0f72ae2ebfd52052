"""Swaps: an offer is agreed to, approved and put into effect by versions, or declined; each step is judged anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from planner.changing.asking import MOST_WORDS, OFFICE
from planner.changing.lapse import lapse
from planner.changing.reissue import reissue
from planner.judging.handover import Exchange, has_them
from planner.judging.outlook import outlook
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.swap_terms import post_of, terms
from planner.judging.verdict import verdict
from planner.notifying.knowledge import Awareness
from planner.office.cells.choices import SwapPolicy
from planner.office.ids import as_person, is_person
from planner.roster.reasons import SWAP, SWAP_UNDONE
from planner.store import Store, Transaction, audit
from planner.store.people import offers
from planner.store.people.offer_steps import Did, Step, outlook_text
from planner.store.people.offers import Offer
from planner.store.roster.parts import holding
from planner.store.roster.standing import Standing
from planner.store.row_ids import OfferId
from planner.store.states import OfferState
from planner.words import Lang


def _open(transaction: Transaction, id: OfferId, *states: OfferState) -> Offer:
    found = offers.get(transaction, id)
    if found is None:
        raise SwapRefused(Refusal.UNKNOWN_OFFER)
    if found.state not in states:
        raise SwapRefused(Refusal.LAPSED if found.state == OfferState.LAPSED else Refusal.CLOSED)
    return found


def accept(
    store: Store, id: OfferId, by: str, may: frozenset[str], now: datetime, lang: Lang, words: str = ""
) -> Offer:
    """Note that those asked whom `by` acts for (`may`) agree; apply the swap once all have and nobody must approve.

    Raises SwapRefused where the offer is not open, none of them was asked, or the swap no longer works.
    """
    lapse(store, now)
    with store.write() as transaction:
        found = _open(transaction, id, OfferState.OFFERED)
        mine = found.waiting if by == OFFICE else found.waiting & may
        if not mine:
            raise SwapRefused(Refusal.NOT_ASKED)
        return agree(Standing.read(transaction), found, mine, now, by, lang, words)


def agree(
    standing: Standing, found: Offer, mine: frozenset[str], now: datetime, by: str, lang: Lang, words: str = ""
) -> Offer:
    """Note, within a transaction, that `mine` of those asked agree; then as `accept`."""
    transaction, exchange = standing.transaction, _again(standing, found, now, lang, by)
    offers.agree(transaction, found, mine)
    _note(transaction, found, now, by, Did.AGREED, sorted(mine), words)
    audit.record(transaction, now, by, "swap accept", {"id": found.id, "for": "、".join(sorted(mine))})
    if mine == found.waiting:
        offers.change(transaction, found, state=OfferState.CONSENTED, consent_by=by)
        if found.verdict != SwapPolicy.APPROVE:
            _apply(standing, found, exchange, now, by, {who: _channel(by, who) for who in mine})
    return offers.get(transaction, found.id) or found


def _channel(by: str, who: str) -> str:
    """How `who` came to agree where `by` said so: the office was told by telephone."""
    if by == OFFICE:
        return "电话"
    return "本人在网上同意" if by == who else "代办人在网上同意"


def approve(
    store: Store, id: OfferId, by: str, may: frozenset[str], now: datetime, lang: Lang, words: str = ""
) -> Offer:
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
        _note(transaction, found, now, by, Did.APPROVED, sorted(may & approvers(standing, found)), words)
        audit.record(transaction, now, by, "swap approve", {"id": id})
        _apply(standing, found, exchange, now, by, {})
        return offers.get(transaction, id) or found


def approvers(standing: Standing, found: Offer) -> frozenset[str]:
    """The tagged people who may approve the posts of an offer, without those it concerns."""
    from planner.problem.assignees import members

    office, content = standing.office, standing.issued
    named: set[str] = set()
    for slot, *_ in found.hops:
        held = holding(content.slots, slot)
        post = post_of(office, held.slot) if held else None
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
        own = by != OFFICE and found.asked_by in may and not found.waiting & may
        _note(transaction, found, now, by, Did.TOOK_BACK if own else Did.DECLINED, (acted_for(by, may, found),), reason)
        audit.record(
            transaction, now, by, "swap decline", {"id": id, "for": acted_for(by, may, found), "reason": reason}
        )
        return offers.get(transaction, id) or found


def acted_for(by: str, may: frozenset[str], found: Offer) -> str:
    """Whom `by` speaks for: themselves if concerned or acting for nobody who is, else the first of those asked."""
    mine = [one for one in (*found.people[1:], found.giver) if one in may]
    return by if by in mine or not mine else mine[0]


def _again(standing: Standing, found: Offer, now: datetime, lang: Lang, by: str) -> Exchange:
    """The exchange of an offer, judged anew. Raises SwapRefused if people changed, it is late or rules forbid it."""
    office, content = standing.office, standing.issued
    if not has_them(content, found.hops):
        raise SwapRefused(Refusal.CHANGED)
    exchange, _ = terms(office, content, found.hops, now)
    _judged(standing, exchange, lang, by)
    return exchange


def _judged(standing: Standing, exchange: Exchange, lang: Lang, by: str) -> None:
    broken = verdict(standing, exchange, lang, office_eyes=by == OFFICE).broken
    if broken:
        raise SwapRefused(Refusal.RULES, *broken)


def _apply(
    standing: Standing, found: Offer, exchange: Exchange, now: datetime, by: str, known: Mapping[str, str]
) -> None:
    """Put a swap into effect; `known` are those whose deed it is (tagged id → channel), the others only heard of it."""
    transaction, now_found = standing.transaction, offers.get(standing.transaction, found.id) or found
    steps = [one for one in now_found.told_steps if one.did is Did.AGREED or is_person(one.by)]
    party = {who for one in steps for who in one.whom if who in found.people}
    seen = outlook(standing, found.hops, now)
    why = SWAP_UNDONE.zh.format(found.undoes) if found.undoes else SWAP.zh.format(found.id)
    reissue(standing, exchange, now, why, Awareness(known, frozenset(party - known.keys())))
    offers.change(transaction, found, state=OfferState.APPLIED, closed_at=now.isoformat(), outlook=outlook_text(seen))
    audit.record(transaction, now, by, "swap apply", {"id": found.id})
    undone = offers.get(transaction, found.undoes) if found.undoes else None
    if undone:
        offers.change(transaction, undone, state=OfferState.UNDONE, closed_at=now.isoformat())
        audit.record(transaction, now, by, "swap undo", {"id": undone.id, "for": found.asked_by})


def _note(
    transaction: Transaction, found: Offer, now: datetime, by: str, did: Did, whom: Iterable[str], words: str
) -> None:
    offers.note(transaction, found, Step(now.isoformat(), by, did, tuple(whom), words.strip()[:MOST_WORDS]))
