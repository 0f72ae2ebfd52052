"""Undoing a swap: asked for like the swap itself, under its terms; the office alone acts at once, with a reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from planner.changing.asking import OFFICE, Asked, Asking, propose
from planner.changing.lapse import lapse
from planner.changing.reissue import reissue
from planner.judging.handover import back, exchange_of, has_them
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.swap_terms import terms
from planner.judging.verdict import verdict
from planner.notifying.knowledge import UNSEEN
from planner.office.office import Office
from planner.roster.reasons import SWAP_UNDONE
from planner.store import Store, Transaction, audit
from planner.store.people import offers
from planner.store.people.offers import Hop, Offer
from planner.store.roster.parts import meant, parts_of
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content
from planner.store.row_ids import OfferId
from planner.store.states import OfferState
from planner.words import Lang


def ask_undo(
    store: Store, id: OfferId, by: str, may: frozenset[str], now: datetime, lang: Lang, words: str = ""
) -> Asked:
    """Ask to undo a swap, as one whom it concerns or who acts for them (`may`): a request that the others agree to.

    It is under the terms of any swap: deadline, approval, rules. Raises SwapRefused as `propose` does, and where the
    swap is not in effect, concerns none of `may`, or its slots have changed hands since.
    """
    lapse(store, now)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        found = _in_effect(transaction, id)
        asker = _asker(found, by, may)
        hops = _back(found.hops, asker)
        _unchanged(standing.office, standing.issued, hops)
        return propose(standing, hops, now, Asking(by, asker, words, undoes=id), lang)


def undo_prospect(standing: Standing, id: OfferId, by: str, may: frozenset[str], now: datetime) -> Offer:
    """The request that `ask_undo` would make, without making it. Raises SwapRefused where it could not be made."""
    found = _in_effect(standing.transaction, id)
    asker = _asker(found, by, may)
    hops = _back(found.hops, asker)
    _unchanged(standing.office, standing.issued, hops)
    _, policy = terms(standing.office, standing.issued, hops, now)
    (slot, giver, taker), rest = hops[0], hops[1:] if len(hops) > 2 else ()
    return replace(
        found,
        slot=slot,
        giver=giver,
        taker=taker,
        in_return=hops[1].slot if len(hops) == 2 else "",
        ring=json.dumps(rest, ensure_ascii=False) if rest else "",
        state=OfferState.OFFERED,
        verdict=policy,
        asker=asker,
        agreed="",
        steps="",
        undoes=id,
    )


def _asker(found: Offer, by: str, may: frozenset[str]) -> str:
    """For whom `by` asks: themselves, else the first they act for. Raises SwapRefused where nobody is theirs."""
    mine = [one for one in found.people if one in may]
    if not mine:
        raise SwapRefused(Refusal.NOT_YOURS)
    return by if by in mine else mine[0]


def undo_now(store: Store, id: OfferId, reason: str, now: datetime, lang: Lang) -> Offer:
    """Undo a swap for the office, at once, by further versions, judged anew; everybody concerned is to be told.

    Raises SwapRefused where there is no reason, the swap is not in effect, its slots have begun or changed hands since,
    or the rules forbid it.
    """
    if not reason.strip():
        raise SwapRefused(Refusal.NO_REASON)
    lapse(store, now)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        found = _in_effect(transaction, id)
        hops = back(found.hops)
        _unchanged(standing.office, standing.issued, hops)
        _not_begun(standing, hops, now)
        exchange = exchange_of(standing.issued, hops)
        broken = verdict(standing, exchange, lang, office_eyes=True).broken
        if broken:
            raise SwapRefused(Refusal.RULES, *broken)
        reissue(standing, exchange, now, SWAP_UNDONE.zh.format(id), UNSEEN)
        offers.change(transaction, found, state=OfferState.UNDONE, closed_at=now.isoformat(), reason=reason.strip())
        audit.record(transaction, now, OFFICE, "swap undo", {"id": id, "for": OFFICE, "reason": reason.strip()})
        return offers.get(transaction, id) or found


def _in_effect(transaction: Transaction, id: OfferId) -> Offer:
    found = offers.get(transaction, id)
    if found is None:
        raise SwapRefused(Refusal.UNKNOWN_OFFER)
    if found.state != OfferState.APPLIED or found.undoes:
        raise SwapRefused(Refusal.NOT_APPLIED)
    return found


def _back(hops: tuple[Hop, ...], asker: str) -> tuple[Hop, ...]:
    """The hops that undo some hops, chained from what `asker` gives back where they give anything back."""
    returned = back(hops)
    first = next((number for number, hop in enumerate(returned) if hop.giver == asker), 0)
    return (*returned[first:], *returned[:first])


def _unchanged(office: Office, content: Content, hops: tuple[Hop, ...]) -> None:
    """Raises SwapRefused, naming who holds it now, where a slot has changed hands since."""
    for hop in hops:
        if not has_them(content, [hop]):
            parts = {held.slot.id for held in parts_of(content.slots, hop.slot)}
            holders = sorted({office.name(who) for slot, who in content.pairs if slot in parts})
            raise SwapRefused(Refusal.CHANGED_SINCE, *holders)


def _not_begun(standing: Standing, hops: tuple[Hop, ...], now: datetime) -> None:
    for hop in hops:
        days = meant(standing.issued, hop.slot)
        if days and standing.office.moment(days.slot.start) <= now:
            raise SwapRefused(Refusal.STARTED)
