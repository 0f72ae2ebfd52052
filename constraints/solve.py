"""Solving: problem and book go to a child process; what comes back is judged again before it counts."""

from __future__ import annotations

import json
import subprocess
import threading
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

from constraints.engines.search import Tell, silent
from constraints.judge import Finding, cost, judge
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem
from constraints.problem.roster import Pair, Roster
from constraints.process import Cancel, cores, send, start_child
from constraints.wire import request_bytes

PlanStatus = Literal["optimal", "feasible", "over_constrained", "failed"]


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
    settings = {
        "seconds": effort.seconds,
        "seed": effort.seed,
        "deterministic": effort.repeatable,
        "memory": effort.memory,
        "cores": effort.cores or cores(),
        "changes": effort.changes,
        "base": None if effort.base is None else sorted(effort.base),
    }
    with start_child() as child:
        writer = threading.Thread(target=send, args=(child, request_bytes(problem, book, settings)))
        writer.start()
        case = Case(problem, book)
        judge(case, Roster())
        writer.join()
        (cancel or Cancel()).watch(child)
        last = _listen(child, tell)
    if "pairs" not in last:
        reason = "the solver ended without an answer (out of memory or stopped from outside)"
        return Solved("failed", Roster(), 0, 0, False, (), {"total": monotonic() - began}, reason)
    return _judged(case, last, began)


def _listen(child: subprocess.Popen[bytes], tell: Tell) -> dict[str, Any]:
    last: dict[str, Any] = {}
    assert child.stdout is not None
    assert child.stdin is not None
    for line in child.stdout:
        last = json.loads(line)
        if "pairs" in last:
            break
        tell(last["cost"], last["bound"])
    try:
        child.stdin.close()
    except OSError:
        child.kill()
    return last


def _judged(case: Case, last: dict[str, Any], began: float) -> Solved:
    before = monotonic()
    roster = Roster(frozenset((slot, who) for slot, who in last["pairs"]))
    found = tuple(judge(case, roster))
    _agree(found, last)
    broken = any(finding.must for finding in found)
    status: PlanStatus = "optimal" if last["proved"] else "feasible"
    if broken:
        status = "failed" if last["failed"] else "over_constrained"
    now = monotonic()
    seconds = {
        "build": last["build"],
        "lp": last["lp"],
        "solve": last["solve"],
        "judge": now - before,
        "total": now - began,
    }
    rounded = {name: round(value, 3) for name, value in seconds.items()}
    return Solved(status, roster, cost(list(found)), last["bound"], last["proved"], found, rounded)


def _agree(found: tuple[Finding, ...], last: dict[str, Any]) -> None:
    """The judge's sums are the solver's when proved, and never above them."""
    banned = [finding for finding in found if finding.must and finding.nature == "ban"]
    if banned:
        raise SolverFault(f"the solver broke a ban of 必须: {banned[:3]}")
    judged = cost(list(found))
    given_up: dict[str, int] = {}
    for finding in found:
        if finding.must and finding.tier:
            given_up[finding.tier] = given_up.get(finding.tier, 0) + finding.amount
    if last["failed"]:
        return
    same = judged == last["total"] and given_up == last["given_up"]
    if judged > last["total"] or (last["proved"] and not same):
        raise SolverFault(f"solver {last['total']} {last['given_up']}, judge {judged} {given_up}")
