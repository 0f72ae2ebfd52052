"""The solver's own process: reads a request on stdin, writes progress and the answer on stdout, a line of JSON each.

It ends when its parent does (stdin closes), and on the line `cancel` it answers with the best it has.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from time import monotonic
from typing import Any

import msgspec

from constraints.engines.search import Limits, Stop
from constraints.explaining.clash import clashes
from constraints.explaining.facts import Fact, Facts
from constraints.explaining.oracle import Oracle
from constraints.explaining.ways import way_json, ways
from constraints.model.board import Board
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem
from constraints.solving.capped import Cap
from constraints.solving.mend import mend
from constraints.solving.stages import answer
from constraints.wire import read_problem

PARENT_GONE = 3
CLASHES = 0.7
"""What part of the time to explain goes to clashes; ways out are found quickly once they are known."""

SELDOM = 1_000_000
"""So many new objects before Python looks for garbage: nearly all that is built stays until the end."""


def main() -> None:
    """Answer one request: a roster, the fewest changes to an issued one, or why there is no full one."""
    gc.set_threshold(SELDOM)
    first = sys.stdin.buffer.readline()
    if not first:  # a process started beforehand that nobody needed
        return
    settings = json.loads(first)
    _limit_memory(settings["memory"])
    rows = json.loads(sys.stdin.buffer.readline())
    problem = read_problem(sys.stdin.buffer.readline())
    stop = Stop()
    extra = sys.stdin.buffer.readline() if settings.get("task") == "explain" else b""
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    book = RuleBook.from_json(rows)
    if settings.get("task") == "mend":
        _mend(problem, book, settings, stop)
    elif settings.get("task") == "explain":
        _explain(Facts(problem, book, msgspec.json.decode(extra, type=list[Fact])), settings, stop)
    else:
        only = [problem]
        del problem
        _plan(only, book, settings, stop)
    os._exit(0)  # the listener still waits on stdin, which an ordered exit would wait for too


def _plan(only: list[Problem], book: RuleBook, settings: dict[str, Any], stop: Stop) -> None:
    """Solve a plan; say its progress, then the roster with its cost, its proof and the seconds of each stage.

    The problem comes alone in a list, to be taken out: once the board is built, a large plan has no room for it.
    """
    began = monotonic()
    cap = _cap(only[0], settings)
    built = 0.0

    def board() -> Board:
        nonlocal built
        # a limit on changes looks at the issued roster place by place, and cliques leave places out
        made = Board(Case(only.pop(), book), cliques=cap is None)
        built = monotonic() - began
        return made

    limits = Limits(settings["seconds"], settings["seed"], settings["deterministic"])
    first = 0.0

    def tell(cost: int | None, bound: int) -> None:
        nonlocal first
        first = first or monotonic() - began - built
        _say({"cost": cost, "bound": bound})

    found = answer(board(), limits, stop, tell, cap, settings["cores"])
    _say(
        {
            "pairs": sorted(found.pairs),
            "total": found.cost,
            "bound": found.bound,
            "proved": found.proved,
            "failed": found.failed,
            "given_up": found.given_up,
            "build": built,
            "lp": first,
            "solve": monotonic() - began - built,
        }
    )


def _mend(problem: Problem, book: RuleBook, settings: dict[str, Any], stop: Stop) -> None:
    found = mend(Case(problem, book), Limits(settings["seconds"], settings["seed"]), stop)
    _say({"mended": found and {"free": sorted(found.free), "pairs": sorted(found.pairs), "changes": found.changes}})


def _cap(problem: Problem, settings: dict[str, Any]) -> Cap | None:
    """How many slots may change, among which, and against which roster; None where nothing limits changes."""
    if settings["changes"] is None:
        return None
    if settings["base"] is None:
        return Cap(settings["changes"], problem.issued, problem.published)
    slots = frozenset(slot.id for slot in problem.slots)
    return Cap(settings["changes"], slots, frozenset((slot, who) for slot, who in settings["base"]))


def _explain(facts: Facts, settings: dict[str, Any], stop: Stop) -> None:
    began = monotonic()
    oracle = Oracle(facts, stop, began + settings["seconds"] * CLASHES)
    found = []
    for clash in clashes(oracle):
        found.append(clash)
        _say({"clash": {"facts": sorted(clash.facts), "slots": sorted(clash.slots)}})
    complete = oracle.left() > 0
    oracle.deadline = began + settings["seconds"]
    for way in ways(oracle, found, settings["most"]) if found else ():
        _say({"way": way_json(oracle, way)})
    _say({"complete": complete})


def _say(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def _listen(stop: Stop) -> None:
    for line in sys.stdin.buffer:
        if line.strip() == b"cancel":
            stop.pull()
    os._exit(PARENT_GONE)


def _limit_memory(megabytes: int) -> None:
    """Hold this process to so many MiB. CP-SAT ignores its own limit, so the system has to; Windows cannot."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


if __name__ == "__main__":
    main()
