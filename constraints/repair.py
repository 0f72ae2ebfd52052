"""Repair an issued roster: put right again with the fewest changes, in less time than a new plan takes."""

from __future__ import annotations

from time import monotonic

from constraints.judge import cost, judge
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem
from constraints.problem.roster import Roster
from constraints.process import Cancel, Child, start_child
from constraints.solve import PlanStatus, Solved
from constraints.wire import MendedSlots, MendRequest, read_mended, request_bytes


def repair(
    problem: Problem, book: RuleBook, *, seconds: float = 20, seed: int = 1, cancel: Cancel | None = None
) -> Solved | None:
    """The issued roster with the fewest slots changed to keep to all of 必须, the cheapest of those; both proved.

    None where no roster keeps to all of 必须, where that takes more than a few changes or more than `seconds`, or where
    the child process dies: `solve` with a limit on changes has an answer then.
    """
    began = monotonic()
    request = MendRequest(seconds, seed, 8192)
    child = Child(start_child(), request_bytes(problem, book, request), began + seconds, cancel or Cancel())
    with child.asked() as lines:
        case = Case(problem, book)
        judge(case, Roster())
        answer = read_mended(next(lines, b""))
    return _judged(case, answer.mended, began)


def _judged(case: Case, mended: MendedSlots | None, began: float) -> Solved | None:
    if mended is None:
        return None
    kept = {pair for pair in case.problem.published if pair[0] not in mended.free}
    roster = Roster(frozenset(kept | set(mended.pairs)))
    found = tuple(judge(case, roster))
    if any(one.must for one in found):
        return None
    total = cost(list(found))
    return Solved(PlanStatus.OPTIMAL, roster, total, total, True, found, {"total": round(monotonic() - began, 3)})
