"""A request as the API gives it: what the store keeps as text stands here as lists as well."""

from __future__ import annotations

from dataclasses import dataclass

from planner.store.people.offer_steps import Outlook, Step
from planner.store.people.offers import Offer


@dataclass(frozen=True)
class Move:
    """A slot that goes from one person to another."""

    slot: str
    giver: str
    taker: str


@dataclass(frozen=True)
class OfferView(Offer):
    """`giver` offers `slot` to `taker`, against the taker's slot `in_return` or against nothing, or as the first \
of a ring."""

    moves: tuple[Move, ...]
    """Every slot that moves, the offered one first: what `ring` says of a ring, for any request."""
    agreed_by: tuple[str, ...]
    """Those asked who have agreed so far: what `agreed` says."""
    waiting_for: tuple[str, ...]
    """Those asked who have not agreed yet, while the request is open."""
    deeds: tuple[Step, ...]
    """Who did what for whom, in what words, oldest first: what `steps` says."""
    comes_to: Outlook | None
    """What it made worse and did to both accounts as it was seen last: what `outlook` says."""


def view(one: Offer) -> OfferView:
    """A request with its lists."""
    asked = [who for who in one.people if who != one.asked_by]
    return OfferView(
        **vars(one),
        moves=tuple(Move(*hop) for hop in one.hops),
        agreed_by=tuple(who for who in asked if who not in one.waiting),
        waiting_for=tuple(who for who in asked if who in one.waiting) if one.closed_at is None else (),
        deeds=one.told_steps,
        comes_to=one.seen,
    )
