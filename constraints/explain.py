"""Explain why a problem has no full roster, and which ways out there are, worked out in a child process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec

from constraints.explaining.facts import Eased, Fact
from constraints.model.book import RuleBook
from constraints.problem.problem import Problem
from constraints.problem.roster import Pair
from constraints.process import Cancel, start_child
from constraints.wire import request_bytes


@dataclass(frozen=True)
class Clashing:
    """Ids of facts that cannot all stand, and ids of the slots among which they cannot.

    Proved is that these slots have no roster with all of these facts, and that they have one without any one of them.
    """

    facts: tuple[str, ...]
    slots: tuple[str, ...]


@dataclass(frozen=True)
class WayOut:
    """Ids of the facts to give up, and how far each has to go."""

    facts: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()
    """(slot, assignee) pairs that these facts close and that the way needs open."""
    short: tuple[tuple[str, int], ...] = ()
    """(slot, how many people stay missing) of needs that are not met."""
    orders: tuple[tuple[str, str], ...] = ()
    """(assignee, pin) of orders that are not kept."""
    eased: tuple[Eased, ...] = ()
    """Clauses among the facts that stand with a milder number."""


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
    search and keeps both. Raises OSError where the child process dies.
    """
    settings = {"task": "explain", "seconds": seconds, "most": most, "memory": 8192}
    clashes: list[Clashing] = []
    ways: list[WayOut] = []
    with start_child() as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(
            request_bytes(problem, book, settings) + msgspec.json.encode(list(facts), order="deterministic") + b"\n"
        )
        child.stdin.flush()
        (cancel or Cancel()).watch(child)
        for line in child.stdout:
            row = json.loads(line)
            if "clash" in row:
                clashes.append(msgspec.convert(row["clash"], Clashing))
                tell(clashes[-1])
            elif "way" in row:
                ways.append(msgspec.convert(row["way"], WayOut))
                offer(ways[-1])
            else:
                child.stdin.close()
                return Explained(tuple(clashes), tuple(ways), row["complete"])
    raise OSError("the process that explains ended without an answer")
