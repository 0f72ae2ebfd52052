"""Protocol: what the race and its helper, the process of HiGHS, say to each other; one line of JSON each."""

from __future__ import annotations

import msgspec

from constraints.measure.expr import LinearRow
from constraints.model.form import Form

SCALE = 100
"""Prices are whole numbers, in hundredths of a cost unit, so that what they prove is exact."""


class HelperTask(msgspec.Struct, array_like=True):
    """A form to be searched, and for how many seconds."""

    seconds: float
    upper: list[int]
    rows: list[LinearRow]
    cliques: list[tuple[int, ...]]
    costs: list[tuple[int, int]]
    offset: int
    few: list[int] | None = None
    """The columns that the linear programme of a large form begins with (sifting); None: it is solved whole, and the
    price of each row is told."""
    whole: bool = True
    """Whether the form is searched in whole numbers too, for rosters; else only bounds are wanted."""

    @classmethod
    def of(cls, form: Form, seconds: float, few: list[int] | None = None, *, whole: bool = True) -> HelperTask:
        """The task to search this form."""
        return cls(seconds, form.upper, form.rows, form.cliques, list(form.costs.items()), form.offset, few, whole)

    def form(self) -> Form:
        """The form to be searched; it has no marks."""
        return Form(self.upper, self.rows, self.cliques, dict(self.costs), self.offset)


class HelperWord(msgspec.Struct, omit_defaults=True):
    """News of a search, from either side: a better roster with its cost, a higher bound, prices of rows, or its end."""

    cost: int | None = None
    values: list[tuple[int, int]] = []
    """(column, value), for values other than 0."""
    bound: int | None = None
    prices: list[tuple[int, int]] | None = None
    """(row, what it is worth in the linear programme, in hundredths), for prices other than 0."""
    over: bool = False
    rest: bool | None = None
    """Said to the helper: to rest, or to go on."""
