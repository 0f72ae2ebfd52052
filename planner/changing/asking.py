"""Asking for a swap: an offer is judged and stored, and waits for whom it asks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.changing.lapse import lapse
from planner.judging.outlook import outlook
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.swap_terms import as_they_stand, terms
from planner.judging.verdict import Verdict, verdict
from planner.office.cells.choices import SwapPolicy
from planner.office.ids import is_unit
from planner.office.keys import SlotKey
from planner.store import Store, Transaction, audit
from planner.store.people import calls, offers
from planner.store.people.offer_steps import Did, Step, outlook_text, steps_text
from planner.store.people.offers import Hop, Origin
from planner.store.roster.standing import Standing
from planner.store.row_ids import OfferId
from planner.words import Lang

OFFICE = "office"
"""The `by` of whoever acts for the office: they may act for anybody and see what is private."""
MOST_WORDS = 200
"""So many letters of what somebody says to the others are kept."""


@dataclass(frozen=True)
class Asked:
    """An offer that was made: its id, the policy that decides it (`verdict`), and what it makes worse (`findings`)."""

    id: OfferId
    verdict: SwapPolicy
    findings: Verdict


@dataclass(frozen=True)
class Asking:
    """Who asks (`by`, tagged or the office) and for whom, in what words.

    `asker` is whose wish it is where that is not the giver of the first slot; `made_by` who asked first where `by` only
    answers; `undoes` the request in effect that is to be undone; `vacancy_of` the clerk who fills a vacancy.
    """

    by: str
    asker: str = ""
    words: str = ""
    made_by: str = ""
    undoes: OfferId | None = None
    vacancy_of: str = ""


def offer(
    store: Store, slot: str, giver: str, taker: str, in_return: str, now: datetime, by: str, lang: Lang, words: str = ""
) -> Asked:
    """Offer a slot to `taker` for their slot `in_return`, or, if that is '', for nothing; else as `propose`."""
    first = Hop(slot, giver, taker)
    hops = (first, Hop(in_return, taker, giver)) if in_return else (first,)
    return offer_hops(store, hops, now, by, lang, words)


def offer_hops(store: Store, hops: tuple[Hop, ...], now: datetime, by: str, lang: Lang, words: str = "") -> Asked:
    """Offer the first hop's slot alone, for the second's, or in a ring of three or more; else as `propose`."""
    lapse(store, now)
    with store.write() as transaction:
        return propose(Standing.read(transaction), hops, now, Asking(by, words=words), lang)


def propose(standing: Standing, hops: tuple[Hop, ...], now: datetime, asking: Asking, lang: Lang) -> Asked:
    """Store an offer, within a transaction.

    Raises SwapRefused where the terms refuse it, the hops are no ring, one of its slots is in an open request or call,
    or the rules forbid it.
    """
    transaction, office, by = standing.transaction, standing.office, asking.by
    hops = as_they_stand(standing.issued, hops)
    exchange, policy = terms(office, standing.issued, hops, now)
    if not _closed(hops) or (by != OFFICE and any(is_unit(hop.giver) for hop in hops)):
        raise SwapRefused(Refusal.NO_RING if not _closed(hops) else Refusal.UNITS)
    if asked_about(transaction, ((hop.slot, hop.giver) for hop in hops)):
        raise SwapRefused(Refusal.ALREADY_OPEN)
    found = verdict(standing, exchange, lang, office_eyes=by == OFFICE)
    if found.broken:
        raise SwapRefused(Refusal.RULES, *found.broken)
    (slot, giver, taker), rest = hops[0], hops[1:] if len(hops) > 2 else ()
    in_return, asker = hops[1].slot if len(hops) == 2 else "", asking.asker or giver
    first = asking.vacancy_of or asking.made_by or by
    step = Step(now.isoformat(), first, Did.ASKED, (asker,), asking.words.strip()[:MOST_WORDS])
    id = offers.add(
        transaction,
        slot=slot,
        giver=giver,
        taker=taker,
        in_return=in_return,
        verdict=policy,
        made_at=now.isoformat(),
        made_by=first,
        origin=Origin.LEAVE if asking.vacancy_of else Origin.PEOPLE,
        ring=json.dumps(rest, ensure_ascii=False) if rest else "",
        asker=asking.asker,
        steps=steps_text((step,)),
        outlook=outlook_text(outlook(standing, hops, now)),
        undoes=asking.undoes,
    )
    audit.record(
        transaction,
        now,
        by,
        "swap undo asked" if asking.undoes else "swap offer",
        {"id": id, "slot": slot, "from": giver, "to": taker, "for": in_return, **({"ring": rest} if rest else {})}
        | ({"undoes": asking.undoes} if asking.undoes else {}),
    )
    return Asked(id, policy, found)


def asked_about(transaction: Transaction, wanted: Iterable[tuple[str, str]]) -> bool:
    """Whether an open request or call would move what one of these (slot, holder) has, or some days of it."""
    moved = [(hop.slot, hop.giver) for one in offers.every(transaction, still_open=True) for hop in one.hops]
    taken = [(SlotKey.of(slot), who) for slot, who in (*moved, *_called(transaction))]
    mine = [(SlotKey.of(slot), who) for slot, who in wanted]
    return any(who == another and key.meets(other) for key, who in mine for other, another in taken)


def _called(transaction: Transaction) -> list[tuple[str, str]]:
    return [(one.slot, one.giver) for one in calls.still_open(transaction)]


def ring(slot: str, giver: str, further: list[tuple[str, str]]) -> tuple[Hop, ...]:
    """The hops of a ring: each slot goes to the holder of the next (slot, holder), the last one to the giver."""
    given = [(slot, giver), *further]
    return tuple(Hop(mine, who, given[(number + 1) % len(given)][1]) for number, (mine, who) in enumerate(given))


def _closed(hops: tuple[Hop, ...]) -> bool:
    """Whether there is one hop alone, or a ring: everybody gives one slot to the next, the last to the first."""
    chained = all(one.taker == after.giver for one, after in zip(hops, (*hops[1:], hops[0]), strict=True))
    return len(hops) == 1 or (chained and len({hop.giver for hop in hops}) == len(hops))
