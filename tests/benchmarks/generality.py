"""What the generality of rules costs where it is not used: a district's month in this checkout and in another one.

The other one (of before rules had scope words or took turns, say) writes the workbook, so that both read the same rows.
They plan in turn, each in a process of its own; processor time counts, since others use the machine too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from planner.launch import ROOT

MONTH, ROUNDS, SEEDS = "2026-12", 5, (1, 2, 3)
PLAN = """
import resource, sys
from pathlib import Path
from constraints.solve import Effort, solve
from planner.office.office import Office
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import rule_book
from planner.workbook.read import read_workbook

def spent():
    some = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in some)

office = read_workbook(Path(sys.argv[1]), Office()).office
period, before = Period.month(sys.argv[2]), spent()
problem = build_problem(office, period).problem
done = solve(problem, rule_book(office, period.first, period.last), Effort(600, repeatable=True))
print(spent() - before, done.proved, done.cost)
"""
"""Both checkouts run these lines: they name nothing that only one of them has."""


class Planned(NamedTuple):
    """Processor seconds of building, solving and judging, those of the solver's process too, and what came of it."""

    seconds: float
    proved: bool
    cost: int


class Compared(NamedTuple):
    """The median of the seconds of both, of the ratios within each round, and whether all came to one proved cost."""

    seed: int
    ours: float
    theirs: float
    ratio: float
    same: bool


def against(other: Path, seeds: tuple[int, ...] = SEEDS, rounds: int = ROUNDS) -> Iterator[Compared]:
    """This checkout against the one in a folder, a line for each office."""
    with TemporaryDirectory() as folder:
        for seed in seeds:
            book = Path(folder) / f"{seed}.xlsx"
            size = ["--size", "district", "--seed", str(seed), "--month", MONTH]
            _python(other, "-m", "planner.commands", "sample", str(book), *size)
            took = []
            for number in range(rounds):
                both = (ROOT, other) if number % 2 else (other, ROOT)
                found = {place: _planned(place, book) for place in both}
                took.append((found[ROOT], found[other]))
            yield Compared(
                seed,
                median(ours.seconds for ours, _ in took),
                median(theirs.seconds for _, theirs in took),
                median(ours.seconds / theirs.seconds for ours, theirs in took),
                len({(one.proved, one.cost) for both in took for one in both}) == 1 and took[0][0].proved,
            )


def _planned(place: Path, book: Path) -> Planned:
    seconds, proved, cost = _python(place, "-c", PLAN, str(book), MONTH).split()[-3:]
    return Planned(float(seconds), proved == "True", int(cost))


def _python(place: Path, *arguments: str) -> str:
    """What Python says in a checkout, with that checkout's packages."""
    around = {**os.environ, "PYTHONPATH": str(place), "PYTHONHASHSEED": "0"}
    done = subprocess.run([sys.executable, *arguments], cwd=place, env=around, check=True, capture_output=True)
    return done.stdout.decode()
