"""Chains: somebody else on a duty, and what that costs when a few further duties may change hands with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from constraints.judge import cost, findings, worse
from constraints.model.book import Clause, RuleBook
from constraints.problem.problem import Pin, Problem, Slot
from constraints.problem.roster import Pair, Roster
from constraints.rules import BY_NAME
from constraints.solve import Effort, solve
from planner.errors import NotPossible
from planner.judging.in_force import grounds
from planner.roster.lines import Line
from planner.store import Store
from planner.store.roster import bases, drafts, versions

FURTHER = 3
"""How many duties may change hands beside the one asked about."""


@dataclass(frozen=True)
class Chain:
    """The pairs that leave and come, the price against the roster as it is, and whether it is proved the least."""

    gone: frozenset[Pair]
    come: frozenset[Pair]
    price: int
    proved: bool
    held: tuple[Slot, ...]
    """Every duty that changes hands, by start."""

    @property
    def slots(self) -> frozenset[str]:
        """Their ids."""
        return frozenset(slot.id for slot in self.held)


def chain(
    store: Store, month: str, line: Line, out: str, into: str, *, further: int = FURTHER, seconds: float = 20
) -> Chain | None:
    """The cheapest way to have `into` on a duty instead of `out` (or besides, if ''); None if the rules allow none."""
    slot = line.slot.id
    with store.read() as transaction:
        if versions.current(transaction, month, line.slot.duty):
            ground, *_ = grounds(transaction, [line.slot])
            problem, book, pairs = ground.case.problem, ground.case.book, ground.roster.pairs
        else:
            draft = drafts.latest(transaction, month)
            if draft is None:
                raise NotPossible(f"{month} 没有草稿，也没有印发", f"nothing is drafted or issued for {month}")
            basis = bases.basis(transaction, draft.digests)
            problem, book, pairs = basis.problem, basis.book, draft.roster.pairs
    solved = solve(
        _forced(problem, slot, out, into), _bound(book), Effort(seconds, changes=1 + further, base=frozenset(pairs))
    )
    if (slot, into) not in solved.roster or (slot, out) in solved.roster:
        return None
    before, after = findings(problem, book, Roster(pairs)), findings(problem, book, solved.roster)
    if any(one.must for one in worse(before, after)):
        return None
    gone, come = Roster(pairs).diff(solved.roster)
    moved = {one for one, _ in gone | come}
    held = sorted((one for one in problem.slots if one.id in moved), key=lambda one: (one.start, one.id))
    return Chain(gone, come, cost(after) - cost(before), solved.proved, tuple(held))


def _forced(problem: Problem, slot: str, out: str, into: str) -> Problem:
    asked = [Pin("chain", into, frozenset({slot}))]
    if out:
        asked.append(Pin("chain", out, frozenset({slot}), forbidden=True))
    return replace(problem, pins=(*problem.pins, *asked))


def _bound(book: RuleBook) -> RuleBook:
    """The book with orders in force as 必须, so that what is asked happens or nothing does."""
    return RuleBook((*book.clauses, Clause(BY_NAME["pinned"]())))
