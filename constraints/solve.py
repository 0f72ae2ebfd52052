"""Solve a plan: problem and book go to a child process; what comes back is judged again before it counts."""

from __future__ import annotations

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
from constraints.process import Cancel, Child, cores, start_child
from constraints.wire import PartSoFar, PlanAnswer, PlanRequest, read_plan, request_bytes


class PlanStatus(StrEnum):
    """What came of a plan.

    `optimal`: within 必须 and proved to be the cheapest; `feasible`: within 必须; `over_constrained`: demands of 必须
    are given up; `failed`: no roster, or one that gives up demands which might have been met.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    OVER_CONSTRAINED = "over_constrained"
    FAILED = "failed"


@dataclass(frozen=True)
class Effort:
    """How a plan is searched for: seconds, a seed, memory in MiB, and how many cores (None: all there are).

    Where it is to be `repeatable`, the seconds are those of the solver's own clock, and the same roster comes back.
    At most `changes` slots may have other people than `base` has on them, or without a `base` than what is published.
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
    """A judged roster, with its soft cost and a bound that no roster's cost lies below, both in whole cost units.

    `proved`: nobody can give up less or pay less. `findings` are its breaches, `seconds` go by stage (build, lp, solve,
    judge, total), `reason` says why there is no roster where the search failed, and `case` is what judged it.
    """

    status: PlanStatus
    roster: Roster
    cost: int
    bound: int
    proved: bool
    findings: tuple[Finding, ...]
    seconds: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    case: Case | None = field(default=None, repr=False, compare=False)

    @property
    def breaches(self) -> list[Finding]:
        """The findings that break a clause of 必须."""
        return [finding for finding in self.findings if finding.must]


USUAL = Effort()
NOT_IN_TIME = "no roster was found in time"
NO_ANSWER = "the solver ended without an answer (out of memory or stopped from outside)"


class SolverFault(Exception):
    """Solver and judge disagree about a roster; nothing that the solver said may be kept."""


def solve(
    problem: Problem,
    book: RuleBook,
    effort: Effort = USUAL,
    tell: Tell = silent,
    cancel: Cancel | None = None,
    until: float | None = None,
) -> Solved:
    """The best roster of a problem under a book that is found within the effort.

    `tell` hears the cost of the best roster so far (None: there is none yet) and the bound, again and again; `cancel`
    ends the search and keeps that roster. The seconds count from now, or end at `until` (as `monotonic` counts) if they
    began to count before. A child that has not answered LATE seconds after that, or STOPPED seconds after it was called
    off, is ended, and what it had is kept. A child that dies gives `failed`.
    Raises SolverFault where solver and judge disagree.
    """
    began = monotonic()
    until = began + effort.seconds if until is None else until
    request = PlanRequest(
        effort.seconds,
        until,
        effort.seed,
        effort.repeatable,
        effort.memory,
        effort.cores or cores(),
        effort.changes,
        None if effort.base is None else tuple(sorted(effort.base)),
    )
    child = Child(
        start_child(), request_bytes(problem, book, request), None if effort.repeatable else until, cancel or Cancel()
    )
    warmed = _Warmed(problem, book)
    heard = _listen(child, tell)
    if heard.answer is None:
        return _ended(child, heard, warmed, began)
    return _judged(warmed.case(), heard.answer, began)


class _Warmed:
    """The problem as the judge knows it, made beside the search: nobody who calls a search off waits for it."""

    def __init__(self, problem: Problem, book: RuleBook) -> None:
        self._case = Case(problem, book)
        self._thread = threading.Thread(target=judge, args=(self._case, Roster()), daemon=True)
        self._thread.start()

    def case(self) -> Case:
        """The case, once it is made whole."""
        self._thread.join()
        return self._case


@dataclass
class _Heard:
    """What a child has said: the answer, or else the bound and the best of each part by now."""

    answer: PlanAnswer | None = None
    bound: int = 0
    parts: dict[int, frozenset[Pair]] = field(default_factory=dict)


def _listen(child: Child, tell: Tell) -> _Heard:
    """All that the child says until it answers or ends."""
    heard = _Heard()
    with child.asked() as lines:
        for line in lines:
            said = read_plan(line)
            if isinstance(said, PlanAnswer):
                heard.answer = said
                break
            if isinstance(said, PartSoFar):
                heard.parts[said.part] = frozenset(said.best)
            else:
                heard.bound = said.bound
                tell(said.cost, said.bound)
    return heard


def _ended(child: Child, heard: _Heard, warmed: _Warmed, began: float) -> Solved:
    """What is left of a child that did not answer: the best roster it had, if we ended it; else nothing."""
    if not child.ended or not heard.parts:
        reason = NOT_IN_TIME if child.ended else NO_ANSWER
        return Solved(PlanStatus.FAILED, Roster(), 0, 0, False, (), {"total": monotonic() - began}, reason)
    pairs = frozenset(pair for best in heard.parts.values() for pair in best)
    case, roster = warmed.case(), Roster(pairs)
    found = tuple(judge(case, roster))
    _no_ban_broken(found)
    status = PlanStatus.FAILED if any(one.must for one in found) else PlanStatus.FEASIBLE
    total = cost(list(found))
    seconds = {"total": round(monotonic() - began, 3)}
    return Solved(status, roster, total, min(heard.bound, total), False, found, seconds, case=case)


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
    return Solved(status, roster, cost(list(found)), answer.bound, answer.proved, found, rounded, case=case)


def _agree(found: tuple[Finding, ...], answer: PlanAnswer) -> None:
    """Compare the judge's sums with the solver's last words: never above them, and the same where they are proved.

    Raises SolverFault where they are not, or where a ban of 必须 is broken.
    """
    _no_ban_broken(found)
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


def _no_ban_broken(found: tuple[Finding, ...]) -> None:
    banned = [finding for finding in found if finding.must and finding.nature == "ban"]
    if banned:
        raise SolverFault(f"the solver broke a ban of 必须: {banned[:3]}")
