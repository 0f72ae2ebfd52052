"""Stages: all of 必须 first; if that is proved impossible, demands given up tier by tier, bans never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic

from constraints.board import Board
from constraints.capped import Cap, Settled, within
from constraints.engines.cpsat import Limits, Outcome, Stop
from constraints.engines.race import search
from constraints.form import Part, paid, parts
from constraints.greedy import fill
from constraints.roster import Pair
from constraints.rule import Tier

Tell = Callable[[int, int], None]


@dataclass
class Progress:
    """Cost and bound of the whole plan while its parts are solved one after another."""

    tell: Tell
    cost: int = 0
    bound: int = 0

    def during(self, cost: int, bound: int) -> None:
        """A better roster of the part under way."""
        self.tell(self.cost + cost, self.bound + bound)

    def after(self, outcome: Outcome) -> None:
        """A part is done."""
        self.cost += outcome.cost
        self.bound += outcome.bound
        self.tell(self.cost, self.bound)


@dataclass(frozen=True)
class Answer:
    """What solving the board gave: pairs, soft cost and bound, demands given up, whether all is proved."""

    pairs: frozenset[Pair]
    cost: int
    bound: int
    proved: bool
    failed: bool
    given_up: dict[Tier, int] = field(default_factory=dict)


def answer(board: Board, limits: Limits, stop: Stop, tell: Tell, cap: Cap | None = None) -> Answer:
    """Solve every part of the board, the small ones first, within one limit for all."""
    deadline = monotonic() + limits.seconds
    progress = Progress(tell)

    def settle(part: Part) -> Settled:
        settled = _settle(part, limits, deadline, stop, progress)
        progress.after(settled.outcome)
        return settled

    done = [(part, settle(part)) for part in parts(board)] if cap is None else within(board, cap, settle)
    pairs: set[Pair] = set()
    given_up: dict[Tier, int] = {}
    for part, settled in done:
        pairs |= {
            board.pairs[column] for column, value in zip(part.columns, settled.outcome.values, strict=False)
            if value and column < len(board.pairs)
        }
        for tier, amount in settled.given_up.items():
            given_up[tier] = given_up.get(tier, 0) + amount
    return Answer(
        frozenset(pairs), sum(one.outcome.cost for _, one in done), sum(one.outcome.bound for _, one in done),
        all(one.proved for _, one in done), any(one.failed for _, one in done),
        {tier: amount for tier, amount in given_up.items() if amount},
    )


def _left(limits: Limits, deadline: float) -> Limits:
    return limits if limits.deterministic else replace(limits, seconds=deadline - monotonic())


def _settle(part: Part, limits: Limits, deadline: float, stop: Stop, progress: Progress) -> Settled:
    """Stage 0, and where it is impossible stages A and B."""
    first = _left(limits, deadline)
    if part.tiers and not first.deterministic:
        first = replace(first, patience=max(0.0, first.seconds * 0.5))
    outcome = search(part.form(), first, stop, progress.during)
    if outcome.status in ("optimal", "feasible"):
        return Settled(outcome, {}, outcome.status == "optimal")
    settled = _give_up(part, limits, deadline, stop, progress)
    return settled if outcome.status == "infeasible" else replace(settled, proved=False, failed=True)


def _give_up(part: Part, limits: Limits, deadline: float, stop: Stop, progress: Progress) -> Settled:
    """(A) the demands minimised tier by tier, (B) the soft cost with those demands held."""
    caps: dict[Tier, int] = {}
    proved = True
    best = Outcome("unknown")
    for tier in part.tiers:
        outcome = search(part.form(caps, tier), _left(limits, deadline), stop, _silent, best.values[:len(part.columns)])
        if not outcome.values and not part.columns:
            outcome = Outcome("optimal", (), part.form(caps, tier).offset)
        if outcome.status in ("optimal", "feasible"):
            best = outcome
            caps[tier] = outcome.cost
        proved = proved and outcome.status == "optimal"
        if outcome.status == "unknown":
            break
    hint = best.values[:len(part.columns)] or fill(part)
    final = search(part.form(caps), _left(limits, deadline), stop, progress.during, hint)
    if final.status in ("unknown", "infeasible"):
        kept = best.values or hint
        final = Outcome("feasible", kept, _charge(part, kept), final.bound)
        return Settled(final, caps, False, failed=True)
    return Settled(final, caps, proved and final.status == "optimal")


def _charge(part: Part, values: tuple[int, ...]) -> int:
    """The soft cost of values that were found for another goal."""
    total = 0
    for posted, weight in part.softs:
        total += weight * (sum(paid(hinge, values) for hinge in posted.hinges) - posted.base)
    return total


def _silent(cost: int, bound: int) -> None:
    """Demands are counted apart: their search shows no cost."""
