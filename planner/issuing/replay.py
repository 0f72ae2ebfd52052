"""Replay: an issued version is planned again from what it stored, and its cost compared."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.judge import cost, findings
from constraints.problem.roster import Roster
from constraints.solve import Effort, Solved, solve
from planner.errors import NotPossible
from planner.issuing.verify import roster_of
from planner.problem.period import Period
from planner.store import Store
from planner.store.roster import bases, versions
from planner.words import Words


@dataclass(frozen=True)
class Replayed:
    """What planning again came to, and what the version's own roster costs, in whole cost units under the same book."""

    solved: Solved
    cost: int
    demands: int
    """How much of 必须 the version leaves unmet, as a sum of amounts."""

    @property
    def same(self) -> bool:
        """Whether the plan comes to the version's own cost and leaves no more unmet."""
        return self.solved.cost == self.cost and sum(one.amount for one in self.solved.breaches) == self.demands


def replay(store: Store, duty: str, month: str, number: int, effort: Effort) -> Replayed:
    """Plan a version again from the problem and book it stored. Raises NotPossible where there is no such version."""
    text = Period.month(month).text
    with store.read() as transaction:
        version = next(
            (one for one in versions.every(transaction, text) if (one.duty, one.number) == (duty, number)), None
        )
        if version is None:
            raise NotPossible(Words("没有 %(duty)s %(text)s 第 %(number)s 版", duty=duty, text=text, number=number))
        basis = bases.read_basis(transaction, version.digests)
        roster = roster_of(transaction, version, basis)
    found = findings(basis.problem, basis.book, Roster(roster))
    solved = solve(basis.problem, basis.book, effort)
    return Replayed(solved, cost(found), sum(one.amount for one in found if one.must))
