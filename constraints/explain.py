"""Explain why a problem has no full roster, and which ways out there are, worked out in a child process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

import msgspec

from constraints.explaining.fact import Fact
from constraints.explaining.found import ClashFound, Clashing, WayFound, WayOut, read_found
from constraints.model.book import RuleBook
from constraints.problem.problem import Problem
from constraints.process import Cancel, Child, start_child
from constraints.wire import ExplainRequest, request_bytes


@dataclass(frozen=True)
class Explained:
    """The clashes and some ways out of them; `complete` if the time sufficed to find every clash."""

    clashes: tuple[Clashing, ...]
    ways: tuple[WayOut, ...]
    complete: bool


def explain(
    problem: Problem,
    book: RuleBook,
    facts: Iterable[Fact],
    *,
    seconds: float = 20,
    most: int = 6,
    tell: Callable[[Clashing], None] = lambda one: None,
    offer: Callable[[WayOut], None] = lambda one: None,
    cancel: Cancel | None = None,
) -> Explained:
    """The clashes of a problem and at most `most` ways out, found within `seconds`.

    `facts` are what people could change. `tell` hears each clash and `offer` each way as it is found; `cancel` ends the
    search and keeps both. A child that has not answered in time is ended, and both are kept too.
    Raises OSError where the child process dies by itself.
    """
    request = ExplainRequest(seconds, most, 8192)
    clashes: list[Clashing] = []
    ways: list[WayOut] = []
    asked = request_bytes(problem, book, request) + msgspec.json.encode(list(facts), order="deterministic") + b"\n"
    child = Child(start_child(), asked, monotonic() + seconds, cancel or Cancel())
    with child.asked() as lines:
        for line in lines:
            said = read_found(line)
            if isinstance(said, ClashFound):
                clashes.append(said.clash)
                tell(said.clash)
            elif isinstance(said, WayFound):
                ways.append(said.way)
                offer(said.way)
            else:
                return Explained(tuple(clashes), tuple(ways), said.complete)
    if child.ended:
        return Explained(tuple(clashes), tuple(ways), complete=False)
    raise OSError("the process that explains ended without an answer")
