"""Repair an issued roster: put right again with the fewest changes, in less time than a new plan takes."""

from __future__ import annotations

import json
import threading
from time import monotonic
from typing import Any

from constraints.judge import cost, judge
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem
from constraints.problem.roster import Roster
from constraints.process import Cancel, send, start_child
from constraints.solve import Solved
from constraints.wire import request_bytes


def repair(
    problem: Problem, book: RuleBook, *, seconds: float = 20, seed: int = 1, cancel: Cancel | None = None
) -> Solved | None:
    """The issued roster with the fewest slots changed to keep to all of 必须, the cheapest of those; both proved.

    None where no roster keeps to all of 必须, where that takes more than a few changes or more than `seconds`, or where
    the child process dies: `solve` with a limit on changes has an answer then.
    """
    began = monotonic()
    settings = {"task": "mend", "seconds": seconds, "seed": seed, "memory": 8192}
    with start_child() as child:
        writer = threading.Thread(target=send, args=(child, request_bytes(problem, book, settings)))
        writer.start()
        case = Case(problem, book)
        judge(case, Roster())
        writer.join()
        (cancel or Cancel()).watch(child)
        assert child.stdout is not None
        answer = json.loads(child.stdout.readline() or b"{}")
        child.kill()
    return _judged(case, answer.get("mended"), began)


def _judged(case: Case, mended: dict[str, Any] | None, began: float) -> Solved | None:
    if mended is None:
        return None
    kept = {pair for pair in case.problem.published if pair[0] not in mended["free"]}
    roster = Roster(frozenset(kept | {(slot, who) for slot, who in mended["pairs"]}))
    found = tuple(judge(case, roster))
    if any(one.must for one in found):
        return None
    total = cost(list(found))
    return Solved("optimal", roster, total, total, True, found, {"total": round(monotonic() - began, 3)})
