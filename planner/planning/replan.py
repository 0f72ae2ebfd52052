"""Offers of a new plan for an issued month: the fewest changes, a few more, or the best plan, each with its price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from constraints.engines.search import Tell, silent
from constraints.judge import findings
from constraints.problem.problem import Problem
from constraints.problem.roster import Roster
from constraints.process import Cancel
from constraints.repair import repair
from constraints.solve import Effort, PlanStatus, Solved, solve
from planner.errors import NotPossible
from planner.planning.basis import prepare
from planner.problem.period import Period
from planner.store import Store
from planner.store.results.outcome import lack_words
from planner.store.results.plan_offers import OfferKind, PlanOffer, PlanOffers
from planner.store.roster.standing import Standing
from planner.words import Words

FURTHER = 3
"""How many changes the middle offer allows beyond the fewest."""
TRIES = 8
"""How many limits on changes are tried, each one higher, before the search for the fewest is given up."""


def offers(
    store: Store,
    month: str,
    now: datetime,
    *,
    seconds: float = 60,
    tell: Tell = silent,
    cancel: Cancel | None = None,
    duties: Sequence[str] | None = None,
    first: Callable[[PlanOffer], None] = lambda offer: None,
) -> PlanOffers:
    """The offers for a month as its inputs stand now; what has begun and what is pinned stays.

    `seconds` is the limit of each single search; `first` hears of the fewest changes as soon as they are known, long
    before the rest. Raises NotPossible where nothing issued is still ahead.
    """
    with store.read() as transaction:
        basis, _ = prepare(Standing.read(transaction), Period.month(month, duties), now)
    problem, book = basis.problem, basis.book
    if not problem.issued:
        raise NotPossible(Words("%(month)s 没有已印发、还没开始的班次", month=month))

    def plan(changes: int | None) -> Solved:
        return solve(problem, book, Effort(seconds, changes=changes), tell, cancel)

    least, sure = repair(problem, book, seconds=seconds, cancel=cancel), True
    if least:
        first(_offer(OfferKind.LEAST, problem, least, sure))
    held = findings(problem, book, Roster(problem.published))
    best = plan(None)
    if least is None:
        least, sure = _fewest(problem, best, plan)
    found = {OfferKind.LEAST: least} if least else {}
    most, fewest = len(changed(problem, best.roster)), len(changed(problem, least.roster)) if least else 0
    if least and most > fewest + FURTHER:
        found[OfferKind.FEW] = plan(fewest + FURTHER)
    if least is None or (most, best.cost) != (fewest, least.cost):
        found[OfferKind.BEST] = best
    return PlanOffers(
        sum(one.cost for one in held),
        sum(one.amount for one in held if one.must),
        tuple(_offer(kind, problem, solved, sure or kind is not OfferKind.LEAST) for kind, solved in found.items()),
    )


def offer_words(offer: PlanOffer) -> Words:
    """What an offer is called."""
    if offer.kind is OfferKind.LEAST:
        return Words("只补空缺，其余不动")
    if offer.kind is OfferKind.FEW:
        return Words("最多改 %(changes)s 处", changes=offer.changes)
    return Words("最好的一版")


def _fewest(problem: Problem, best: Solved, plan: Callable[[int | None], Solved]) -> tuple[Solved | None, bool]:
    """The plan with the fewest changes that breaks no more of 必须 than the best, and whether fewer are ruled out."""
    sure, low = True, forced(problem)
    for changes in range(low, low + TRIES):
        tried = plan(changes)
        if _unmet(tried) <= _unmet(best) and tried.status is not PlanStatus.FAILED:
            return tried, sure
        sure = sure and tried.proved
    return None, sure


def forced(problem: Problem) -> int:
    """How many issued slots must change: somebody on them is no longer a candidate, or away at that time."""
    candidates = problem.candidates
    away = {one.id: one for one in problem.assignees}
    slots = {slot.id: slot for slot in problem.slots}
    return len(
        {
            slot
            for slot, who in problem.published
            if (slot, who) not in candidates or any(gone.bars(slots[slot]) for gone in away[who].absences)
        }
    )


def changed(problem: Problem, roster: Roster) -> dict[str, frozenset[str]]:
    """Issued slot id → the tagged people who leave or join it in this roster."""
    gone, come = Roster(problem.published).diff(
        Roster(frozenset(pair for pair in roster.pairs if pair[0] in problem.issued))
    )
    found: dict[str, frozenset[str]] = {}
    for slot, who in gone | come:
        found[slot] = found.get(slot, frozenset()) | {who}
    return found


def _unmet(solved: Solved) -> int:
    return sum(one.amount for one in solved.breaches)


def _offer(kind: OfferKind, problem: Problem, solved: Solved, sure: bool) -> PlanOffer:
    moved = changed(problem, solved.roster)
    people = tuple(sorted({who for some in moved.values() for who in some}))
    short = tuple(_open(problem, solved.roster))
    return PlanOffer(kind, len(moved), solved.cost, _unmet(solved), people, solved.proved and sure, short)


def _open(problem: Problem, roster: Roster) -> Iterator[Words]:
    """Each place that has fewer people than it needs, in words, by start."""
    on = Counter(slot for slot, _ in roster.pairs)
    for slot in sorted(problem.slots, key=lambda one: (one.start, one.id)):
        missing = slot.need - on[slot.id]
        if missing > 0:
            yield lack_words(date.fromordinal(slot.day), slot.shift, slot.post, missing)
