"""Stages: a board solved part by part, side by side, within one limit of time for all."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from constraints.engines import thin
from constraints.engines.lanes import Lanes
from constraints.engines.search import Limits, Outcome, SearchStatus, Stop, Tell, TellValues, Values, silent
from constraints.measure.place import Tier
from constraints.model.board import Board
from constraints.model.form import Form
from constraints.model.part import Part, assigned, parts
from constraints.problem.roster import Pair
from constraints.solving.aside import Aside
from constraints.solving.capped import Cap, within
from constraints.solving.greedy import fill
from constraints.solving.progress import Progress, forget
from constraints.solving.settle import Settled, settle

LARGE = 8_000
"""From so many columns on HiGHS is often the first to prove."""
FIRST = 5.0
"""Seconds in which each of several large parts is to find some roster, before any is searched for its best; very large
ones take as long as a round of a thin form."""
GRACE, BRIEF = 0.4, 0.2
"""Seconds after a search is called off in which parts that have no roster yet get one, and how many each may take."""
LEAST = 1.0
"""Seconds that any part may take, however many wait behind it."""


@dataclass(frozen=True)
class Answer:
    """What solving the board gave: the roster's (slot, assignee) pairs, its soft cost, and a bound on any roster's.

    `proved`: nobody gives up less or pays less. `failed`: some part has no values, or may give up more than need be.
    `given_up` is tier → units of demands that are not met, where there are some.
    """

    pairs: frozenset[Pair]
    cost: int
    bound: int
    proved: bool
    failed: bool
    given_up: dict[Tier, int] = field(default_factory=dict)


def answer(
    board: Board,
    limits: Limits,
    stop: Stop,
    tell: Tell = silent,
    cap: Cap | None = None,
    cores: int = 1,
    aside: Aside | None = None,
) -> Answer:
    """Solve every part of the board, the small ones first, on so many cores and within a cap on changes, if any.

    `tell` hears the cost and the bound of the whole, `aside` the best values of each part where there is no cap. The
    board is empty afterwards: its parts take over what it has.
    """
    keep = aside.keep if aside and cap is None else forget
    work = _Work(limits, stop, Progress(tell, keep), Lanes(cores), cores)
    if cap is None:
        whole, columns = [part.bare() for part in parts(board)], board.pairs
        del board  # a large plan has no room for both
        if aside:
            aside.pairs = lambda number, values: assigned(columns, whole[number], values)
            for number, part in enumerate(whole):
                keep(number, fill(part))
        done = list(zip(whole, work.settle(whole), strict=True))
    else:
        columns, done = board.pairs, within(board, cap, work.settle)
    pairs: set[Pair] = set()
    given_up: dict[Tier, int] = {}
    for part, settled in done:
        pairs |= assigned(columns, part, settled.outcome.values)
        for tier, amount in settled.given_up.items():
            given_up[tier] = given_up.get(tier, 0) + amount
    return Answer(
        frozenset(pairs),
        sum(one.outcome.cost for _, one in done),
        sum(one.outcome.bound for _, one in done),
        all(one.proved for _, one in done),
        any(one.failed for _, one in done),
        {tier: amount for tier, amount in given_up.items() if amount},
    )


class _Work:
    """Settles parts, first within a share of the time for each, then those without a proof in the time that is left."""

    def __init__(self, limits: Limits, stop: Stop, progress: Progress, lanes: Lanes, cores: int) -> None:
        self.limits, self.stop, self.progress, self.lanes, self.cores = limits, stop, progress, lanes, cores
        self.deadline = monotonic() + limits.seconds
        self._lock = threading.Lock()
        self._last = float("inf")
        """When searches that were called off have to end, as `monotonic` counts."""
        self._ahead = 0
        """How many columns the parts have that nobody has begun."""

    def settle(self, some: Sequence[Part]) -> list[Settled]:
        """Every part at its best, in their order.

        Small ones are solved first, one on each core; then large ones, with both engines from the beginning.
        """
        numbers = range(len(some))
        large = [number for number in numbers if len(some[number].columns) >= LARGE]
        small = [number for number in numbers if len(some[number].columns) < LARGE]
        hints: dict[int, Values] = {}

        def one(number: int) -> Settled:
            return self._one(number, some[number], hints.get(number, ()))

        for number in numbers:
            self.progress.begin(number, 0)
        self._ahead = sum(len(part.columns) for part in some)
        done = dict(zip(small, self.lanes.each(one, small), strict=True))
        if len(large) > 1 and not self.limits.deterministic:
            hints |= zip(large, self.lanes.each(lambda number: self._first(number, some[number]), large), strict=True)
        done |= zip(large, self.lanes.each(one, large, helped=True), strict=True)
        again = [number for number in numbers if not done[number].proved]
        if 0 < len(again) < len(some) and self._left() > LEAST and not self.limits.deterministic:
            hints = {number: done[number].outcome.values for number in again if not done[number].given_up}
            self._ahead = sum(len(some[number].columns) for number in again)
            for number, settled in zip(again, self.lanes.each(one, again, helped=bool(large)), strict=True):
                done[number] = done[number].joined(settled)
        return [done[number] for number in numbers]

    def _first(self, number: int, part: Part) -> Values:
        """Values of some roster of a part, if one is found soon; else none."""
        form, found = part.form(), Outcome(SearchStatus.UNKNOWN)
        until = monotonic() + min(max(FIRST, len(form.upper) / thin.PACE), self._left())
        for few in (thin.FEW, thin.FEW * thin.WIDER):
            if not form.impossible and not found.values:
                found = thin.search(form, few, replace(self.limits, seconds=until - monotonic()), self.stop)
        if found.values:
            self.progress.of(number).tell(found.cost, form.floor, found.values)
        return found.values

    def _one(self, number: int, part: Part, hint: Values) -> Settled:
        deadline = self._due(len(part.columns))

        def search(form: Form, tell: TellValues, hint: Values, *, brief: bool = False) -> Outcome:
            limits = self.limits
            if not limits.deterministic:
                seconds = min(deadline, self.deadline) - monotonic()
                limits = replace(limits, seconds=seconds, patience=max(0.0, seconds / 2) if brief else None)
            if self.stop.pulled and not hint:
                return self.lanes.search(form, replace(limits, seconds=min(BRIEF, self._grace())), Stop(), tell)
            return self.lanes.search(form, limits, self.stop, tell, hint)

        progress = self.progress.of(number)
        settled = settle(part, search, progress, hint)
        progress.after(settled.outcome)
        return settled

    def _due(self, columns: int) -> float:
        """When a part of so many columns has to leave its lane to others, as `monotonic` counts.

        It has that share of the time which it has of all columns ahead.
        """
        with self._lock:
            share = min(1.0, self.cores * columns / max(1, self._ahead))
            self._ahead -= columns
        return monotonic() + max(LEAST, share * self._left())

    def _grace(self) -> float:
        """Seconds left in which searches that were called off may find some roster rather than none."""
        with self._lock:
            self._last = min(self._last, monotonic() + GRACE)
        return self._last - monotonic()

    def _left(self) -> float:
        return self.deadline - monotonic()
