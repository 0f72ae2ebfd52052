"""Lines: everybody's whole period is one choice (a line). Prices of what ties people together give a bound, and lines to dive from.

Dantzig and Wolfe's decomposition: the linear programme over lines is far tighter than the one over columns, since no
mixture of half days is anybody's line; and a roster that is put together from its lines is near the best.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, repeat
from random import Random

from constraints.engines import cpsat
from constraints.engines.blocks import Blocks
from constraints.engines.master import Master, Mix
from constraints.engines.nearby import Nearby
from constraints.engines.pricing import SECONDS, Line, Pricer
from constraints.engines.search import Known, Limits, Stop, Values, silent
from constraints.engines.thin import everything, within
from constraints.engines.words import SCALE
from constraints.form import Form

NEAR = 0.6
"""How near new prices stay to those of the best bound: prices of few lines swing wildly."""
CLOSE = 0.01, 0.002
"""A mixture so near the bound needs no better prices: for the first roster, and for later ones."""
CLOSEST = 0.0005
"""The same for a proof."""
MANY, LEAST = 0.15, 3
"""What part of those who are left, and how many at least, get their line before the next prices are asked for."""
SURE = 0.95
"""So much of a line is taken for the whole."""
POLISH = 10.0
"""Seconds spent near one roster before the next dive."""
PROOF = 10.0
"""Seconds that the first attempt at a proof takes at most; each further one has twice as many."""
WORTH = 0.1
"""Where a smaller part of the columns can be left out, the rest is no easier to search than all."""
FINISH = 5.0
"""Seconds to fill in what belongs to nobody once everybody has a line."""


class Lines:
    """One form seen through everybody's lines."""

    def __init__(self, form: Form, blocks: Blocks, known: Known, stop: Stop, seed: int, cores: int) -> None:
        self._form, self._blocks, self._known, self._stop = form, blocks, known, stop
        self._random, self._cores = Random(seed), cores
        self._limits = Limits(SECONDS, seed, brief=True)
        uses: dict[int, list[tuple[int, int]]] = {}
        for tie, (terms, _) in enumerate(blocks.ties.values()):
            for column, factor in terms:
                uses.setdefault(column, []).append((tie, factor))
        self._high = [high for _, high in blocks.ties.values()]
        self._common = [(form.costs.get(column, 0), form.upper[column], uses.get(column, [])) for column in blocks.common]
        self._pricers = [Pricer(form, block, uses) for block in blocks.people]
        self._master = Master(form, blocks, uses)
        self._held: dict[int, Line] = {}
        self._prices = [0] * len(blocks.ties)
        """Those that prove the best bound so far, in hundredths."""
        self._best = SCALE * form.floor
        self._least: list[int] = []
        """What everybody is worth at least at these prices, in hundredths."""
        self._proof = PROOF
        self.begun = threading.Event()
        """There is a first roster from lines, or there will be none."""

    def run(self, prices: Sequence[int], narrow: Callable[[], bool]) -> None:
        """From some roster on: prices, a dive and what is near it, again and again; where the bound is near, an attempt at a proof."""
        self._prices = list(prices)
        try:
            for close in chain(CLOSE, repeat(CLOSE[-1])):
                before = self._known.best
                values = before.values
                self._learn(values)
                self.bound(close)
                if narrow():
                    self.begun.set()
                    self.prove()
                    self._near(self._known, self._proof)
                    self._proof *= 2
                elif values := self.dive():
                    self._known.found(self._form.total(values), values)
                    self.begun.set()
                    self._polish(values)
                    if self._known.best.cost == before.cost and -(-self._best // SCALE) < self._known.bound:
                        return  # others know more of this form
                if self._stop.pulled or not values:
                    return
        finally:
            self.begun.set()

    def prove(self) -> None:
        """Leave out what no roster has that is cheaper than the best one, and search the rest to the end."""
        self.bound(CLOSEST)
        if self._stop.pulled:
            return
        stop, known = Stop(self._stop), self._known.best
        cost, best = known.cost, known.values
        unused = self._unused(SCALE * (cost - 1) - self._best)
        if len(unused) < WORTH * len(best):
            return
        free = [column for column in range(len(best)) if column not in unused]
        rest = within(self._form, everything(self._form), free, [0] * len(best))

        def tell(found: int | None, bound: int) -> None:
            if found is not None and found < cost:
                self._known.found(found, _spread(inner.values, free, [0] * len(best)))
            self._known.bounded(min(bound, cost))

        inner = Known(self._form.floor, tell, stop)
        status = cpsat.run(rest, replace(self._limits, seconds=self._proof, brief=False), inner, stop, tuple(best[column] for column in free))
        if status == "infeasible":
            self._known.bounded(cost)

    def _unused(self, gap: int) -> set[int]:
        """Columns of no line whose worth, above the least that its person can have, is within the gap."""
        with ThreadPoolExecutor(self._cores) as pool:
            found = pool.map(
                lambda pricer, least: pricer.unused(self._prices, least + gap, self._limits, self._stop), self._pricers, self._least,
            )
            return set[int]().union(*found)

    def _polish(self, values: Values) -> None:
        """Look near one roster, whether or not a better one is known already."""
        own = Known(self._form.floor, silent, Stop(self._stop))
        own.found(self._form.total(values), values)

        def share() -> None:
            self._known.found(own.best.cost, own.best.values)

        self._near(own, POLISH, share)
        share()
        self._learn(own.values)

    def _near(self, known: Known, seconds: float, between: Callable[[], None] = lambda: None) -> None:
        """Look near the best of what is known, for so long."""
        stop = Stop(self._stop)
        timer = threading.Timer(seconds, stop.pull)
        timer.start()
        Nearby(self._form, known, stop, self._random.randrange(1 << 30), between).run()
        timer.cancel()

    def bound(self, close: float) -> None:
        """Ask for better prices until they are close, near the best so far while that shows new lines; every round proves a bound."""
        prices, near = self._prices, NEAR
        while not self._stop.pulled:
            bound, least, new = self._round(prices)
            if bound >= self._best:
                self._best, self._prices, self._least = bound, prices, least
                self._known.bounded(-(-bound // SCALE))
            mix = self._master.mix()
            if not mix or mix.cost - self._best / SCALE < close * abs(mix.cost) or (not new and near == 0):
                return
            near = NEAR if new else 0.0
            prices = [round(near * one + (1 - near) * other) for one, other in zip(self._prices, mix.prices, strict=True)]

    def _round(self, prices: Sequence[int]) -> tuple[int, list[int], int]:
        """Everybody who is not held, at these prices: a bound in hundredths, the least that each is worth, and how many lines are new."""
        free = [who for who in range(len(self._pricers)) if who not in self._held]
        with ThreadPoolExecutor(self._cores) as pool:
            answers = list(pool.map(lambda who: self._pricers[who].priced(prices, self._limits, self._stop), free))
        new = sum(self._master.add(who, line) for who, answer in zip(free, answers, strict=True) for line in answer.lines)
        bound = SCALE * self._form.offset + sum(answer.bound for answer in answers) - sum(
            price * high for price, high in zip(prices, self._high, strict=True)
        )
        for cost, upper, some in self._common:
            bound += min(0, SCALE * cost + sum(prices[tie] * factor for tie, factor in some)) * upper
        return bound, [answer.bound for answer in answers], new

    def _learn(self, values: Values) -> None:
        """Take the lines of a roster in."""
        for who, pricer in enumerate(self._pricers) if values else ():
            self._master.add(who, pricer.line(tuple(values[column] for column in pricer.columns)))

    def dive(self) -> Values:
        """A roster put together from lines, those first that the mixture is surest of; empty if it leads nowhere."""
        try:
            while len(self._held) < len(self._pricers):
                if (mix := self._master.mix()) is None or self._stop.pulled:
                    return ()
                self._round(mix.prices)
                self._hold_some(self._master.mix() or mix)
            return self._whole()
        finally:
            self._held.clear()
            self._master.release()

    def _hold_some(self, mix: Mix) -> None:
        """Give some people their line."""
        free = [who for who in range(len(self._pricers)) if who not in self._held]
        choice = [(*max((share, self._random.random(), number) for number, (share, _) in enumerate(mix.shares[who])), who) for who in free if mix.shares[who]]
        few = max(LEAST, int(MANY * len(free)))
        for place, (share, _, number, who) in enumerate(sorted(choice, reverse=True)):
            if place < few or share > SURE:
                self._held[who] = mix.shares[who][number][1]
                self._master.hold(who, self._held[who])

    def _whole(self) -> Values:
        """The lines held, and whatever belongs to nobody at its best."""
        values: Values = (0,) * len(self._form.upper)
        for who, line in self._held.items():
            values = _spread(line.values, self._pricers[who].columns, values)
        rest = within(self._form, self._blocks.ties.values(), self._blocks.common, values)
        found = cpsat.search(rest, Limits(FINISH), self._stop)
        if found.status not in ("optimal", "feasible"):
            return ()
        return _spread(found.values, self._blocks.common, values)


def _spread(some: Values, columns: Sequence[int], values: Sequence[int]) -> Values:
    """Values with those of some columns changed."""
    changed = list(values)
    for column, value in zip(columns, some, strict=True):
        changed[column] = value
    return tuple(changed)
