"""The whole `plan` command timed from outside, in turn with the bare script on the same workbook."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from planner.launch import ROOT
from planner.samples.district import sample
from planner.workbook.write import write_workbook

MONTH, ROUNDS, SEEDS = "2026-12", 3, (1, 2, 3)


def against_a_script() -> Iterator[tuple[str, float, float]]:
    """(what, our median seconds, the script's) for three offices."""
    for seed in SEEDS:
        with TemporaryDirectory() as folder:
            book, home = Path(folder) / "office.xlsx", Path(folder) / "home"
            write_workbook(book, sample("district", seed, date(2026, 12, 1)))
            _ran("planner.commands", "import", str(book), "--home", str(home))
            took = [
                (
                    _ran("planner.commands", "plan", MONTH, "--home", str(home)),
                    _ran("tests.benchmarks.bare", str(book), MONTH),
                )
                for _ in range(ROUNDS)
            ]
            yield (
                f"plan a district, office {seed}",
                median(ours for ours, _ in took),
                median(theirs for _, theirs in took),
            )


def _ran(module: str, *arguments: str) -> float:
    """Seconds that a command takes, from its start to its end."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began
