"""Chains: the cheapest way to put somebody else on a duty, if a few further duties may change hands with it."""

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
from planner.store.roster.standing import Standing
from planner.words import Words

FURTHER = 3
"""How many duties may change hands beside the one asked about."""


@dataclass(frozen=True)
class Chain:
    """The (slot, assignee) pairs that leave the roster (`gone`) and that join it (`come`).

    `price` is the change of cost in whole cost units; `proved` says that no cheaper chain exists.
    """

    gone: frozenset[Pair]
    come: frozenset[Pair]
    price: int
    proved: bool
    held: tuple[Slot, ...]
    """The slots that change hands, by start."""

    @property
    def slots(self) -> frozenset[str]:
        """The ids of the slots that change hands."""
        return frozenset(slot.id for slot in self.held)


def chain(
    store: Store, month: str, line: Line, out: str, into: str, *, further: int = FURTHER, seconds: float = 20
) -> Chain | None:
    """The cheapest way to have `into` (tagged) on a duty instead of `out`, or, if that is '', besides those on it.

    At most `further` other slots may change; the search ends after `seconds`. None where the rules allow no such chain,
    or none was found in time. It starts from what is issued, else from the draft; raises NotPossible without either.
    """
    slot = line.slot.id
    with store.read() as transaction:
        if versions.current(transaction, month, line.slot.duty):
            ground, *_ = grounds(Standing.read(transaction), [line.slot])
            problem, book, pairs = ground.case.problem, ground.case.book, ground.roster.pairs
        else:
            draft = drafts.latest(transaction, month)
            if draft is None:
                raise NotPossible(Words("%(month)s 没有草稿，也没有印发", month=month))
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
    """The problem with two more orders: `into` serves the slot, `out` does not."""
    asked = [Pin("chain", into, frozenset({slot}))]
    if out:
        asked.append(Pin("chain", out, frozenset({slot}), forbidden=True))
    return replace(problem, pins=(*problem.pins, *asked))


def _bound(book: RuleBook) -> RuleBook:
    """The book with 指定 as 必须 besides: a roster that does not do what is asked breaks it."""
    return RuleBook((*book.clauses, Clause(BY_NAME["pinned"]())))
