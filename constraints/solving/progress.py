"""Progress: cost and bound of a whole plan while its parts are searched side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from constraints.engines.search import Outcome, Tell

EVERY = 0.1
"""Seconds between two lines of progress."""


class Progress:
    """Adds up what the parts tell; the plan has a cost once every part has a roster."""

    def __init__(self, tell: Tell, clock: Callable[[], float] = monotonic) -> None:
        self._tell, self._clock = tell, clock
        self._lock = threading.Lock()
        self._costs: dict[int, int | None] = {}
        self._bounds: dict[int, int] = {}
        self._told = -EVERY

    def begin(self, part: int, floor: int) -> None:
        """Take in a part, by its number, of which a bound alone is known; also one that has another goal now."""
        with self._lock:
            self._costs[part], self._bounds[part] = None, floor

    def of(self, part: int) -> Tell:
        """The `Tell` for searches of this part."""

        def during(cost: int | None, bound: int) -> None:
            with self._lock:
                self._costs[part] = self._costs[part] if cost is None else cost
                self._bounds[part] = max(self._bounds[part], bound)
                if self._clock() - self._told >= EVERY:
                    self._say()

        return during

    def after(self, part: int, outcome: Outcome) -> None:
        """Take in a part's last outcome, and tell at once."""
        with self._lock:
            self._costs[part], self._bounds[part] = outcome.cost, outcome.bound
            self._say()

    def _say(self) -> None:
        self._told = self._clock()
        costs = [cost for cost in self._costs.values() if cost is not None]
        self._tell(sum(costs) if len(costs) == len(self._costs) else None, sum(self._bounds.values()))
