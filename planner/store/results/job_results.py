"""What else a job leaves: the draft that it made, what it knows so far, why it failed."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.solve import PlanStatus
from planner.store.results.as_json import AsJson
from planner.store.results.plan_offers import PlanOffer
from planner.store.row_ids import DraftId


@dataclass(frozen=True)
class DraftMade(AsJson):
    """The draft that a plan made (0: none), its status, and the reason where it has no roster."""

    draft: DraftId
    status: PlanStatus
    reason: str = ""


@dataclass(frozen=True)
class FirstOffer(AsJson):
    """The fewest changes, known long before the other offers."""

    first: PlanOffer


@dataclass(frozen=True)
class JobFailure(AsJson):
    """Why a job did not end well."""

    reason: str = ""
