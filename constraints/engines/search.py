"""Search: what an engine is asked, what it answers, and what is known of a form while engines are at it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

Values = tuple[int, ...]
"""A whole number for each column; empty where there are none."""
Tell = Callable[[int | None, int], None]
"""Told of the cost of the best roster so far (None: there is none yet) and of the bound."""
TellValues = Callable[[int | None, int, Values], None]
"""Told of one form: the cost of its best values so far (None: there are none yet), the bound, and those values."""
PAUSE = 0.02
"""Seconds between two attempts to halt a search that may still be loading its model."""


class SearchStatus(StrEnum):
    """How a search ended: `optimal` and `infeasible` are proved; `feasible` has values, `unknown` has none."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """What a search ended with: the cheapest values found, their cost, and a bound that no values' cost lies below."""

    status: SearchStatus
    values: Values = ()
    cost: int = 0
    bound: int = 0


@dataclass(frozen=True)
class Limits:
    """How long one search may take: seconds of the wall, or where `deterministic` of the solver's own clock."""

    seconds: float
    seed: int = 1
    deterministic: bool = False
    patience: float | None = None
    """Seconds after which a search without any roster gives up."""
    brief: bool = False
    """One of many short searches: probing and looking for symmetries would take longer than they save."""


class Stop:
    """A switch that ends the searches that watch it, now and later; one made `under` another is pulled with it."""

    def __init__(self, under: Stop | None = None) -> None:
        self._lock = threading.Lock()
        self._under = under
        self._wanted = threading.Event()
        self._halts: list[Callable[[], None]] = []

    @property
    def pulled(self) -> bool:
        """Whether searches are to end."""
        return self._wanted.is_set() or (self._under is not None and self._under.pulled)

    def pull(self) -> None:
        """End the searches; the best roster found by then is kept."""
        with self._lock:
            self._wanted.set()
            halts = list(self._halts)
        for halt in halts:
            halt()

    @contextmanager
    def halting(self, halt: Callable[[], None]) -> Iterator[None]:
        """While the block runs, a pull calls `halt` again and again until the block ends."""
        over = threading.Event()

        def insist() -> None:
            while not over.is_set():
                halt()
                over.wait(PAUSE)

        def begin() -> None:
            threading.Thread(target=insist, daemon=True).start()

        with self.heard(begin):
            try:
                yield
            finally:
                over.set()

    @contextmanager
    def heard(self, begin: Callable[[], None]) -> Iterator[None]:
        """While the block runs, a pull of this switch or of one above it calls `begin`; at once if pulled already."""
        with self._lock:
            self._halts.append(begin)
            already = self._wanted.is_set()
        try:
            if already:
                begin()
            if self._under is None:
                yield
            else:
                with self._under.heard(begin):
                    yield
        finally:
            with self._lock:
                self._halts.remove(begin)


class Known:
    """The best values and the highest bound of one form; engines report here, from whichever thread.

    `tell` hears of each better cost or bound, and `stop` is pulled once they meet.
    """

    def __init__(self, floor: int, tell: TellValues, stop: Stop) -> None:
        self._news = threading.Condition()
        self._tell, self._stop = tell, stop
        self._closed = False
        self.values: Values = ()
        self.cost: int | None = None
        self.bound = floor

    @property
    def proved(self) -> bool:
        """Whether there are values, and nothing can be cheaper."""
        return self.cost is not None and self.bound >= self.cost

    @property
    def best(self) -> Outcome:
        """The cheapest values so far; only once there are some."""
        with self._news:
            assert self.cost is not None
            return Outcome(SearchStatus.FEASIBLE, self.values, self.cost, self.bound)

    def found(self, cost: int, values: Values) -> None:
        """Report values that keep to every row, and what they cost; kept if they are the cheapest."""
        with self._news:
            if self._closed or (self.cost is not None and cost >= self.cost):
                return
            self.cost, self.values = cost, values
            self._news.notify_all()
        self._changed()

    def bounded(self, bound: int) -> None:
        """Report that no values cost less than this."""
        with self._news:
            if bound <= self.bound:
                return
            self.bound = bound
            self._news.notify_all()
        self._changed()

    def close(self) -> None:
        """Take no more values: nobody searches any more. Whoever waits goes on."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def better(self, cost: int | None) -> Outcome | None:
        """Wait for values cheaper than `cost` (None: for any), and give them; None once nobody searches any more."""
        with self._news:
            self._news.wait_for(lambda: self._closed or (self.cost is not None and (cost is None or self.cost < cost)))
            return (
                None
                if self._closed or self.cost is None
                else Outcome(SearchStatus.FEASIBLE, self.values, self.cost, self.bound)
            )

    @contextmanager
    def until(self, enough: Callable[[], bool], stop: Stop) -> Iterator[None]:
        """While the block runs, `stop` is pulled as soon as what is known is `enough`; and when it ends in any case."""
        left = False

        def wait() -> None:
            with self._news:
                self._news.wait_for(lambda: left or self._closed or enough())
            stop.pull()

        waiting = threading.Thread(target=wait, daemon=True)
        waiting.start()
        try:
            yield
        finally:
            with self._news:
                left = True
                self._news.notify_all()
            waiting.join()

    def _changed(self) -> None:
        with self._news:
            cost, bound, values = self.cost, self.bound, self.values
        self._tell(cost, bound, values)
        if self.proved:
            self._stop.pull()

    def outcome(self, status: SearchStatus) -> Outcome:
        """The best that is known, when the engine in charge has ended with this status."""
        if self.cost is None:
            return Outcome(
                SearchStatus.INFEASIBLE if status is SearchStatus.INFEASIBLE else SearchStatus.UNKNOWN, bound=self.bound
            )
        if status is SearchStatus.OPTIMAL or self.proved:
            return Outcome(SearchStatus.OPTIMAL, self.values, self.cost, self.cost)
        return Outcome(SearchStatus.FEASIBLE, self.values, self.cost, self.bound)


def silent(cost: int | None, bound: int, values: Values = ()) -> None:
    """A `Tell` or `TellValues` that does nothing."""
