"""Aside: the best roster so far, part by part, said now and then, so that whoever ends the process loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from constraints.engines.search import Values
from constraints.problem.roster import Pair

EVERY = 0.5
"""Seconds between two times that what is new is said."""


@dataclass
class Aside:
    """Values by part, each said once as (slot, assignee) pairs. `say` is told of a part's number and its pairs."""

    say: Callable[[int, tuple[Pair, ...]], None]
    pairs: Callable[[int, Values], set[Pair]] = lambda part, values: set()
    """Which pairs a part's values assign."""
    _news: dict[int, Values] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, part: int, values: Values) -> None:
        """Note a part's best values; they are said before long."""
        with self._lock:
            self._news[part] = values

    def run(self, over: threading.Event) -> None:
        """Say what is new again and again until the search is over."""
        while not over.wait(EVERY):
            with self._lock:
                news, self._news = self._news, {}
            for part, values in sorted(news.items()):
                self.say(part, tuple(sorted(self.pairs(part, values))))
