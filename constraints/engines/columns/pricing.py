"""Pricing (the subproblem of column generation): what one person would best do, if what ties people had its price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from constraints.engines.columns.blocks import Block
from constraints.engines.cpsat import Again
from constraints.engines.protocol import SCALE
from constraints.engines.search import Limits, Stop, Values
from constraints.model.form import Form

SECONDS = 1.0
"""How long one person is searched for at most; a bound holds all the same."""
KEPT = 3
"""How many lines are kept of those found: the best, and the last ones on the way to it."""
Uses = Sequence[tuple[int, int]]
"""(tie, how many units of it), for each tie that is used."""


@dataclass(frozen=True)
class PersonLine:
    """One person's whole period: the values of the block's columns, what they cost in cost units, their use of ties."""

    values: Values
    cost: int
    uses: Uses


class Priced(NamedTuple):
    """No line of the person is worth less than `bound`, in hundredths; `lines` are some that are worth little."""

    bound: int
    lines: list[PersonLine]


class Common(NamedTuple):
    """A column that is nobody's, with its cost in cost units, its highest value and its use of ties."""

    column: int
    cost: int
    upper: int
    uses: Uses

    def worth(self, prices: Sequence[int]) -> int:
        """What a unit of it costs, in hundredths, with the ties that it uses paid for."""
        return SCALE * self.cost + sum(prices[tie] * factor for tie, factor in self.uses)


class Pricer:
    """One person's block, searched again and again at other prices (hundredths, by tie)."""

    def __init__(self, form: Form, block: Block, uses: Mapping[int, Uses]) -> None:
        self.columns = block.columns
        self._costs = [form.costs.get(column, 0) for column in block.columns]
        self._uses = [uses.get(column, ()) for column in block.columns]
        local = {column: number for number, column in enumerate(block.columns)}
        self._own = Form([form.upper[column] for column in block.columns])
        for terms, high in block.rows:
            self._own.row([(local[column], factor) for column, factor in terms], high)
        self._again = Again(self._own)

    def priced(self, prices: Sequence[int], limits: Limits, stop: Stop) -> Priced:
        """The lines that are worth least, each with the ties that it uses paid for."""
        bound, found = self._again.search(self._worth(prices), limits, stop)
        return Priced(bound, [self.line(values) for values in found[-KEPT:]])

    def used(
        self, prices: Sequence[int], most: int, lines: Iterable[PersonLine], limits: Limits, stop: Stop
    ) -> set[int]:
        """The columns, as the form numbers them, of all lines that are worth `most` hundredths or less.

        The lines given are looked at first, since they are known; all columns come back where the search stays open.
        """
        worth = self._worth(prices)
        near = Form(self._own.upper, [*self._own.rows, (tuple(enumerate(worth)), most)], self._own.cliques)
        again = Again(near)
        left = set(range(len(self.columns)))
        for line in lines:
            if sum(map(mul, worth, line.values)) <= most:
                left -= {number for number, value in enumerate(line.values) if value}
        while left:
            bound, found = again.search(
                [-1 if number in left else 0 for number in range(len(self.columns))], limits, stop
            )
            used = {number for number in left if found and found[-1][number]}
            if not used:
                return (
                    set(self.columns)
                    if bound < 0
                    else {column for number, column in enumerate(self.columns) if number not in left}
                )
            left -= used
        return set(self.columns)

    def _worth(self, prices: Sequence[int]) -> list[int]:
        """What a unit of each column costs, in hundredths, with the ties that it uses paid for (its reduced cost)."""
        return [
            SCALE * cost + sum(prices[tie] * factor for tie, factor in some)
            for cost, some in zip(self._costs, self._uses, strict=True)
        ]

    def line(self, values: Values) -> PersonLine:
        """The line in which the block's columns have these values."""
        uses: dict[int, int] = {}
        for value, some in zip(values, self._uses, strict=True):
            for tie, factor in some if value else ():
                uses[tie] = uses.get(tie, 0) + factor * value
        return PersonLine(
            values, sum(cost * value for cost, value in zip(self._costs, values, strict=True)), tuple(uses.items())
        )
