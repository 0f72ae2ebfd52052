"""Many districts that share nobody, planned side by side; and one district over longer periods."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from constraints.process import cores
from constraints.solve import Effort, solve
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import rule_book
from planner.samples.district import sample

FIRST = date(2026, 12, 1)


def apart(sizes: list[int], seconds: float) -> Iterator[tuple[str, ...]]:
    """A line for each number of districts: every one a problem of its own, one core each."""
    for size in sizes:
        before, began = os.times(), time.perf_counter()
        with ThreadPoolExecutor(cores()) as pool:
            proved = sum(pool.map(lambda seed: _planned(seed, seconds), range(1, size + 1)))
        after, took = os.times(), time.perf_counter() - began
        busy = sum(after[:4]) - sum(before[:4])
        yield str(size), f"{proved}", f"{took:.1f}", f"{took / size:.2f}", f"{100 * busy / took / cores():.0f} %"


def _planned(seed: int, seconds: float) -> bool:
    office, period = sample("district", seed, FIRST), Period.month("2026-12")
    return solve(
        build_problem(office, period).problem, rule_book(office, period.first, period.last), Effort(seconds, cores=1)
    ).proved


def longer(lengths: list[int], seeds: tuple[int, ...], seconds: float) -> Iterator[tuple[str, ...]]:
    """A line for each number of days and each office."""
    for days in lengths:
        for seed in seeds:
            office, period = sample("district", seed, FIRST), Period(FIRST, FIRST + timedelta(days - 1))
            problem, book = build_problem(office, period).problem, rule_book(office, period.first, period.last)
            first: list[float] = []
            began = time.perf_counter()

            def tell(cost: int | None, bound: int, first: list[float] = first, began: float = began) -> None:
                if cost is not None:
                    first.append(time.perf_counter() - began)

            found = solve(problem, book, Effort(seconds), tell)
            took = time.perf_counter() - began
            yield (
                str(days),
                str(seed),
                str(len(problem.candidates)),
                f"{first[0] if first else took:.1f}",
                f"{took:.1f}",
                str(found.cost),
                str(found.bound) + (" proved" if found.proved else ""),
                str(len(found.breaches)),
            )
