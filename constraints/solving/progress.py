"""Progress: cost, bound and best values of a whole plan while its parts are searched side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from constraints.engines.search import Outcome, Tell, Values

EVERY = 0.1
"""Seconds between two lines of progress."""
KeepValues = Callable[[int, Values], None]
"""Told of the best values so far of a part, by its number; they break no ban of 必须."""


def forget(part: int, values: Values) -> None:
    """A `KeepValues` that does nothing."""


class Progress:
    """Adds up what the parts tell; the plan has a cost once every part has a roster."""

    def __init__(self, tell: Tell, keep: KeepValues = forget, clock: Callable[[], float] = monotonic) -> None:
        self._tell, self._keep, self._clock = tell, keep, clock
        self._lock = threading.Lock()
        self._costs: dict[int, int | None] = {}
        self._bounds: dict[int, int] = {}
        self._told = -EVERY

    def of(self, part: int) -> PartProgress:
        """What hears of this part."""
        return PartProgress(self, part)

    def begin(self, part: int, floor: int) -> None:
        """Take in a part, by its number, of which a bound alone is known; also one that has another goal now."""
        with self._lock:
            self._costs[part], self._bounds[part] = None, floor

    def during(self, part: int, cost: int | None, bound: int, values: Values) -> None:
        """Take in what the search of a part has by now."""
        with self._lock:
            before = self._costs[part]
            better = cost is not None and (before is None or cost < before)
            self._costs[part] = cost if better else before
            self._bounds[part] = max(self._bounds[part], bound)
            if better:
                self._keep(part, values)
            if self._clock() - self._told >= EVERY:
                self._say()

    def keep(self, part: int, values: Values) -> None:
        """Take in values of a part that are the best so far, whatever they cost."""
        with self._lock:
            self._keep(part, values)

    def after(self, part: int, outcome: Outcome) -> None:
        """Take in a part's last outcome, and tell at once."""
        with self._lock:
            self._costs[part], self._bounds[part] = outcome.cost, outcome.bound
            self._keep(part, outcome.values)
            self._say()

    def _say(self) -> None:
        self._told = self._clock()
        costs = [cost for cost in self._costs.values() if cost is not None]
        self._tell(sum(costs) if len(costs) == len(self._costs) else None, sum(self._bounds.values()))


@dataclass(frozen=True)
class PartProgress:
    """What the search of one part tells of itself."""

    _whole: Progress
    _part: int

    def begin(self, floor: int) -> None:
        """A search with another goal begins; no values cost less than the floor."""
        self._whole.begin(self._part, floor)

    def tell(self, cost: int | None, bound: int, values: Values = ()) -> None:
        """The cost of the best values so far, if there are any, the bound, and the values."""
        self._whole.during(self._part, cost, bound, values)

    def keep(self, values: Values) -> None:
        """Values that keep every ban, better than any before."""
        self._whole.keep(self._part, values)

    def after(self, outcome: Outcome) -> None:
        """What the search ended with."""
        self._whole.after(self._part, outcome)
