"""Settle: one part at its best. All of 必须 first; if that is proved impossible, demands given up tier by tier, bans never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from constraints.engines.search import Outcome, Tell, Values, silent
from constraints.measure.place import TIERS, Tier
from constraints.model.form import Form, paid
from constraints.model.part import Part
from constraints.solving.greedy import fill


@dataclass(frozen=True)
class Settled:
    """One part's outcome: its best values, the demands given up, proof of both."""

    outcome: Outcome
    given_up: dict[Tier, int]
    proved: bool
    failed: bool = False

    @property
    def worth(self) -> tuple[dict[Tier, int], int]:
        """What it gives up and costs."""
        return {tier: amount for tier, amount in self.given_up.items() if amount}, self.outcome.cost

    def joined(self, other: Settled) -> Settled:
        """The better of two attempts at one part: complete, little given up of the first tiers, cheap; and the higher bound."""
        best = min(
            self,
            other,
            key=lambda one: (
                one.failed,
                *(one.given_up.get(tier, 0) for tier in TIERS),
                one.outcome.cost,
                not one.proved,
            ),
        )
        if self.given_up or other.given_up:
            return best
        return replace(best, outcome=replace(best.outcome, bound=max(self.outcome.bound, other.outcome.bound)))


class Search(Protocol):
    """Searches one form as long as this part may take; `brief` leaves half of that to other questions if nothing is found."""

    def __call__(self, form: Form, tell: Tell, hint: Values, *, brief: bool = False) -> Outcome:
        """The cheapest values, proved or as far as the time goes."""


def settle(part: Part, search: Search, tell: Tell, anew: Callable[[int], None], hint: Values = ()) -> Settled:
    """Stage 0, and where it is impossible stages A and B; `anew` hears that the bound told so far no longer counts."""
    outcome = search(part.form(), tell, hint, brief=bool(part.tiers))
    if outcome.status in ("optimal", "feasible"):
        return Settled(outcome, {}, outcome.status == "optimal")
    settled = _give_up(part, search, tell, anew)
    return settled if outcome.status == "infeasible" else replace(settled, proved=False, failed=True)


def _give_up(part: Part, search: Search, tell: Tell, anew: Callable[[int], None]) -> Settled:
    """(A) the demands minimised tier by tier, (B) the soft cost with those demands held."""
    caps: dict[Tier, int] = {}
    proved = True
    best = Outcome("unknown")
    for tier in part.tiers:
        outcome = search(part.form(caps, tier), silent, best.values[: len(part.columns)])
        if not outcome.values and not part.columns:
            outcome = Outcome("optimal", (), part.form(caps, tier).offset)
        if outcome.status in ("optimal", "feasible"):
            best = outcome
            caps[tier] = outcome.cost
        proved = proved and outcome.status == "optimal"
        if outcome.status == "unknown":
            break
    hint = best.values[: len(part.columns)] or fill(part)
    form = part.form(caps)
    anew(form.floor)
    final = search(form, tell, hint)
    if final.status in ("unknown", "infeasible"):
        kept = best.values or hint
        final = Outcome("feasible", kept, _charge(part, kept), final.bound)
        return Settled(final, caps, False, failed=True)
    return Settled(final, caps, proved and final.status == "optimal")


def _charge(part: Part, values: Values) -> int:
    """The soft cost of values that were found for another goal."""
    total = 0
    for posted, weight in part.softs:
        total += weight * (sum(paid(hinge, values) for hinge in posted.hinges) - posted.base)
    return total
