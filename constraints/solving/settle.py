"""Settle: one part at its best. All of 必须 is kept if it can be; else demands are given up tier by tier, bans never.

Stage 0 minimises the soft cost within all of 必须. Where that is impossible, stage A minimises what is given up of one
tier of demands after another, the last of TIERS first, and stage B minimises the soft cost without giving up any more
(lexicographic optimisation).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from constraints.engines.search import Outcome, SearchStatus, TellValues, Values
from constraints.measure.place import TIERS, Tier
from constraints.model.form import Form, paid
from constraints.model.part import Part
from constraints.solving.greedy import fill
from constraints.solving.progress import PartProgress


@dataclass(frozen=True)
class Settled:
    """One part's outcome: its best values, and by tier how many units of its demands are given up.

    `proved`: nobody gives up less or pays less. `failed`: there are no values, or they may give up more than need be.
    """

    outcome: Outcome
    given_up: dict[Tier, int]
    proved: bool
    failed: bool = False

    @property
    def worth(self) -> tuple[dict[Tier, int], int]:
        """What it gives up, by tier, and its soft cost."""
        return {tier: amount for tier, amount in self.given_up.items() if amount}, self.outcome.cost

    def joined(self, other: Settled) -> Settled:
        """The better of two attempts at one part, with the higher bound of both if nothing is given up.

        Better is what did not fail, then what gives up less of one tier after another, the last of TIERS first, then
        what costs less.
        """
        best = min(
            self,
            other,
            key=lambda one: (
                one.failed,
                *(one.given_up.get(tier, 0) for tier in reversed(TIERS)),
                one.outcome.cost,
                not one.proved,
            ),
        )
        if self.given_up or other.given_up:
            return best
        return replace(best, outcome=replace(best.outcome, bound=max(self.outcome.bound, other.outcome.bound)))


class Search(Protocol):
    """Searches one form for as long as its part may take; a `brief` search without a roster ends after half of that."""

    def __call__(self, form: Form, tell: TellValues, hint: Values, *, brief: bool = False) -> Outcome:
        """The cheapest values of the form, proved or as far as time goes; `hint` is where to begin."""


def settle(part: Part, search: Search, progress: PartProgress, hint: Values = ()) -> Settled:
    """The best of one part: stage 0, and where that finds nothing stages A and B.

    `progress` hears costs, bounds and values, and that stage B begins: bounds told before no longer count then.
    """
    outcome = search(part.form(), progress.tell, hint, brief=bool(part.tiers))
    if outcome.status in (SearchStatus.OPTIMAL, SearchStatus.FEASIBLE):
        return Settled(outcome, {}, outcome.status is SearchStatus.OPTIMAL)
    settled = _give_up(part, search, progress)
    return settled if outcome.status is SearchStatus.INFEASIBLE else replace(settled, proved=False, failed=True)


def _give_up(part: Part, search: Search, progress: PartProgress) -> Settled:
    """Stage A: what is given up, minimised tier by tier; stage B: the soft cost, with no more given up than that."""
    caps: dict[Tier, int] = {}
    proved = True
    best = Outcome(SearchStatus.UNKNOWN)

    def kept(cost: int | None, bound: int, values: Values) -> None:
        if values:
            progress.keep(values)

    for tier in part.tiers:
        outcome = search(part.form(caps, tier), kept, best.values[: len(part.columns)])
        if not outcome.values and not part.columns:
            outcome = Outcome(SearchStatus.OPTIMAL, (), part.form(caps, tier).offset)
        if outcome.status in (SearchStatus.OPTIMAL, SearchStatus.FEASIBLE):
            best = outcome
            caps[tier] = outcome.cost
        proved = proved and outcome.status is SearchStatus.OPTIMAL
        if outcome.status is SearchStatus.UNKNOWN:
            break
    hint = best.values[: len(part.columns)] or fill(part)
    form = part.form(caps)
    progress.begin(form.floor)
    final = search(form, progress.tell, hint)
    if final.status in (SearchStatus.UNKNOWN, SearchStatus.INFEASIBLE):
        last = best.values or hint
        final = Outcome(SearchStatus.FEASIBLE, last, _charge(part, last), final.bound)
        return Settled(final, caps, False, failed=True)
    return Settled(final, caps, proved and final.status is SearchStatus.OPTIMAL)


def _charge(part: Part, values: Values) -> int:
    """The soft cost, in cost units, of values that were found for another goal."""
    total = 0
    for posted, weight in part.softs:
        total += weight * (sum(paid(hinge, values) for hinge in posted.hinges) - posted.base)
    return total
