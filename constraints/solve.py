"""Solving: problem and book go to a child process; what comes back is judged again before it counts."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic

from constraints.engines.search import Tell, silent
from constraints.judge import Finding, cost, judge
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem
from constraints.problem.roster import Pair, Roster
from constraints.process import Cancel, cores, send, start_child
from constraints.wire import PlanAnswer, PlanRequest, read_plan, request_bytes


class PlanStatus(StrEnum):
    """What came of a plan: the best roster, some roster, one that has to break demands of 必须, or no whole one."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    OVER_CONSTRAINED = "over_constrained"
    FAILED = "failed"


@dataclass(frozen=True)
class Effort:
    """How a plan is searched for: seconds, seed, memory in MiB, and the most slots that may change.

    Changes are counted against `base`, or against what is published. Without `cores` it takes all that this process may use.
    """

    seconds: float = 60
    seed: int = 1
    repeatable: bool = False
    memory: int = 8192
    changes: int | None = None
    base: frozenset[Pair] | None = None
    cores: int | None = None


@dataclass(frozen=True)
class Solved:
    """A judged roster: its soft cost, the bound, whether both cost and demands are proved, what is broken."""

    status: PlanStatus
    roster: Roster
    cost: int
    bound: int
    proved: bool
    findings: tuple[Finding, ...]
    seconds: dict[str, float] = field(default_factory=dict)
    reason: str = ""

    @property
    def breaches(self) -> list[Finding]:
        """The findings that break a clause of 必须."""
        return [finding for finding in self.findings if finding.must]


USUAL = Effort()


class SolverFault(Exception):
    """The solver contradicted the judge; nothing it said may be kept."""


def solve(
    problem: Problem, book: RuleBook, effort: Effort = USUAL, tell: Tell = silent, cancel: Cancel | None = None
) -> Solved:
    """The best roster of a problem under a book; raises SolverFault if solver and judge disagree."""
    began = monotonic()
    request = PlanRequest(
        effort.seconds,
        effort.seed,
        effort.repeatable,
        effort.memory,
        effort.cores or cores(),
        effort.changes,
        None if effort.base is None else tuple(sorted(effort.base)),
    )
    with start_child() as child:
        writer = threading.Thread(target=send, args=(child, request_bytes(problem, book, request)))
        writer.start()
        case = Case(problem, book)
        judge(case, Roster())
        writer.join()
        (cancel or Cancel()).watch(child)
        answer = _listen(child, tell)
    if answer is None:
        reason = "the solver ended without an answer (out of memory or stopped from outside)"
        return Solved(PlanStatus.FAILED, Roster(), 0, 0, False, (), {"total": monotonic() - began}, reason)
    return _judged(case, answer, began)


def _listen(child: subprocess.Popen[bytes], tell: Tell) -> PlanAnswer | None:
    """The answer, after all progress was told; None from a child that ended without one."""
    answer: PlanAnswer | None = None
    assert child.stdout is not None
    assert child.stdin is not None
    for line in child.stdout:
        said = read_plan(line)
        if isinstance(said, PlanAnswer):
            answer = said
            break
        tell(said.cost, said.bound)
    try:
        child.stdin.close()
    except OSError:
        child.kill()
    return answer


def _judged(case: Case, answer: PlanAnswer, began: float) -> Solved:
    before = monotonic()
    roster = Roster(frozenset(answer.pairs))
    found = tuple(judge(case, roster))
    _agree(found, answer)
    broken = any(finding.must for finding in found)
    status = PlanStatus.OPTIMAL if answer.proved else PlanStatus.FEASIBLE
    if broken:
        status = PlanStatus.FAILED if answer.failed else PlanStatus.OVER_CONSTRAINED
    now = monotonic()
    seconds = {
        "build": answer.build,
        "lp": answer.lp,
        "solve": answer.solve,
        "judge": now - before,
        "total": now - began,
    }
    rounded = {name: round(value, 3) for name, value in seconds.items()}
    return Solved(status, roster, cost(list(found)), answer.bound, answer.proved, found, rounded)


def _agree(found: tuple[Finding, ...], answer: PlanAnswer) -> None:
    """The judge's sums are the solver's when proved, and never above them."""
    banned = [finding for finding in found if finding.must and finding.nature == "ban"]
    if banned:
        raise SolverFault(f"the solver broke a ban of 必须: {banned[:3]}")
    judged = cost(list(found))
    given_up: dict[str, int] = {}
    for finding in found:
        if finding.must and finding.tier:
            given_up[finding.tier] = given_up.get(finding.tier, 0) + finding.amount
    if answer.failed:
        return
    same = judged == answer.total and given_up == answer.given_up
    if judged > answer.total or (answer.proved and not same):
        raise SolverFault(f"solver {answer.total} {answer.given_up}, judge {judged} {given_up}")
