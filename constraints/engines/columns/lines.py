"""Lines: everybody's whole period is one choice, a line; column generation by Dantzig and Wolfe's decomposition (1960).

The linear programme over lines is far tighter than the one over columns, since no mixture of half days is anybody's
line. Prices of what ties people together give a bound, and a roster that is put together from lines (a dive) is near
the best.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, repeat
from random import Random
from time import monotonic

from constraints.engines import cpsat
from constraints.engines.columns.blocks import Blocks
from constraints.engines.columns.master import Master, Mix
from constraints.engines.columns.pricing import SECONDS, Common, PersonLine, Pricer
from constraints.engines.columns.proof import Dual, Proof
from constraints.engines.nearby import Nearby
from constraints.engines.protocol import SCALE
from constraints.engines.search import Known, Limits, SearchStatus, Stop, Values, silent
from constraints.engines.thin import spread, with_candidates
from constraints.model.form import Form

NEAR = 0.6
"""How near new prices stay to those of the best bound (smoothing, Wentges 1997): prices of few lines swing wildly."""
CLOSE = 0.01, 0.002
"""A mixture so near the bound, as a part of its cost, needs no better prices: for the first roster, for later ones."""
EXACT = 0.05
"""For a proof the mixture and the bound are no farther apart than this part of a cost unit."""
MANY, LEAST = 0.15, 3
"""What part of those without a line, and how many at least, get theirs in a dive before prices are asked for again."""
SURE = 0.95
"""Whose line has so large a share of the mixture gets it at once in a dive."""
HOPE, NARROW = 0.1, 0.01
"""How near the bound, as a part of its cost, a roster is when a proof is tried, and when no other dive is begun."""
POLISH = 10.0
"""Seconds for neighbourhoods of one roster before the next dive."""
PROOF = 15.0
"""Seconds that the first attempt at a proof takes at most; each further one has twice as many."""
FINISH = 5.0
"""Seconds to fill in what belongs to nobody once everybody has a line."""


class Lines:
    """One form searched through everybody's lines; rosters and bounds go to `known`."""

    def __init__(self, form: Form, blocks: Blocks, known: Known, stop: Stop, seed: int, cores: int) -> None:
        self._form, self._blocks, self._known, self._stop = form, blocks, known, stop
        self._random, self._cores = Random(seed), cores
        self._limits = Limits(SECONDS, seed, brief=True)
        ties = list(blocks.ties.values())
        uses: dict[int, list[tuple[int, int]]] = {}
        for tie, (terms, _) in enumerate(ties):
            for column, factor in terms:
                uses.setdefault(column, []).append((tie, factor))
        self._high = [high for _, high in ties]
        self._common = [
            Common(column, form.costs.get(column, 0), form.upper[column], uses.get(column, ()))
            for column in blocks.common
        ]
        self._pricers = [Pricer(form, block, uses) for block in blocks.people]
        self._master = Master(form, blocks, self._common)
        self._proof = Proof(form, ties, self._common, self._pricers, self._master, seed, cores)
        self._held: dict[int, PersonLine] = {}
        self._dual = Dual([0] * len(ties), SCALE * form.floor, [])
        """The best bound so far, and the prices that prove it."""
        self._refuted = form.floor - 1
        """The highest cost that no roster was seen to reach."""
        self._seconds = PROOF
        self.begun = threading.Event()
        """Set once there is a roster from lines, or there will be none."""

    @property
    def leads(self) -> bool:
        """Whether the bound of lines is as good as anybody's."""
        return max(self._refuted + 1, -(-self._dual.bound // SCALE)) >= self._known.bound

    def run(self, prices: Sequence[int]) -> None:
        """Search from the best known roster on, first at these prices (hundredths, by tie), until others know more.

        Again and again: better prices, a proof if the bound is near, then a dive and neighbourhoods of its roster.
        """
        self._dual = replace(self._dual, prices=list(prices))
        try:
            for close in chain(CLOSE, repeat(CLOSE[-1])):
                before = self._known.best.cost
                self._learn(self._known.values)
                self.bound(close)
                if self._within(HOPE):
                    self.begun.set()
                    self.prove()
                if self._within(NARROW):
                    self._near(self._known, POLISH, self._stop, likely=frozenset(self._proof.free))
                elif not self._dive_on():
                    return
                if self._stop.pulled or (self._known.best.cost == before and not self.leads):
                    return  # others know more of this form
        finally:
            self.begun.set()

    def _within(self, part: float) -> bool:
        """Whether the best roster is as near the bound as this part of its cost."""
        cost = self._known.best.cost
        return cost - self._known.bound <= part * abs(cost)

    def _dive_on(self) -> bool:
        """Dive for a roster, then look for better ones near it; False where the dive leads nowhere."""
        values = self.dive()
        if values:
            self._known.found(self._form.total(values), values)
            self.begun.set()
            self._polish(values)
        return bool(values)

    def prove(self) -> None:
        """Ask whether a roster reaches the bound; where none does, it is one higher, and that is the next question."""
        self.bound()
        until = monotonic() + self._seconds
        self._seconds *= 2
        goal = self._known.bound
        while not self._stop.pulled and self._proof.reached(goal, self._dual, self._known, self._stop, until):
            self._refuted, goal = goal, self._known.bound

    def _polish(self, values: Values) -> None:
        """Look for better rosters near this one, even if a better one is known, until one is close to the bound."""
        own = Known(self._form.floor, silent, Stop(self._stop))
        own.found(self._form.total(values), values)

        def share() -> None:
            self._known.found(own.best.cost, own.best.values)

        stop = Stop(self._stop)
        with self._known.until(lambda: self._within(NARROW), stop):
            self._near(own, POLISH, stop, share)
        share()
        self._learn(own.values)

    def _near(
        self,
        known: Known,
        seconds: float,
        above: Stop,
        between: Callable[[], None] = lambda: None,
        likely: Container[int] | None = None,
    ) -> None:
        """Search neighbourhoods of the best that is `known`, for so many seconds or until `above` is pulled."""
        stop = Stop(above)
        timer = threading.Timer(seconds, stop.pull)
        timer.start()
        Nearby(self._form, known, stop, self._random.randrange(1 << 30), between, likely=likely).run()
        timer.cancel()

    def bound(self, close: float = 0.0) -> None:
        """Ask for better prices until the mixture is as near the bound as this part of its cost (0: as EXACT says).

        Every round proves a bound; prices stay near the best so far as long as that shows new lines.
        """
        prices, near = self._dual.prices, NEAR
        while not self._stop.pulled:
            bound, least, new = self._round(prices)
            if bound >= self._dual.bound or not self._dual.least:
                self._dual = Dual(prices, bound, least)
                self._known.bounded(-(-bound // SCALE))
            mix = self._master.mix()
            if (
                not mix
                or mix.cost - self._dual.bound / SCALE < max(EXACT, close * abs(mix.cost))
                or (not new and near == 0)
            ):
                return
            near = NEAR if new else 0.0
            prices = [
                round(near * one + (1 - near) * other) for one, other in zip(self._dual.prices, mix.prices, strict=True)
            ]

    def _round(self, prices: Sequence[int]) -> tuple[int, list[int], int]:
        """Price everybody who is not held, and take their lines into the master problem.

        Gives the Lagrangian bound, the least that each person's lines are worth (both in hundredths), and how many
        lines are new.
        """
        free = [who for who in range(len(self._pricers)) if who not in self._held]
        with ThreadPoolExecutor(self._cores) as pool:
            answers = list(pool.map(lambda who: self._pricers[who].priced(prices, self._limits, self._stop), free))
        new = sum(
            self._master.add(who, line) for who, answer in zip(free, answers, strict=True) for line in answer.lines
        )
        bound = (
            SCALE * self._form.offset
            + sum(answer.bound for answer in answers)
            - sum(price * high for price, high in zip(prices, self._high, strict=True))
        )
        bound += sum(min(0, one.worth(prices)) * one.upper for one in self._common)
        return bound, [answer.bound for answer in answers], new

    def _learn(self, values: Values) -> None:
        """Take everybody's line of a roster into the master problem; does nothing without values."""
        for who, pricer in enumerate(self._pricers) if values else ():
            self._master.add(who, pricer.line(tuple(values[column] for column in pricer.columns)))

    def dive(self) -> Values:
        """A roster put together from lines, those first that the mixture is surest of (diving); empty if it fails."""
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
        """Hold some more people to the line that has most of their share in the mixture."""
        free = [who for who in range(len(self._pricers)) if who not in self._held]
        choice = [
            (*max((share, self._random.random(), number) for number, (share, _) in enumerate(mix.shares[who])), who)
            for who in free
            if mix.shares[who]
        ]
        few = max(LEAST, int(MANY * len(free)))
        for place, (share, _, number, who) in enumerate(sorted(choice, reverse=True)):
            if place < few or share > SURE:
                self._held[who] = mix.shares[who][number][1]
                self._master.hold(who, self._held[who])

    def _whole(self) -> Values:
        """The values of the lines held, with the columns that are nobody's at their best; empty where none fit."""
        values: Values = (0,) * len(self._form.upper)
        for who, line in self._held.items():
            values = spread(line.values, self._pricers[who].columns, values)
        rest = with_candidates(self._form, self._blocks.ties.values(), self._blocks.common, values)
        found = cpsat.search(rest, Limits(FINISH), self._stop)
        if found.status not in (SearchStatus.OPTIMAL, SearchStatus.FEASIBLE):
            return ()
        return spread(found.values, self._blocks.common, values)
