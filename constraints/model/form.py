"""Form: a part of the board as plain columns, rows and costs, for one stage of solving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from constraints.measure.expr import Expr, Hinge, LinearRow

Terms = Sequence[tuple[int, int]]
"""A sum: (column, coefficient) pairs."""
Mark = tuple[int, str]
"""The day of a column's slot, and who would be on it."""


@dataclass
class Form:
    """An integer programme: whole columns from 0 to `upper`, rows ≤ high, cliques (at most one column) and costs.

    To be made least is `offset` and the `costs` by column. `marks` say what the first columns stand for; auxiliaries
    have none.
    """

    upper: list[int]
    rows: list[LinearRow] = field(default_factory=list)
    cliques: list[tuple[int, ...]] = field(default_factory=list)
    costs: dict[int, int] = field(default_factory=dict)
    offset: int = 0
    impossible: bool = False
    marks: tuple[Mark | None, ...] = ()
    _seen: set[LinearRow | tuple[int, ...]] = field(default_factory=set)

    def row(self, terms: Terms, high: int) -> None:
        """Add the row that the terms come to `high` at most; one that always holds is dropped.

        One that never can makes the form `impossible`; at most one of some 0/1 columns becomes a clique.
        """
        merged = dict(terms)
        if len(merged) < len(terms) or 0 in merged.values():
            merged = {}
            for column, factor in terms:
                merged[column] = merged.get(column, 0) + factor
            terms = [(column, factor) for column, factor in merged.items() if factor]
        if sum(max(0, factor) * self.upper[column] for column, factor in terms) <= high:
            return
        if sum(min(0, factor) * self.upper[column] for column, factor in terms) > high:
            self.impossible = True
            return
        if high == 1 and all(factor == 1 and self.upper[column] == 1 for column, factor in terms):
            clique = tuple(sorted(column for column, _ in terms))
            if clique not in self._seen:
                self._seen.add(clique)
                self.cliques.append(clique)
            return
        row = tuple(sorted(terms)), high
        if row not in self._seen:
            self._seen.add(row)
            self.rows.append(row)

    @property
    def floor(self) -> int:
        """A bound on the cost that needs no search: every column at its cheaper end."""
        return self.offset + sum(min(0, cost) * self.upper[column] for column, cost in self.costs.items())

    def total(self, values: Sequence[int]) -> int:
        """What these values, one for each column, cost."""
        return self.offset + sum(cost * values[column] for column, cost in self.costs.items())

    def keeps(self, values: Sequence[int]) -> bool:
        """Whether these whole values, one for each column, keep to every bound, row and clique."""
        return (
            all(0 <= value <= high for value, high in zip(values, self.upper, strict=True))
            and all(sum(factor * values[column] for column, factor in terms) <= high for terms, high in self.rows)
            and all(sum(values[column] for column in clique) <= 1 for clique in self.cliques)
        )

    def reach(self, expr: Expr) -> int:
        """The largest value the expression can take."""
        return expr.const + sum(max(0, factor) * self.upper[column] for column, factor in expr.terms)

    def layers(self, hinge: Hinge) -> tuple[Terms, int]:
        """The hinge's cost as (terms, constant).

        New columns together rise as high as its largest expression, each at the cost of its unit.
        """
        tall = max(self.reach(expr) for expr in hinge.exprs)
        if tall <= 0:
            return [], 0
        if len(hinge.exprs) == 1 and len(hinge.exprs[0].terms) < 2:
            return self._straight(hinge)
        steps: list[tuple[int, int]] = []
        costs = hinge.costs[:tall]
        for number, cost in enumerate(costs):
            last = number + 1 == len(costs)
            self.upper.append(tall - number if last else 1)
            steps.append((len(self.upper) - 1, cost))
        for expr in hinge.exprs:
            if self.reach(expr) > 0:
                terms = [*expr.terms, *((column, -1) for column, _ in steps)]
                self.row(terms, -expr.const)
                self._rounded(terms, -expr.const)
        return steps, 0

    def _rounded(self, terms: Terms, high: int) -> None:
        """Add the row divided by each of its factors and rounded down (cuts of Gomory and Chvátal 1973).

        They cut off mixtures: half of a slot that counts twice is no whole load.
        """
        for factor in sorted({abs(factor) for _, factor in terms} - {1}):
            if high % factor:
                self.row([(column, one // factor) for column, one in terms], high // factor)

    def _straight(self, hinge: Hinge) -> tuple[Terms, int]:
        """The cost of a hinge on one column, or on none, as (terms, constant).

        A column of 0 or 1 needs no auxiliary; a wider one is left to `layers`.
        """
        expr = hinge.exprs[0]
        at_zero = price(hinge, expr.const)
        if not expr.terms:
            return [], at_zero
        column, factor = expr.terms[0]
        if self.upper[column] == 1:
            return [(column, price(hinge, expr.const + factor) - at_zero)], at_zero
        return self.layers(Hinge((expr, Expr((), 0)), hinge.costs))

    def pay(self, hinges: tuple[Hinge, ...], weight: int, base: int) -> None:
        """Charge `weight` for each unit of a posted amount: the sum of the hinges less `base`."""
        self.offset -= weight * base
        for hinge in hinges:
            terms, constant = self.layers(hinge)
            self.offset += weight * constant
            for column, cost in terms:
                self.costs[column] = self.costs.get(column, 0) + weight * cost

    def bind(self, hinges: tuple[Hinge, ...], base: int) -> None:
        """Hold a posted amount, the sum of the hinges less `base`, at 0."""
        if base == 0 or (len(hinges) == 1 and hinges[0].costs == (1,)):
            for hinge in hinges:
                for expr in hinge.exprs:
                    self.row(list(expr.terms), base - expr.const)
            return
        self.cap(hinges, base)

    def cap(self, hinges: tuple[Hinge, ...], high: int) -> None:
        """Hold a sum of hinges at or below `high`."""
        terms: list[tuple[int, int]] = []
        for hinge in hinges:
            some, constant = self.layers(hinge)
            terms += some
            high -= constant
        self.row(terms, high)


def price(hinge: Hinge, value: int) -> int:
    """What a hinge costs where its largest expression has this value."""
    costs = hinge.costs
    return sum(costs[min(step, len(costs) - 1)] for step in range(max(0, value)))


def paid(hinge: Hinge, values: Sequence[int]) -> int:
    """What a hinge costs where the columns have these values."""
    return price(
        hinge, max(expr.const + sum(factor * values[column] for column, factor in expr.terms) for expr in hinge.exprs)
    )
