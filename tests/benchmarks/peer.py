"""The same office in Timefold, a local search in Java: the same problem and book, one core each, our judge for both.

Its part runs in an environment of its own (`timefold.txt`) and needs Java 17.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from constraints.judge import cost, judge
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem
from constraints.problem.roster import Roster
from constraints.solve import Effort, solve
from constraints.wire import PlanRequest, request_bytes
from planner.launch import ROOT, ensure
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import rule_book
from planner.samples.district import sample
from tests.benchmarks.tables import sayable

MONTH, SEEDS, WINDOW = "2026-12", (1, 2, 3), 45.0
HERE = Path(__file__).parent
RUN = "from tests.benchmarks.peer_model import main; main()"
"""Under its own name: the peer's configuration names the classes in it."""


@dataclass(frozen=True)
class Run:
    """Seconds from the question to the first roster within the rules (None: never), to the best and to the proof."""

    first: float | None
    best: float
    proved: float | None
    cost: int
    broken: int


def compared(seconds: float = WINDOW) -> Iterator[tuple[int, Run, Run]]:
    """(seed, ours, theirs) for each office, in turn on one core."""
    peer = ensure(".venv-timefold", [HERE / "timefold.txt"])
    with suppress(AttributeError):  # only Linux can hold a process to a core
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for seed in SEEDS:
        office = sample("district", seed, date(2026, 12, 1))
        period = Period.month(MONTH)
        problem = build_problem(office, period).problem
        book = sayable(rule_book(office, period.first, period.last))
        yield seed, ours(problem, book, seconds), theirs(peer, problem, book, seconds)


def ours(problem: Problem, book: RuleBook, seconds: float) -> Run:
    """Our search, from the call on: the solver's process, building and judging included."""
    told: list[float] = []
    began = time.perf_counter()

    def tell(cost: int | None, bound: int) -> None:
        if cost is not None:
            told.append(time.perf_counter() - began)

    found = solve(problem, book, Effort(seconds, cores=1), tell)
    took = time.perf_counter() - began
    return Run(
        told[0] if told else took,
        told[-1] if told else took,
        took if found.proved else None,
        found.cost,
        len(found.breaches),
    )


def theirs(peer: Path, problem: Problem, book: RuleBook, seconds: float) -> Run:
    """Theirs, from the start of its search on: neither Java's start nor reading the problem counts."""
    child = subprocess.Popen(
        [str(peer), "-c", RUN], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdin
    assert child.stdout
    asked = PlanRequest(seconds, time.monotonic() + seconds, 1, False, 8192, 1, None, None)
    threading.Thread(target=_ask, args=(child.stdin, request_bytes(problem, book, asked)), daemon=True).start()
    lines = [line for line in child.stdout if line.startswith(b"{")]
    if child.wait() or not lines:
        sys.exit("the peer failed; it needs Java 17: apt-get install openjdk-17-jre-headless")
    told = json.loads(lines[-1])
    found = judge(Case(problem, book), Roster(frozenset(map(tuple, told["pairs"]))))
    first = next((took for took, score in told["scores"] if score.startswith("0hard")), None)
    return Run(first, told["scores"][-1][0], None, cost(found), sum(finding.must for finding in found))


def _ask(pipe: IO[bytes], request: bytes) -> None:
    with pipe:
        pipe.write(request)
