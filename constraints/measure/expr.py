"""Linear expressions over 0/1 columns, and the hinges that a rule's amount is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Expr(NamedTuple):
    """A linear expression: whole coefficients by column, and a constant."""

    terms: tuple[tuple[int, int], ...]
    const: int = 0

    def plus(self, other: Expr) -> Expr:
        """The sum of both."""
        return Expr(self.terms + other.terms, self.const + other.const)

    def minus(self, other: Expr) -> Expr:
        """The difference."""
        return Expr(self.terms + tuple((c, -k) for c, k in other.terms), self.const - other.const)

    def times(self, factor: int) -> Expr:
        """The expression taken so many times."""
        return Expr(tuple((column, factor * one) for column, one in self.terms), factor * self.const)

    def add(self, const: int) -> Expr:
        """The expression raised by a constant."""
        return Expr(self.terms, self.const + const)


def total(parts: Iterable[Expr]) -> Expr:
    """The sum of some expressions."""
    some = tuple(parts)
    return Expr(tuple(term for part in some for term in part.terms), sum(part.const for part in some))


LinearRow = tuple[tuple[tuple[int, int], ...], int]
"""(terms, high): the sum of coefficient times column is at most `high`."""


class Hinge(NamedTuple):
    """What it costs that the largest of `exprs` lies above 0; nothing at 0 or below.

    The first unit costs the first of `costs`, the second unit the second, and so on; the last cost is repeated.
    """

    exprs: tuple[Expr, ...]
    costs: tuple[int, ...] = (1,)


Amount = tuple[Hinge, ...]
"""What a rule posts at one place: hinges whose sum is its amount, once a solver makes it as small as it can be."""
