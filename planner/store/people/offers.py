"""Offers to swap in the store; one open offer for each person on each slot."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, insert, select, update

from planner.office.cells.choices import SwapPolicy
from planner.store.database import Transaction
from planner.store.people.offer_steps import CLOSED_BY, Outlook, Step, read_outlook, read_steps, steps_text
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import OfferId, inserted
from planner.store.states import OFFER_WORDS, OfferState
from planner.store.work_tables import offers
from planner.words import Words

OPEN = (OfferState.OFFERED, OfferState.CONSENTED)
_LEAVE = "leave/"
"""How `made_by` begins in a request that fills a vacancy; the clerk's name follows."""


class Origin(StrEnum):
    """Why a request was made: people wanted to swap, or leave has opened a duty."""

    PEOPLE = "people"
    LEAVE = "leave"


class Hop(NamedTuple):
    """One slot that goes from one person to another."""

    slot: str
    giver: str
    taker: str


@dataclass(frozen=True)
class Offer:
    """`giver` offers `slot` to `taker`, against the taker's slot `in_return` or against nothing, or as the first \
of a ring."""

    id: OfferId
    slot: str
    giver: str
    taker: str
    in_return: str
    state: OfferState
    verdict: SwapPolicy
    made_at: str
    made_by: str
    consent_by: str | None
    approved_by: str | None
    closed_at: str | None
    reason: str | None
    ring: str
    """The further hops of a ring as JSON; '' for an exchange or a cover."""
    agreed: str
    """Those asked who have agreed so far, as a JSON list of tagged ids."""
    asker: str
    """Who asked where it is not the giver of the offered slot, as one who wants a swap undone may be; else ''."""
    steps: str
    """Who did what, as `offer_steps.steps_text` writes it."""
    outlook: str
    """What it came to as it was seen last, as `offer_steps.outlook_text` writes it."""
    undoes: OfferId | None
    """The request in effect that this one asks to undo."""

    @property
    def origin(self) -> Origin:
        """Why it was made."""
        return Origin.LEAVE if self.made_by.startswith(_LEAVE) else Origin.PEOPLE

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Every slot that moves, with who gives and who takes it; the offered one first."""
        first = Hop(self.slot, self.giver, self.taker)
        if self.ring:
            return first, *(Hop(*one) for one in json.loads(self.ring))
        return (first, Hop(self.in_return, self.taker, self.giver)) if self.in_return else (first,)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody concerned, each once, the giver of the offered slot first."""
        return tuple(dict.fromkeys((self.giver, *(hop.taker for hop in self.hops))))

    @property
    def waiting(self) -> frozenset[str]:
        """Those asked who have not agreed yet."""
        return frozenset(self.people) - {self.asked_by, *json.loads(self.agreed or "[]")}

    @property
    def asked_by(self) -> str:
        """Whose wish it is: of those concerned, the one who need not be asked."""
        return self.asker or self.giver

    @property
    def told_steps(self) -> tuple[Step, ...]:
        """Who did what for whom so far, oldest first."""
        return read_steps(self.steps)

    @property
    def said(self) -> Words:
        """Its state in words; of one that was declined also by which side: by those asked, or by who asked."""
        if self.state is not OfferState.DECLINED or not self.told_steps:
            return OFFER_WORDS[self.state]
        return CLOSED_BY.get(self.told_steps[-1].did, OFFER_WORDS[self.state])

    @property
    def seen(self) -> Outlook | None:
        """What it came to when it was made or took effect; None of a request from before this was kept."""
        return read_outlook(self.outlook)


def _offer(row: RowMapping) -> Offer:
    return Offer(**{**row, "state": OfferState(row["state"]), "verdict": SwapPolicy(row["verdict"])})


def add(transaction: Transaction, made_by: str, origin: Origin = Origin.PEOPLE, **values: Any) -> OfferId:
    """Add an open offer with the columns given; returns its id."""
    marked = _LEAVE + made_by if origin is Origin.LEAVE else made_by
    made = transaction.connection.execute(insert(offers).values(state=OfferState.OFFERED, made_by=marked, **values))
    id = OfferId(inserted(made))
    touch(transaction, Covered.OFFER, id)
    return id


def agree(transaction: Transaction, offer: Offer, people: frozenset[str]) -> None:
    """Note that these people, of those asked, agree."""
    agreed = sorted({*json.loads(offer.agreed or "[]"), *people})
    change(transaction, offer, agreed=json.dumps(agreed, ensure_ascii=False))


def note(transaction: Transaction, offer: Offer, step: Step) -> None:
    """Keep what somebody did to a request."""
    text = transaction.connection.execute(select(offers.c.steps).where(offers.c.id == offer.id)).scalar_one()
    change(transaction, offer, steps=steps_text((*read_steps(text), step)))


def get(transaction: Transaction, id: OfferId) -> Offer | None:
    """The offer of an id, or None."""
    row = transaction.connection.execute(select(offers).where(offers.c.id == id)).mappings().first()
    return _offer(row) if row else None


def every(transaction: Transaction, *, still_open: bool = False) -> list[Offer]:
    """All offers, or the open ones, oldest first."""
    query = select(offers).order_by(offers.c.id)
    if still_open:
        query = query.where(offers.c.state.in_(OPEN))
    return [_offer(row) for row in transaction.connection.execute(query).mappings()]


def change(transaction: Transaction, offer: Offer, **values: Any) -> None:
    """Set columns of an offer, its state among them."""
    changing(transaction, Covered.OFFER, offer.id)
    transaction.connection.execute(update(offers).where(offers.c.id == offer.id).values(**values))
