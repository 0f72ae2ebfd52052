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

import msgspec

from constraints.engines.search import Limits, Stop
from constraints.explaining.clash import clashes
from constraints.explaining.fact import Fact
from constraints.explaining.facts import Facts
from constraints.explaining.found import ClashFound, Clashing, LookedThrough, WayFound
from constraints.explaining.oracle import Oracle
from constraints.explaining.ways import way_out, ways
from constraints.model.board import Board
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem
from constraints.solving.aside import Aside
from constraints.solving.capped import Cap
from constraints.solving.mend import mend
from constraints.solving.stages import answer
from constraints.wire import (
    ExplainRequest,
    MendAnswer,
    MendedSlots,
    MendRequest,
    PartSoFar,
    PlanAnswer,
    PlanRequest,
    SearchProgress,
    message_line,
    read_problem,
    read_request,
)

PARENT_GONE = 3
LEAST = 1.0
"""Seconds that a search may take, however long it took to build what it searches."""
CLASHES = 0.7
"""What part of the time to explain goes to clashes; ways out are found quickly once they are known."""

_SAYING = threading.Lock()
SELDOM = 1_000_000
"""So many new objects before Python looks for garbage: nearly all that is built stays until the end."""


def main() -> None:
    """Answer one request: a roster, the fewest changes to an issued one, or why there is no full one."""
    gc.set_threshold(SELDOM)
    first = sys.stdin.buffer.readline()
    if not first:  # a process started beforehand that nobody needed
        return
    request = read_request(_whole(first))
    _limit_memory(request.memory)
    rows = json.loads(_whole(sys.stdin.buffer.readline()))
    problem = read_problem(_whole(sys.stdin.buffer.readline()))
    stop = Stop()
    extra = _whole(sys.stdin.buffer.readline()) if isinstance(request, ExplainRequest) else b""
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    book = RuleBook.from_json(rows)
    if isinstance(request, MendRequest):
        _mend(problem, book, request, stop)
    elif isinstance(request, ExplainRequest):
        _explain(Facts(problem, book, msgspec.json.decode(extra, type=list[Fact])), request, stop)
    else:
        only = [problem]
        del problem
        _plan(only, book, request, stop)
    os._exit(0)  # the listener still waits on stdin, which an ordered exit would wait for too


def _whole(line: bytes) -> bytes:
    """A line of the request; where it breaks off, whoever wrote it has died, and this process ends."""
    if not line.endswith(b"\n"):
        os._exit(PARENT_GONE)
    return line


def _plan(only: list[Problem], book: RuleBook, request: PlanRequest, stop: Stop) -> None:
    """Solve a plan; say its progress, then the roster with its cost, its proof and the seconds of each stage.

    The problem comes alone in a list, to be taken out: once the board is built, a large plan has no room for it.
    """
    began = monotonic()
    cap = _cap(only[0], request)
    built = 0.0

    def board() -> Board:
        nonlocal built
        # a limit on changes looks at the issued roster place by place, and cliques leave places out
        made = Board(Case(only.pop(), book), cliques=cap is None)
        built = monotonic() - began
        return made

    first = 0.0

    def tell(cost: int | None, bound: int) -> None:
        nonlocal first
        first = first or monotonic() - began - built
        _say(SearchProgress(cost, bound))

    made = board()
    aside = Aside(lambda part, pairs: _say(PartSoFar(part, pairs)))
    over = threading.Event()
    if not request.deterministic:
        threading.Thread(target=aside.run, args=(over,), daemon=True).start()
    found = answer(made, _limits(request), stop, tell, cap, request.cores, aside)
    over.set()
    _say(
        PlanAnswer(
            tuple(sorted(found.pairs)),
            found.cost,
            found.bound,
            found.proved,
            found.failed,
            {str(tier): amount for tier, amount in found.given_up.items()},
            built,
            first,
            monotonic() - began - built,
        )
    )


def _limits(request: PlanRequest) -> Limits:
    """How long the search may take now that the board is built: what is left, but at least a second of what was asked.

    That second is not promised by the plan's clock: whoever asked ends this process when it is time.
    """
    if request.deterministic:
        return Limits(request.seconds, request.seed, deterministic=True)
    return Limits(max(request.until - monotonic(), min(request.seconds, LEAST)), request.seed)


def _mend(problem: Problem, book: RuleBook, request: MendRequest, stop: Stop) -> None:
    found = mend(Case(problem, book), Limits(request.seconds, request.seed), stop)
    slots = MendedSlots(tuple(sorted(found.free)), tuple(sorted(found.pairs)), found.changes) if found else None
    _say(MendAnswer(slots))


def _cap(problem: Problem, request: PlanRequest) -> Cap | None:
    """How many slots may change, among which, and against which roster; None where nothing limits changes."""
    if request.changes is None:
        return None
    if request.base is None:
        return Cap(request.changes, problem.issued, problem.published)
    slots = frozenset(slot.id for slot in problem.slots)
    return Cap(request.changes, slots, frozenset(request.base))


def _explain(facts: Facts, request: ExplainRequest, stop: Stop) -> None:
    began = monotonic()
    oracle = Oracle(facts, stop, began + request.seconds * CLASHES)
    found = []
    for clash in clashes(oracle):
        found.append(clash)
        _say(ClashFound(Clashing(tuple(sorted(clash.facts)), tuple(sorted(clash.slots)))))
    complete = oracle.left() > 0
    oracle.deadline = began + request.seconds
    for way in ways(oracle, found, request.most) if found else ():
        _say(WayFound(way_out(oracle, way)))
    _say(LookedThrough(complete))


def _say(message: object) -> None:
    with _SAYING:
        try:
            sys.stdout.write(message_line(message) + "\n")
            sys.stdout.flush()
        except OSError:  # nobody reads it any more
            os._exit(PARENT_GONE)


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
