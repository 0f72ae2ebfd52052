"""Pricing: what one person would best do in the whole period, if all that ties people together had its price."""

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
"""How long one person is thought about at most; the bound holds all the same."""
KEPT = 3
"""How many of the lines found on the way to the best are kept as well."""
Uses = Sequence[tuple[int, int]]
"""(Tie, how much of it), for each tie that is touched."""


@dataclass(frozen=True)
class PersonLine:
    """One person's whole period: the values of the block's columns, what they cost, what they use of the ties."""

    values: Values
    cost: int
    uses: Uses


class Priced(NamedTuple):
    """Nothing that the person may do is worth less than `bound`, in hundredths; some lines that are worth little."""

    bound: int
    lines: list[PersonLine]


class Common(NamedTuple):
    """A column that is nobody's."""

    column: int
    cost: int
    upper: int
    uses: Uses

    def worth(self, prices: Sequence[int]) -> int:
        """What a unit of it is worth, in hundredths, when each unit of a tie is paid for."""
        return SCALE * self.cost + sum(prices[tie] * factor for tie, factor in self.uses)


class Pricer:
    """One person's block, asked again and again at other prices."""

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
        """The lines worth least when each unit of a tie is paid for."""
        bound, found = self._again.search(self._worth(prices), limits, stop)
        return Priced(bound, [self.line(values) for values in found[-KEPT:]])

    def used(
        self, prices: Sequence[int], most: int, lines: Iterable[PersonLine], limits: Limits, stop: Stop
    ) -> set[int]:
        """Columns of some line that is worth `most` hundredths or less; of these lines first, since they are known."""
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
        """What each column is worth, in hundredths, when each unit of a tie is paid for."""
        return [
            SCALE * cost + sum(prices[tie] * factor for tie, factor in some)
            for cost, some in zip(self._costs, self._uses, strict=True)
        ]

    def line(self, values: Values) -> PersonLine:
        """A line of these values of the block's columns."""
        uses: dict[int, int] = {}
        for value, some in zip(values, self._uses, strict=True):
            for tie, factor in some if value else ():
                uses[tie] = uses.get(tie, 0) + factor * value
        return PersonLine(
            values, sum(cost * value for cost, value in zip(self._costs, values, strict=True)), tuple(uses.items())
        )
