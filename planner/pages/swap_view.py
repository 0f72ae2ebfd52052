"""A request to swap as those concerned see it: what moves, what it comes to, who did what for whom in what words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from planner.judging.handover import exchange_of, has_them
from planner.judging.outlook import outlook
from planner.judging.refusals import Refusal
from planner.judging.still_open import can_be_undone, why_closed
from planner.judging.verdict import verdict
from planner.office.ids import bare
from planner.office.office import Office
from planner.roster.swap_words import slot_said, step_said
from planner.store.people.offer_steps import AccountChange, Outlook, outlook_text
from planner.store.people.offers import OPEN, Offer
from planner.store.roster.standing import Standing
from planner.words import Lang


@dataclass(frozen=True)
class Moved:
    """One slot that goes from one to another: in words, with the names of both."""

    slot: str
    giver: str
    taker: str


@dataclass(frozen=True)
class SwapView:
    """A request with everything that a person should see before and after their click.

    `broken` is why it cannot be now: what of 必须 it would break, or that a slot has changed hands. `regrets` is what
    else gets worse, `counts` both accounts; `seen` is False for one of before this was kept. `waiting` are the names of
    those who have not agreed.
    """

    offer: Offer
    moved: tuple[Moved, ...]
    broken: tuple[str, ...]
    regrets: tuple[str, ...]
    counts: tuple[AccountChange, ...]
    seen: bool
    steps: tuple[str, ...]
    waiting: tuple[str, ...]
    reason: str
    """Why it was closed, in words; '' where nobody said."""
    undoable: bool
    """Whether one may ask to undo it."""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.offer.state in OPEN


def swap_view(standing: Standing, offer: Offer, now: datetime, lang: Lang, mine: frozenset[str] | None) -> SwapView:
    """A request as `mine` (tagged) see it; None is the office, which sees what is private too.

    What an open one comes to is worked out now; of a closed one it is what was seen then. How often another leader
    serves is shown to leaders themselves and the office alone.
    """
    office = standing.office
    broken: tuple[str, ...] = ()
    look = offer.seen
    regrets = tuple(one.say(lang) for one in look.regrets) if look else ()
    if offer.state in OPEN and not has_them(standing.issued, offer.hops):
        broken = (Refusal.CHANGED.value.say(lang),)
    elif offer.state in OPEN:
        found = verdict(standing, exchange_of(standing.issued, offer.hops), lang, office_eyes=mine is None)
        broken, regrets = found.broken, found.regrets
        look = outlook(standing, offer.hops, now)
    return SwapView(
        offer,
        tuple(
            Moved(slot_said(standing, hop.slot, lang), office.name(hop.giver), office.name(hop.taker))
            for hop in offer.hops
        ),
        broken,
        regrets,
        _without(office, look, mine).counts if look else (),
        look is not None,
        tuple(step_said(office, one, lang) for one in offer.told_steps),
        tuple(office.name(who) for who in offer.people if who in offer.waiting),
        why_closed(offer.reason).say(lang),
        can_be_undone(standing, offer, now),
    )


def seen_by(office: Office, offer: Offer, mine: frozenset[str]) -> Offer:
    """A request without what `mine` (tagged) may not see: how often another leader serves."""
    look = offer.seen
    return replace(offer, outlook=outlook_text(_without(office, look, mine))) if look else offer


def _without(office: Office, look: Outlook, mine: frozenset[str] | None) -> Outlook:
    shown = (one for one in look.counts if mine is None or one.who in mine or not office.is_leader(bare(one.who)))
    return replace(look, counts=tuple(shown))
