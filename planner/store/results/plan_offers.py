"""Offers of a new plan for an issued month, each with its price."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.store.results.as_json import AsJson
from planner.words import Words


class OfferKind(StrEnum):
    """How much of what is issued an offer moves."""

    LEAST = "least"
    FEW = "few"
    BEST = "best"


@dataclass(frozen=True)
class PlanOffer(AsJson):
    """A plan that changes `changes` issued slots: what it costs, the persons concerned, whether both are proved."""

    kind: OfferKind
    changes: int
    cost: int
    unmet: int = 0
    people: tuple[str, ...] = ()
    proved: bool = False
    open: tuple[Words, ...] = ()
    """What stays open, place by place."""


@dataclass(frozen=True)
class PlanOffers(AsJson):
    """What the month as issued costs by now, how much of 必须 it breaks (`unmet`), and what could be had instead."""

    cost: int = 0
    unmet: int = 0
    offers: tuple[PlanOffer, ...] = ()
