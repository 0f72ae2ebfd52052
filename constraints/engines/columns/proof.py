"""Proof: whether a roster reaches the bound of lines, by reduced cost fixing.

At the prices of the bound most of what people could do is too dear, so few columns are left to search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from time import monotonic

from constraints.engines import cpsat
from constraints.engines.columns.master import Master
from constraints.engines.columns.pricing import SECONDS, Common, Pricer
from constraints.engines.protocol import SCALE
from constraints.engines.search import Known, Limits, SearchStatus, Stop, Values
from constraints.engines.thin import everything, spread, with_candidates
from constraints.measure.expr import LinearRow
from constraints.model.form import Form

WORTH = 0.1
"""Where only a smaller part of the columns can be left out, the rest is no easier to search than the whole."""
GLANCE = 4
"""One of so many people is looked at first, to see whether enough can be left out."""


@dataclass(frozen=True)
class Dual:
    """Prices by tie, the bound that they prove, and by person the least that a line is worth at them; in hundredths."""

    prices: list[int]
    bound: int
    least: list[int]


class Proof:
    """Asks of one form whether a roster costs a goal or less, among the columns that such a roster may have."""

    def __init__(
        self,
        form: Form,
        ties: Sequence[LinearRow],
        common: Sequence[Common],
        pricers: Sequence[Pricer],
        master: Master,
        seed: int,
        cores: int,
    ) -> None:
        self._form, self._ties, self._common, self._pricers, self._master = form, ties, common, pricers, master
        self._seed, self._cores = seed, cores
        self._asked: tuple[int, Dual] | None = None
        self.free = list(range(len(form.upper)))
        """The columns that a roster may have, for the goal and the prices asked about last."""

    def reached(self, goal: int, dual: Dual, known: Known, stop: Stop, until: float) -> bool:
        """Look for a roster that costs no more than the goal, and report rosters and bounds to `known`.

        True where that is settled, by the cheapest roster or by proof that there is none; False where it stays open,
        because time is up at `until` (seconds, as `monotonic` counts) or too few columns can be left out.
        """
        gap = SCALE * goal - dual.bound
        if (gap, dual) != self._asked:
            self._asked, self.free = (gap, dual), self._used(gap, dual, stop)
        nothing = [0] * len(self._form.upper)
        if len(self.free) > (1 - WORTH) * len(nothing):
            return False
        rest = with_candidates(self._form, chain(everything(self._form), self._tight(gap, dual)), self.free, nothing)

        def tell(cost: int | None, bound: int, values: Values) -> None:
            if cost is not None:
                known.found(cost, spread(values, self.free, nothing))
            known.bounded(min(bound, goal + 1))  # whatever is left out costs more than the goal

        own = Stop(stop)
        inner = Known(rest.floor, tell, own)
        with known.until(lambda: known.bound > goal, own):
            nobody = (
                rest.impossible
                or cpsat.run(rest, Limits(until - monotonic(), self._seed), inner, own) is SearchStatus.INFEASIBLE
            )
        if nobody:
            known.bounded(goal + 1)
        return known.proved or known.bound > goal

    def _tight(self, gap: int, dual: Dual) -> Iterator[LinearRow]:
        """Rows that have ties use up all that they allow, where one unit left over would cost more than the gap."""
        for price, (terms, high) in zip(dual.prices, self._ties, strict=True):
            if price > gap:
                yield tuple((column, -factor) for column, factor in terms), -high

    def _used(self, gap: int, dual: Dual, stop: Stop) -> list[int]:
        """The columns that a roster within the gap above the bound may have; all of them where it looks like most."""
        used = {one.column for one in self._common if one.worth(dual.prices) <= gap}
        people, limits = range(len(self._pricers)), Limits(SECONDS, self._seed, brief=True)

        def of(who: int) -> set[int]:
            return self._pricers[who].used(dual.prices, dual.least[who] + gap, self._master.lines(who), limits, stop)

        with ThreadPoolExecutor(self._cores) as pool:
            some = set[int]().union(*pool.map(of, people[::GLANCE]))
            if len(some) > (1 - WORTH) * sum(len(self._pricers[who].columns) for who in people[::GLANCE]):
                return list(range(len(self._form.upper)))
            return sorted(used.union(some, *pool.map(of, (who for who in people if who % GLANCE))))
